"""Every figure told is the books', and none tells of fewer than k hidden donors, nor does the difference of any two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import given as given_
from hypothesis import strategies as st
from ledger_samples import act, campaign, donor, gift, ledger, project, spent
from msgspec.structs import replace
from random_ledgers import TODAY, amounts, days, ledgers

from generator.derive import derive
from generator.derive.family import descendants
from generator.issues import Source
from generator.model.campaigns import MatchingFund
from generator.model.donors import Donor
from generator.model.funds import Fund
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, minus, plus, total
from generator.model.public import Public
from generator.model.recaps import Recap
from generator.model.words import Label
from generator.privacy import public_view
from generator.privacy.archives import shows_amount
from generator.privacy.cells import are_safe
from generator.privacy.identity import visibility

many = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SECRET = "0123456789abcdef0123456789abcdef"
ZERO: Total = (Money(0, "CNY"),)


class Told(NamedTuple):
    """A figure and what each hidden gift adds to it, by (currency, gift id)."""

    name: str
    parts: dict[tuple[str, str], int]


@st.composite
def crowds(draw: st.DrawFn) -> Ledger:
    """A random ledger and a crowd of up to fourteen more hidden donors who give again and again."""
    records = draw(ledgers())
    places = [None, *records.projects]
    campaigns = [None, *records.campaigns]
    crowd = [f"crowd{n}" for n in range(draw(st.integers(0, 14)))]
    gifts = [
        Gift(
            Source("content/test.yml", 1), f"{who}-{n}", who, draw(days), draw(amounts),
            draw(st.sampled_from(["CNY", "CNY", "CNY", "USD"])), draw(st.sampled_from(places)),
            draw(st.sampled_from(campaigns)), fee=draw(st.sampled_from([0, 0, 1])),
        )
        for who in crowd
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    acts = [act(who, str(draw(days)), "flower") for who in crowd]
    hidden = {who: donor(who, visibility="private", consent=None) for who in crowd}
    return replace(
        records,
        donors=dict(sorted({**records.donors, **hidden}.items())),
        gifts=tuple(sorted((*records.gifts, *gifts), key=lambda g: (g.date, g.id))),
        acts=(*records.acts, *acts),
    )


def view(records: Ledger, k: int = 5, bands: bool = False) -> Public:
    return public_view(records, derive(records, TODAY), SECRET, TODAY, k, bands=bands)


class Books:
    """The books, and what of them no archive tells, found without the code that is tested."""

    def __init__(self, records: Ledger, public: Public, bands: bool = False) -> None:
        self.public, self.insights = public, derive(records, TODAY)
        self.untold = set(public.untold_currencies)
        exact = ("public",) if bands else ("public", "pseudonymous")
        shown = {d.id for d in records.donors.values() if visibility(d, TODAY) in exact}
        kept = [g for j in self.insights.journeys.values() for g in j.kept]
        self.hidden = [
            g for g in kept if g.donor not in shown or g.hide_name or not shows_amount(g, records.donors[g.donor])
        ]
        self.donor = {g.id: g.donor for g in self.hidden}
        veiled = {d.id for d in records.donors.values() if visibility(d, TODAY) == "pseudonymous"}
        self.by_month = [g for g in kept if g.donor in veiled and g.id not in self.donor]
        self.below = descendants(records.projects)

    def told(self, amount: Total) -> Total:
        """A sum of the books as it is told."""
        return tuple(m for m in amount if m.currency not in self.untold)

    def parts(self, gifts: Iterable[Gift], kind: str = "given") -> dict[tuple[str, str], int]:
        booking = self.insights.booking
        found = {}
        for g in gifts:
            if g.in_kind is None and g.currency not in self.untold:
                net, match = booking.net(g), booking.matches.get(g.id, 0)
                fee = sum(a.amount for a in booking.paid(g) if not a.expenditure)
                amount = {"given": net, "match": match, "fee": fee, "arrived": net + match - fee}[kind]
                if amount:
                    found[g.currency, g.id] = amount
        return found

    def sum(self, gifts: Iterable[Gift], kind: str = "given") -> Total:
        return total((Money(n, unit) for (unit, _), n in self.parts(gifts, kind).items()), "CNY")

    def rows(
        self,
        name: str,
        kind: str,
        rows: Iterable[tuple[object, Total, Total]],
        by: object,
        among: Iterable[Gift],
        rest: Total | None,
    ) -> Iterator[Told]:
        """Rows of (key, as told, in the books) and the row that has the rest of them, all exact."""
        groups: dict[object, list[Gift]] = defaultdict(list)
        for g in among:
            groups[by(g)].append(g)  # type: ignore[operator]
        left: list[Gift] = []
        for key, told, books in rows:
            own = groups.pop(key, [])
            if told == self.told(books):
                yield Told(f"{name} {key}", self.parts(own, kind))
            else:
                assert told == minus(self.told(books), self.sum(own, kind))
                left += own
        left += [g for own in groups.values() for g in own]
        if rest is not None:
            assert rest == self.sum(left, kind)
            yield Told(f"{name} rest", self.parts(left, kind))


def different(told: Iterable[Told]) -> list[Told]:
    """One of all figures that are sums of the same."""
    return list({frozenset(figure.parts.items()): figure for figure in told}.values())


def figures(books: Books) -> Iterator[Told]:
    """All that is told of money."""
    public, insights, hidden = books.public, books.insights, books.hidden
    fund, whole = public.totals.fund, insights.totals.fund
    _categories_are_spending(fund)
    for name, kind in (("given", "given"), ("matched", "match"), ("arrived", "arrived")):
        told = getattr(fund, name)
        if told is not None:
            assert told == books.told(getattr(whole, name))
            yield Told(name, books.parts(hidden, kind))
    if fund.spent is not None and fund.paid is not None:
        yield Told("fees", books.parts(hidden, "fee"))
    if fund.rest or not fund.partly:
        for name, kind in (("given", "given"), ("matched", "match"), ("spent", "fee")):
            if getattr(fund, name) is not None:
                rows = [
                    (a.year, getattr(a, name), getattr(b, name))
                    for a, b in zip(fund.by_year, whole.by_year, strict=True)
                ]
                rest = getattr(fund.rest, name) if fund.rest else None
                yield from books.rows(f"year {name}", kind, rows, lambda g: g.date.year, hidden, rest)
    for name, recap in public.campaigns.items():
        own, book = [g for g in hidden if g.campaign == name], insights.campaigns[name]
        if recap.partly:
            assert (recap.given, recap.project_rest) == (minus(books.told(book.given), books.sum(own)), None)
            continue
        assert recap.given == books.told(book.given)
        yield Told(name, books.parts(own))
        if recap.match_partly:
            assert recap.matched == minus(books.told(book.matched), books.sum(own, "match"))
        else:
            assert recap.matched == books.told(book.matched)
            yield Told(f"{name} matched", books.parts(own, "match"))
        in_books = {p: given for p, given, _ in book.by_project}
        yield from books.rows(
            f"{name} by project", "given", [(p, given, in_books[p]) for p, given, _ in recap.by_project],
            lambda g: g.project, [g for g in own if g.in_kind is None],
            recap.project_rest.given if recap.project_rest else None,
        )  # fmt: skip
        yield from _of_days(books, recap, book, own)
    for month in public.digests:
        book_of = {(m.digest.year, m.digest.month): m.digest for m in insights.digests}
        when = (month.year, month.month)
        own = [g for g in hidden if (g.date.year, g.date.month) == when]
        if month.partly:
            assert month.given == minus(books.told(book_of[when].given), books.sum(own))
            assert month.gifts == book_of[when].gifts - len(own)
        else:
            assert month.given == books.told(book_of[when].given)
            assert month.gifts == book_of[when].gifts
            assert month.spent == books.told(book_of[when].spent)
            yield Told(f"month {when}", books.parts(own))
            yield Told(f"month {when} fees", books.parts(own, "fee"))
    yield from _of_projects(books)


def _of_days(books: Books, recap: Recap, book: Recap, hidden: list[Gift]) -> Iterator[Told]:
    """The campaign's days. Those that archives tell by month alone may be hidden too, but tell of no sum."""
    among = [*hidden, *(g for g in books.by_month if g.campaign == recap.campaign.id)]
    given = {row.day: row.given for row in book.by_day}
    rows = [(row.day, row.given, given[row.day]) for row in recap.by_day]
    rest = recap.day_rest.given if recap.day_rest else None
    for told in books.rows(f"{recap.campaign.id} by day", "given", rows, lambda g: g.date, among, rest):
        yield Told(told.name, {key: n for key, n in told.parts.items() if key[1] in books.donor})


