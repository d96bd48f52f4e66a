"""No figure tells of fewer than k hidden donors, nor of one who holds nearly all of it; nor does a pair of figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import given as given_
from hypothesis import strategies as st
from ledger_samples import act, campaign, donor, gift, ledger, project, spent
from random_ledgers import TODAY, amounts, days, ledgers

from generator.derive import derive
from generator.derive.allocation import Booking
from generator.derive.insights import Insights
from generator.model.ledger import Ledger
from generator.model.money import Money, minus, plus
from generator.model.public import Fund, Public
from generator.model.records import Gift, Source
from generator.privacy import public_view
from generator.privacy.archives import shows_amount
from generator.privacy.cells import Part, Told, is_safe, told
from generator.privacy.identity import visibility

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SECRET = "0123456789abcdef0123456789abcdef"


def _view(records: Ledger, k: int = 5) -> Public:
    return public_view(records, derive(records, TODAY), SECRET, TODAY, k)


@st.composite
def crowds(draw: st.DrawFn) -> Ledger:
    """A random ledger and a crowd of up to twelve more hidden donors who give again and again."""
    records = draw(ledgers())
    places = [None, *records.projects]
    campaigns = [None, *records.campaigns]
    crowd = [f"crowd{n}" for n in range(draw(st.integers(0, 12)))]
    gifts = [
        Gift(
            Source("content/test.yml", 1), f"{who}-{n}", who, draw(days), draw(amounts),
            draw(st.sampled_from(["CNY", "CNY", "USD"])), draw(st.sampled_from(places)),
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


def _told(records: Ledger, k: int) -> tuple[Insights, Told, frozenset[str]]:
    insights = derive(records, TODAY)
    shown = {d.id for d in records.donors.values() if visibility(d, TODAY) in ("public", "pseudonymous")}
    hidden = frozenset(
        g.id
        for g in records.gifts
        if g.donor not in shown or g.hide_name or not shows_amount(g, records.donors[g.donor])
    )
    return insights, told(insights.journeys, insights.booking, hidden, shown, k), hidden


def _fees(gift_: Gift, booking: Booking) -> int:
    return sum(a.amount for a in booking.by_gift.get(gift_.id, ()) if not a.expenditure)


@many
@given_(crowds(), st.sampled_from([3, 5]))
def test_hidden_gifts_are_told_in_safe_groups_that_nothing_tells_apart(records: Ledger, k: int) -> None:
    """In everything that figures go by (currency, goods, campaign, project, day) the hidden gifts form safe groups."""
    _, seen, hidden = _told(records, k)
    alike: dict[object, list[Gift]] = defaultdict(list)
    for journey in seen.journeys.values():
        assert {g.id for g in journey.gifts} >= {g.id for g in journey.kept if seen.booking.net[g.id]}
        for g in journey.gifts:
            if g.id in hidden:
                alike[g.currency, g.in_kind is not None, g.campaign, g.project, g.date].append(g)
    for group in alike.values():
        given = [Part(g.donor, g.date, g.id, seen.booking.net[g.id]) for g in group]
        matched = [p._replace(amount=seen.booking.matches.get(p.id, 0)) for p in given]
        fees = [p._replace(amount=_fees(g, seen.booking)) for p, g in zip(given, group, strict=True)]
        assert len({p.donor for p in given}) >= k
        assert is_safe(given, k)
        assert all(is_safe(part, k) for part in (matched, fees) if any(p.amount for p in part))
        assert all(g.amount == seen.booking.net[g.id] for g in group)  # and so no refund is told


@many
@given_(crowds())
def test_no_group_is_given_up_without_need(records: Ledger) -> None:
    """What is held back could not be told with everything else of its kind either."""
    insights, seen, hidden = _told(records, 5)
    grouped = {name for group in seen.groups for name in group}
    kept = [g for j in insights.journeys.values() for g in j.kept if g.id in hidden]
    for kind in {(g.currency, g.in_kind is not None) for g in kept}:
        own = [g for g in kept if (g.currency, g.in_kind is not None) == kind]
        parts = [Part(g.donor, g.date, g.id, insights.booking.net[g.id] - _fees(g, insights.booking)) for g in own]
        if is_safe(parts, 5):
            assert {g.id for g in own} <= grouped


@many
@given_(crowds())
def test_money_still_agrees(records: Ledger) -> None:
    public = _view(records)
    fund = public.totals.fund
    roots = [v.together for v in public.projects.values() if v.project.parent is None]
    every: list[Fund] = [fund, public.totals.unrestricted, *(v.own for v in public.projects.values()), *roots]
    for one in every:
        assert one.received == plus(one.given, one.matched) == plus(one.spent, one.unspent)
    assert fund.given == plus(public.totals.unrestricted.given, *(r.given for r in roots))
    assert fund.spent == plus(public.totals.unrestricted.spent, *(r.spent for r in roots))
    assert fund.given == plus(public.wall.given_by_shown, public.wall.given_by_hidden)
    for view in public.projects.values():
        assert view.together.given == plus(view.own.given, view.children.given)
    zero = (Money(0, "CNY"),)
    for recap in public.campaigns.values():
        assert recap.given == plus(zero, *(d.given for d in recap.by_day))
        assert recap.given == plus(zero, *(given for _, given, _ in recap.by_project))
        assert recap.gifts == sum(d.gifts for d in recap.by_day)
        assert 0 <= recap.new_donors <= recap.donors


@many
@given_(crowds())
def test_counts_cover_no_hidden_donor_or_k(records: Ledger) -> None:
    """Hidden donors in the wall, in each recap and among each month's newcomers: none or five and more."""
    public = _view(records)
    named = {a.key for a in public.archives}
    few = range(1, 5)
    assert len(public.wall.entries) + public.wall.hidden == public.totals.fund.donors
    if not any(d.hide_amounts for d in records.donors.values()) and not any(
        g.hide_amount or g.hide_name for g in records.gifts
    ):
        assert public.wall.hidden not in few
        for digest in public.digests:
            assert digest.new_donors - len(digest.newcomers) not in few
        assert all(n.key in named for d in public.digests for n in d.newcomers)


