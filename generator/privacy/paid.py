"""Where hidden donors' money ended: by place and year, what they gave and what was matched because of it.

Funds count a gift where it paid. So a project's years, and given and matched apart, tell of gifts that were given for
something else; both are judged by what is found here.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.derive.allocation import Booking
from generator.privacy.cells import are_safe
from generator.privacy.hidden import Hidden

Place = str | None  # a project, or None: unrestricted
Kind = tuple[bool, str]  # matched or given, and the currency


class Paid:
    """Sums by place, year, kind and donor."""

    def __init__(self, booking: Booking, hidden: Hidden, k: int) -> None:
        self._k = k
        self._hidden = hidden
        self._sums: dict[Place, dict[int, dict[Kind, dict[int, int]]]] = {}
        self._touched: dict[Place, list[int]] = {}
        for n in range(hidden.all.bit_length()):
            gift = hidden.gifts[n]
            ended: dict[tuple[Place, bool], int] = {(gift.project, False): 0}
            if gift.in_kind is None:
                ended[gift.project, False] = booking.net(gift)
                ended[gift.project, True] = booking.matches.get(gift.id, 0)
                for part in booking.paid(gift) if gift.id in booking.elsewhere else ():
                    if part.project != gift.project:
                        there = (part.project, part.is_match)
                        ended[there] = ended.get(there, 0) + part.amount
                        ended[gift.project, part.is_match] -= part.amount
            for (place, matched), amount in ended.items():
                if amount:
                    years = self._sums.setdefault(place, {}).setdefault(gift.date.year, {})
                    by_donor = years.setdefault((matched, gift.currency), {})
                    giver = hidden.givers[n]
                    by_donor[giver] = by_donor.get(giver, 0) + amount
            for place in {place for place, _ in ended}:
                self._touched.setdefault(place, []).append(n)

    def touched(self, places: Iterable[Place]) -> list[int]:
        """The numbers of the gifts that were given for these places or paid for them."""
        return [n for place in places for n in self._touched.get(place, ())]

    def safe(self, places: Iterable[Place], year: int | None = None) -> bool:
        """Whether what was given and what was matched may be told apart for these places, of a year or of all."""
        found: dict[Kind, dict[int, int]] = {}
        for place in places:
            for own, kinds in self._sums.get(place, {}).items():
                if year in (None, own):
                    for kind, by_donor in kinds.items():
                        into = found.setdefault(kind, {})
                        for donor, amount in by_donor.items():
                            into[donor] = into.get(donor, 0) + amount
        return all(are_safe(by_donor.values(), self._k) for by_donor in found.values())

    def years(self, places: Iterable[Place]) -> dict[int, tuple[dict[str, int], dict[str, int]]]:
        """By year what hidden donors gave and what was matched because of it, by currency."""
        found: dict[int, tuple[dict[str, int], dict[str, int]]] = {}
        for place in places:
            for year, kinds in self._sums.get(place, {}).items():
                both = found.setdefault(year, ({}, {}))
                for (matched, unit), by_donor in kinds.items():
                    both[matched][unit] = both[matched].get(unit, 0) + sum(by_donor.values())
        return found
