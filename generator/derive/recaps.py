"""From a campaign and the gifts made in it to its recap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from generator.derive.allocation import Booking
from generator.derive.concerns import UpdateIndex
from generator.derive.journeys import Journey
from generator.model.campaigns import Campaign
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, plus, total
from generator.model.recaps import CommitmentView, Comparison, DayMoney, Recap


def recaps(
    ledger: Ledger, booking: Booking, journeys: Mapping[str, Journey], updates: UpdateIndex, today: date
) -> dict[str, Recap]:
    """The recap of every campaign, in order of id. Sums are net of refunds; goods count as gifts but not as money."""
    gifts: dict[str, list[Gift]] = {c: [] for c in ledger.campaigns}
    firsts: dict[str, int] = {}
    for journey in journeys.values():
        for gift in journey.kept:
            if gift.campaign:
                gifts[gift.campaign].append(gift)
        if journey.kept and journey.kept[0].campaign:
            firsts[journey.kept[0].campaign] = firsts.get(journey.kept[0].campaign, 0) + 1
    currency = ledger.organisation.currency
    made = {}
    for name in sorted(ledger.campaigns):
        campaign, own = ledger.campaigns[name], gifts[name]
        given = _given(own, booking, currency)
        matched = _matched(own, booking, currency)
        before = _compared_with(campaign, ledger.campaigns, today)
        made[name] = Recap(
            campaign=campaign,
            phase=_phase(campaign, today),
            given=given,
            matched=matched,
            raised=plus(given, matched),
            donors=len({g.donor for g in own}),
            new_donors=firsts.get(name, 0),
            gifts=len(own),
            by_day=_by_day(campaign, own, booking, currency, today),
            by_project=_by_project(own, booking, currency),
            people_reached=campaign.people_reached,
            previous=_comparison(before, gifts[before.id], booking, currency, today) if before else None,
            commitments=_commitments(campaign, today),
            update_ids=updates.about("campaign", [name]),
        )
    return made


def _given(gifts: Iterable[Gift], booking: Booking, currency: str) -> Total:
    return total((Money(booking.net(g), g.currency) for g in gifts if g.in_kind is None), currency)


def _matched(gifts: Iterable[Gift], booking: Booking, currency: str) -> Total:
    return total((Money(booking.matches.get(g.id, 0), g.currency) for g in gifts), currency)


def _phase(campaign: Campaign, today: date) -> Literal["upcoming", "running", "ended"]:
    if today < campaign.start:
        return "upcoming"
    return "running" if today <= campaign.end else "ended"


def _by_day(
    campaign: Campaign, gifts: Iterable[Gift], booking: Booking, currency: str, today: date
) -> tuple[DayMoney, ...]:
    """Each day of the campaign up to `today`, and days beside it on which a gift came for it, so that sums agree."""
    last = min(campaign.end, today)
    days: dict[date, list[Gift]] = {
        campaign.start + timedelta(n): [] for n in range(max(0, (last - campaign.start).days + 1))
    }
    for gift in gifts:
        days.setdefault(gift.date, []).append(gift)
    return tuple(DayMoney(d, _given(days[d], booking, currency), len(days[d])) for d in sorted(days))


def _by_project(gifts: Iterable[Gift], booking: Booking, currency: str) -> tuple[tuple[str | None, Total, Total], ...]:
    """(project, given, matched) by what the gifts were given for: most first, unrestricted last."""
    found: dict[str | None, list[Gift]] = {}
    for gift in gifts:
        if gift.in_kind is None:
            found.setdefault(gift.project, []).append(gift)
    rows = [(p, _given(own, booking, currency), _matched(own, booking, currency)) for p, own in found.items()]
    return tuple(sorted(rows, key=lambda row: (row[0] is None, -row[1][0].minor, row[0] or "")))


def _compared_with(campaign: Campaign, campaigns: Mapping[str, Campaign], today: date) -> Campaign | None:
    """The campaign that the author names, else the one that ends last before this one begins; none until it is over."""
    earlier = [c for c in campaigns.values() if c.end < campaign.start]
    last = max(earlier, key=lambda c: (c.end, c.id), default=None)
    before = campaigns.get(campaign.compare_with) if campaign.compare_with else last
    return before if before and before.end < today else None


def _comparison(campaign: Campaign, gifts: list[Gift], booking: Booking, currency: str, today: date) -> Comparison:
    return Comparison(
        campaign_id=campaign.id,
        given=_given(gifts, booking, currency),
        donors=len({g.donor for g in gifts}),
        gifts=len(gifts),
        people_reached=campaign.people_reached,
        commitments=_commitments(campaign, today),
    )


def _commitments(campaign: Campaign, today: date) -> tuple[CommitmentView, ...]:
    """The promises with their state as of `today`: an open one past its due day is late."""
    return tuple(
        CommitmentView(c, "late" if c.state == "open" and c.due < today else c.state) for c in campaign.commitments
    )
