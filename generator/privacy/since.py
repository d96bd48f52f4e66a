"""What figures cover of hidden gifts, marked and kept for the next build; and which of them moved by few since then.

Each site is safe by itself (cells.py). Who keeps the last one beside it can subtract: a figure that moved by what one
hidden donor gave tells that gift. Figures are the books' and depend on the records and the day alone, never on what was
published before; so what is found here is said (write/brakes.py), not mended. Kept of a gift are a keyed mark of all
that it adds to sums by itself, one of its giver, one of its match, which may move where an earlier gift comes in late,
and in which rows of which tables it was told: no name, day or amount.

Compared are sums that tables tell. Not looked for: numbers of donors and flowers, and which gifts paid for what.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import reduce
from hashlib import blake2b
from itertools import takewhile
from operator import add, itemgetter, or_

from msgspec import Struct

from generator.privacy.bits import bits, numbers
from generator.privacy.cells import Cells, Table
from generator.privacy.hidden import Hidden

#: Bytes of a gift's, a giver's and a match's mark. Two gifts are taken for one, once in ten thousand builds; two givers
#: too, and then figures are thought to tell of fewer than they do.
GIFT, GIVER, MATCH = 4, 3, 4
#: Sums that a gift adds more or less to as it is matched.
_WITH_MATCH = frozenset({"match", "over", "arrived"})
#: What stands in a table's column at a gift that is in none of its rows; these come after, and 0: not in the table.
_NO_ROW = 1
_BYTE = 255


class Column(Struct, frozen=True, array_like=True):
    """A table that was told: where it stands, the kinds of sum, and the row of each gift."""

    about: str
    names: tuple[str, ...]
    rows: bytes


class Told(Struct, frozen=True, array_like=True):
    """What is kept of a publication, gifts in order of day: their marks and their givers', those of their matches, a
    column for each kind of sum to say which of them add to it, and the tables."""

    gifts: bytes = b""
    matches: bytes = b""
    kinds: tuple[tuple[str, str, bytes], ...] = ()
    tables: tuple[Column, ...] = ()


class Shown(Struct, frozen=True):
    """Givers' marks of those who were shown in the last publication, on its `day`, and of those shown now."""

    then: Set[bytes]
    now: Set[bytes]
    day: date

    def come(self) -> Set[bytes]:
        return self.now - self.then

    def gone(self) -> Set[bytes]:
        return self.then - self.now


class Covered:
    """The hidden gifts of the figures about to be published; None where nobody is hidden."""

    def __init__(self, hidden: Hidden | None, secret: str) -> None:
        gifts = hidden.gifts[: hidden.all.bit_length()] if hidden else ()
        self.days = [gift.date for gift in gifts]
        self.all = hidden.all if hidden else 0
        self.tables: Sequence[Table] = hidden.cells.tables if hidden else ()
        every = hidden.cells.amounts() if hidden else {}
        self.amounts = {
            kind: dict(takewhile(lambda i: i[0] < len(gifts), every[kind].items())) for kind in sorted(every)
        }
        adds = [[f"{g.date}/{g.project}/{g.campaign}"] for g in gifts]
        for (name, unit), amounts in self.amounts.items():
            for n, amount in amounts.items() if name not in _WITH_MATCH else ():
                adds[n].append(f"{name}/{unit}/{amount}")
        matched = {
            n: f"{unit}/{amount}"
            for (name, unit), own in self.amounts.items()
            if name == "match"
            for n, amount in own.items()
        }
        key = hmac.digest(secret.encode(), b"nianlun/brakes/gift", "sha256")
        self.marks = [blake2b("\n".join(own).encode(), digest_size=GIFT, key=key).digest() for own in adds]
        self.matches = [
            blake2b("\n".join((*own, matched[n])).encode(), digest_size=MATCH, key=key).digest()
            if n in matched
            else bytes(MATCH)
            for n, own in enumerate(adds)
        ]
        names = [g.donor if hidden and g.donor in hidden.donors else f"gift/{g.id}" for g in gifts]
        by_name = {name: giver_mark(name, secret) for name in dict.fromkeys(names)}
        self.givers = [by_name[name] for name in names]

    def told(self) -> Told:
        """What the next build has to know."""
        if not self.days:
            return Told()
        order = sorted(range(len(self.days)), key=lambda n: (self.days[n], self.marks[n], self.givers[n]))
        return Told(
            b"".join(self.marks[n] + self.givers[n] for n in order),
            b"".join(self.matches[n] for n in order),
            tuple((*kind, _column([bits(own)], order)) for kind, own in self.amounts.items()),
            tuple(
                Column(table.about, tuple(sorted(table.names)), _column(_rows(table), order)) for table in self.tables
            ),
        )


