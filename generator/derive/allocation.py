"""From gifts, matches and expenditures to allocations: which money paid for what, first in, first out.

An expenditure on P is paid from the funds restricted to P, then to P's ancestors, nearest first, then from unrestricted
money; within a fund by (date, gift id), a gift before its own match. Money that is there on the day comes first; what
stays uncovered waits (is pre-financed) and is paid, oldest expenditure first, as money of the same funds comes in.
A channel fee is paid by its very gift, on its date. A credit (negative expenditure) cancels earlier spending of the
same project, category and currency, newest first, or else the next of it; like a refund, before anything is allocated.

The days are walked once, so n gifts and m expenditures take O((n + m) log(n + m)).
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from generator.derive.family import ancestors
from generator.derive.matching import match_gifts, reduced_gifts
from generator.derive.purses import Allocation, Purse
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.projects import Expenditure, Project

PurseKey = tuple[str | None, str]  # designation (None: unrestricted) and currency


class Spending(NamedTuple):
    """An expenditure and what credits leave of it, in minor units (above zero)."""

    expenditure: Expenditure
    amount: int


@dataclass(frozen=True, slots=True)
class Booking:
    """Where all money came from and went, minor units by id.

    For every gift of money: net = what its allocations paid + left; for its match likewise. For every expenditure:
    net of credits = what its allocations paid + uncovered. What most gifts have in common stands nowhere: that nothing
    of them was given back, and that all of them is spent. Nor do allocations: `paid` makes them of the purses.
    """

    reduced: Mapping[str, int]  # gift id, where something was given back: what is left; goods too, at fair value
    matches: Mapping[str, int]  # gift id: its match
    purses: Mapping[PurseKey, Purse]
    left: Mapping[str, int]  # gift id: not yet spent (above zero)
    left_of_matches: Mapping[str, int]
    spending: Mapping[str, Spending]  # expenditure id: net of credits
    uncovered: Mapping[str, int]  # expenditure id: spent, but no money came for it (above zero)
    unused_credits: Mapping[str, int]  # expenditure id of the credit: more came back than was spent
    elsewhere: Set[str]  # ids of gifts that, or whose match, paid for another project than they were given for

    def net(self, gift: Gift) -> int:
        """The gift less its refunds."""
        return self.reduced.get(gift.id, gift.amount)

    def unspent(self, gift: Gift) -> int:
        """What is left of the gift, its match apart."""
        return self.left.get(gift.id, 0)

    def match(self, gift: Gift) -> int:
        """What a campaign's fund added to the gift."""
        return self.matches.get(gift.id, 0)

    def fee_of(self, gift: Gift) -> int:
        """What the channel kept of a gift, which it pays first: no more than the gift has."""
        if gift.fee <= 0:
            return 0
        purse = self.purses.get((gift.project, gift.currency))
        return min(gift.fee, self.net(gift)) if purse and gift.id in purse else 0

    def paid(self, gift: Gift) -> list[Allocation]:
        """What a gift and its match paid for: the channel fee first, then in order of payment."""
        purse = self.purses.get((gift.project, gift.currency))
        found = purse.allocations(gift) if purse else []
        if gift.fee > 0 and (fee := self.fee_of(gift)):
            found.insert(0, Allocation(gift.id, False, None, gift.project, fee, gift.currency, gift.date))
        return found


def allocate(ledger: Ledger, today: date) -> Booking:
    """All money of `ledger` dated up to `today`, allocated. Never fails, also on records that `check` rejects."""
    gifts = sorted((g for g in ledger.gifts if g.date <= today), key=attrgetter("date", "id"))
    reduced = reduced_gifts(gifts)
    matches = match_gifts(gifts, reduced, ledger.campaigns)
    spending, unused = net_of_credits(e for e in ledger.expenditures if e.date <= today)
    walk = _Walk(ledger.projects)
    coming = walk.lay(gifts, reduced, matches)
    going = {day: tuple(found) for day, found in groupby(spending, key=lambda s: s.expenditure.date)}
    for day in sorted({*coming, *going}):
        walk.receive(coming.get(day, ()))
        walk.settle()
        for spent in going.get(day, ()):
            walk.spend(spent)
    left = [found for purse in walk.purses.values() for found in purse.left()]
    return Booking(
        reduced=reduced,
        matches=matches,
        purses=walk.purses,
        left={gift: own for gift, own, _ in left if own},
        left_of_matches={gift: match for gift, _, match in left if match},
        spending={s.expenditure.id: s for s in spending},
        uncovered=walk.uncovered(),
        unused_credits=unused,
        elsewhere={gift for (project, _), purse in walk.purses.items() for gift in purse.elsewhere(project)},
    )


