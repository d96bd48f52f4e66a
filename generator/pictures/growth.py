"""How a donor's years grow around a heart: Rings -> where each year's edge runs, in every direction.

Each year adds a width that is positive in every direction, so the edges nest and never cross. The shape comes from the
donor's key, and each year's own waver from the key and that year: a new year leaves the older rings as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from generator.model.public import Rings, RingYear
from generator.pictures.svg import TURN, cosine, sine

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
        yield from (int.from_bytes(drawn[i : i + 2], "big") / 32768 - 1 for i in range(0, 64, 2))
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
        waver, late = _waver(rings.seed, record.year, angles)
        least = narrow * (max(gap, 2 * GAP) if record is rings.years[-1] else gap)
        widths = [max(least, _width(record) * max(NARROWEST, s * w)) for s, w in zip(shape, waver, strict=True)]
        edges.append([r + w for r, w in zip(edges[-1], widths, strict=True)])
        darks.append([w * part for w, part in zip(widths, late, strict=True)])

    xs = [r * cosine(a) for r, a in zip(edges[-1], angles, strict=True)]
    ys = [r * sine(a) for r, a in zip(edges[-1], angles, strict=True)]
    scale = room / max(max(xs) - min(xs), max(ys) - min(ys))
    heart = size / 2 - scale * (max(xs) + min(xs)) / 2, size / 2 - scale * (max(ys) + min(ys)) / 2
    width = scale * sum(edges[-1]) / directions / max(1, len(rings.years))
    fine = min(scale, size / 10)  # late wood is a line, however wide the years are
    years = [
        Year(
            record,
            tuple(r * scale for r in inner),
            tuple(r * scale - max(GAP, d * fine) for r, d in zip(edge, dark, strict=True)),
            tuple(r * scale for r in edge),
        )
        for record, inner, dark, edge in zip(rings.years, edges, darks, edges[1:], strict=False)
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


def _waver(seed: str, year: int, angles: Sequence[int]) -> tuple[list[float], list[float]]:
    """A year's own unevenness around 1, and which part of its width is dark late wood, for each angle."""
    throw = dice(seed, year)
    waves = _waves(throw, (1, 0.08), (2, 0.08), (3, 0.04), (4, 0.015))
    even = [1 + sum(s * cosine(n * a - t) for n, s, t in waves) + 0.02 * next(throw) for a in angles]
    turn, other = _angle(throw), _angle(throw)
    late = [0.2 + 0.07 * cosine(a - turn) + 0.05 * cosine(3 * a - other) + 0.03 * next(throw) for a in angles]
    return even, late


def _waves(throw: Iterator[float], *waves: tuple[int, float]) -> list[tuple[int, float, int]]:
    """Each (waves a turn, height) with a height of its own and the angle at which it begins."""
    return [(n, height * (0.7 + 0.3 * next(throw)), _angle(throw)) for n, height in waves]


def _angle(throw: Iterator[float]) -> int:
    return int(next(throw) * (TURN // 2))


def _between(radii: Radii, angle: int) -> float:
    i, rest = divmod((angle % TURN) * len(radii), TURN)
    part = rest / TURN
    return radii[i] * (1 - part) + radii[(i + 1) % len(radii)] * part
