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
from collections import deque
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from generator.derive.family import ancestors
from generator.derive.matching import match_gifts, reduced_gifts
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.projects import Expenditure, Project

Purse = tuple[str | None, str]  # designation (None: unrestricted) and currency


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


class Spending(NamedTuple):
    """An expenditure and what credits leave of it, in minor units (above zero)."""

    expenditure: Expenditure
    amount: int


@dataclass(frozen=True, slots=True)
class Booking:
    """Where all money came from and went, minor units by id.

    For every gift of money: net = what its allocations paid + left; for its match likewise. For every expenditure:
    net of credits = what its allocations paid + uncovered. What most gifts have in common stands nowhere: that nothing
    of them was given back, and that all of them is spent.
    """

    reduced: Mapping[str, int]  # gift id, where something was given back: what is left; goods too, at fair value
    matches: Mapping[str, int]  # gift id: its match
    by_gift: Mapping[str, list[Allocation]]  # gift id: fee first, then in order of payment; the match's among them
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
        """What the channel kept of a gift, which it pays first."""
        paid = self.by_gift.get(gift.id) if gift.fee > 0 else None
        return paid[0].amount if paid and paid[0].expenditure is None else 0


def allocate(ledger: Ledger, today: date) -> Booking:
    """All money of `ledger` dated up to `today`, allocated. Never fails, also on records that `check` rejects."""
    gifts = sorted((g for g in ledger.gifts if g.date <= today), key=attrgetter("date", "id"))
    reduced = reduced_gifts(gifts)
    matches = match_gifts(gifts, reduced, ledger.campaigns)
    spending, unused = net_of_credits(e for e in ledger.expenditures if e.date <= today)
    walk = _Walk(ledger.projects)
    coming = {day: tuple(found) for day, found in groupby(gifts, key=attrgetter("date"))}
    going = {day: tuple(found) for day, found in groupby(spending, key=lambda s: s.expenditure.date)}
    for day in sorted({*coming, *going}):
        for gift in coming.get(day, ()):
            net = reduced.get(gift.id, gift.amount)
            if gift.refund_of is None and gift.in_kind is None and net > 0:
                walk.receive(gift, net, matches.get(gift.id, 0))
        walk.settle()
        for spent in going.get(day, ()):
            walk.spend(spent)
    return Booking(
        reduced=reduced,
        matches=matches,
        by_gift=walk.paid,
        left=walk.left(of_matches=False),
        left_of_matches=walk.left(of_matches=True),
        spending={s.expenditure.id: s for s in spending},
        uncovered=walk.uncovered(),
        unused_credits=unused,
        elsewhere=walk.elsewhere,
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


class _Coin(Struct, gc=False):
    """What is left of a gift, or of its match, in a purse: more than nothing."""

    gift: str
    is_match: bool
    left: int


class _Walk:
    """The state of the walk through the days: what lies in each purse and which expenditures wait."""

    def __init__(self, projects: Mapping[str, Project]) -> None:
        self.projects = projects
        self.paid: dict[str, list[Allocation]] = {}
        self.elsewhere: set[str] = set()
        self._purses: dict[Purse, deque[_Coin]] = {}
        self._touched: set[Purse] = set()
        self._waits: dict[tuple[str, str], deque[Spending]] = {}
        self._chains: dict[str, tuple[str | None, ...]] = {}

    def receive(self, gift: Gift, net: int, match: int) -> None:
        """Put a gift, less its fee, and its match into their purse. A fee takes no more than the gift has."""
        name, fee = gift.id, min(gift.fee, net) if gift.fee > 0 else 0
        if fee:
            paid = Allocation(name, False, None, gift.project, fee, gift.currency, gift.date)
            self.paid.setdefault(name, []).append(paid)
        purse = (gift.project, gift.currency)
        queue = self._purses.get(purse)
        if queue is None:
            queue = self._purses[purse] = deque()
        if net > fee:
            queue.append(_Coin(name, False, net - fee))
        if match:
            queue.append(_Coin(name, True, match))
        self._touched.add(purse)

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

    def left(self, of_matches: bool) -> dict[str, int]:
        """What still lies in the purses, of gifts or of their matches, minor units by gift id."""
        return {c.gift: c.left for queue in self._purses.values() for c in queue if c.is_match is of_matches}

    def uncovered(self) -> dict[str, int]:
        """What still waits, minor units by expenditure id."""
        return {s.expenditure.id: s.amount for queue in self._waits.values() for s in queue}

    def _pay(self, spent: Spending) -> int:
        """Allocate to `spent` what its purses have; what is missing then."""
        row, missing = spent
        expenditure, project, unit, day = row.id, row.project, row.currency, row.date
        for fund in self._chain(row.project):
            queue = self._purses.get((fund, row.currency))
            while queue and missing:
                coin = queue[0]
                gift, part = coin.gift, coin.left
                if fund != project:
                    self.elsewhere.add(gift)
                if part > missing:
                    coin.left, part = part - missing, missing
                else:
                    queue.popleft()
                missing -= part
                paid = Allocation(gift, coin.is_match, expenditure, project, part, unit, day)
                known = self.paid.get(gift)
                if known:
                    known.append(paid)
                else:
                    self.paid[gift] = [paid]
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
