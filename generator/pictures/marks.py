"""What a donor did, drawn on the rings: gifts as dots, flowers as red blossoms, visits as leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.model.public import RingYear
from generator.pictures.growth import Growth, Year, dice
from generator.pictures.svg import TURN, Point, cosine, numbers, sine

#: Of each kind: how many a ring shows at most, and how many percent of the picture's marks; what is more is thinned.
MOST = {"gift": (8, 60), "flower": (6, 33), "visit": (2, 7)}
PETALS = "M-4-6a5 5 0 1 1 8 0 5 5 0 1 1 3 8 5 5 0 1 1-7 5 5 5 0 1 1-7-5 5 5 0 1 1 3-8z"


Places = Sequence[tuple[Point, int]]


def mark_size(growth: Growth) -> int:
    """The radius of a blossom."""
    return max(7, min(20, round(growth.width * 0.4)))


def placed(seed: str, growth: Growth, room: int) -> Mapping[str, Places]:
    """Where at most `room` marks of all years stand, by kind: points, and angles in 1/1024 turns."""
    size, limits = mark_size(growth), _limits([year.record for year in growth.years], room)
    found: dict[str, list[tuple[Point, int]]] = {kind: [] for kind in MOST}
    for year in growth.years:
        for kind, angle in _places(seed, year, limits, size):
            found[kind].append((_point(growth.heart, year.at(angle, 0.44), angle), angle))
    return {kind: _thinned(places, MOST[kind][1] * room // 100) for kind, places in found.items()}


def drawn_marks(places: Mapping[str, Places], size: int, name: str) -> Iterator[str]:
    """The marks as SVG elements; `name` is an id that is free on the page."""
    gifts, flowers = ([point for point, _ in places[kind]] for kind in ("gift", "flower"))
    leaves = "".join(_leaf(point, angle, size) for point, angle in places["visit"])
    if gifts:
        width = max(6, size * 2 // 3)
        yield f'<path class="gift" stroke-width="{width}" stroke-linecap="round" d="{_dots(gifts)}"/>'
    if leaves:
        yield f'<path class="leaf" d="{leaves}"/>'
    if flowers:
        corners = "".join(f' marker-{where}="url(#{name})"' for where in ("start", "mid", "end"))
        yield (
            f'<marker id="{name}" viewBox="-15 -15 30 30" markerWidth="{size * 2}" markerHeight="{size * 2}" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path class="flower" d="{PETALS}"/>'
            f'<circle class="eye" r="3"/></marker><path stroke="none" d="{_through(flowers)}"{corners}/>'
        )


def _limits(years: Sequence[RingYear], room: int) -> Mapping[str, int]:
    """For each kind, the most a ring may show so that the whole picture stays within its number, at least one."""

    def drawn(kind: str, most: int) -> int:
        return sum(min(most, _count(year, kind)) for year in years)

    return {
        kind: next((n for n in range(ring, 1, -1) if drawn(kind, n) <= part * room // 100), 1)
        for kind, (ring, part) in MOST.items()
    }


def _thinned(places: Places, most: int) -> Places:
    """`most` of the places, from the heart to the edge alike, where even one a ring is too many."""
    count = len(places)
    return places if count <= most else [places[(2 * n + 1) * count // (2 * most)] for n in range(most)]


def _count(year: RingYear, kind: str) -> int:
    return {"gift": year.gifts, "flower": year.flowers, "visit": year.visits}[kind]


def _places(seed: str, year: Year, limits: Mapping[str, int], size: int) -> Iterator[tuple[str, int]]:
    """What a ring shows and at which angles (1/1024 turns): evenly spread, a little off, kinds mixed."""
    throw = dice(seed, year.record.year, "marks")
    kinds = [kind for kind, limit in limits.items() for _ in range(min(limit, _count(year.record, kind)))]
    mixed = sorted((next(throw), kind) for kind in kinds)
    room = max(1, round(6.28 * year.at(0, 0.4) / (size * 2.4)))
    step = -(-len(mixed) // room)  # on the short rings near the heart every second or third mark is left out
    shown = [kind for _, kind in mixed][::step] if step else []
    start = next(throw) * TURN / 2
    for n, kind in enumerate(shown):
        yield kind, round(start + TURN * (n + 0.27 * next(throw)) / len(shown)) % TURN


def _point(heart: tuple[float, float], radius: float, angle: int) -> Point:
    return round(heart[0] + radius * cosine(angle)), round(heart[1] + radius * sine(angle))


def _leaf(middle: Point, angle: int, size: int) -> str:
    """A small leaf that points outwards, as path text."""
    dx, dy = size * 1.15 * cosine(angle), size * 1.15 * sine(angle)
    tip, left, right = (dx * 2, dy * 2), (dx - dy * 0.85, dy + dx * 0.85), (dy * 0.85 - dx, -dy - dx * 0.85)
    there, back = (round(v) for v in (*left, *tip)), (round(v) for v in (*right, -tip[0], -tip[1]))
    return f"M{numbers((middle[0] - round(dx), middle[1] - round(dy)))}q{numbers((*there, *back))}z"


def _dots(points: Sequence[Point]) -> str:
    """Path text that, with round line ends, is a dot at each point."""
    return "".join(f"m{numbers(step)}h0" for step in _steps((0, 0), points))


def _through(points: Sequence[Point]) -> str:
    """Path text with a corner at each point, for markers to sit on."""
    rest = points[1:] or points
    return f"M{numbers(points[0])}l{numbers(n for step in _steps(points[0], rest) for n in step)}"


def _steps(at: Point, points: Sequence[Point]) -> Iterator[Point]:
    for point in points:
        yield point[0] - at[0], point[1] - at[1]
        at = point
