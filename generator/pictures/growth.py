"""How a donor's years grow around a heart: Rings -> the outer edge of each year as a smooth curve.

Each year adds a width that is positive in every direction, so the edges nest and never cross. The shape comes from the
donor's key, and each year's own waver from the key and that year: a new year leaves the older rings as they were. A
tree leans: each year moves the middle of its ring a little further from the heart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from operator import add
from struct import Struct
from typing import NamedTuple

from generator.model.archives import Rings, RingYear
from generator.pictures.svg import TURN, Curve, cosine, sine, spokes

PITH = 11  # the radius of the heart, where a full year is 100 wide
QUIET = 36  # the width of a year without anything

GAP = 7  # halves; two lines as far apart stay apart when their points go to even numbers

FINE = 32  # radii are reckoned in such parts of a unit
_TREES, _WAVERS = 64, 128  # so many different ones, to draw from
_KEPT = 56  # bytes of the key's digest that are for years; the first eight are for the tree

#: Waves a turn, and their height in 1/1000 of a width: of a tree, and of each of its years.
_TREE = ((2, 50), (3, 26), (5, 9))
_YEAR = ((1, 85), (2, 75), (3, 45), (4, 20), (5, 10))


class Growth(NamedTuple):
    """`edges` has the outer edge of each year, around the heart at (0, 0); `radii` the heart's mean radius and theirs.

    `box` is the square they stand in: left, top and side. `throw` are 64 bytes from the donor's key.
    """

    records: tuple[RingYear, ...]
    edges: tuple[Curve, ...]
    box: tuple[int, int, int]
    radii: tuple[int, ...]
    throw: bytes

    @property
    def width(self) -> int:
        """A ring's mean width."""
        return self.radii[-1] // max(1, len(self.records))


def grow(rings: Rings, size: int, directions: int, gap: int = 2 * GAP) -> Growth:
    """The rings within a square of about `size`: a young tree is smaller than an old one, which fills the square.

    No year is narrower than `gap` (halves) anywhere, the newest not narrower than 2 * GAP.
    """
    throw = blake2b(rings.seed.encode(), digest_size=64).digest()
    years = rings.years
    count, share = max(1, len(years)), filled(len(years))
    widths = [50 + year.strength // 2 if year.strength else QUIET for year in years]  # see width_of
    reach, whole = size * share * FINE // 2000, PITH + sum(widths)
    lean, side = 15 + throw[0] // 16, 4 * throw[1]  # how far, in 1/128 of a width, and where to it leans
    across, down = lean * cosine(side) >> 7, lean * sine(side) >> 7

    wavers = _wavers(directions, throw[2] % _TREES)
    circle, length, points = _round(directions)
    radius = reach * PITH // whole  # in FINE parts, as all that follows
    means, edges = [radius // FINE], []
    lanes = radius * circle
    least, last = min(gap * FINE // 2, size * FINE // (2 * count)) * 128, count - 1
    for number, (record, width) in enumerate(zip(years, widths, strict=True)):
        waver, narrowest = wavers[throw[8 + record.year % _KEPT] % _WAVERS]
        if number == last:
            least = max(least, GAP * FINE * 128)
        w = reach * width // whole
        if w * (narrowest - lean) < least:
            w = least // (narrowest - lean) + 1
        radius += w
        means.append(radius // FINE)
        lanes += w * waver
        edges.append(Curve(points(lanes.to_bytes(length, "little")), radius * across >> 22, radius * down >> 22))
    return Growth(years, tuple(edges), _box(edges, share), tuple(means), throw)


def filled(count: int) -> int:
    """How much of its square a tree of so many years fills, in 1/1000."""
    return 950 - 5000 // (10 * count + 6)


def width_of(year: RingYear) -> int:
    """How wide a year is, of 100."""
    return 50 + year.strength // 2 if year.strength else QUIET


def _box(edges: Sequence[Curve], share: int) -> tuple[int, int, int]:
    """The square of which the last edge fills the middle `share` / 1000."""
    if not edges:
        return 0, 0, 1
    last = edges[-1]
    xs, ys = last.halves[::2], last.halves[1::2]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    side = 2000 * max(right - left, bottom - top) // share
    return left + right + 2 * last.x - side // 2, top + bottom + 2 * last.y - side // 2, side


@cache
def _round(directions: int) -> tuple[int, int, Callable[[bytes], list[int]]]:
    """A circle as lanes, how many bytes lanes have, and how they become the halves of a curve's control points."""
    unpack, spoke = Struct("<" + "2xH" * directions).unpack, spokes(directions)

    def points(lanes: bytes) -> list[int]:
        return [n >> 18 for r, x, y in zip(unpack(lanes), spoke[::2], spoke[1::2], strict=True) for n in (r * x, r * y)]

    def eight(lanes: bytes) -> list[int]:
        """As `points`, where nearly all rings have eight directions: written out, it takes a third of the time."""
        e, ne, n, nw, w, sw, s, se = unpack(lanes)
        ne, sw = ne * half >> 18, sw * back >> 18
        far = n * whole >> 18, w * behind >> 18, s * behind >> 18
        return [
            *(e * whole >> 18, 0, ne, ne, 0, far[0], nw * back >> 18, nw * half >> 18),
            *(far[1], 0, sw, sw, 0, far[2], se * half >> 18, se * back >> 18),
        ]

    whole, half, behind, back = (spoke[n % len(spoke)] for n in (0, 2, 8, 10))
    axes = [whole, 0, half, half, 0, whole, back, half, behind, 0, back, back, 0, behind, half, back]
    return _lanes([128] * directions), 4 * directions, eight if spoke == axes else points


@cache
def _wavers(directions: int, tree: int) -> Sequence[tuple[int, int]]:
    """The growth of a tree's years in so many directions as lanes, and in the one where it is least, of 128."""
    shape = form("tree", tree, _TREE, directions)
    grown = _lanes(shape)
    return [(grown + lanes, min(map(add, shape, year))) for lanes, year in _years(directions)]


@cache
def _years(directions: int) -> Sequence[tuple[int, Sequence[int]]]:
    """What each waver adds to its tree's: as lanes, and as numbers."""
    years = [form("year", year, _YEAR, directions) for year in range(_WAVERS)]
    return [(_lanes(year), year) for year in years]


def _lanes(numbers: Sequence[int]) -> int:
    """Numbers up to 255 as one, 32 bits for each, so that one multiplication grows a year in all directions.

    What is above 128 * 65536 in each is whole. The lanes of sums are the sums of lanes.
    """
    return sum([n << (32 * k + 9) for k, n in enumerate(numbers)])


@cache
def form(kind: str, number: int, waves: tuple[tuple[int, int], ...], directions: int) -> list[int]:
    """An uneven circle: its radii in so many directions, around 64. Forms are the same for ever, in four turns each."""
    form, turn = divmod(number, 4)
    throw = blake2b(f"{kind} {form}".encode(), digest_size=16).digest()
    starts = [(often, height * (128 + throw[n] // 2), 4 * throw[n + 8]) for n, (often, height) in enumerate(waves)]
    angles = [TURN * ((k + turn * directions // 4) % directions) // directions for k in range(directions)]
    return [
        64 + sum([height * cosine(often * a - start) for often, height, start in starts]) // 131072000 for a in angles
    ]