def _categories_are_spending(fund: Fund) -> None:
    """Where fees may not be told, neither do categories tell them."""
    spent = fund.paid if fund.spent is None else fund.spent
    assert not fund.by_category or plus(ZERO, *(money for _, money in fund.by_category)) == spent


def _of_projects(books: Books) -> Iterator[Told]:
    public, insights = books.public, books.insights
    own: dict[str | None, list[Gift]] = defaultdict(list)
    for g in books.hidden:
        own[g.project].append(g)

    def family(p: str) -> list[Gift]:
        return [g for q in (p, *books.below[p]) for g in own[q]]

    told = [(f"{p} own", v.own, insights.projects[p].own, own[p]) for p, v in public.projects.items()]
    told += [(p, v.together, insights.projects[p].together, family(p)) for p, v in public.projects.items()]
    told += [
        (f"{p} children", v.children, insights.projects[p].children, [g for q in books.below[p] for g in own[q]])
        for p, v in public.projects.items()
        if books.below[p]
    ]
    told += [("unrestricted", public.totals.unrestricted, insights.totals.unrestricted, own[None])]
    for name, fund, book, gifts in told:
        assert fund.listed == books.told(book.listed)
        _categories_are_spending(fund)
        if fund.arrived is not None and fund.paid is not None and fund.unspent is not None:
            assert (fund.arrived, fund.unspent) == (books.told(book.arrived or ZERO), books.told(book.unspent or ZERO))
            assert fund.arrived == plus(fund.paid, fund.unspent)
            yield Told(name, books.parts(gifts, "arrived"))
        if fund.given is not None:
            assert (fund.given, fund.received) == (books.told(book.given or ZERO), books.told(book.received or ZERO))
            yield Told(f"{name} given", books.parts(gifts))
        if fund.spent is not None and fund.paid is not None:
            yield Told(f"{name} fees", books.parts(gifts, "fee"))
    for group in public.together:
        gifts = [g for p in group.parts for g in (own[p] if p in (None, group.parent) else family(str(p)))]
        assert group.fund.arrived is not None
        yield Told(f"together {group.parts}", books.parts(gifts, "arrived"))


