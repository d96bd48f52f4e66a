"""From a shown donor's journey to the archive, less all that the donor does not show.

A gift under which the donor wants no name is left out of everything here, medals, rings and updates too; only
`hidden_gifts` counts it. Where one amount is hidden, no sum that holds it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.derive.allocation import Booking
from generator.derive.concerns import UpdateIndex
from generator.derive.insights import Insights
from generator.derive.journeys import Journey, shown
from generator.derive.medals import medals
from generator.derive.years import ring_years
from generator.model.archives import Archive, ArchiveYear, Entry, Rings
from generator.model.donors import Donor
from generator.model.gifts import Act, Gift, Pledge
from generator.model.ledger import Ledger
from generator.model.money import Band, Money, Total, from_sums, minus
from generator.model.organisation import Organisation
from generator.model.projects import Project
from generator.model.updates import Update
from generator.privacy.bands import band
from generator.privacy.identity import Identity, as_told, free_text
from generator.privacy.monthly import joined
from generator.privacy.traces import shares, trace

_date = attrgetter("date")
Dated = TypeVar("Dated", Gift, Pledge, Act)


class _Year(Struct, gc=False):
    """What is found of a year."""

    entries: list[Entry] = []
    told: list[str] = []
    gifts: list[Gift] = []
    kept: int = 0
    flowers: int = 0


class Background(Struct, frozen=True):
    """What stands behind every archive: the books, and all records but the donors' own."""

    organisation: Organisation
    projects: Mapping[str, Project]
    updates: Mapping[str, Update]
    concerns: UpdateIndex
    booking: Booking
    today: date


def background(ledger: Ledger, insights: Insights) -> Background:
    return Background(
        ledger.organisation, ledger.projects, ledger.updates, insights.updates, insights.booking, insights.today
    )


def archive(donor: Donor, who: Identity, full: Journey, behind: Background) -> Archive | None:
    """The donor's archive; None where nothing is left to show."""
    donor = as_told(donor, who)
    journey, booking = _told(shown(full), donor, who), behind.booking
    since = journey.since
    if since is None:
        return None
    currency = behind.organisation.currency
    hidden = donor.hide_amounts or any(g.hide_amount for g in journey.gifts)
    given, unspent = _sum(journey.kept, booking.net, currency), _sum(journey.kept, booking.unspent, currency)
    paid = {gift.id: booking.paid(gift) for gift in journey.gifts}
    updates = behind.concerns.concerning(journey.kept, paid)
    acts = [a for a in journey.acts if a.kind != "milestone"]
    return Archive(
        key=who.key,
        name=who.name,
        pseudonymous=who.pseudonymous,
        by_month=who.by_month,
        kind=donor.kind,
        language=who.language,
        since=since,
        years_together=len(journey.years),
        words=free_text(donor.words, donor, who),
        medals=medals(journey, behind.organisation.founded),
        rings=Rings(who.key, ring_years(journey, behind.today)),
        amounts_hidden=hidden,
        given=None if hidden else given,
        matched=None if hidden else _sum(journey.kept, booking.match, currency),
        spent=None if hidden else minus(given, unspent),
        unspent=None if hidden else unspent,
        gift_count=len(journey.kept),
        flower_count=len(acts),
        visit_count=sum(a.kind == "visit" for a in acts),
        traces=tuple(
            [trace(g, booking, paid[g.id], shows_amount(g, donor), _band_of(g, who)) for g in reversed(journey.gifts)]
        ),
        years=_years(donor, who, journey, behind, updates),
        update_ids=updates,
        shares=shares(journey.kept, booking, paid, behind.projects, amounts=not hidden),
        hidden_gifts=len(full.kept) - len(journey.kept),
        banded=who.banded,
    )


def shows_amount(gift: Gift, donor: Donor) -> bool:
    return not (donor.hide_amounts or gift.hide_amount)


