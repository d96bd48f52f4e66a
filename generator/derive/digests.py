"""From everything dated in a month to that month's digest, newcomers still as donor ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct

from generator.derive.allocation import Booking
from generator.derive.journeys import Journey
from generator.model.gifts import Act
from generator.model.ledger import Ledger
from generator.model.money import from_sums
from generator.model.recaps import Digest
from generator.model.updates import Event, Update
from generator.model.words import Picture

Month = tuple[int, int]


class MonthDigest(Struct, frozen=True):
    """A digest without names, and the ids of the donors whose first gift is of this month, by (date, gift id)."""

    digest: Digest
    newcomers: tuple[str, ...]


@dataclass(slots=True)
class _Sums:
    """A month while it fills; money in minor units by currency."""

    updates: list[Update] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    flowers: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    fees: Counter[str] = field(default_factory=Counter)
    gifts: int = 0
    newcomers: list[tuple[date, str, str]] = field(default_factory=list)


def digests(ledger: Ledger, booking: Booking, journeys: Mapping[str, Journey], today: date) -> tuple[MonthDigest, ...]:
    """The digest of every month in which something was told, given or done, newest first; today's is unfinished.

    A flower counts one an entry, a visit and volunteering too; not those of donors who are excluded. A month in which
    nothing but bills were paid has no digest.
    """
    months: defaultdict[Month, _Sums] = defaultdict(_Sums)
    for update in ledger.updates.values():
        if update.date <= today:
            months[_month(update.date)].updates.append(update)
    for event in ledger.events.values():
        if event.date <= today:
            months[_month(event.date)].events.append(event)
    _add_gifts(months, booking, journeys.values())
    for journey in journeys.values():
        donor = ledger.donors.get(journey.donor)
        if donor is not None and donor.visibility != "excluded":
            for act in journey.acts:
                if act.kind != "milestone":
                    months[_month(act.date)].flowers[flower_of(act)] += 1
    for row, amount in booking.spending.values():
        if _month(row.date) in months:
            months[_month(row.date)].spent[row.currency] += amount - booking.uncovered.get(row.id, 0)
    currency = ledger.organisation.currency
    return tuple(_digest(when, months[when], currency) for when in sorted(months, reverse=True))


def _add_gifts(months: Mapping[Month, _Sums], booking: Booking, journeys: Collection[Journey]) -> None:
    """By day first: there are far fewer days than gifts."""
    given: defaultdict[tuple[date, str], int] = defaultdict(int)
    for journey in journeys:
        for gift in journey.kept:
            if gift.in_kind is None:
                given[gift.date, gift.currency] += booking.net(gift)
                if gift.fee > 0:
                    months[_month(gift.date)].fees[gift.currency] += booking.fee_of(gift)
    for (day, currency), amount in given.items():
        months[_month(day)].given[currency] += amount
    for day, count in Counter([gift.date for journey in journeys for gift in journey.kept]).items():
        months[_month(day)].gifts += count
    for journey in journeys:
        if journey.kept:
            first = journey.kept[0]
            months[_month(first.date)].newcomers.append((first.date, first.id, journey.donor))


def flower_of(act: Act) -> str:
    """The kind of flower that an act counts as."""
    return act.kind if act.kind != "flower" else act.flower or "other"


def _digest(when: Month, sums: _Sums, currency: str) -> MonthDigest:
    updates = sorted(sums.updates, key=lambda u: (u.date, u.id), reverse=True)
    events = sorted(sums.events, key=lambda e: (e.date, e.id), reverse=True)
    newcomers = tuple(donor for _, _, donor in sorted(sums.newcomers))
    digest = Digest(
        year=when[0],
        month=when[1],
        update_ids=tuple(u.id for u in updates),
        event_ids=tuple(e.id for e in events),
        picture=_first_picture([*updates, *events]),
        flowers=tuple(sorted(sums.flowers.items(), key=lambda f: (-f[1], f[0]))),
        given=from_sums(sums.given, currency),
        spent=from_sums(sums.spent + sums.fees, currency),
        fees=from_sums(sums.fees, currency),
        gifts=sums.gifts,
        new_donors=len(newcomers),
        newcomers=(),
    )
    return MonthDigest(digest, newcomers)


def _first_picture(told: Iterable[Update | Event]) -> Picture | None:
    return next((p for record in told for p in record.pictures), None)


def _month(day: date) -> Month:
    return day.year, day.month
