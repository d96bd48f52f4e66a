"""Growth rings: a donor's years as an inline SVG, one ring a year from the heart outwards; and the same as a 32 px mark.

The newest year is the living edge. Colours and line widths are the style sheet's, by class; without one the picture is
a line drawing in the colour of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from generator.model.public import Rings
from generator.pictures.growth import Growth, Radii, Year, dice, grow
from generator.pictures.svg import TURN, Point, around, closed, cosine, numbers, sine, words

SIZE = 720
MARK = 64
DETAILED = 14  # up to so many years late wood is drawn as a band that swells and thins, beyond it as a line
GIFTS, FLOWERS, VISITS = 8, 6, 2  # how many marks of a kind a ring shows at most
PETALS = "M-4-6a5 5 0 1 1 8 0 5 5 0 1 1 3 8 5 5 0 1 1-7 5 5 5 0 1 1-7-5 5 5 0 1 1 3-8z"


def rings_svg(rings: Rings, title: str, description: str) -> str:
    """The picture, square; `title` and `description` are what a screen reader says."""
    mark = "n" + blake2b(rings.seed.encode(), digest_size=3).hexdigest()
    return (
        f'<svg class="rings" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-labelledby="{mark}t {mark}d" fill="none" '
        f'stroke="currentColor"><title id="{mark}t">{words(title)}</title><desc id="{mark}d">{words(description)}</desc>'
        f"{''.join(_drawing(rings, mark))}</svg>"
    )


def mark_svg(rings: Rings) -> str:
    """The donor's mark for the wall: decoration beside the name, at most 700 bytes."""
    growth = grow(_few(rings), MARK, 8)
    lines = [closed(around(growth.heart, year.edge)) for year in growth.years]
    inner = f'<path class="ring" d="{"".join(lines[:-1])}"/>' if lines[1:] else ""
    return (
        f'<svg class="ring-mark" viewBox="0 0 {MARK} {MARK}" width="32" height="32" aria-hidden="true" focusable="false">'
        f'<path class="now" d="{lines[-1]}"/>{inner}</svg>'
    )


def _drawing(rings: Rings, mark: str) -> Iterator[str]:
    count = len(rings.years)
    if not count:
        return
    growth = grow(rings, SIZE, 18 if count <= 8 else 16 if count <= 12 else 12)

    def line(radii: Radii) -> str:
        return closed(around(growth.heart, radii))

    years, now = growth.years[:-1], growth.years[-1]
    grown = [y for y in years if y.record.strength]
    yield _path("now", line(now.edge))
    yield _path("wood", line(now.inner))
    if count > 5:
        yield _path("core", line(years[count * 2 // 5].edge))
    yield _path("grain", "".join(line(radii) for radii in _grain(growth)))
    yield _path("quiet", "".join(line(y.edge) for y in years if not y.record.strength))
    if count <= DETAILED:
        yield _path("late", "".join(line(y.edge) + line(y.late) for y in grown), ' fill-rule="evenodd"')
    else:
        yield _path("ring", "".join(line(y.edge) for y in grown))
    yield from _marks(rings.seed, growth, mark)


def _grain(growth: Growth) -> Iterator[Radii]:
    """Fine lines of early wood in rings wide enough to look empty; fewer the more rings there are to draw."""
    each = 0 if len(growth.years) > 12 else min(4, 14 // len(growth.years))
    for year in growth.years:
        lines = min(each, int(year.at(0, 1) - year.at(0, 0)) // 16)
        yield from (year.line((n + 1) / (lines + 1.4)) for n in range(lines))


def _marks(seed: str, growth: Growth, mark: str) -> Iterator[str]:
    """Gifts as dots, visits as leaves, flowers as blossoms, spread around their rings."""
    gifts: list[Point] = []
    flowers: list[Point] = []
    leaves: list[str] = []
    size = max(5, min(16, round(growth.width * 0.42)))
    for year in growth.years:
        for kind, angle in _places(seed, year):
            if kind == "visit":
                leaves.append(_leaf(growth, year, angle, size))
            else:
                part = 0.42 if kind == "gift" else 0.5
                (gifts if kind == "gift" else flowers).append(_point(growth.heart, year.at(angle, part), angle))
    yield _path("gift", _dots(gifts), f' stroke-width="{max(5, size * 5 // 8)}" stroke-linecap="round"')
    yield _path("leaf", "".join(leaves))
    if flowers:
        ends = "".join(f' marker-{where}="url(#{mark})"' for where in ("start", "mid", "end"))
        yield (
            f'<marker id="{mark}" viewBox="-14 -14 28 28" markerWidth="{size * 2}" markerHeight="{size * 2}" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path class="flower" d="{PETALS}"/><circle class="eye" r="3"/>'
            f'</marker><path stroke="none" d="{_through(flowers)}"{ends}/>'
        )


def _places(seed: str, year: Year) -> Iterator[tuple[str, int]]:
    """What a ring shows and at which angles (1/1024 turns): evenly spread, a little off, kinds mixed."""
    record = year.record
    room = max(1, int(year.at(0, 0.5) // 11))
    flowers, visits = min(record.flowers, FLOWERS), min(record.visits, VISITS)
    kinds = ["visit"] * visits + ["flower"] * flowers + ["gift"] * min(record.gifts, GIFTS)
    kinds = kinds[:room]
    throw = dice(seed, year.record.year, "marks")
    start = int(next(throw) * 512)
    order = sorted((next(throw), kind) for kind in kinds)
    for n, (_, kind) in enumerate(order):
        yield kind, (start + (TURN * n + int(TURN * 0.28 * next(throw))) // len(order)) % TURN


def _point(heart: tuple[float, float], radius: float, angle: int) -> Point:
    return round(heart[0] + radius * cosine(angle)), round(heart[1] + radius * sine(angle))


def _leaf(growth: Growth, year: Year, angle: int, size: int) -> str:
    """A small leaf that grows outwards across the ring."""
    (x, y), middle = _point(growth.heart, year.at(angle, 0.5), angle), size * 1.3
    dx, dy = round(middle * cosine(angle)), round(middle * sine(angle))
    bend = (round(dx - dy * 0.9), round(dy + dx * 0.9)), (round(-dx + dy * 0.9), round(-dy - dx * 0.9))
    return f"M{numbers((x - dx, y - dy))}q{numbers((*bend[0], 2 * dx, 2 * dy, *bend[1], -2 * dx, -2 * dy))}z"


def _dots(points: Sequence[Point]) -> str:
    """Path text that, with round line ends, is a dot at each point."""
    text, (x, y) = "", (0, 0)
    for px, py in points:
        text += f"m{numbers((px - x, py - y))}h0"
        x, y = px, py
    return text


def _through(points: Sequence[Point]) -> str:
    """Path text with a corner at each point, for markers to sit on."""
    text, (x, y) = "", points[0]
    for px, py in points[1:] or points:
        text += f"{'' if text[-1:] == '' else ' '}{numbers((px - x, py - y))}"
        x, y = px, py
    return f"M{numbers(points[0])}l{text}"


def _path(name: str, d: str, more: str = "") -> str:
    return f'<path class="{name}"{more} d="{d}"/>' if d else ""


def _few(rings: Rings) -> Rings:
    """The newest of five spans of years stand for all: more rings than that are grey at 32 px."""
    count = len(rings.years)
    if count <= 5:
        return rings
    return Rings(rings.seed, tuple(rings.years[(n + 1) * count // 5 - 1] for n in range(5)))
