"""What a donor did, drawn on the rings: gifts as dots, flowers as red blossoms, visits as leaves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from math import sqrt
from typing import NamedTuple, TypeVar

from generator.model.archives import RingYear
from generator.pictures.growth import Growth
from generator.pictures.svg import TURN, Point, cosine, sine, tight

#: Of gifts, flowers and visits: how many a ring shows at most, and how many percent of the picture's marks.
MOST = (8, 60), (6, 33), (2, 7)
PETALS = "M-4-6a5 5 0 1 1 8 0 5 5 0 1 1 3 8 5 5 0 1 1-7 5 5 5 0 1 1-7-5 5 5 0 1 1 3-8z"

T = TypeVar("T")


class Marks(NamedTuple):
    """Where gifts and flowers stand, and visits, these with the 1/32 turn to which the tip of their leaf points."""

    gifts: list[Point]
    flowers: list[Point]
    leaves: list[tuple[Point, int]]


def mark_size(growth: Growth) -> int:
    """The radius of a blossom."""
    return max(7, min(20, growth.width * 2 // 5))


def placed(growth: Growth, room: int) -> Marks:
    """Where at most `room` marks of all years stand."""
    gifts: list[Point] = []
    flowers: list[Point] = []
    leaves: list[tuple[Point, int]] = []
    throw, radii, edges = growth.throw, growth.radii, growth.edges
    fit = 13 * growth.width // (10 * mark_size(growth))  # what the first half of a ring's width has room for
    for n, year, g, f, v in _shown(growth.records, room):
        count = g + f + v
        if count > fit * (2 * n + 1):
            g, f, v = [-(-part * fit * (2 * n + 1) // count) for part in (g, f, v)]
            count = g + f + v
        halves, x, y = edges[n]
        directions = len(halves) // 2
        places = _spread(count, directions, throw[7 * year % 64])
        # On the straight line between two control points, drawn in to the middle of this year's width.
        whole, middle = radii[n + 1], radii[n] + radii[n + 1]
        x, y, middle = (x * middle << 20) // whole, (y * middle << 20) // whole, 256 * middle // whole
        spots = [
            (
                ((here * halves[k - 2] + after * halves[k]) * middle + x) >> 20,
                ((here * halves[k - 1] + after * halves[k + 1]) * middle + y) >> 20,
            )
            for k, here, after in places
        ]
        gifts += spots[:g]
        flowers += spots[g : g + f]
        if v:
            leaves += [(spots[i], (8 * k - 16) // directions) for i, (k, _, _) in enumerate(places) if i >= g + f]
    most_gifts, most_flowers, most_leaves = [part * room // 100 for _, part in MOST]
    return Marks(_thinned(gifts, most_gifts), _thinned(flowers, most_flowers), _thinned(leaves, most_leaves))


def drawn_marks(marks: Marks, size: int, name: str) -> str:
    """The marks as SVG elements; `name` is an id that is free on the page."""
    drawn = ""
    if marks.gifts:
        dots = "M%d %dh0" * len(marks.gifts) % tuple(chain(*marks.gifts))
        drawn += f'<path class="gift" d="{tight(dots)}"/>'
    if marks.leaves:
        leaves = "".join([f"M{x} {y}{_leaf(way % 32, size)}" for (x, y), way in marks.leaves])
        drawn += f'<path class="leaf" d="{tight(leaves)}"/>'
    if marks.flowers:
        # A blossom at each corner but the first and last, which are the heart.
        corners = "M0 0L" + ("%d %d " * len(marks.flowers) % tuple(chain(*marks.flowers)))[:-1]
        drawn += (
            f'<marker id="{name}" markerWidth="{size * 2}" markerHeight="{size * 2}" viewBox="-15 -15 30 30" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path class="flower" d="{PETALS}"/><circle class="eye" r="3"/>'
            f'</marker><path stroke="none" marker-mid="url(#{name})" d="{tight(corners)}z"/>'
        )
    return drawn


def _shown(years: Sequence[RingYear], room: int) -> list[tuple[int, int, int, int, int]]:
    """The years with marks: their number, year, and how many gifts, flowers and visits each shows.

    At least one of what there is, and otherwise no more than the whole picture has room for.
    """
    acts = [
        (n, year.year, year.gifts, year.flowers, year.visits)
        for n, year in enumerate(years)
        if year.gifts or year.flowers or year.visits
    ]
    if not acts:
        return []
    _, _, *counts = zip(*acts, strict=True)
    g, f, v = [_limit(of, most, part * room // 100) for of, (most, part) in zip(counts, MOST, strict=True)]
    return [
        (n, year, gifts if gifts < g else g, flowers if flowers < f else f, visits if visits < v else v)
        for n, year, gifts, flowers, visits in acts
    ]


def _limit(counts: Sequence[int], most: int, room: int) -> int:
    """The most that a ring may show."""
    if sum(counts) > room:
        while most > 1 and sum([min(most, count) for count in counts]) > room:
            most -= 1
    return most


def _thinned(marks: list[T], most: int) -> list[T]:
    """`most` of the marks, from the heart to the edge alike, where even one a ring is too many."""
    count = len(marks)
    return marks if count <= most else [marks[(2 * n + 1) * count // (2 * most)] for n in range(most)]


@cache
def _spread(count: int, directions: int, start: int) -> Sequence[tuple[int, int, int]]:
    """`count` marks evenly apart from `start` (1/256 turns), in the order of the golden section, so that kinds mix."""
    places, turn = _places(directions), 256 * directions
    start *= count * directions
    return [places[(start + number * turn) // count % turn] for number in _golden(count)]


@cache
def _golden(count: int) -> Sequence[int]:
    return sorted(range(count), key=lambda n: n * 618 % 1000)


@cache
def _places(directions: int) -> Sequence[tuple[int, int, int]]:
    """256 places from each direction to the next.

    Each as twice the direction, and how much of the control points before it and there makes a point of the curve, of
    4,096 halves, as if the curve were a circle.
    """
    one, half = cosine(TURN // directions) / 65536, cosine(TURN // (2 * directions)) / 65536
    found = []
    for f in [rest / 256 for rest in range(256)]:
        inside = 4096 * (3 + one + 4 * half) / 8 / sqrt((1 - f) ** 2 + f**2 + 2 * f * (1 - f) * one)
        found.append((round(inside * (1 - f)), round(inside * f)))
    return [(2 * k, *parts) for k in range(directions) for parts in found]


@cache
def _leaf(way: int, size: int) -> str:
    """Path text of a small leaf about a point, its tip turned by so many 1/32 turns."""
    dx, dy = size * 1.15 * cosine(32 * way) / 65536, size * 1.15 * sine(32 * way) / 65536
    shape = (-dx, -dy, dx - dy * 0.85, dy + dx * 0.85, dx * 2, dy * 2, dy * 0.85 - dx, -dy - dx * 0.85)
    a, b, c, d, e, f, g, h = map(round, shape)
    return f"m{a} {b}q{c} {d} {e} {f}q{g} {h} {-e} {-f}z"
