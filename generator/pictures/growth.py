"""How a donor's years grow around a heart: Rings -> where each year's edge runs, in every direction.

Each year adds a width that is positive in every direction, so the edges nest and never cross. The shape comes from the
donor's key, and each year's own waver from the key and that year: a new year leaves the older rings as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from generator.model.public import RingYear, Rings
from generator.pictures.svg import TURN, cosine, sine

Radii = tuple[float, ...]

QUIET = 0.34  # the width of a year without anything, where a full one has 1
NARROWEST = 0.5  # of a year's width, on the side where it grew least


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
        """The ring line `part` of the way out."""
        return tuple(a + (b - a) * part for a, b in zip(self.inner, self.edge, strict=True))


@dataclass(frozen=True, slots=True)
class Growth:
    """`heart` is where growth began, a little beside the middle; `width` is the mean width of a ring."""

    heart: tuple[float, float]
    years: tuple[Year, ...]
    width: float


def dice(*seed: object) -> Iterator[float]:
    """Endless numbers in [-1, 1), always the same for the same seed."""
    text = "/".join(map(str, seed)).encode()
    block = 0
    while True:
        drawn = blake2b(text, digest_size=64, salt=block.to_bytes(2, "big")).digest()
        yield from (int.from_bytes(drawn[i : i + 2], "big") / 32768 - 1 for i in range(0, 64, 2))
        block += 1


def grow(rings: Rings, size: int, directions: int) -> Growth:
    """The rings within a square of `size`; a young tree is smaller than an old one, from a dozen years on it fills it."""
    angles = [TURN * i // directions for i in range(directions)]
    shape = _shape(rings.seed, angles)
    pith = 0.3 if len(rings.years) > 3 else 0.2
    radii: Radii = tuple(pith * s for s in shape)
    unscaled: list[tuple[RingYear, Radii, Radii, Radii]] = []
    for record in rings.years:
        share = (0.5 + 0.5 * record.strength / 100) if record.strength else QUIET
        waver, late = _waver(rings.seed, record.year, angles)
        widths = [share * max(NARROWEST, s * w) for s, w in zip(shape, waver, strict=True)]
        edge = tuple(r + w for r, w in zip(radii, widths, strict=True))
        dark = tuple(e - w * part for e, w, part in zip(edge, widths, late, strict=True))
        unscaled.append((record, radii, dark, edge))
        radii = edge
    xs = [r * cosine(a) for r, a in zip(radii, angles, strict=True)]
    ys = [r * sine(a) for r, a in zip(radii, angles, strict=True)]
    room = size * (0.93 - 0.42 / (len(rings.years) + 0.6))
    scale = room / max(max(xs) - min(xs), max(ys) - min(ys))
    heart = (size / 2 - scale * (max(xs) + min(xs)) / 2, size / 2 - scale * (max(ys) + min(ys)) / 2)
    years = tuple(Year(record, *(tuple(r * scale for r in line) for line in lines)) for record, *lines in unscaled)
    return Growth(heart, years, scale * sum(radii) / directions / (len(years) + pith))


def _shape(seed: str, angles: Sequence[int]) -> list[float]:
    """How much faster than elsewhere the whole tree grew towards each angle, around 1: wind, slope and light."""
    throw = dice(seed, "shape")
    lean, turn = 0.14 + 0.06 * next(throw), int(next(throw) * 512)
    waves = [
        (n, swing * (0.7 + 0.3 * next(throw)), int(next(throw) * 512))
        for n, swing in ((2, 0.04), (3, 0.03), (5, 0.015))
    ]
    return [1 + lean * cosine(a - turn) + sum(s * cosine(n * a - t) for n, s, t in waves) for a in angles]


def _waver(seed: str, year: int, angles: Sequence[int]) -> tuple[list[float], list[float]]:
    """A year's own unevenness around 1, and which part of its width is dark late wood, for each angle."""
    throw = dice(seed, year)
    waves = [
        (n, swing * (0.6 + 0.4 * next(throw)), int(next(throw) * 512))
        for n, swing in ((1, 0.1), (2, 0.12), (3, 0.08), (4, 0.05))
    ]
    even = [1 + sum(s * cosine(n * a - t) for n, s, t in waves) + 0.03 * next(throw) for a in angles]
    turn, other = int(next(throw) * 512), int(next(throw) * 512)
    late = [0.2 + 0.07 * cosine(a - turn) + 0.05 * cosine(3 * a - other) + 0.03 * next(throw) for a in angles]
    return even, late


def _between(radii: Radii, angle: int) -> float:
    place = (angle % TURN) * len(radii)
    i, rest = divmod(place, TURN)
    part = rest / TURN
    return radii[i] * (1 - part) + radii[(i + 1) % len(radii)] * part
