"""Smooth closed outlines as short SVG path text, in whole numbers, so that every machine writes the same bytes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import chain, pairwise
from operator import sub
from typing import NamedTuple

Point = tuple[int, int]

TURN = 1024
#: 65,536 times the cosines of 1/1024 turns, rounded: what follows needs only whole numbers.
_COSINES = tuple(round(math.cos(2 * math.pi * i / TURN) * 65536) for i in range(TURN))

#: Numbers as text, after a letter and after another number; those below zero are found from the end.
_FIRST = [str(n) for n in chain(range(2048), range(-2048, 0))]
_NEXT = [f" {n}" for n in range(2048)] + _FIRST[2048:]

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
    x = y = 0
    for halves, aside, down in curves:
        fx, fy, lx, ly = halves[0], halves[1], halves[-2], halves[-1]
        to_x, to_y = fx + lx + 2 * aside, fy + ly + 2 * down
        text += "m", _FIRST[to_x - x], _NEXT[to_y - y], "q", _FIRST[fx - lx], _NEXT[fy - ly]
        if len(halves) == 16:  # as nearly always; written out, it takes half the time
            a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p = halves  # noqa: E741
            text += (
                *(_NEXT[c - o], _NEXT[d - p], "t", _FIRST[e - a], _NEXT[f - b], _NEXT[g - c], _NEXT[h - d]),
                *(_NEXT[i - e], _NEXT[j - f], _NEXT[k - g], _NEXT[l - h], _NEXT[m - i], _NEXT[n - j]),
                *(_NEXT[o - k], _NEXT[p - l], _NEXT[a - m], _NEXT[b - n]),
            )
        else:
            steps = map(sub, halves[2:] + halves[:2], halves[-2:] + halves)
            text += _NEXT[next(steps)], _NEXT[next(steps)], "t", _FIRST[next(steps)], *map(_NEXT.__getitem__, steps)
        x, y = to_x, to_y
    return "".join(text)


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
