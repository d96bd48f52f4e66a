"""Growth rings on paper as the site's own preview picture, for shared links to pages that have no photo."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

from generator.model.archives import Rings
from generator.pictures.marks import mark_size, placed
from generator.pictures.rings import DETAILED, grown, layers, marks_room, shapes
from generator.pictures.svg import Point, cosine, outline, sine
from generator.write.photos import JPEG, PREVIEW

FINE = 3  # drawn so many times larger, then reduced, for smooth edges
PAPER = "#fbf8f1"
FILLS = {"now": "#f6ecd8", "wood": "#ecdfc6", "core": "#e4cfab"}
LINES = {
    "now": ("#c2332c", 5),
    "grain": ("#d6ba90", 1.2),
    "late": ("#d6ba90", 9),
    "quiet": ("#b48a5e", 1.2),
    "ring": ("#b48a5e", 3),
}
LATE, GIFT, FLOWER, EYE, LEAF = "#b48a5e", "#7a4b2a", "#c2332c", "#f7d58b", "#3f7d57"
_COLOURS = (PAPER, *FILLS.values(), *(colour for colour, _ in LINES.values()), LATE, GIFT, FLOWER, EYE, LEAF)
_INKS = {colour: number for number, colour in enumerate(_COLOURS)}


def preview(rings: Rings, out: Path) -> None:
    """Write `rings` (of one year or more) in the middle of a 1200 x 630 JPEG at `out`."""
    height = min(PREVIEW)
    whole = height * FINE
    square = Image.new("L", (whole, whole), _INKS[PAPER])  # numbers of inks: a quarter of what RGB takes
    draw = ImageDraw.Draw(square)
    growth = grown(rings)
    left, top, side = growth.box
    scale = whole * 0.98 / side
    fine = len(rings.years) > DETAILED

    def on_paper(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - left - side / 2) * scale + whole / 2, (point[1] - top - side / 2) * scale + whole / 2

    def dot(point: tuple[float, float], radius: float, colour: str) -> None:
        x, y = on_paper(point)
        draw.ellipse(
            (x - radius * scale, y - radius * scale, x + radius * scale, y + radius * scale), fill=_INKS[colour]
        )

    lines = {shape: [outline(curve.controls, 16) for curve in curves] for shape, curves in shapes(growth).items()}
    for layer in layers(growth):
        for line in lines[layer.shape]:
            points = [on_paper((x * layer.scale / 1000 + layer.x, y * layer.scale / 1000 + layer.y)) for x, y in line]
            if layer.name in FILLS:
                draw.polygon(points, fill=_INKS[FILLS[layer.name]])
            if layer.name in LINES:
                colour, wide = LINES[layer.name]
                width_of_line = round((wide / 2 if fine and layer.name != "now" else wide) * scale)
                draw.line([*points, *points[:2]], fill=_INKS[colour], width=width_of_line, joint="curve")
    size = mark_size(growth)
    marks = placed(growth, marks_room(growth))
    dot((0, 0), 5, LATE)
    for point in marks.gifts:
        dot(point, 3.5 if fine else 5, GIFT)
    for middle, way in marks.leaves:
        dx, dy = (size * 1.15 * part(32 * way) / 65536 for part in (cosine, sine))
        draw.polygon([on_paper(point) for point in _leaf(middle, dx, dy)], fill=_INKS[LEAF])
    for x, y in marks.flowers:
        for dx, dy in ((0, -6), (6, -2), (4, 5), (-4, 5), (-6, -2)):
            dot((x + dx * size / 12, y + dy * size / 12), size * 0.36, FLOWER)
        dot((x, y), size * 0.2, EYE)
    picture = Image.new("RGB", PREVIEW, PAPER)
    middle = (PREVIEW[0] - height) // 2, (PREVIEW[1] - height) // 2
    bands = [
        square.point([*band, *bytes(256 - len(band))]).resize((height, height), Image.Resampling.LANCZOS)
        for band in zip(*map(ImageColor.getrgb, _COLOURS), strict=True)
    ]
    picture.paste(Image.merge("RGB", bands), middle)
    picture.save(out, "JPEG", **JPEG)


def _leaf(middle: Point, dx: float, dy: float) -> list[tuple[float, float]]:
    """A leaf from one tip to the other, at `middle` -+ (dx, dy), and back."""
    along = [n / 12 for n in range(13)]
    sides = [(t, 1.7 * t * (1 - t)) for t in along] + [(t, -1.7 * t * (1 - t)) for t in reversed(along)]
    return [(middle[0] + (2 * t - 1) * dx - w * dy, middle[1] + (2 * t - 1) * dy + w * dx) for t, w in sides]