def _band_of(gift: Gift, who: Identity) -> Band | None:
    """What is told of the amount of a gift of money where bands are."""
    if not who.banded or gift.hide_amount or gift.in_kind is not None:
        return None
    return band(Money(gift.amount, gift.currency))


def _told(journey: Journey, donor: Donor, who: Identity) -> Journey:
    """The journey of a pseudonymous donor without tributes and notes, which name people, and where `by_month` with all
    of a month on its first day; a public one as it is."""
    if not who.pseudonymous:
        return journey
    if who.by_month:
        gifts = _by_month(journey.gifts)
        journey = replace(
            journey,
            gifts=gifts,
            kept=gifts if journey.kept is journey.gifts else _by_month(journey.kept),
            refunds=_by_month(journey.refunds),
            pledges=_by_month(journey.pledges),
            acts=_by_month(journey.acts),
        )

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


def _by_month(records: tuple[Dated, ...]) -> tuple[Dated, ...]:
    return tuple([replace(record, date=record.date.replace(day=1)) for record in records])


def _years(
    donor: Donor, who: Identity, journey: Journey, behind: Background, updates: tuple[str, ...]
) -> tuple[ArchiveYear, ...]:
    """The years in which something was done or told, newest first."""
    years: defaultdict[int, _Year] = defaultdict(_Year)
    for entry in _entries(donor, who, journey):
        years[entry.date.year].entries.append(entry)
    for update in updates:
        years[behind.updates[update].date.year].told.append(update)
    for gift in journey.gifts:
        years[gift.date.year].gifts.append(gift)
    for gift in journey.kept:
        years[gift.date.year].kept += 1
    for act in journey.acts:
        if act.kind != "milestone":
            years[act.date.year].flowers += 1
    currency, net = behind.organisation.currency, behind.booking.net
    return tuple(
        [
            ArchiveYear(
                year=number,
                given=_given(year.gifts, donor, currency, net),
                gifts=year.kept,
                flowers=year.flowers,
                entries=tuple(joined(sorted(year.entries, key=_date))),
                update_ids=tuple(year.told),
            )
            for number, year in sorted(years.items(), reverse=True)
        ]
    )


def _given(gifts: Collection[Gift], donor: Donor, currency: str, net: Callable[[Gift], int]) -> Total | None:
    """What a year's gifts come to, less refunds whenever they came; None where one of them hides its amount."""
    if donor.hide_amounts or any(g.hide_amount for g in gifts):
        return None
    return _sum(gifts, net, currency)


def _sum(gifts: Collection[Gift], amount_of: Callable[[Gift], int], currency: str) -> Total:
    """What `amount_of` those of these gifts that are money, in minor units, comes to."""
    sums = {currency: 0}
    for gift in gifts:
        if gift.in_kind is None:
            sums[gift.currency] = sums.get(gift.currency, 0) + amount_of(gift)
    return from_sums(sums, currency)


def _entries(donor: Donor, who: Identity, journey: Journey) -> Iterator[Entry]:
    """The lines of the journey; on one day pledges stand before gifts, refunds and what was done.

    A milestone without its note (see `_told`) has nothing to say and is left out.
    """
    for pledge in journey.pledges:
        amount = None if donor.hide_amounts else pledge.amount
        told = band(pledge.amount) if who.banded else None
        yield Entry(pledge.date, "pledge", amount=amount, project_id=pledge.project, every=pledge.every, band=told)
    gifts = {g.id: g for g in journey.gifts} if journey.refunds else {}
    for record in (*journey.gifts, *journey.refunds):
        gift = gifts.get(record.refund_of or "", record)
        visible = not (donor.hide_amounts or gift.hide_amount or record.hide_amount)
        yield Entry(
            record.date,
            "refund" if record.refund_of else "gift",
            amount=Money(abs(record.amount), record.currency) if visible else None,
            project_id=record.project,
            campaign_id=record.campaign,
            note=record.note,
            in_kind=record.in_kind,
            band=None if record.refund_of else _band_of(record, who),
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