@many
@given_(crowds(), st.sampled_from([3, 5]), st.booleans())
def test_no_figure_and_no_pair_tells_of_few(records: Ledger, k: int, bands: bool) -> None:
    books = Books(records, view(records, k, bands), bands)
    told = different(figures(books))
    # who gave a gift that a fee ate up seems to stand behind sums of what arrived; no reader can know that it is not so
    nothing_eaten = all(books.parts([g], "arrived") for g in books.hidden if g.in_kind is None)
    for figure in told:
        assert are_safe(_by_donor(figure.parts, books).values(), k), figure
    for one, other in combinations(told, 2):
        less = {key: one.parts.get(key, 0) - other.parts.get(key, 0) for key in {*one.parts, *other.parts}}
        less = {key: n for key, n in less.items() if n}
        if less and (all(n > 0 for n in less.values()) or all(n < 0 for n in less.values())):
            sums = _by_donor({key: abs(n) for key, n in less.items()}, books)
            assert are_safe(sums.values(), k), (one.name, other.name)
        for unit in {unit for unit, _ in less} if nothing_eaten else ():
            assert len({books.donor[id] for u, id in less if u == unit}) >= k, (one.name, other.name)


def _by_donor(parts: dict[tuple[str, str], int], books: Books) -> dict[str, int]:
    """By donor; of several currencies the smallest crowd is judged."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (unit, id), n in parts.items():
        sums[unit][books.donor[id]] += n
    return min(sums.values(), key=len, default={})


@many
@given_(crowds())
def test_days_and_numbers_add_up(records: Ledger) -> None:
    public, insights = view(records), derive(records, TODAY)
    for name, recap in public.campaigns.items():
        gifts = sum(d.gifts for d in recap.by_day) + (recap.day_rest.gifts if recap.day_rest else 0)
        given = plus(ZERO, *(d.given for d in recap.by_day), *([recap.day_rest.given] if recap.day_rest else []))
        assert (recap.gifts, plus(ZERO, recap.given)) == (gifts, given)
        assert recap.donors is None or recap.donors <= insights.campaigns[name].donors
    for digest in public.digests:
        assert digest.new_donors is None or digest.new_donors >= len(digest.newcomers)


def _crowd(n: int, to: str | None = None) -> list[Gift]:
    return [gift(f"p{i}-1", f"2024-03-{i + 1:02}", 1000, to) for i in range(n)]


def _hidden(n: int) -> list[Donor]:
    return [donor(f"p{i}", visibility="private", consent=None) for i in range(n)]


def test_four_hidden_donors_are_in_no_figure_and_five_are() -> None:
    for n, expected in ((4, (None, None, None, None)), (5, (5700, 5000, 5, 6))):
        records = ledger(gifts=[*_crowd(n), gift("ann-1", "2024-03-02", 700)], donors=[donor("ann"), *_hidden(n)])
        public = view(records)
        fund, wall = public.totals.fund, public.wall
        told = (fund.given and fund.given[0].minor, wall.given_by_hidden and wall.given_by_hidden[0].minor)
        assert expected == (*told, wall.hidden, fund.donors)
        assert 700 == wall.given_by_shown[0].minor


def test_one_who_holds_nearly_all_is_not_told() -> None:
    gifts = [*_crowd(6), gift("whale-1", "2024-03-09", 900_000)]
    fund = view(ledger(gifts=gifts, donors=[*_hidden(6), donor("whale", "private", None)])).totals.fund
    assert (None, None, 7) == (fund.given, fund.unspent, fund.donors)


def test_a_project_of_few_is_told_together_with_others_but_its_payments_are_its_own() -> None:
    gifts = [
        *_crowd(6, "lunch"),
        gift("p6-1", "2024-03-01", 333, "books"),
        *(gift(f"p{n}-2", "2024-04-01", 50) for n in range(5)),
    ]
    records = ledger(
        [project("lunch"), project("books")], gifts, [spent("e1", "2024-05-01", 100, "books")], donors=_hidden(7)
    )
    public = view(records)
    books = public.projects["books"].together
    assert (None, None, 100) == (books.arrived, books.unspent, books.listed[0].minor)
    (group,) = public.together
    assert (("books", None), 583, 483) == (group.parts, *(m[0].minor for m in (group.fund.arrived, group.fund.unspent)))
    assert 6000 == public.projects["lunch"].together.given[0].minor
    assert 6583 == public.totals.fund.given[0].minor


def test_a_project_that_one_donors_match_paid_for_does_not_tell_matches_apart() -> None:
    """Six gave for lunch, six for anything, matched; the first of these paid on for lunch, their match too."""
    fund = MatchingFund(Label("F"), Money(90_000, "CNY"), Fraction(1))
    autumn = campaign("autumn", "2024-04-01", "2024-04-30", matching=fund)
    theirs = [gift(f"p{n}-1", f"2024-04-0{n - 5}", 1000, campaign="autumn") for n in range(6, 12)]

    def told(paid: int) -> tuple[Total | None, Total | None]:
        gifts, paying = [*_crowd(6, "lunch"), *theirs], [spent("e1", "2024-05-01", paid, "lunch")]
        public = view(ledger([project("lunch")], gifts, paying, campaigns=[autumn], donors=_hidden(12)))
        assert (Money(12_000, "CNY"),) == public.totals.fund.given
        return public.projects["lunch"].together.given, public.projects["lunch"].together.arrived

    assert ((Money(6000, "CNY"),), (Money(6000, "CNY"),)) == told(6000)
    assert (None, (Money(7500, "CNY"),)) == told(7500)


def test_what_is_left_of_one_donor_where_the_others_paid_elsewhere_is_not_told_as_given() -> None:
    theirs = [gift(f"p{n}-1", f"2024-04-0{n - 5}", 1000) for n in range(6, 12)]

    def told(paid: int) -> Total | None:
        paying = [spent("e1", "2024-05-01", paid, "lunch")]
        records = ledger([project("lunch")], [*_crowd(6, "lunch"), *theirs], paying, donors=_hidden(12))
        return view(records).totals.unrestricted.given

    assert ((Money(6000, "CNY"),), None) == (told(6000), told(11_000))


def test_gifts_that_fees_eat_up_are_no_cover_for_what_arrived() -> None:
    gifts = [gift("p0-1", "2024-03-01", 60), *(gift(f"p{n}-1", "2024-03-01", 10, fee=10) for n in range(1, 6))]
    fund = view(ledger(gifts=gifts, donors=_hidden(6))).totals.fund
    assert (None, None, None) == (fund.given, fund.arrived, fund.unspent)


def _matched() -> Ledger:
    """Six hidden donors whose gifts of September were matched one to one, and one who gave nearly all beside them."""
    autumn = campaign(
        "autumn", "2024-09-01", "2024-09-10", matching=MatchingFund(Label("F"), Money(90_000, "CNY"), Fraction(1))
    )
    theirs = [gift(f"p{n}-3", "2024-09-02", 1000, campaign="autumn") for n in range(6)]
    beside = [gift("whale-1", "2024-09-20", 900), *(gift(f"p{n}-2", "2024-09-21", 1) for n in range(5))]
    donors = [*_hidden(6), donor("whale", "private", None)]
    return ledger(gifts=[*theirs, *beside], campaigns=[autumn], donors=donors)


def test_what_was_given_less_what_was_matched_tells_of_nobody() -> None:
    """Whole sums: the difference is what was not matched, nearly all of it one donor's."""
    fund = view(_matched()).totals.fund
    assert (None, None, 12_905) == (fund.given, fund.matched, fund.arrived and fund.arrived[0].minor)


