"""Smooth closed outlines as short SVG path text, in whole numbers, so that every machine writes the same bytes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

Point = tuple[int, int]

TURN = 1024
#: Cosines of 1/1024 turns, rounded: what follows needs only + - * /, which IEEE 754 fixes to the last bit.
_COSINES = tuple(round(math.cos(2 * math.pi * i / TURN) * 65536) / 65536 for i in range(TURN))


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
    n = len(radii)
    push = 8 / (3 + cosine(TURN // n) + 4 * cosine(TURN // (2 * n)))
    angles = [TURN * i // n for i in range(n)]
    return [
        (_even(centre[0] + r * push * cosine(a)), _even(centre[1] + r * push * sine(a)))
        for a, r in zip(angles, radii, strict=True)
    ]


def closed(*curves: Sequence[Point]) -> str:
    """Path text of closed quadratic B-splines, each given by its even control points.

    The middles of even points are whole, and `t` mirrors the last control point about them: two numbers a stretch.
    """
    text, at = "", (0, 0)
    for points in curves:
        middles = [
            ((ax + bx) // 2, (ay + by) // 2) for (ax, ay), (bx, by) in pairwise((points[-1], *points, points[0]))
        ]
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(middles)]
        start, first = middles[0], points[0]
        control = (first[0] - start[0], first[1] - start[1])
        text += f"m{numbers((start[0] - at[0], start[1] - at[1]))}q{numbers((*control, *steps[0]))}"
        text += f"t{numbers(n for step in steps[1:] for n in step)}"
        at = start
    return text


def numbers(values: Iterable[int]) -> str:
    """Whole numbers side by side; a minus sign needs no space before it."""
    text = ""
    for value in values:
        text += f" {value}" if text and value >= 0 else str(value)
    return text


def words(text: str) -> str:
    """`text` as the content of an element or of a quoted attribute, without the characters that XML forbids."""
    return escape("".join(c if c.isprintable() else " " for c in text))


def _even(value: float) -> int:
    return 2 * round(value / 2)
