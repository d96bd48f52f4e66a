"""Growth rings: a donor's years as an inline SVG, one ring a year from the heart outwards; also as a 32 px mark.

The newest year is the living edge. Colours and line widths are the style sheet's, by class; without one the picture is
a line drawing in the colour of the text. Each ring is drawn once: late wood, grain and heartwood are the same lines
again, moved, smaller or wider, which costs a reader 60 bytes and no time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from itertools import chain, pairwise
from typing import NamedTuple

from generator.model.archives import Rings, RingYear
from generator.pictures.growth import GAP, PITH, Growth, filled, form, grow, width_of
from generator.pictures.marks import drawn_marks, mark_size, placed
from generator.pictures.svg import Curve, closed, cosine, sine, spokes, tight, words

SIZE = 720
MARK = 50
_CORNERS, _SMALL = 6, ((2, 36), (3, 24), (1, 30))

MARKS = 56  # on a picture, of all kinds
FEW = 6  # below so many years there is room for grain
DETAILED = 12  # beyond so many years late wood is narrow
DENSE = 24  # beyond so many years lines are finer and marks fewer


class Layer(NamedTuple):
    """Lines drawn as class `name`: those of `shape` (now, ring or quiet) at `scale` / 1000 of their size, moved."""

    name: str
    shape: str
    scale: int = 1000
    x: int = 0
    y: int = 0


def rings_svg(rings: Rings, title: str, description: str) -> str:
    """The picture, square; `title` and `description` are what a screen reader says."""
    return drawn_rings(rings, words(f"{title} {description}"))


def drawn_rings(rings: Rings, label: str) -> str:
    """As `rings_svg`; `label` is escaped already."""
    count = len(rings.years)
    name = (
        "rings dense" if count > DENSE else "rings old" if count > DETAILED else "rings few" if count < FEW else "rings"
    )
    growth = grown(rings)
    left, top, side = growth.box
    return (
        f'<svg class="{name}" viewBox="{left} {top} {side} {side}" role="img" '
        f'aria-label="{label}" fill="none" stroke="currentColor">'
        f"{_drawing(growth) if rings.years else ''}</svg>"
    )


def mark_svg(rings: Rings) -> str:
    """The donor's mark for the wall: decoration beside the name, at most 350 bytes. All its rings have one shape."""
    shape, lean, angle, _ = blake2b(rings.seed.encode(), digest_size=4).digest()
    across, down = (20 + lean // 8) * cosine(4 * angle), (20 + lean // 8) * sine(4 * angle)
    widths = [width_of(year) for year in _few(rings.years)]
    reach, whole = MARK * filled(len(widths)), 2000 * (PITH + sum(widths))
    far, radius, drawn = PITH, 2, []
    left = top = 0
    for width in widths:
        far += width
        radius = max(radius + 4, reach * far // whole)
        x, y, text = _small(shape, radius)
        left, top = radius * across >> 24, radius * down >> 24
        drawn.append(f"M{x + left} {y + top}{text}")
    half = radius * 1080 // filled(len(widths)) + 1
    past = f'<path class="ring" d="{tight("".join(drawn[:-1]))}"/>' if drawn[1:] else ""
    return (
        f'<svg class="ring-mark" viewBox="{left - half} {top - half} {2 * half} {2 * half}" width="32" height="32" '
        f'aria-hidden="true"><path class="now" d="{tight("".join(drawn[-1:]))}"/>{past}</svg>'
    )


def grown(rings: Rings) -> Growth:
    """The rings as the picture shows them, in a square of about SIZE."""
    count = len(rings.years)
    return grow(rings, SIZE, 12 if count <= 3 else 8, 2 * GAP if count <= 12 else GAP)


def shapes(growth: Growth) -> dict[str, list[Curve]]:
    """The curves of each shape: the living edge, the years before it and the quiet ones of these."""
    found: dict[str, list[Curve]] = {"now": [growth.edges[-1]], "ring": [], "quiet": []}
    for record, edge in zip(growth.records[:-1], growth.edges, strict=False):
        found["ring" if record.strength else "quiet"].append(edge)
    return found


def layers(growth: Growth) -> list[Layer]:
    """From the back to the front. What is moved or smaller stays within the year before and after its line."""
    count, throw, radii = len(growth.records), growth.throw, growth.radii
    far = 7 if count <= 6 else 4 if count <= 12 else 2  # how far the late wood moves, which makes it swell and thin
    one, two = 4 * throw[3], 4 * throw[4]
    aside = radii[-1] // 55
    found = [
        Layer("now", "now"),
        Layer("wood", "now", 965, cosine(one) * aside >> 16, sine(one) * aside >> 16),
    ]
    if count > 5:
        found.append(Layer("core", "now", 1000 * radii[count * 2 // 5] // radii[-1]))
    if count < FEW:
        found += (*_grain("now", radii[-2:]), *_grain("ring", radii[:-1]))
    found.append(Layer("late", "ring", 980, cosine(two) * far >> 16, sine(two) * far >> 16))
    return [*found, Layer("quiet", "quiet"), Layer("ring", "ring")]


def _grain(shape: str, radii: Sequence[int]) -> Sequence[Layer]:
    """Fine lines of early wood, at scales where they stay outside the year before, even where a year is narrowest."""
    parts = [3000 * (outer - inner) // (5 * inner + 3 * outer) for inner, outer in pairwise(radii)]
    return _within(shape, min(parts, default=0))


@cache
def _within(shape: str, free: int) -> Sequence[Layer]:
    """As many fine lines as have room within `free` / 1000 of the radius, closer towards the edge."""
    count = min(6, free // 60)
    return [
        Layer("grain", shape, 1000 - free * n * (n + 4) // ((count + 1) * (count + 5))) for n in range(count, 0, -1)
    ]


def marks_room(growth: Growth) -> int:
    """How many marks the picture has room for."""
    return MARKS if len(growth.records) <= DENSE else MARKS // 2


def _drawing(growth: Growth) -> str:
    name = "n" + growth.throw[:3].hex()
    drawn = {shape: closed(curves) for shape, curves in shapes(growth).items() if curves}
    parts: list[str] = []
    for layer in layers(growth):
        kind, shape = layer[:2]
        if shape not in drawn:
            continue
        if kind == shape:
            parts += f'<g class="{kind}"><path id="', name, shape[0], '" d="', drawn[shape], '"/></g>'
        else:
            before, after = _again(layer)
            parts += before, name, after
    parts += '<circle class="pith" r="5"/>', drawn_marks(placed(growth, marks_room(growth)), mark_size(growth), name)
    return "".join(parts)


@cache
def _again(layer: Layer) -> tuple[str, str]:
    """What stands before and after the name of the shape that is drawn again."""
    moved = f"translate({layer.x},{layer.y})" if layer.x or layer.y else ""
    return f'<use class="{layer.name}" href="#', f'{layer.shape[0]}" transform="{moved}scale(.{layer.scale:03})"/>'


def _few(years: Sequence[RingYear]) -> Sequence[RingYear]:
    """Five years at most, the newest of each span of years: more rings than that are grey at 32 px."""
    count = len(years)
    return years if count <= 5 else [years[(n + 1) * count // 5 - 1] for n in range(5)]


@cache
def _small(shape: int, radius: int) -> tuple[int, int, str]:
    """A ring of the mark: where it begins, from its middle, and the text of its path from there."""
    radii = chain.from_iterable([(r, r) for r in form("mark", shape, _SMALL, _CORNERS)])
    halves = [(radius * r * part + (1 << 18)) >> 19 for r, part in zip(radii, spokes(_CORNERS), strict=True)]
    begin, text = closed([Curve(halves, 0, 0)]).split("q")
    x, y = re.findall("-?[0-9]+", begin)
    return int(x), int(y), "q" + text
