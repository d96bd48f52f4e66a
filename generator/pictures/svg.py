"""Smooth closed outlines as short SVG path text, in whole numbers, so that every machine writes the same bytes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import pairwise
from operator import sub
from typing import NamedTuple

Point = tuple[int, int]

TURN = 1024
#: 65,536 times the cosines of 1/1024 turns, rounded: what follows needs only whole numbers.
_COSINES = tuple(round(math.cos(2 * math.pi * i / TURN) * 65536) for i in range(TURN))

#: Numbers as text, with a space before them where needed; those below zero are found from the end.
_NUMBERS = [f" {n}" for n in range(2048)] + [str(n) for n in range(-2048, 0)]

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Curve(NamedTuple):
    """A closed quadratic B-spline: halves of its control points, x and y in turn, and by how much all are moved."""

    halves: list[int]
    x: int
    y: int

    @property
    def controls(self) -> list[Point]:
        """Its control points, which are even."""
        numbers = iter(self.halves)
        return [(2 * (x + self.x), 2 * (y + self.y)) for x, y in zip(numbers, numbers, strict=True)]


def cosine(angle: int) -> int:
    """65,536 times the cosine of `angle`, given in 1/1024 turns."""
    return _COSINES[angle % TURN]


def sine(angle: int) -> int:
    """65,536 times the sine of `angle`, given in 1/1024 turns."""
    return _COSINES[(angle - TURN // 4) % TURN]


@cache
def spokes(count: int) -> Sequence[int]:
    """x and y, for each of `count` directions, of half the control points of a circle with the radius 8192.

    A quadratic B-spline runs a little inside its control points; they are pushed out by what it loses, so that a circle
    keeps its radius.
    """
    push = 4 * 65536 * 65536 // (3 * 65536 + cosine(TURN // count) + 4 * cosine(TURN // (2 * count)))
    angles = [TURN * k // count for k in range(count)]
    return [push * turned(angle) >> 19 for angle in angles for turned in (cosine, sine)]


def closed(curves: Sequence[Curve]) -> str:
    """Path text of closed quadratic B-splines.

    The middle of two control points is the sum of their halves, and `t` mirrors the last control point about it: two
    numbers a stretch.
    """
    text: list[str] = []
    add, number = text.extend, _NUMBERS.__getitem__
    x = y = 0
    for halves, aside, down in curves:
        fx, fy, lx, ly = halves[0], halves[1], halves[-2], halves[-1]
        to_x, to_y = fx + lx + 2 * aside, fy + ly + 2 * down
        steps = map(number, map(sub, halves[2:] + halves[:2], halves[-2:] + halves))
        add(
            (
                "m",
                number(to_x - x),
                number(to_y - y),
                "q",
                number(fx - lx),
                number(fy - ly),
                next(steps),
                next(steps),
                "t",
            )
        )
        add(steps)
        x, y = to_x, to_y
    return "".join(text).replace("m ", "m").replace("q ", "q").replace("t ", "t")


def tight(d: str) -> str:
    """Path text without the spaces that a minus sign makes superfluous."""
    return d.replace(" -", "-")


def outline(points: Sequence[Point], steps: int = 8) -> list[tuple[float, float]]:
    """The same spline as so many points between each two of its control points, for drawing it in pixels."""
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise((points[-1], *points, points[0]))]
    parts = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in (n / steps for n in range(steps))]
    return [
        (a * x0 + b * cx + c * x1, a * y0 + b * cy + c * y1)
        for (cx, cy), ((x0, y0), (x1, y1)) in zip(points, pairwise(middles), strict=True)
        for a, b, c in parts
    ]


def words(text: str) -> str:
    """`text` as the content of an element or of a quoted attribute, without the characters that XML forbids."""
    return escape(_FORBIDDEN.sub(" ", text))