def net_of_credits(expenditures: Iterable[Expenditure]) -> tuple[list[Spending], dict[str, int]]:
    """Expenditures above zero less the credits, by (date, id), and what of each credit found nothing to cancel."""
    earlier: dict[tuple[str, str, str], list[int]] = {}  # indexes into `rows`, newest last
    credits: dict[tuple[str, str, str], deque[list[int]]] = {}  # [index of the credit, what is left of it]
    rows = sorted(expenditures, key=lambda e: (e.date, e.id))
    amounts = [e.amount for e in rows]
    for index, row in enumerate(rows):
        kind = (row.project, row.category, row.currency)
        if row.amount >= 0:
            open_credits = credits.get(kind)
            while open_credits and amounts[index]:
                part = min(open_credits[0][1], amounts[index])
                amounts[index] -= part
                open_credits[0][1] -= part
                if not open_credits[0][1]:
                    open_credits.popleft()
            if amounts[index]:
                earlier.setdefault(kind, []).append(index)
            continue
        credit, stack = -row.amount, earlier.get(kind, [])
        while credit and stack:
            part = min(credit, amounts[stack[-1]])
            amounts[stack[-1]] -= part
            credit -= part
            if not amounts[stack[-1]]:
                stack.pop()
        if credit:
            credits.setdefault(kind, deque()).append([index, credit])
    kept = [Spending(row, amount) for row, amount in zip(rows, amounts, strict=True) if amount > 0]
    unused = {rows[index].id: credit for waiting in credits.values() for index, credit in waiting}
    return kept, unused


class _Walk:
    """The state of the walk through the days: what lies in each purse and which expenditures wait."""

    def __init__(self, projects: Mapping[str, Project]) -> None:
        self.projects = projects
        self.purses: dict[PurseKey, Purse] = {}
        self._touched: set[PurseKey] = set()
        self._waits: dict[tuple[str, str], deque[Spending]] = {}
        self._chains: dict[str, tuple[str | None, ...]] = {}

    def lay(
        self, gifts: Iterable[Gift], reduced: Mapping[str, int], matches: Mapping[str, int]
    ) -> dict[date, list[tuple[PurseKey, int]]]:
        """Put all money into its purse, where it lies until its day comes; by day, which purses then hold how much."""
        lines: defaultdict[PurseKey, list[Gift]] = defaultdict(list)
        for gift in gifts:
            if gift.refund_of is None and gift.in_kind is None:
                lines[gift.project, gift.currency].append(gift)
        coming: dict[date, list[tuple[PurseKey, int]]] = {}
        for key, line in lines.items():
            self.purses[key] = purse = Purse()
            for day, received in purse.lay(line, reduced, matches).items():
                coming.setdefault(day, []).append((key, received))
        return coming

    def receive(self, coming: Iterable[tuple[PurseKey, int]]) -> None:
        """The money of a new day: purses and what each then comes to."""
        for key, received in coming:
            self.purses[key].received = received
            self._touched.add(key)

    def settle(self) -> None:
        """Let what came in today pay for waiting expenditures, oldest first."""
        if self._waits and self._touched:
            fed = [w for w in self._waits if any((fund, w[1]) in self._touched for fund in self._chain(w[0]))]
            heads = [(*_age(self._waits[w][0]), w) for w in fed]
            heapq.heapify(heads)
            while heads:
                *_, key = heapq.heappop(heads)
                queue = self._waits[key]
                missing = self._pay(queue[0])
                if missing:
                    queue[0] = queue[0]._replace(amount=missing)
                    continue
                queue.popleft()
                if queue:
                    heapq.heappush(heads, (*_age(queue[0]), key))
                else:
                    del self._waits[key]
        self._touched.clear()

    def spend(self, spent: Spending) -> None:
        """Pay an expenditure from what is there; the rest waits."""
        missing = self._pay(spent)
        if missing:
            key = (spent.expenditure.project, spent.expenditure.currency)
            self._waits.setdefault(key, deque()).append(spent._replace(amount=missing))

    def uncovered(self) -> dict[str, int]:
        """What still waits, minor units by expenditure id."""
        return {s.expenditure.id: s.amount for queue in self._waits.values() for s in queue}

    def _pay(self, spent: Spending) -> int:
        """Allocate to `spent` what its purses have; what is missing then."""
        row, missing = spent
        for fund in self._chain(row.project):
            purse = self.purses.get((fund, row.currency))
            if purse:
                missing -= purse.pay(row, missing)
            if not missing:
                break
        return missing

    def _chain(self, project: str) -> tuple[str | None, ...]:
        """Whose money may pay for `project`, in order."""
        chain = self._chains.get(project)
        if chain is None:
            chain = self._chains[project] = (project, *ancestors(project, self.projects), None)
        return chain


def _age(spent: Spending) -> tuple[date, str]:
    return spent.expenditure.date, spent.expenditure.id