def giver_mark(donor: str, secret: str) -> bytes:
    """A keyed mark of a donor's id; more of it, in hexadecimal digits, is what the brakes know donors by."""
    return bytes.fromhex(donor_mark(donor, secret)[: 2 * GIVER])


def donor_mark(donor: str, secret: str) -> str:
    """The keyed hash of a donor's id by which a site remembers how visible the donor was."""
    return hmac.digest(secret.encode(), f"nianlun/brakes/{donor}".encode(), "sha256").hex()


def moved(before: Told, now: Covered, k: int, shown: Shown) -> tuple[str, ...]:
    """The tables in which a sum tells, beside what `before` told, of fewer than `k` hidden donors or mostly of one."""
    return tuple(dict.fromkeys(_Both(before, now, k, shown).found())) if now.marks else ()


class _Both:
    """The gifts of both publications: those there now by their numbers, behind them those that are gone."""

    def __init__(self, before: Told, now: Covered, k: int, shown: Shown) -> None:
        self._tables = now.tables
        old = list(map(add, _cut(before.gifts, GIFT + GIVER), _cut(before.matches, MATCH)))
        old_givers = [gift[GIFT : GIFT + GIVER] for gift in old]
        # an archive told them then, or tells them now: readers know their amounts, and they hide nobody
        come, gone = shown.come(), shown.gone()
        then_known = {at for at, giver in enumerate(old_givers) if giver in come}
        now_known = {n for n, g in enumerate(now.givers) if g in gone and now.days[n] <= shown.day}
        new = [mark + giver + match for mark, giver, match in zip(now.marks, now.givers, now.matches, strict=True)]
        places = _matched(old, new, then_known, now_known)
        both = bits(place for place in places if place >= 0)
        self._there = now.all & ~(bits(now_known) & ~both)
        givers: dict[bytes, int] = {}
        donors = [givers.setdefault(giver, len(givers)) for giver in now.givers]
        for at, giver in enumerate(old_givers):
            if places[at] < 0 and at not in then_known:
                places[at] = len(donors)
                donors.append(givers.setdefault(giver, len(givers)))
        # a gift whose match moved is another one to sums of matches, and the same to all others
        with_match = list(places)
        for at, place in enumerate(places):
            if 0 <= place < len(new) and old[at][-MATCH:] != now.matches[place]:
                with_match[at] = len(donors)
                donors.append(donors[place])
        amounts = {kind: dict(own) for kind, own in now.amounts.items()}
        left, old_of = -1 << len(new), _turned(with_match, len(donors))
        for name, unit, adds in before.kinds if len(donors) > len(new) else ():
            for _, mask in _masks(adds, len(old), old_of):
                # how much is not known of those that are gone: they are counted alone
                amounts.setdefault((name, unit), {}).update(dict.fromkeys(numbers(mask & left), 0))
        self._cells, self._differences = Cells(k, donors, amounts), Cells(k, donors, amounts)
        #: Rows that were told, by the table, or "" for any, the kind of sum, and which of their gifts are still there.
        self._rows: dict[tuple[str, str, int], int] = {}
        self._both, self._moved = both, both & ~bits(place for place in with_match if place >= 0)
        own_of = _turned(places, len(donors))
        for column in before.tables:
            moving = _WITH_MATCH.intersection(column.names if self._moved else ())
            for names, of in (({*column.names} - moving, own_of), (moving, old_of)):
                if names:
                    self._tell(column.about, names, dict(_masks(column.rows, len(old), of)))

    def _tell(self, about: str, names: Set[str], found: Mapping[int, int]) -> None:
        """Note that a table told these kinds of sum; `found`: the gifts in each of its rows."""
        rows = [mask for row, mask in found.items() if row != _NO_ROW]
        self._cells.tell(reduce(or_, found.values(), 0), rows, names)
        for place in (about, ""):
            self._rows |= {(place, name, row & self._still(name)): row for name in names for row in rows}

    def _still(self, name: str) -> int:
        """The gifts that were there then and are, to sums of this kind the same."""
        return self._both & ~self._moved if name in _WITH_MATCH else self._both

    def found(self) -> Iterable[str]:
        for table in self._tables:
            rows = [row & self._there for row in table.blocks]
            fitting = [self._fits(table.about, rows, name) for name in sorted(table.names)]  # each is told there
            if not all(fitting):
                yield table.about

    def _fits(self, about: str, rows: Sequence[int], name: str) -> bool:
        """Whether the rows, as sums of this kind, tell of nobody beside those that were told.

        Changes of rows that were told before are a table of their own; rows of other gifts than any then are judged
        beside all that was told, one by one and together.
        """
        found = [(row, self._told(about, row, name)) for row in rows]
        changes = [row ^ then for row, then in found if then is not None and row != then]
        fine = all(self._differences.fits(change, (name,)) for change in changes)
        fine = fine and self._differences.cross(changes, (name,))
        self._differences.tell(reduce(or_, changes, 0), changes, (name,))
        new = [row for row, then in found if then is None]
        return fine and all(self._cells.fits(row, (name,)) for row in new) and self._cells.cross(new, (name,))

    def _told(self, about: str, row: int, name: str) -> int | None:
        """The row that was told of the same gifts, less those that came and went; None where none was."""
        same = row & self._still(name)
        if not same:
            return 0
        return self._rows.get((about, name, same), self._rows.get(("", name, same)))


