"""Small charts as inline SVG: whole numbers in, whole coordinates out, coloured by the style sheet's classes.

Their numbers also stand in a table or sentence beside them; a chart carries few words, large enough for a phone.
Amounts are any whole unit (minor units of one currency); what is below zero is drawn as nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from generator.pictures.svg import words

WIDTH = 800  # a unit is about half a pixel on a phone
GAP = 4
TEXT = 28
COLUMNS = 60  # more values than that are added up in spans


def stack(parts: Sequence[tuple[str, int]], title: str) -> str:
    """A bar of `(class, amount)` parts side by side: zero parts vanish, others are seen however small they are."""
    height, end = 28, 12
    shown = [(name, amount) for name, amount in parts if amount > 0]
    widths = _share([amount for _, amount in shown], WIDTH - GAP * (len(shown) - 1), least=6)
    drawn, x = "", 0
    for n, ((name, _), width) in enumerate(zip(shown, widths, strict=True)):
        left, right = (end if n == 0 else 0), (end if n == len(shown) - 1 else 0)
        drawn += f'<path class="{words(name)}" d="{_bar(x, 0, width, height, left, right)}"/>'
        x += width + GAP
    if not shown:
        drawn = f'<path class="track" d="{_bar(0, 0, WIDTH, height, end, end)}"/>'
    return _chart("chart-stack", height, title, "", drawn)


def columns(values: Sequence[int], labels: Sequence[str], title: str, description: str) -> str:
    """A column for each value, oldest first; the first, the last and the highest one are labelled."""
    spans = _spans(values)
    heights, base, top = [sum(max(0, values[i]) for i in span) for span in spans], 296, 44
    peak = max(heights, default=0)
    highest = heights.index(peak) if peak else -1
    drawn = {"bar": "", "bar peak": ""}
    for n, value in enumerate(heights):
        x, after = WIDTH * n // len(heights), WIDTH * (n + 1) // len(heights)
        width = min(after - x - (GAP if len(heights) <= 30 else 2), 72)
        height = max(4, value * (base - top) // peak) if value else 0
        if height:
            drawn["bar peak" if n == highest else "bar"] += _column(x + (after - x - width) // 2, base, width, height)
    marks = f'<path class="axis" d="M0 {base + 2}h{WIDTH}"/>'
    marks += "".join(f'<path class="{name}" d="{d}"/>' for name, d in drawn.items() if d)
    if labels:
        marks += _text(0, base + 36, labels[0], "start")
    if len(labels) > 1:
        marks += _text(WIDTH, base + 36, labels[-1], "end")
    if highest >= 0 and len(heights) > 2:
        day = max(spans[highest], key=lambda i: (values[i], -i))
        middle = WIDTH * (2 * highest + 1) // (2 * len(heights))
        half = _width(labels[day]) // 2
        if middle < half:
            marks += _text(0, top - 14, labels[day], "start")
        elif middle > WIDTH - half:
            marks += _text(WIDTH, top - 14, labels[day], "end")
        else:
            marks += _text(middle, top - 14, labels[day], "middle")
    return _chart("chart-columns", base + 46, title, description, marks)


def pairs(rows: Sequence[tuple[str, int, int]], title: str, description: str) -> str:
    """Two bars a row, `(label, received, spent)`: what came in above what was spent, on one scale."""
    row, bar = 72, 24
    start = max((_width(label) for label, _, _ in rows), default=0) + 20
    most = max((max(a, b) for _, a, b in rows), default=0)
    drawn = ""
    for n, (label, received, spent) in enumerate(rows):
        y = n * row + 4
        drawn += _text(0, y + bar + TEXT // 2 - 3, label, "start")
        for name, amount, at in (("received", received, y), ("spent", spent, y + bar + 3)):
            if amount > 0:
                drawn += (
                    f'<path class="{name}" d="{_bar(start, at, max(4, amount * (WIDTH - start) // most), bar, 0, 6)}"/>'
                )
    drawn += f'<path class="axis" d="M{start - 2} 0v{max(1, len(rows)) * row - 12}"/>'
    return _chart("chart-pairs", max(1, len(rows)) * row - 12, title, description, drawn)


def progress(value: int, goal: int, title: str) -> str:
    """How far `value` has come towards `goal`; beyond it the bar is full and a mark shows where the goal was."""
    height, end = 28, 14
    over = value > goal
    width = WIDTH if over or goal <= 0 else max(0, value) * WIDTH // goal
    drawn = f'<path class="track" d="{_bar(0, 0, WIDTH, height, end, end)}"/>'
    if value > 0:
        drawn += f'<path class="value" d="{_bar(0, 0, max(2 * end, width), height, end, end)}"/>'
    if over and goal > 0:
        drawn += f'<path class="goal" d="M{max(end, goal * WIDTH // value)} 0v{height}"/>'
    return _chart("chart-progress", height, title, "", drawn)


def _chart(name: str, height: int, title: str, description: str, drawn: str) -> str:
    """A chart, which search leaves out: what stands beside it says the same, and its labels would run together."""
    about = f"<desc>{words(description)}</desc>" if description else ""
    return (
        f'<svg class="chart {name}" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{words(title)}" data-search-exclude="">'
        f"<title>{words(title)}</title>{about}{drawn}</svg>"
    )


def _share(amounts: Sequence[int], room: int, least: int) -> list[int]:
    """`room` divided in proportion, whole and without remainder; what would get less than `least` gets it."""
    whole = sum(amounts)
    ends, so_far = [0], 0
    for amount in amounts:
        so_far += amount
        ends.append(so_far * room // whole)
    shares = [max(least, b - a) for a, b in pairwise(ends)]
    if shares:
        shares[shares.index(max(shares))] -= sum(shares) - room
    return shares


def _spans(values: Sequence[int]) -> list[range]:
    """Which values stand together in a column: one each, or even spans where there are too many."""
    count = min(len(values), COLUMNS)
    return [range(len(values) * n // count, len(values) * (n + 1) // count) for n in range(count)]


def _bar(x: int, y: int, width: int, height: int, left: int, right: int) -> str:
    """A lying bar with its corners rounded by `left` and `right`, less where it is narrow."""
    left, right = min(left, width // 2), min(right, width // 2)
    flat = width - left - right
    start = f"M{x + left} {y}h{flat}"
    east = f"q{right} 0 {right} {right}v{height - 2 * right}q0 {right}-{right} {right}" if right else f"v{height}"
    west = f"q-{left} 0-{left}-{left}v-{height - 2 * left}q0-{left} {left}-{left}" if left else ""
    return f"{start}{east}h-{flat}{west}z"


def _column(x: int, base: int, width: int, height: int) -> str:
    r = min(4, width // 3, height // 2)
    return f"M{x} {base}v-{height - r}q0-{r} {r}-{r}h{width - 2 * r}q{r} 0 {r} {r}V{base}z"


def _text(x: int, y: int, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words(text)}</text>'


def _width(text: str) -> int:
    """About how wide a label is."""
    return sum(TEXT if unicodedata.east_asian_width(c) in "WF" else TEXT * 3 // 5 for c in text)
