"""How a donor's years grow around a heart: Rings -> where each year's edge runs, in every direction.

Each year adds a width that is positive in every direction, so the edges nest and never cross. The shape comes from the
donor's key, and each year's own waver from the key and that year: a new year leaves the older rings as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import islice
from struct import Struct

from generator.model.public import Rings, RingYear
from generator.pictures.svg import TURN, TWO_TURNS, cosine, sine

_NUMBERS = Struct(">32H")

Radii = tuple[float, ...]

PITH = 0.1  # the radius of the heart, where a full year is 1 wide
QUIET = 0.36  # the width of a year without anything
NARROWEST = 0.55  # of a year's width, on the side where it grew least

GAP = 3.2  # two lines as far apart stay apart when their points go to even numbers


@dataclass(frozen=True, slots=True)
class Year:
    """A grown ring: its inner edge, where its dark late wood begins, and its outer edge, one radius a direction."""

    record: RingYear
    inner: Radii
    late: Radii
    edge: Radii

    def at(self, angle: int, part: float) -> float:
        """The radius at `angle` (1/1024 turns), `part` of the way from the inner edge (0) to the outer one (1)."""
        return _between(self.inner, angle) * (1 - part) + _between(self.edge, angle) * part

    def line(self, part: float) -> Radii:
        """A line within the early wood, `part` of the way from the inner edge to the late wood."""
        return tuple(a + (b - a) * part for a, b in zip(self.inner, self.late, strict=True))


@dataclass(frozen=True, slots=True)
class Growth:
    """`heart` is where growth began, a little beside the middle; `pith` its radius; `width` a ring's mean width."""

    heart: tuple[float, float]
    pith: float
    width: float
    years: tuple[Year, ...]


def dice(*seed: object) -> Iterator[float]:
    """Endless numbers in [-1, 1), always the same for the same seed."""
    text = "/".join(map(str, seed)).encode()
    block = 0
    while True:
        drawn = blake2b(text, digest_size=64, salt=block.to_bytes(2, "big")).digest()
        yield from [n / 32768 - 1 for n in _NUMBERS.unpack(drawn)]
        block += 1


def grow(rings: Rings, size: int, directions: int, gap: float = 2 * GAP) -> Growth:
    """The rings within a square of `size`: a young tree is smaller than an old one, which fills the square.

    No year is narrower than `gap` anywhere, the newest not narrower than `2 * GAP`.
    """
    room = size * (0.95 - 0.5 / (len(rings.years) + 0.6))
    narrow = 2.4 * (PITH + sum(_width(record) for record in rings.years)) / room
    angles = [TURN * i // directions for i in range(directions)]
    shape = _shape(rings.seed, angles)
    edges = [[PITH] * directions]
    darks: list[list[float]] = []
    for record in rings.years:
        waver, late = _waver(rings.seed, record.year, directions)
        least = narrow * (max(gap, 2 * GAP) if record is rings.years[-1] else gap)
        whole = _width(record)
        factors = [s * w for s, w in zip(shape, waver, strict=True)]
        grown = [whole * (f if f > NARROWEST else NARROWEST) for f in factors]
        widths = [w if w > least else least for w in grown]
        edges.append([r + w for r, w in zip(edges[-1], widths, strict=True)])
        darks.append([w * part for w, part in zip(widths, late, strict=True)])

    xs = [r * cosine(a) for r, a in zip(edges[-1], angles, strict=True)]
    ys = [r * sine(a) for r, a in zip(edges[-1], angles, strict=True)]
    scale = room / max(max(xs) - min(xs), max(ys) - min(ys))
    heart = size / 2 - scale * (max(xs) + min(xs)) / 2, size / 2 - scale * (max(ys) + min(ys)) / 2
    width = scale * sum(edges[-1]) / directions / max(1, len(rings.years))
    fine = min(scale, size / 10)  # late wood is a line, however wide the years are
    scaled = [tuple([r * scale for r in edge]) for edge in edges]
    years = [
        Year(
            record,
            inner,
            tuple([r - (d * fine if d * fine > GAP else GAP) for r, d in zip(edge, dark, strict=True)]),
            edge,
        )
        for record, inner, dark, edge in zip(rings.years, scaled, darks, scaled[1:], strict=False)
    ]
    return Growth(heart, PITH * scale, width, tuple(years))


def _width(record: RingYear) -> float:
    return 0.5 + 0.5 * record.strength / 100 if record.strength else QUIET


def _shape(seed: str, angles: Sequence[int]) -> list[float]:
    """How much faster than elsewhere the whole tree grew towards each angle, around 1: wind, slope and light."""
    throw = dice(seed, "shape")
    lean, turn = 0.14 + 0.06 * next(throw), _angle(throw)
    waves = _waves(throw, (2, 0.04), (3, 0.02), (5, 0.008))
    return [1 + lean * cosine(a - turn) + sum(s * cosine(n * a - t) for n, s, t in waves) for a in angles]


def _waver(seed: str, year: int, directions: int) -> tuple[list[float], list[float]]:
    """A year's own unevenness around 1, and which part of its width is dark late wood, for each direction."""
    throw = dice(seed, year)
    (_, s1, t1), (_, s2, t2), (_, s3, t3), (_, s4, t4) = _waves(throw, (1, 0.08), (2, 0.08), (3, 0.04), (4, 0.015))
    cos, turns = TWO_TURNS, _turns(directions)
    even = [
        1 + (s1 * cos[a - t1] + s2 * cos[b - t2] + s3 * cos[c - t3] + s4 * cos[d - t4]) + 0.02 * chance
        for (a, b, c, d), chance in zip(turns, list(islice(throw, directions)), strict=True)
    ]
    turn, other = _angle(throw), _angle(throw)
    late = [
        0.2 + 0.07 * cos[a - turn] + 0.05 * cos[c - other] + 0.03 * chance
        for (a, _, c, _), chance in zip(turns, list(islice(throw, directions)), strict=True)
    ]
    return even, late


@cache
def _turns(directions: int) -> tuple[tuple[int, int, int, int], ...]:
    """Each direction once, twice, three and four times, as angles below a turn."""
    angles = (TURN * i // directions for i in range(directions))
    return tuple((a, 2 * a % TURN, 3 * a % TURN, 4 * a % TURN) for a in angles)


def _waves(throw: Iterator[float], *waves: tuple[int, float]) -> list[tuple[int, float, int]]:
    """Each (waves a turn, height) with a height of its own and the angle at which it begins."""
    return [(n, height * (0.7 + 0.3 * next(throw)), _angle(throw)) for n, height in waves]


def _angle(throw: Iterator[float]) -> int:
    return int(next(throw) * (TURN // 2))


def _between(radii: Radii, angle: int) -> float:
    i, rest = divmod((angle % TURN) * len(radii), TURN)
    part = rest / TURN
    return radii[i] * (1 - part) + radii[(i + 1) % len(radii)] * part