def test_a_campaign_that_was_matched_one_to_one_tells_its_match() -> None:
    """So all matches, less what was given in it, is what one hidden donor gave in the other."""
    fund = MatchingFund(Label("F"), Money(90_000, "CNY"), Fraction(1))
    two = [campaign(name, f"{year}-09-01", f"{year}-09-10", matching=fund) for year, name in ((2023, "a"), (2024, "b"))]
    theirs = [gift(f"p{n}-3", "2023-09-02", 1000, campaign="a") for n in range(6)]
    beside = [gift("p7-1", "2024-09-02", 900, campaign="b"), *_crowd(6)]
    public = view(ledger(gifts=[*theirs, *beside], campaigns=two, donors=_hidden(8)))
    assert (6900, True) == (
        public.totals.fund.matched and public.totals.fund.matched[0].minor,
        public.campaigns["a"].partly,
    )


def test_a_campaign_tells_its_gifts_without_its_match_where_few_were_matched() -> None:
    """Three of six gifts in each of two campaigns, until the fund was used up; all matches together are of six."""
    fund = MatchingFund(Label("F"), Money(3000, "CNY"), Fraction(1))
    two = [campaign(name, f"{year}-09-01", f"{year}-09-10", matching=fund) for year, name in ((2023, "a"), (2024, "b"))]
    gifts = [
        gift(f"p{n}-1", f"{year}-09-0{n % 6 + 1}", 1000, campaign=name)
        for year, name, first in ((2023, "a", 0), (2024, "b", 6))
        for n in range(first, first + 6)
    ]
    public = view(ledger(gifts=gifts, campaigns=two, donors=_hidden(12)))
    assert (Money(12_000, "CNY"),) == public.totals.fund.given
    assert (Money(6000, "CNY"),) == public.totals.fund.matched
    for name in "ab":
        own = public.campaigns[name]
        assert (False, True, 6000, 0) == (own.partly, own.match_partly, own.given[0].minor, own.matched[0].minor)


