"""From a shown donor's journey to the archive, less all that the donor does not show.

A gift under which the donor wants no name is left out of everything here, medals, rings and updates too; only
`hidden_gifts` counts it. Where one amount is hidden, no sum that holds it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from generator.derive.insights import Insights
from generator.derive.journeys import Journey, shown
from generator.derive.medals import medals
from generator.derive.years import ring_years
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, from_sums, minus
from generator.model.public import Archive, ArchiveYear, Entry, Rings
from generator.model.records import Donor, Gift
from generator.privacy.identity import Identity, free_text
from generator.privacy.traces import shares, trace

Record = TypeVar("Record")


def archive(donor: Donor, who: Identity, full: Journey, ledger: Ledger, insights: Insights) -> Archive | None:
    """The donor's archive; None where nothing is left to show."""
    journey, booking = _told(shown(full), donor, who), insights.booking
    since = journey.since
    if since is None:
        return None
    currency = ledger.organisation.currency
    money = [g for g in journey.kept if g.in_kind is None]
    hidden = not all(shows_amount(g, donor) for g in journey.gifts) or donor.hide_amounts
    given, unspent = _sum(money, booking.net, currency), _sum(money, booking.left, currency)
    updates = insights.updates.concerning(journey.kept, booking.by_gift)
    acts = [a for a in journey.acts if a.kind != "milestone"]
    return Archive(
        key=who.key,
        name=who.name,
        pseudonymous=who.pseudonymous,
        kind=donor.kind,
        language=who.language,
        since=since,
        years_together=len(journey.years),
        words=free_text(donor.words, donor, who),
        medals=medals(journey, ledger.organisation.founded),
        rings=Rings(who.key, ring_years(journey, insights.today)),
        amounts_hidden=hidden,
        given=None if hidden else given,
        matched=None if hidden else _sum(money, booking.matches, currency),
        spent=None if hidden else minus(given, unspent),
        unspent=None if hidden else unspent,
        gift_count=len(journey.kept),
        flower_count=len(acts),
        visit_count=sum(a.kind == "visit" for a in acts),
        traces=tuple(trace(g, booking, shows_amount(g, donor)) for g in reversed(journey.gifts)),
        years=_years(donor, journey, ledger, insights, updates),
        update_ids=updates,
        shares=shares(journey.kept, booking, ledger.projects, amounts=not hidden),
        hidden_gifts=len(full.kept) - len(journey.kept),
    )


def shows_amount(gift: Gift, donor: Donor) -> bool:
    return not (donor.hide_amounts or gift.hide_amount)


def _told(journey: Journey, donor: Donor, who: Identity) -> Journey:
    """The journey of a pseudonymous donor without tributes and notes, which name people; a public one as it is."""
    if not who.pseudonymous:
        return journey

    def plain(gifts: tuple[Gift, ...]) -> tuple[Gift, ...]:
        if all(g.tribute is None and g.note is None and g.in_kind is None for g in gifts):
            return gifts
        goods = {g.in_kind: free_text(g.in_kind, donor, who) or "…" for g in gifts if g.in_kind is not None}
        return tuple(replace(g, tribute=None, note=None, in_kind=g.in_kind and goods[g.in_kind]) for g in gifts)

    return replace(
        journey,
        gifts=plain(journey.gifts),
        kept=plain(journey.kept),
        refunds=plain(journey.refunds),
        acts=tuple(a if a.note is None else replace(a, note=None) for a in journey.acts),
    )


def _years(
    donor: Donor, journey: Journey, ledger: Ledger, insights: Insights, updates: tuple[str, ...]
) -> tuple[ArchiveYear, ...]:
    """The years in which something was done or told, newest first."""
    entries = _by_year(_entries(donor, journey), lambda e: e.date)
    told = _by_year(updates, lambda u: ledger.updates[u].date)
    gifts = _by_year(journey.gifts, lambda g: g.date)
    kept = Counter(g.date.year for g in journey.kept)
    flowers = Counter(a.date.year for a in journey.acts if a.kind != "milestone")
    return tuple(
        ArchiveYear(
            year=year,
            given=_given(gifts.get(year, ()), donor, ledger.organisation.currency, insights.booking.net),
            gifts=kept[year],
            flowers=flowers[year],
            entries=tuple(sorted(entries.get(year, ()), key=lambda e: e.date)),
            update_ids=tuple(told.get(year, ())),
        )
        for year in sorted({*entries, *told}, reverse=True)
    )


def _by_year(records: Iterable[Record], day: Callable[[Record], date]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for record in records:
        found.setdefault(day(record).year, []).append(record)
    return found


def _given(gifts: Collection[Gift], donor: Donor, currency: str, net: Mapping[str, int]) -> Total | None:
    """What a year's gifts come to, less refunds whenever they came; None where one of them hides its amount."""
    if donor.hide_amounts or not all(shows_amount(g, donor) for g in gifts):
        return None
    return _sum((g for g in gifts if g.in_kind is None), net, currency)


def _sum(gifts: Iterable[Gift], amounts: Mapping[str, int], currency: str) -> Total:
    """What `amounts`, minor units by gift id, come to for these gifts."""
    sums: dict[str, int] = {}
    for gift in gifts:
        sums[gift.currency] = sums.get(gift.currency, 0) + amounts.get(gift.id, 0)
    return from_sums(sums, currency)


def _entries(donor: Donor, journey: Journey) -> Iterator[Entry]:
    """The lines of the journey; on one day pledges stand before gifts, refunds and what was done.

    A milestone without its note (see `_told`) has nothing to say and is left out.
    """
    gifts = {g.id: g for g in journey.gifts}
    for pledge in journey.pledges:
        amount = None if donor.hide_amounts else pledge.amount
        yield Entry(pledge.date, "pledge", amount=amount, project_id=pledge.project, every=pledge.every)
    for record in (*journey.gifts, *journey.refunds):
        gift = gifts.get(record.refund_of or record.id, record)
        visible = shows_amount(gift, donor) and shows_amount(record, donor)
        yield Entry(
            record.date,
            "refund" if record.refund_of else "gift",
            amount=Money(abs(record.amount), record.currency) if visible else None,
            project_id=record.project,
            campaign_id=record.campaign,
            note=record.note,
            in_kind=record.in_kind,
        )
    for act in journey.acts:
        if act.kind != "milestone" or act.note:
            yield Entry(
                act.date,
                act.kind,
                project_id=act.project,
                event_id=act.event,
                flower=act.flower,
                count=act.count,
                note=act.note,
            )
