"""Money of one designation and currency, laid end to end as it comes in and paid out from the start.

So what a payment took of a gift need not be written down gift by gift: a payment and a gift are stretches of the same
line, and where they overlap is the allocation. Of 800,000 gifts, an allocation each is made only when it is looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from msgspec import Struct

from generator.model.gifts import Gift
from generator.model.projects import Expenditure


def _row() -> array[int]:
    return array("q")


class Allocation(Struct, frozen=True, gc=False, array_like=True):
    """The part (`amount`, minor units) of one gift, or of its match, that paid one part of one expenditure.

    `expenditure` None: the gift's channel fee. `project` None: the fee of an unrestricted gift. `date` is the
    expenditure's, for a fee the gift's.
    """

    gift: str
    is_match: bool
    expenditure: str | None
    project: str | None
    amount: int
    currency: str
    date: date


@dataclass(slots=True)
class Purse:
    """Gifts, each less its channel fee and directly followed by its match, in minor units from the first one on."""

    received: int = 0  # so far: what lies beyond is still to come
    paid: int = 0
    _gifts: dict[str, int] = field(default_factory=dict)  # gift id: its number, in the order in which they came
    _middles: array[int] = field(default_factory=_row)  # by number: where the gift ends and its match begins
    _ends: array[int] = field(default_factory=_row)  # by number: where the match ends and the next gift begins
    _payments: list[Expenditure] = field(default_factory=list)
    _paid_to: array[int] = field(default_factory=_row)  # by payment: where it ends and the next begins

    def lay(self, gifts: Iterable[Gift], reduced: Mapping[str, int], matches: Mapping[str, int]) -> dict[date, int]:
        """Lay `gifts` of money, by day, end to end; by day, what `received` comes to.

        `reduced`: gift id, where something was given back: what is left. A fee takes no more than the gift has.
        """
        names: list[str] = []
        days: dict[date, int] = {}
        add_name, add_middle, add_end, net_of, match_of = (
            names.append, self._middles.append, self._ends.append, reduced.get, matches.get,
        )  # fmt: skip
        at = 0
        for gift in gifts:
            name = gift.id
            net = net_of(name, gift.amount)
            if net > 0:
                at += net - min(gift.fee, net) if gift.fee > 0 else net
                add_name(name)
                add_middle(at)
                at += match_of(name, 0)
                add_end(at)
                days[gift.date] = at
        self._gifts = dict(zip(names, range(len(names)), strict=True))
        return days

    def pay(self, row: Expenditure, most: int) -> int:
        """Pay up to `most` of an expenditure from what is left; how much it was."""
        part = min(most, self.received - self.paid)
        if part:
            self.paid += part
            self._payments.append(row)
            self._paid_to.append(self.paid)
        return part

    def __contains__(self, gift: str) -> bool:
        return gift in self._gifts

    def allocations(self, gift: Gift) -> list[Allocation]:
        """What a gift, if it is in this purse, and its match paid for, in order of payment; the channel fee apart."""
        name = gift.id
        number = self._gifts.get(name)
        if number is None:
            return []
        at, middle, end = self._ends[number - 1] if number else 0, self._middles[number], self._ends[number]
        if at >= min(end, self.paid):  # not yet spent, or all of it was the fee
            return []
        unit, which = gift.currency, bisect_right(self._paid_to, at)
        if middle == end <= self._paid_to[which]:  # one payment took it whole, as most, and it has no match
            row = self._payments[which]
            return [Allocation(name, False, row.id, row.project, end - at, unit, row.date)]
        end = min(end, self.paid)
        found: list[Allocation] = []
        while at < end:
            row, stop = self._payments[which], min(self._paid_to[which], end)
            if at < middle:
                part = min(stop, middle)
                found.append(Allocation(name, False, row.id, row.project, part - at, unit, row.date))
                at = part
            if at < stop:
                found.append(Allocation(name, True, row.id, row.project, stop - at, unit, row.date))
                at = stop
            which += 1
        return found

    def left(self) -> Iterator[tuple[str, int, int]]:
        """(gift id, what is left of it, what is left of its match) of the gifts that are not wholly spent."""
        first = bisect_right(self._ends, self.paid)
        at = max(self.paid, self._ends[first - 1] if first else 0)
        for name in islice(self._gifts, first, None):
            middle, end = self._middles[first], self._ends[first]
            yield name, max(0, middle - at), end - max(at, middle)
            first, at = first + 1, end

    def elsewhere(self, project: str | None) -> Iterator[str]:
        """Ids of the gifts that, or whose match, paid for another project than this."""
        names: list[str] = []
        at = 0
        for row, stop in zip(self._payments, self._paid_to, strict=True):
            if row.project != project:
                names = names or list(self._gifts)
                last = bisect_right(self._ends, stop - 1)
                first = bisect_right(self._ends, at)
                yield from (names[n] for n in range(first, last + 1) if self._ends[n] > (self._ends[n - 1] if n else 0))
            at = stop