def test_who_is_seen_in_a_campaign_hides_nobody_in_its_number_of_donors() -> None:
    """Five donors gave what no archive tells of; but one of them is seen to have given, so the number tells of four."""

    def told(n: int) -> tuple[int, int | None]:
        gifts = [gift(f"p{i}-1", "2024-09-02", 1000, campaign="autumn") for i in range(n)]
        seen = gift("ann-1", "2024-09-03", 700, campaign="autumn")
        hers = replace(gift("ann-2", "2024-09-04", 800, campaign="autumn"), hide_name=True)
        autumn = campaign("autumn", "2024-09-01", "2024-09-10")
        records = ledger(gifts=[*gifts, seen, hers], campaigns=[autumn], donors=[donor("ann"), *_hidden(n)])
        recap = view(records).campaigns["autumn"]
        return recap.given[0].minor, recap.donors

    assert [(5500, None), (6500, 6)] == [told(4), told(5)]


def test_a_campaign_of_few_says_what_archives_say() -> None:
    records = ledger(
        gifts=[
            *_crowd(6),
            gift("p0-9", "2024-09-02", 77, campaign="autumn"),
            gift("ann-1", "2024-09-02", 500, campaign="autumn"),
        ],
        campaigns=[campaign("autumn", "2024-09-01", "2024-09-10")],
        donors=[donor("ann"), *_hidden(6)],
    )
    recap = view(records).campaigns["autumn"]
    assert (True, 500, 1, 1, None) == (recap.partly, recap.given[0].minor, recap.donors, recap.gifts, recap.new_donors)
    assert [500] == [d.given[0].minor for d in recap.by_day if d.gifts]