def _matched(old: Sequence[bytes], new: Sequence[bytes], then_known: Set[int], now_known: Set[int]) -> list[int]:
    """Which of the `new` gifts each of the `old` is, -1: none: of the same giver if there is one, else of another, as
    where a donor was erased: sums are the same. But one that readers know is in place of no other."""
    places = [-1] * len(old)
    left: Iterable[int] = range(len(new))
    own: Set[int] = frozenset()
    for length, then, now in (
        (GIFT + GIVER + MATCH, own, own),
        (GIFT + GIVER, own, own),
        (GIFT, then_known, now_known),
    ):
        found: dict[bytes, list[int]] = defaultdict(list)
        for n in left:
            if n not in now:
                found[new[n][:length]].append(n)
        for at, place in enumerate(places):
            if place < 0 and at not in then and found.get(old[at][:length]):
                places[at] = found[old[at][:length]].pop()
        left = [n for own in found.values() for n in own]
    return places


def _cut(row: bytes, length: int) -> list[bytes]:
    return [row[at : at + length] for at in range(0, len(row), length)]


def _turned(places: Sequence[int], length: int) -> Sequence[int]:
    """For each of `length` gifts, which of the old ones it is; for one that is new, the number after the last."""
    turned = [len(places)] * length
    for at, place in enumerate(places):
        if place >= 0:
            turned[place] = at
    return turned


def _rows(table: Table) -> list[int]:
    """What of a table is in no row, and its rows."""
    return [table.whole & ~reduce(or_, table.blocks, 0), *table.blocks]


def _column(masks: Sequence[int], order: Sequence[int]) -> bytes:
    """The gifts in this order, each with the number of the mask that it is in, from 1; two bytes where one is too few,
    all the low ones first. Made and read without a step for each gift: there are many of both."""
    parts = []
    for shift in (0, 8) if len(masks) > _BYTE else (0,):
        column = 0
        for row, mask in enumerate(masks, 1):
            digits = bytes.maketrans(b"01", bytes([0, row >> shift & _BYTE]))
            column |= int.from_bytes(bin(mask)[:1:-1].encode().translate(digits), "little")
        parts.append(_picked(column.to_bytes(len(order), "little"), order))
    return b"".join(parts)


def _masks(column: bytes, length: int, order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The numbers and masks in a column of `length` gifts, these put in this order."""
    low, high = (_picked(part + b"\0", order) if part else b"" for part in (column[:length], column[length:]))
    if not high:
        yield from ((row, _where(low, row)) for row in sorted({*low} - {0}))
        return
    for one, other in sorted({*zip(low, high, strict=True)} - {(0, 0)}):
        yield one | other << 8, _where(low, one) & _where(high, other)


def _where(values: bytes, value: int) -> int:
    """The places at which a value stands, a bit each."""
    return int(values.translate(bytes(b"01"[n == value] for n in range(256)))[::-1], 2)


def _picked(values: bytes, order: Sequence[int]) -> bytes:
    picked = itemgetter(*order)(values)
    return bytes(picked) if len(order) > 1 else bytes([picked])
