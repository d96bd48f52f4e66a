"""Smooth closed outlines as short SVG path text, in whole numbers, so that every machine writes the same bytes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import pairwise

Point = tuple[int, int]

TURN = 1024
#: Cosines of 1/1024 turns, rounded: what follows needs only + - * /, which IEEE 754 fixes to the last bit.
_COSINES = tuple(round(math.cos(2 * math.pi * i / TURN) * 65536) / 65536 for i in range(TURN))
#: The same for angles from -1 up to 2 turns, without a division.
TWO_TURNS = _COSINES * 2

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def cosine(angle: int) -> float:
    """The cosine of `angle`, given in 1/1024 turns."""
    return _COSINES[angle % TURN]


def sine(angle: int) -> float:
    """The sine of `angle`, given in 1/1024 turns."""
    return _COSINES[(angle - TURN // 4) % TURN]


def around(centre: tuple[float, float], radii: Sequence[float]) -> list[Point]:
    """Control points, on even whole numbers, of a closed curve that passes `radii` away from `centre`.

    One radius for each of `len(radii)` equal turns. A quadratic B-spline runs a little inside its control points; they
    are pushed out by what it loses, so that a circle keeps its radius.
    """
    x, y = centre[0] / 2, centre[1] / 2
    return [
        (2 * round(x + r * dx), 2 * round(y + r * dy)) for r, (dx, dy) in zip(radii, _spokes(len(radii)), strict=True)
    ]


@cache
def _spokes(count: int) -> tuple[tuple[float, float], ...]:
    """Half of what a radius of 1 adds to a control point, in each direction."""
    push = 4 / (3 + cosine(TURN // count) + 4 * cosine(TURN // (2 * count)))
    return tuple((push * cosine(TURN * i // count), push * sine(TURN * i // count)) for i in range(count))


def closed(*curves: Sequence[Point]) -> str:
    """Path text of closed quadratic B-splines, each given by its even control points.

    The middles of even points are whole, and `t` mirrors the last control point about them: two numbers a stretch.
    """
    text, at = [], (0, 0)
    for points in curves:
        px, py = points[-1]
        middles = []
        for x, y in points:
            middles.append(((px + x) // 2, (py + y) // 2))
            px, py = x, y
        start, first = middles[0], points[0]
        middles.append(start)
        steps = [n for (ax, ay), (bx, by) in pairwise(middles) for n in (bx - ax, by - ay)]
        control = (first[0] - start[0], first[1] - start[1])
        text.append(
            f"m{numbers((start[0] - at[0], start[1] - at[1]))}q{numbers((*control, *steps[:2]))}t{numbers(steps[2:])}"
        )
        at = start
    return "".join(text)


def outline(points: Sequence[Point], steps: int = 8) -> list[tuple[float, float]]:
    """The same spline as so many points between each two of its control points, for drawing it in pixels."""
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise((points[-1], *points, points[0]))]
    parts = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (n / steps for n in range(steps))]
    return [
        (a * x0 + b * cx + c * x1, a * y0 + b * cy + c * y1)
        for (cx, cy), ((x0, y0), (x1, y1)) in zip(points, pairwise(middles), strict=True)
        for a, b, c in parts
    ]


def numbers(values: Iterable[int]) -> str:
    """Whole numbers side by side; a minus sign needs no space before it."""
    return " ".join(map(str, values)).replace(" -", "-")


def words(text: str) -> str:
    """`text` as the content of an element or of a quoted attribute, without the characters that XML forbids."""
    return escape(_FORBIDDEN.sub(" ", text))