def test_days_of_few_go_into_one_row() -> None:
    records = ledger(
        gifts=[gift(f"p{n}-1", f"2024-09-{n // 5 + 1:02}", 1000 + n, campaign="autumn") for n in range(12)],
        campaigns=[campaign("autumn", "2024-09-01", "2024-09-10")],
        donors=_hidden(12),
    )
    recap = view(records).campaigns["autumn"]
    rest = recap.day_rest
    assert rest
    assert ([(date(2024, 9, 2), 5)], 7, 12) == (
        [(d.day, d.gifts) for d in recap.by_day if d.gifts],
        rest.gifts,
        recap.gifts,
    )
    assert recap.given == plus(rest.given, *(d.given for d in recap.by_day))


def test_gifts_of_unknown_givers_tell_of_nobody_where_there_are_k() -> None:
    for n, expected in ((4, None), (5, 5000)):
        gifts = [gift(f"box-{i}", f"2024-03-{i + 1:02}", 1000) for i in range(n)]
        fund = view(ledger(gifts=gifts, donors=[donor("box", "private", None, kind="unknown")])).totals.fund
        assert expected == (fund.given and fund.given[0].minor)


def test_a_currency_of_few_is_in_no_sum() -> None:
    gifts = [*_crowd(6), gift("p0-2", "2024-03-01", 500, currency="USD")]
    public = view(ledger(gifts=gifts, donors=_hidden(6)))
    assert (("USD",), (Money(6000, "CNY"),)) == (public.untold_currencies, public.totals.fund.given)


