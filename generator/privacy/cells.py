"""Which sums may be told: those that cover no hidden donor, or k and more of whom none holds over 90 %.

Every figure is true to the books; what is chosen here is only which figures are told. A sum is a set of hidden gifts, a
bit each. Besides being safe by itself it must fit what is told already: the difference of it and another sum, or of it
and rows of one table taken together, is then safe as well. Within a table that holds by itself, since sums of safe
parts are safe.

Not looked for: what three tables and more tell together by crossing each other. What two publications tell of the gifts
that came between them: since.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import reduce
from itertools import chain
from operator import or_
from typing import TypeVar

from msgspec import Struct

from generator.privacy.bits import bits, numbers

#: Nobody may hold more of a sum than this.
MOST = (9, 10)
#: What is summed ("given", "gifts", ...), and the currency; "" for numbers.
Kind = tuple[str, str]
#: Sums of the same money: `arrived` is given and matched less fees.
MONEY = frozenset({"given", "arrived"})
#: What makes the one differ from the other.
BETWEEN = frozenset({"match", "fee"})
Key = TypeVar("Key")


class Table(Struct, frozen=True):
    """Told sums: `blocks` are the parts of `whole`, `names` what they tell of each, `about` where they stand."""

    whole: int
    blocks: tuple[int, ...]
    names: frozenset[str]
    about: str = ""


class Cells:
    """The hidden gifts, gift `n` as bit `1 << n`, and the tables told of them so far."""

    def __init__(self, k: int, donors: Sequence[int], amounts: Mapping[Kind, Mapping[int, int]]) -> None:
        """`donors`: a number for each gift's donor. `amounts`: by gift, above zero, where there are any."""
        self._k = k
        self._donors = donors
        self._amounts = amounts
        self._there = {kind: bits(by_gift) for kind, by_gift in amounts.items()}
        self._gifts = _by_unit(self._there)
        # a sum of so much is dominated by nobody: large ones, of which there are most, are judged by a few gifts
        self._enough = {kind: -(-_most_of_one(donors, own) * MOST[1] // MOST[0]) for kind, own in amounts.items()}
        self.tables: list[Table] = []
        self._judged: dict[tuple[Kind, int, int], bool] = {}
        often = sorted(Counter(donors).values(), reverse=True)
        self._few = sum(often[: k - 1])  # so many gifts may be of fewer than k donors, more may not

    def leave_out_unsafe(self, mask: int, currency: str) -> tuple[str, ...]:
        """Currencies other than `currency` in which even the sum of all these gifts is not safe; judged no more."""
        others = sorted({unit for _, unit in self._there} - {currency, ""})
        names = {name for name, _ in self._there} - {"refund", "goods", "over"}
        untold = tuple(
            u for u in others if any(not self._fine((n, u), mask & self._there.get((n, u), 0)) for n in names)
        )
        self._there = {kind: there for kind, there in self._there.items() if kind[1] not in untold}
        self._gifts = _by_unit(self._there)
        return untold

    def of(self, mask: int, name: str) -> int:
        """Those of the gifts that have anything of that kind."""
        return mask & reduce(or_, (there for (own, _), there in self._there.items() if own == name), 0)

    def sums(self, mask: int, name: str) -> dict[str, int]:
        """What these gifts come to, by currency."""
        return {
            unit: sum(self._amounts[own, unit][n] for n in numbers(mask & there))
            for (own, unit), there in self._there.items()
            if own == name
        }

    def safe(self, mask: int, names: Collection[str]) -> bool:
        """Whether a sum of these gifts tells of nobody, in every kind of `names`."""
        return all(self._fine(kind, mask & there) for kind, there in self._there.items() if kind[0] in names)

    def fits(self, mask: int, names: Collection[str]) -> bool:
        """Whether the sum is safe, and so is what it and the tables told so far have over each other."""
        told = frozenset(names)
        return self.safe(mask, told) and all(self._beside(table, mask, told) for table in self.tables)

    def cross(self, rows: Collection[int], names: Collection[str]) -> bool:
        """Whether what is told already is safe beside `rows`, the parts of one table taken together."""
        table = Table(reduce(or_, rows, 0), tuple(row for row in rows if row), frozenset(names))
        earlier = ((block, own) for own in self.tables for block in {own.whole, *own.blocks} if block & table.whole)
        return all(self._beside(table, block, own.names) for block, own in earlier)

    def tell(self, whole: int, blocks: Iterable[int], names: Collection[str], about: str = "") -> None:
        """Note that the sums of these parts of `whole` are told, or can be worked out."""
        self.tables.append(Table(whole, tuple(b for b in blocks if b), frozenset(names), about))

    def amounts(self) -> Mapping[Kind, Mapping[int, int]]:
        """What each gift adds, of the kinds that are judged."""
        return {kind: self._amounts[kind] for kind in self._there}

    def _beside(self, table: Table, mask: int, names: frozenset[str]) -> bool:
        """Whether the sum and the table are safe beside each other: in each currency, since money of another hides
        nothing."""
        shared, mixed = names & table.names, False
        if names & MONEY and table.names & MONEY:
            mixed = not shared & MONEY
            shared |= {"given"}
        return all(
            self._beside_in(unit, table, mask & own, names, shared, mixed)
            and self._matched_apart(unit, table, mask & own, names)
            for unit, own in self._gifts.items()
        )

    def _matched_apart(self, unit: str, table: Table, mask: int, names: Set[str]) -> bool:
        """Whether money less what matching added tells of nobody, where the one sum and the table tell both."""
        pairs = [(mask, block, kind) for kind in names & MONEY if "match" in table.names for block in table.blocks]
        pairs += [(block, mask, kind) for kind in table.names & MONEY if "match" in names for block in table.blocks]
        there = self._there.get(("match", unit), 0)
        return all(
            self._apart((kind, unit), own & self._there.get((kind, unit), 0), matched & there)
            for own, matched, kind in pairs
            if own & matched & there
        )

    def _beside_in(self, unit: str, table: Table, mask: int, names: Set[str], shared: Set[str], mixed: bool) -> bool:
        """The same in one currency, in which `mask` is of it alone."""
        own = self._gifts[unit]
        kinds = [kind for kind in self._there if kind[1] == unit and kind[0] in shared]
        touched = [b & own for b in table.blocks if b & mask]
        if not kinds or not touched:
            return True

        def safe(part: int) -> bool:
            return all(self._fine(kind, part & self._there[kind]) for kind in kinds)

        inside = reduce(or_, (b for b in touched if not b & ~mask), 0)
        beyond = reduce(or_, touched) & ~mask
        if not mask & ~table.whole:
            if not safe(beyond):
                return False
            if mixed and not self._blurred(unit, mask, beyond, table.names & MONEY):
                return False
        if inside and not safe(mask & ~inside):
            return False
        if mixed and not all(self._blurred(unit, b, mask & ~b, names & MONEY) for b in touched if not b & ~mask):
            return False
        return not any(self._are_few((b ^ mask) & self._there[kind]) for b in touched for kind in kinds)

    def _blurred(self, unit: str, mask: int, others: int, kinds: Iterable[str]) -> bool:
        """Whether the same gifts, told in two kinds, do not tell what lies between them, such as one gift's fee.

        They do not where that is safe, or where the one sum holds something of `others`.
        """
        if any(others & self._there.get((kind, unit), 0) for kind in kinds):
            return True
        return all(self._fine((name, unit), mask & self._there.get((name, unit), 0)) for name in BETWEEN)

    def _are_few(self, mask: int) -> bool:
        """Whether these gifts are of one donor or more, but fewer than k."""
        if not mask or mask.bit_count() > self._few:
            return False
        return len({self._donors[n] for n in numbers(mask)}) < self._k

    def _fine(self, kind: Kind, mask: int) -> bool:
        """Whether a sum of one kind is safe. Looks no further than it must, as `_apart` does."""
        if not mask:
            return True
        known = self._judged.get((kind, mask, 0))
        if known is not None:
            return known
        amounts, donors, enough = self._amounts[kind], self._donors, self._enough[kind]
        by_donor: dict[int, int] = {}
        together = 0
        for n in numbers(mask):
            amount, donor = amounts[n], donors[n]
            by_donor[donor] = by_donor.get(donor, 0) + amount
            together += amount
            if together >= enough and len(by_donor) >= self._k:
                known = True
                break
        else:
            known = are_safe(by_donor.values(), self._k)
        self._judged[kind, mask, 0] = known
        return known

    def _apart(self, kind: Kind, mask: int, matched: int) -> bool:
        """Whether a sum of one kind, less what matching added to these gifts, is safe; where what is left is not of one
        sign, whether it is k donors'."""
        more, less = mask & ~matched, matched & ~mask
        # k donors and both signs, as nearly all large sums have: known without a walk through their gifts
        if more and less and max(more.bit_count(), less.bit_count()) > self._few:
            return True
        known = self._judged.get((kind, mask, matched))
        if known is not None:
            return known
        amounts, added, donors = self._amounts[kind], self._amounts["match", kind[1]], self._donors
        enough = max(self._enough[kind], self._enough["match", kind[1]])
        by_donor: dict[int, int] = {}
        above = below = 0
        for n in chain(numbers(more), numbers(less), numbers(mask & matched)):
            own, match = amounts[n] if mask >> n & 1 else 0, added[n] if matched >> n & 1 else 0
            if own == match != 0:
                continue  # of a gift that is gone no amount is known (since.py): it may leave something
            by_donor[donors[n]] = by_donor.get(donors[n], 0) + abs(own - match)
            above, below = above + max(own - match, 0), below + max(match - own, 0)
            if len(by_donor) >= self._k and ((above and below) or max(above, below) >= enough):
                known = True
                break
        else:
            known = not (above and below) and are_safe(by_donor.values(), self._k)
        self._judged[kind, mask, matched] = known
        return known


def _by_unit(there: Mapping[Kind, int]) -> dict[str, int]:
    """The gifts of each currency; those that are counted under "", which is no currency."""
    found: dict[str, int] = {}
    for (_, unit), mask in there.items():
        found[unit] = found.get(unit, 0) | mask
    return found


def _most_of_one(donors: Sequence[int], amounts: Mapping[int, int]) -> int:
    by_donor: dict[int, int] = {}
    for n, amount in amounts.items():
        by_donor[donors[n]] = by_donor.get(donors[n], 0) + amount
    return max(by_donor.values(), default=0)


class Heads:
    """Numbers of hidden donors, donor `n` as bit `1 << n`: none or k of them, and so the difference of any two."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._told: list[int] = []

    def fits(self, donors: int) -> bool:
        few = range(1, self._k)
        return donors.bit_count() not in few and all((donors ^ told).bit_count() not in few for told in self._told)

    def tell(self, donors: int) -> bool:
        """Note that this number is told, if it may be; whether it may."""
        told = self.fits(donors)
        if told:
            self._told.append(donors)
        return told


def are_safe(sums: Collection[int], k: int) -> bool:
    """Whether a sum of these sums, one a donor, tells of none of them."""
    return not sums or (len(sums) >= k and max(sums) * MOST[1] <= sum(sums) * MOST[0])


def hold(
    parts: Mapping[Key, int],
    alone: Callable[[int], bool],
    rest: Callable[[int], bool] | None,
    cross: Callable[[Collection[int]], bool] | None = None,
    base: int = 0,
) -> frozenset[Key]:
    """Which parts of a whole must be told in one sum, if at all: those not safe `alone`.

    `rest` judges that one sum where the whole is told, since it can then be worked out; `cross` judges all that is told
    of the whole, taken together. While they are not content, the smallest part is held back too. `base`: what of the
    whole is in no part.
    """
    held = {key for key, mask in parts.items() if mask and not alone(mask)}
    together = reduce(or_, (parts[key] for key in held), base)

    def content() -> bool:
        if rest and together and not rest(together):
            return False
        rows = [mask for key, mask in parts.items() if key not in held]
        return cross is None or cross([*rows, together] if rest else rows)

    for key in sorted((key for key in parts if parts[key] and key not in held), key=lambda i: parts[i].bit_count()):
        if content():
            break
        held.add(key)
        together |= parts[key]
    return frozenset(held)
