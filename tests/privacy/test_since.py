"""Whoever keeps the last site beside the new one learns of no hidden donor by subtracting, or the build says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import campaign, donor, gift, ledger, project
from msgspec.structs import replace
from random_ledgers import TODAY
from test_figures import SECRET, Books, crowds, different, figures

from generator.derive import derive
from generator.model.campaigns import MatchingFund
from generator.model.donors import Donor
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.words import Label
from generator.privacy.cells import are_safe
from generator.privacy.since import GIVER, Covered, Shown, Told, donor_mark, giver_mark, moved
from generator.privacy.view import Showing, stories

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
YESTERDAY = TODAY - timedelta(1)


def covered(records: Ledger, k: int = 5, today: date = TODAY) -> Covered:
    return Covered(showing(records, k, today).figures().hidden, SECRET)


def showing(records: Ledger, k: int, today: date = TODAY) -> Showing:
    return Showing(records, derive(records, today), SECRET, today, k, True, False)


def since(before: Ledger, now: Ledger, k: int = 5) -> tuple[str, ...]:
    """What is said of `now`, published the day after `before`."""
    then, seen = (
        {giver_mark(d.id, SECRET) for d in r.donors.values() if d.visibility in ("public", "pseudonymous")}
        for r in (before, now)
    )
    return moved(covered(before, k, YESTERDAY).told(), covered(now, k), k, Shown(then, seen, YESTERDAY))


def crowd(n: int, day: str, to: str | None = None, first: int = 0) -> list[Gift]:
    return [gift(f"p{i}-{day.replace('-', '')}", day, 1000 + i, to) for i in range(first, first + n)]


def charity(*gifts: Gift, donors: Iterable[Donor] = (), **more: object) -> Ledger:
    """Twenty hidden donors, of whom ten gave to each of two projects years ago, and these gifts."""
    hidden = [donor(f"p{i}", visibility="private", consent=None) for i in range(30)]
    early = [*crowd(10, "2023-03-02", "lunch"), *crowd(10, "2023-03-03", "books", 10)]
    by_id = {d.id: d for d in (*hidden, *donors)}
    return ledger([project("lunch"), project("books")], [*early, *gifts], donors=list(by_id.values()), **more)


def test_gifts_of_four_since_then_are_said_and_of_five_are_not() -> None:
    said = ("all money", "projects", "campaigns", "years", "months")
    for n, expected in ((0, ()), (1, said), (4, said), (5, ()), (9, ())):
        assert expected == since(charity(), charity(*crowd(n, "2025-02-03", "lunch")))


def test_one_donor_who_gives_five_times_is_one() -> None:
    assert since(charity(), charity(*(gift(f"p1-{n}", "2025-02-03", 100, "lunch") for n in range(5))))


def test_what_mostly_one_gave_is_said() -> None:
    assert since(charity(), charity(*crowd(5, "2025-02-03"), gift("p9-9", "2025-02-03", 60_000)))
    assert since(charity(), charity(*crowd(5, "2025-02-03"), gift("p9-9", "2025-02-03", 20_000))) == ()


def test_goods_are_compared_too() -> None:
    then = [replace(g, in_kind="books") for g in crowd(6, "2024-03-02", "books")]
    come = [replace(g, in_kind="books") for g in crowd(5, "2025-02-03", "books")]
    assert () == since(charity(*then), charity(*then, *come))
    assert ("all money", "projects", "campaigns", "months") == since(charity(*then), charity(*then, *come[:2]))


def test_goods_hide_no_money() -> None:
    """What arrived then, less what is there without a designation now, is what p0 gave less and p1 gave for lunch; p2,
    who gave books for lunch, has no part in it."""
    matching = MatchingFund(Label("F"), Money(1, "CNY"), Fraction(1, 3))  # one gift's: so one sum is told, or none
    autumn = campaign("autumn", "2024-09-01", "2024-09-10", matching=matching)
    lunch = gift("p1-1", "2024-09-02", 45, "lunch", campaign="autumn")
    books = replace(gift("p2-1", "2024-09-02", 2, "lunch"), in_kind="books")
    few = [gift(f"p{n}-1", "2024-09-02", 1) for n in (3, 4, 4)]

    def of(amount: int, *more: Gift) -> Ledger:
        gifts = [lunch, books, gift("p0-1", "2024-09-02", amount), *few, *more]
        donors = [donor(f"p{n}", visibility="private", consent=None) for n in range(6)]
        return ledger([project("lunch")], gifts, campaigns=[autumn], donors=donors)

    come = [gift(f"p{n}-2", "2024-09-02", 1, "lunch") for n in (1, 5)]
    assert "projects" in since(of(31), of(1, *come), 3)


def test_a_match_that_moves_hides_no_gift() -> None:
    """Two gifts written down late take what others were matched with; what those gave is what it was."""
    matching = MatchingFund(Label("F"), Money(8000, "CNY"), Fraction(1))
    autumn = campaign("autumn", "2024-09-01", "2024-09-10", matching=matching)

    def of(*late: Gift) -> Ledger:
        return charity(*(replace(g, campaign="autumn") for g in (*crowd(12, "2024-09-05"), *late)), campaigns=[autumn])

    assert since(of(), of(), 3) == ()
    assert "all money" in since(of(), of(*crowd(2, "2024-09-02", first=20)), 3)


def test_a_project_that_moved_by_one_is_named() -> None:
    new = [*crowd(5, "2025-02-03", "lunch"), gift("p20-9", "2025-02-03", 1234, "books")]
    found = since(charity(), charity(*new))
    assert "projects" == found[0] and "all money" not in found


def test_what_moved_less_what_moved_is_judged_too() -> None:
    """Lunch moved by six, February by five of them: the sixth gave for lunch in January, when five gave for books."""
    then = [g for m in "12" for to, n in (("lunch", 0), ("books", 10)) for g in crowd(5, f"2025-0{m}-01", to, n)]
    come = [*crowd(5, "2025-02-03", "lunch"), *crowd(5, "2025-01-07", "books", 10)]
    sixth = gift("p5-9", "2025-01-08", 1234, "lunch")
    assert () == since(charity(*then), charity(*then, *come))
    assert ("months",) == since(charity(*then), charity(*then, *come, sixth))


def test_rows_that_moved_are_taken_together() -> None:
    """December and January moved by eleven, lunch by ten of them; no month and no project by one more than another."""
    places = (("lunch", 0), ("books", 10), (None, 20))
    then = [g for m in ("2024-12", "2025-01", "2025-02") for to, n in places for g in crowd(5, f"{m}-01", to, n)]
    come = [*crowd(5, "2024-12-02", "lunch"), *crowd(5, "2025-01-02", "lunch", 5)]
    come += [*crowd(5, "2025-02-02", "books", 10), *crowd(5, "2025-02-02", None, 20)]
    assert () == since(charity(*then), charity(*then, *come))
    eleventh = gift("p15-9", "2025-01-09", 1234, "books")
    assert ("months",) == since(charity(*then), charity(*then, *come, eleventh))


@pytest.mark.parametrize("what", ["amount", "day", "project", "gone"])
def test_a_gift_that_is_mended_is_one_donor_s(what: str) -> None:
    old = charity(*crowd(9, "2025-01-03", "lunch"))
    mended = {
        "amount": {"amount": 99},
        "day": {"date": date(2024, 12, 3)},
        "project": {"project": "books"},
        "gone": {"date": date(2030, 1, 1)},
    }[what]
    gifts = [replace(g, **mended) if g.id == "p3-20250103" else g for g in old.gifts]
    assert since(old, replace(old, gifts=tuple(gifts)))
    assert since(old, old) == ()


def test_a_month_told_at_last_tells_what_it_was_not_told_for() -> None:
    """January was held back for its four; told a month later, it is what February lacks of both together."""
    then = [*crowd(4, "2025-01-03", "lunch"), *crowd(6, "2025-02-03", "lunch", 10)]
    late = crowd(5, "2025-01-09", "lunch", 20)
    assert since(charity(*then), charity(*then, *late)) == ("months",)


def test_who_was_shown_hides_nobody() -> None:
    """Of nine who move a figure, those whose archives told their gifts, or tell them now, are no cover for others."""
    open_ = [donor(f"o{n}", consent="2023-01-01") for n in range(5)]
    theirs = [gift(f"o{n}-1", "2023-03-09", 1000 + n, "lunch") for n in range(5)]
    four = crowd(4, "2023-03-09", "lunch", 20)
    closed = [replace(d, visibility="private") for d in open_]
    shown_before = charity(*theirs, donors=open_)
    assert since(shown_before, charity(*theirs, donors=closed)) == ()
    assert since(shown_before, charity(*theirs, *four, donors=closed))
    hidden_before = charity(*theirs, donors=closed)
    assert since(hidden_before, charity(*theirs, donors=open_)) == ()
    assert since(hidden_before, charity(*theirs, *four, donors=open_))


def test_who_is_erased_changes_no_sum() -> None:
    old = charity(*crowd(9, "2025-01-03", "lunch"))
    erased = [replace(g, donor="erased", id="erased-1") if g.id == "p3-20250103" else g for g in old.gifts]
    nobody = donor("erased", visibility="excluded", consent=None)
    now = replace(old, gifts=tuple(erased), donors={**old.donors, "erased": nobody})
    assert since(old, now) == ()


def test_where_nothing_is_known_of_hidden_gifts_all_are_new() -> None:
    assert moved(Told(), covered(charity()), 5, Shown(set(), set(), YESTERDAY)) == ()
    assert since(charity(), ledger(gifts=[gift("ann-1", "2024-01-01", 5)], donors=[donor("ann")])) == ()


def test_what_is_kept_holds_no_name_and_no_amount() -> None:
    records = charity(*crowd(9, "2025-01-03", "lunch"), campaigns=[campaign("autumn", "2024-09-01", "2024-09-10")])
    told = repr(covered(records).told())
    for gift_ in records.gifts:
        assert not any(word in told for word in (gift_.donor, gift_.id, str(gift_.amount), str(gift_.date)))
    assert len(covered(records).told().gifts) == 29 * 7
    assert donor_mark("p1", SECRET).startswith(giver_mark("p1", SECRET).hex())
    assert len(giver_mark("p1", SECRET)) == GIVER


@st.composite
def two(draw: st.DrawFn) -> tuple[Ledger, Ledger]:
    """A random ledger with a crowd of hidden donors, and one that came before it: some gifts not there yet or other."""
    now = draw(crowds())
    # A fee that eats up a gift leaves nothing of it in what arrived. Figures may then differ by another's fee alone, in
    # cents; but no reader can know that.
    back = {g.refund_of for g in now.gifts}
    now = replace(now, gifts=tuple([replace(g, fee=0) if g.fee >= g.amount or g.id in back else g for g in now.gifts]))
    donors = [d.id for d in now.donors.values() if d.id.startswith("crowd")]
    wave: list[Gift] = []
    if donors:
        like = draw(st.sampled_from([g for g in now.gifts if g.donor in donors]))
        givers = draw(st.lists(st.sampled_from(donors), unique=True))
        wave = [replace(like, id=f"{d}-w", donor=d, amount=draw(st.integers(1, 900)), fee=0) for d in givers]
    now = replace(now, gifts=tuple(sorted((*now.gifts, *wave), key=lambda g: (g.date, g.id))))
    whole = [g for g in now.gifts if g.refund_of is None and not any(r.refund_of == g.id for r in now.gifts)]
    later = {g.id for g in wave} | {g.id for g in whole if draw(st.integers(0, 30)) == 0}
    other = {g.id: draw(st.integers(31, 9000)) for g in whole if draw(st.integers(0, 60)) == 0}
    before = [replace(g, amount=other.get(g.id, g.amount)) for g in now.gifts if g.id not in later]
    return replace(now, gifts=tuple(before)), now


@many
@given(two(), st.sampled_from([3, 5]))
def test_where_nothing_is_said_no_difference_tells_of_few(both: tuple[Ledger, Ledger], k: int) -> None:
    """Against all that is told, then and now, found without the code that is tested; each with each other."""
    before, now = both
    then = covered(before, k).told()
    if moved(then, covered(now, k), k, Shown(set(), set(), TODAY)):
        return
    shown = [showing(records, k) for records in both]
    books = [
        Books(records, own.public(own.figures(), stories(records, TODAY)))
        for records, own in zip(both, shown, strict=True)
    ]
    old, new = (different(figures(own)) for own in books)
    donor_of = books[0].donor | books[1].donor
    for one in new:
        for other in old:
            less = {key: one.parts.get(key, 0) - other.parts.get(key, 0) for key in {*one.parts, *other.parts}}
            less = {key: n for key, n in less.items() if n}
            for unit in {unit for unit, _ in less}:
                own = {id: n for (u, id), n in less.items() if u == unit}
                _judge(own, donor_of, k, f"{one.name} less {other.name}")


def _judge(less: dict[str, int], donor_of: dict[str, str], k: int, what: str) -> None:
    sums: dict[str, int] = defaultdict(int)
    for id, amount in less.items():
        sums[donor_of[id]] += abs(amount)
    assert len(sums) >= k, (what, less)


def test_random_ledgers_are_silent_and_not() -> None:
    """Or the property above would hold of nothing."""
    found: set[tuple[bool, bool]] = set()

    @settings(max_examples=120, deadline=None, database=None, derandomize=True, suppress_health_check=[*HealthCheck])
    @given(two())
    def look(both: tuple[Ledger, Ledger]) -> None:
        if {(True, True), (False, True)} <= found:
            return
        then, now = (covered(records) for records in both)
        said = moved(then.told(), now, 5, Shown(set(), set(), TODAY))
        found.add((bool(said), then.marks != now.marks))

    look()
    assert {(True, True), (False, True)} <= found
    assert are_safe([1] * 5, 5)