def test_flowers_of_few_hidden_donors_are_not_counted() -> None:
    for n, expected in ((4, 1), (5, 6)):
        acts = [act(f"p{i}", f"2024-03-{i + 1:02}", "visit") for i in range(n)]
        records = ledger(acts=[*acts, act("ann", "2024-03-01", "visit")], donors=[donor("ann"), *_hidden(n)])
        public = view(records)
        assert expected == public.totals.flowers == sum(c for d in public.digests for _, c in d.flowers)


def test_where_all_are_shown_the_books_are_told() -> None:
    gifts = [gift("ann-1", "2024-03-01", 123, "lunch"), gift("bo-1", "2024-03-09", 321, "lunch")]
    records = ledger([project("lunch")], gifts, donors=[donor("ann"), donor("bo")])
    public, insights = view(records), derive(records, TODAY)
    assert (insights.totals, insights.projects) == (public.totals, public.projects)


def test_a_campaign_is_not_told_where_a_family_of_projects_less_it_is_two_donors() -> None:
    """One gave to school beside the campaign, one to nothing in it; neither school's own part nor roof is near it."""
    gifts = [
        *(gift(f"p{n}-1", "2024-09-02", 1000, "school" if n < 6 else "roof", campaign="autumn") for n in range(12)),
        *(gift(f"p{n}-1", "2024-10-02", 1000, "lunch" if n < 18 else None) for n in range(12, 24)),
    ]
    two = [gift("p24-1", "2021-10-02", 1500, "school"), gift("p25-1", "2024-09-03", 777, campaign="autumn")]

    def told(*beside: Gift) -> tuple[int, int]:
        projects = [project("lunch"), project("school"), project("roof", parent="school")]
        autumn = campaign("autumn", "2024-09-01", "2024-09-10")
        public = view(ledger(projects, [*gifts, *beside], campaigns=[autumn], donors=_hidden(26)))
        given = public.projects["school"].together.given
        assert given
        return given[0].minor, public.campaigns["autumn"].given[0].minor

    assert (12_000, 12_000) == told()
    assert (13_500, 0) == told(*two)


def test_a_campaign_s_row_is_not_told_where_a_project_less_it_is_one_donor_s() -> None:
    """Six gave to lunch in the campaign and one beside it: that row and lunch itself would tell of the one.

    All sums are safe alone, and so are campaign and rest; each of both crosses projects.
    """
    lunch = [gift(f"p{n}-1", f"2024-09-0{n + 1}", 1000, "lunch", campaign="autumn") for n in range(6)]
    books = [gift(f"p{n}-1", "2024-09-08", 500, "books", campaign="autumn") for n in range(7, 13)]
    later = [gift(f"p{n}-1", "2024-10-01", 300, "books") for n in range(13, 19)]

    def told(*beside: Gift) -> tuple[int, int, dict[str | None, int], int]:
        gifts = [*lunch, *books, *later, *beside]
        autumn = campaign("autumn", "2024-09-01", "2024-09-10")
        public = view(ledger([project("lunch"), project("books")], gifts, campaigns=[autumn], donors=_hidden(19)))
        fund, recap = public.projects["lunch"].together, public.campaigns["autumn"]
        assert fund.given and fund.by_year[0].given == fund.given
        rows = {place: given[0].minor for place, given, _ in recap.by_project}
        rest = recap.project_rest.given[0].minor if recap.project_rest else 0
        return fund.given[0].minor, recap.given[0].minor, rows, rest

    assert (6000, 9000, {"lunch": 6000, "books": 3000}, 0) == told()
    assert (6777, 9000, {}, 9000) == told(gift("p6-1", "2024-10-01", 777, "lunch"))