def _crowd(n: int, to: str | None = None) -> list[Gift]:
    return [gift(f"p{i}-1", f"2024-03-{i + 1:02}", 1000, to) for i in range(n)]


def _hidden(n: int) -> list[object]:
    return [donor(f"p{i}", visibility="private", consent=None) for i in range(n)]


def test_four_hidden_donors_are_in_no_figure_and_five_are() -> None:
    for n, expected in ((4, (0, 0, 1)), (5, (5000, 5, 6))):
        records = ledger(
            [project("lunch")], [*_crowd(n), gift("ann-1", "2024-03-02", 700)], donors=[donor("ann"), *_hidden(n)]
        )
        wall = _view(records).wall
        assert expected == (wall.given_by_hidden[0].minor, wall.hidden, _view(records).totals.fund.donors)


def test_who_holds_nearly_all_is_held_back() -> None:
    gifts = [*_crowd(6), gift("whale-1", "2024-03-09", 900_000)]
    records = ledger(gifts=gifts, donors=[*_hidden(6), donor("whale", visibility="private", consent=None)])
    assert Money(6000, "CNY") == _view(records).totals.fund.given[0]


def test_a_project_of_one_hidden_donor_does_not_tell_the_gift() -> None:
    """The gift counts as unrestricted; what it paid for is told as paid from there."""
    gifts = [*_crowd(5, "lunch"), gift("p5-1", "2024-03-01", 333, "books")]
    records = ledger(
        [project("lunch"), project("books")], gifts, [spent("e1", "2024-04-01", 100, "books")], donors=_hidden(6)
    )
    public = _view(records)
    assert (100, 100, 0, 0) == (
        public.projects["books"].own.given[0].minor,
        public.projects["books"].own.spent[0].minor,
        public.projects["books"].own.unspent[0].minor,
        public.projects["books"].own.donors,
    )
    assert 5333 == public.totals.fund.given[0].minor
    assert "333" not in repr(public.projects["books"])


def test_days_of_a_campaign_with_few_hidden_gifts_are_told_together() -> None:
    records = ledger(
        [project("lunch")],
        [gift(f"p{i}-1", f"2024-09-{i + 1:02}", 1000 + i, "lunch", campaign="autumn") for i in range(7)],
        campaigns=[campaign("autumn", "2024-09-01", "2024-09-10")],
        donors=_hidden(7),
    )
    days_ = {d.day.day: (d.gifts, d.given[0].minor) for d in _view(records).campaigns["autumn"].by_day if d.gifts}
    assert {5: (7, 7021)} == days_


def test_a_later_gift_changes_no_group_that_is_whole() -> None:
    """Between two publications the wall changes by the newest group alone."""
    before = [gift(f"p{i}-1", f"2024-{i // 5 + 1:02}-{i % 5 + 1:02}", 1000) for i in range(10)]
    shown = [d.given for d in _view(ledger(gifts=before, donors=_hidden(10))).digests]
    after = _view(ledger(gifts=[*before, gift("p10-1", "2024-05-01", 77)], donors=_hidden(11)))
    assert shown[1:] == [d.given for d in after.digests][1:]


def test_flowers_of_few_hidden_donors_are_not_counted() -> None:
    for n, expected in ((4, 1), (5, 6)):
        acts = [act(f"p{i}", f"2024-03-{i + 1:02}", "visit") for i in range(n)]
        records = ledger(acts=[*acts, act("ann", "2024-03-01", "visit")], donors=[donor("ann"), *_hidden(n)])
        public = _view(records)
        assert expected == public.totals.flowers == sum(c for d in public.digests for _, c in d.flowers)


def test_only_who_is_hidden_is_put_into_groups() -> None:
    gifts = [gift("ann-1", "2024-03-01", 123, "lunch"), gift("bo-1", "2024-03-09", 321, "lunch")]
    records = ledger([project("lunch")], gifts, donors=[donor("ann"), donor("bo")])
    public, insights = _view(records), derive(records, TODAY)
    assert (insights.totals, insights.projects) == (public.totals, public.projects)
    assert minus(public.totals.fund.given, public.wall.given_by_shown) == (Money(0, "CNY"),)
