"""Growth rings: a donor's years as an inline SVG, one ring a year from the heart outwards; also as a 32 px mark.

The newest year is the living edge. Colours and line widths are the style sheet's, by class; without one the picture is
a line drawing in the colour of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from generator.model.public import Rings
from generator.pictures.growth import GAP, Growth, Radii, grow
from generator.pictures.marks import drawn_marks, mark_size, placed
from generator.pictures.svg import Point, around, closed, words

SIZE = 720
MARK = 64
DETAILED = 12  # up to so many years late wood is a band that swells and thins, beyond it a line

MARKS = 100  # on a picture, of all kinds
DENSE = 24  # beyond so many years lines are finer and marks fewer


def rings_svg(rings: Rings, title: str, description: str) -> str:
    """The picture, square; `title` and `description` are what a screen reader says."""
    mark = "n" + blake2b(rings.seed.encode(), digest_size=3).hexdigest()
    name = "rings dense" if len(rings.years) > DENSE else "rings"
    return (
        f'<svg class="{name}" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-labelledby="{mark}t {mark}d" '
        f'fill="none" stroke="currentColor"><title id="{mark}t">{words(title)}</title>'
        f'<desc id="{mark}d">{words(description)}</desc>{"".join(_drawing(rings, mark))}</svg>'
    )


def mark_svg(rings: Rings) -> str:
    """The donor's mark for the wall: decoration beside the name, at most 700 bytes."""
    growth = grow(_few(rings), MARK, 8, GAP)
    edges = [around(growth.heart, year.edge) for year in growth.years]
    drawn = _path("now", closed(*edges[-1:])) + _path("ring", closed(*edges[:-1]))
    return (
        f'<svg class="ring-mark" viewBox="0 0 {MARK} {MARK}" width="32" height="32" aria-hidden="true" '
        f'focusable="false">{drawn}</svg>'
    )


def grown(rings: Rings) -> Growth:
    """The rings as the picture shows them, in a square of SIZE."""
    count = len(rings.years)
    return grow(rings, SIZE, _directions(count), 2 * GAP if count <= DETAILED else GAP)


def layers(growth: Growth) -> Iterator[tuple[str, list[list[Point]]]]:
    """From the back to the front: a class of line and the control points of its closed curves.

    The living year shows where its red outlasts the wood that lies on it; late wood fills the space between two curves.
    """
    *past, now = growth.years
    count = len(growth.years)
    lively = [year for year in past if year.record.strength]

    def curves(*lines: Radii) -> list[list[Point]]:
        return [around(growth.heart, radii) for radii in lines]

    yield "now", curves(now.edge)
    yield "wood", curves(now.late)
    if count > 5:
        yield "core", curves(past[count * 2 // 5].edge)
    yield "grain", curves(*_grain(growth))
    yield "quiet", curves(*(year.edge for year in past if not year.record.strength))
    if count <= DETAILED:
        yield "late", curves(*(radii for year in lively for radii in (year.edge, year.late)))
    else:
        yield "ring", curves(*(year.edge for year in lively if year.record.strength < 60))
        yield "ring bold", curves(*(year.edge for year in lively if year.record.strength >= 60))


def marks_room(growth: Growth) -> int:
    """How many marks the picture has room for."""
    return MARKS if len(growth.years) <= DENSE else MARKS // 2


def _drawing(rings: Rings, mark: str) -> Iterator[str]:
    if not rings.years:
        return
    growth = grown(rings)
    for name, curves in layers(growth):
        yield _path(name, closed(*curves), ' fill-rule="evenodd"' if name == "late" else "")
    x, y = growth.heart
    yield f'<circle class="pith" cx="{round(x)}" cy="{round(y)}" r="{max(3, min(7, round(growth.pith)))}"/>'
    yield from drawn_marks(placed(rings.seed, growth, marks_room(growth)), mark_size(growth), mark)


def _directions(count: int) -> int:
    """In how many directions a ring is measured: fewer for many years, to stay below 4 KB."""
    return next(
        d for most, d in ((6, 18), (8, 16), (10, 12), (16, 10), (24, 12), (32, 10), (count, 8)) if count <= most
    )


def _grain(growth: Growth) -> Iterator[Radii]:
    """Fine lines of early wood, closer towards its end, while years are few and wide enough to look empty."""
    for year in growth.years:
        if year is not growth.years[-1] and not year.record.strength:
            continue
        narrowest = min(late - inner for late, inner in zip(year.late, year.inner, strict=True))
        count = min(10 // len(growth.years) if len(growth.years) < 7 else 0, int(narrowest / 14))
        yield from (year.line(1 - (1 - n / (count + 1)) ** 1.5) for n in range(1, count + 1))


def _path(name: str, d: str, more: str = "") -> str:
    return f'<path class="{name}"{more} d="{d}"/>' if d else ""


def _few(rings: Rings) -> Rings:
    """Five years at most, the newest of each span of years: more rings than that are grey at 32 px."""
    count = len(rings.years)
    picked: Sequence[int] = range(count) if count <= 5 else [(n + 1) * count // 5 - 1 for n in range(5)]
    return Rings(rings.seed, tuple(rings.years[n] for n in picked))
