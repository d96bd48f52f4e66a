"""Growth rings on paper as the site's own preview picture, for shared links to pages that have no photo."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from generator.model.public import Rings
from generator.pictures.marks import mark_size, placed
from generator.pictures.rings import SIZE, grown, layers, marks_room
from generator.pictures.svg import Point, cosine, outline, sine
from generator.write.photos import JPEG, PREVIEW

FINE = 3  # drawn so many times larger, then reduced, for smooth edges
PAPER = "#fbf8f1"
FILLS = {"now": "#c2332c", "wood": "#f4e7cf", "core": "#ecd8b6"}
LINES = {"grain": ("#e2cda6", 2), "quiet": ("#96744d", 2), "ring": ("#7d4f2a", 2), "ring bold": ("#7d4f2a", 4)}
LATE, GIFT, FLOWER, EYE, LEAF = "#7d4f2a", "#5a3314", "#c2332c", "#ffe9b8", "#2c6648"


def preview(rings: Rings, out: Path) -> None:
    """Write `rings` (of one year or more) in the middle of a 1200 x 630 JPEG at `out`."""
    width, height = (side * FINE for side in PREVIEW)
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    growth = grown(rings)
    scale = height * 0.98 / SIZE

    def on_paper(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - SIZE / 2) * scale + width / 2, (point[1] - SIZE / 2) * scale + height / 2

    def shape(points: list[Point]) -> list[tuple[float, float]]:
        return [on_paper(point) for point in outline(points, 16)]

    def dot(point: tuple[float, float], radius: float, colour: str) -> None:
        x, y = on_paper(point)
        draw.ellipse((x - radius * scale, y - radius * scale, x + radius * scale, y + radius * scale), fill=colour)

    for name, curves in layers(growth):
        if name == "late":
            draw.bitmap((0, 0), _between((width, height), [shape(points) for points in curves]), fill=LATE)
        for points in curves:
            if name in FILLS:
                draw.polygon(shape(points), fill=FILLS[name])
            elif name in LINES:
                colour, thick = LINES[name]
                closed = shape(points)
                draw.line([*closed, *closed[:2]], fill=colour, width=round(thick * scale), joint="curve")
    size = mark_size(growth)
    places = placed(rings.seed, growth, marks_room(growth))
    dot(growth.heart, 6, LATE)
    for point, _ in places["gift"]:
        dot(point, max(3, size // 3), GIFT)
    for middle, angle in places["visit"]:
        draw.polygon([on_paper(point) for point in _leaf(middle, size * cosine(angle), size * sine(angle))], fill=LEAF)
    for x, y in (point for point, _ in places["flower"]):
        for dx, dy in ((0, -6), (6, -2), (4, 5), (-4, 5), (-6, -2)):
            dot((x + dx * size / 12, y + dy * size / 12), size * 0.36, FLOWER)
        dot((x, y), size * 0.2, EYE)
    picture.resize(PREVIEW, Image.Resampling.LANCZOS).save(out, "JPEG", **JPEG)


def _leaf(middle: Point, dx: float, dy: float) -> list[tuple[float, float]]:
    """A leaf from one tip to the other, at `middle` -+ (dx, dy), and back."""
    along = [n / 12 for n in range(13)]
    sides = [(t, 1.7 * t * (1 - t)) for t in along] + [(t, -1.7 * t * (1 - t)) for t in reversed(along)]
    return [(middle[0] + (2 * t - 1) * dx - w * dy, middle[1] + (2 * t - 1) * dy + w * dx) for t, w in sides]


def _between(size: tuple[int, int], shapes: list[list[tuple[float, float]]]) -> Image.Image:
    """A mask of what lies within an odd number of the shapes."""
    mask = Image.new("1", size)
    for shape in shapes:
        layer = Image.new("1", size)
        ImageDraw.Draw(layer).polygon(shape, fill=1)
        mask = ImageChops.logical_xor(mask, layer)
    return mask
