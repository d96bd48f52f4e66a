"""Charts: true to their numbers, well-formed, coloured by class alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pictures import charts

amounts = st.integers(0, 10**13)
HOSTILE = '"><script>alert(1)</script>&\x00'


def paths(svg: str, name: str) -> list[Element]:
    return [p for p in ElementTree.fromstring(svg).iter("path") if p.get("class") == name]


def extent(path: Element) -> tuple[int, int, int, int]:
    """Left, right, top, bottom of a path made of our commands M h v q V z."""
    xs, ys, x, y = [], [], 0, 0
    for letter, text in re.findall(r"([MhvqVz])([^MhvqVz]*)", path.get("d", "")):
        n = [int(v) for v in re.findall(r"-?\d+", text)]
        if letter == "M":
            x, y = n
        elif letter == "h":
            x += n[0]
        elif letter == "v":
            y += n[0]
        elif letter == "V":
            y = n[0]
        elif letter == "q":
            x, y = x + n[2], y + n[3]
        xs.append(x)
        ys.append(y)
    return min(xs), max(xs), min(ys), max(ys)


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter("text")]


@given(st.lists(amounts, max_size=6), st.lists(st.integers(-5, 10**12), max_size=90), st.text(max_size=30))
def test_charts_are_well_formed_and_coloured_by_class_alone(parts: list[int], days: list[int], words: str) -> None:
    drawn = [
        charts.stack([(f"part-{n}", amount) for n, amount in enumerate(parts)], words),
        charts.columns(days, [words] * len(days), words, words),
        charts.pairs([(words, amount, amount // 3) for amount in parts], words, words),
        charts.progress(sum(parts), max(parts, default=0), words),
    ]
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root[0].tag == "title"
        assert not [e for e in root.iter() for name in e.attrib if name in ("style", "fill", "stroke", "id")]
        assert "." not in "".join(e.get("d", "") for e in root.iter())


@given(st.lists(amounts, min_size=1, max_size=8))
def test_a_stack_shows_every_part_that_is_not_zero(parts: list[int]) -> None:
    svg = charts.stack([(f"p{n}", amount) for n, amount in enumerate(parts)], "t")
    before = -charts.GAP
    for n, amount in enumerate(parts):
        drawn = paths(svg, f"p{n}")
        assert len(drawn) == (1 if amount else 0)
        if amount:
            left, right, _, _ = extent(drawn[0])
            assert left == before + charts.GAP
            assert right > left
            before = right
    assert before == (charts.WIDTH if any(parts) else -charts.GAP)


def test_a_stack_is_in_proportion() -> None:
    svg = charts.stack([("spent", 3_000_000), ("unspent", 1_000_000)], "t")
    left, right, _, _ = extent(paths(svg, "spent")[0])
    assert abs((right - left) - charts.WIDTH * 3 // 4) < 6


def test_columns_label_the_first_the_last_and_the_highest() -> None:
    svg = charts.columns([5, 1, 90, 3, 0], ["1 Sep", "2 Sep", "3 Sep", "4 Sep", "5 Sep"], "t", "d")
    assert texts(svg) == ["1 Sep", "5 Sep", "3 Sep"]
    assert len(paths(svg, "bar peak")) == 1
    assert paths(svg, "bar")[0].get("d", "").count("M") == 3  # nothing is drawn where nothing was given


def test_columns_are_in_proportion() -> None:
    svg = charts.columns([100, 50], ["a", "b"], "t", "d")
    _, _, top, base = extent(paths(svg, "bar peak")[0])
    _, _, half, _ = extent(paths(svg, "bar")[0])
    assert (base - half) * 2 == base - top


def test_many_columns_are_added_up() -> None:
    values = [1] * 365
    values[200] = 50
    svg = charts.columns(values, [f"day {n}" for n in range(365)], "t", "d")
    assert paths(svg, "bar")[0].get("d", "").count("M") == charts.COLUMNS - 1
    assert texts(svg) == ["day 0", "day 364", "day 200"]


@pytest.mark.parametrize(("peak", "anchor"), [(0, "start"), (29, "end"), (15, "middle")])
def test_the_label_of_the_highest_stays_inside(peak: int, anchor: str) -> None:
    values = [1] * 30
    values[peak] = 9
    svg = charts.columns(values, [f"9月{n + 1}日" for n in range(30)], "t", "d")
    assert list(ElementTree.fromstring(svg).iter("text"))[-1].get("text-anchor") == anchor


def test_no_values_draw_no_columns() -> None:
    for values in ([], [0, 0]):
        svg = charts.columns(values, ["a", "b"][: len(values)], "t", "d")
        assert not paths(svg, "bar") + paths(svg, "bar peak")


def test_pairs_share_one_scale() -> None:
    svg = charts.pairs([("2024", 400, 100), ("2025", 200, 0)], "t", "d")
    received = [extent(p) for p in paths(svg, "received")]
    assert received[0][1] == charts.WIDTH
    assert (received[1][1] - received[1][0]) * 2 == received[0][1] - received[0][0]
    assert len(paths(svg, "spent")) == 1
    assert texts(svg) == ["2024", "2025"]


@pytest.mark.parametrize(
    ("value", "goal", "width", "marks"),
    [(0, 100, None, 0), (50, 100, 400, 0), (100, 100, 800, 0), (160, 100, 800, 1), (5, 0, 800, 0), (-5, 100, None, 0)],
)
def test_progress(value: int, goal: int, width: int | None, marks: int) -> None:
    svg = charts.progress(value, goal, "t")
    drawn = paths(svg, "value")
    assert (extent(drawn[0])[1] if drawn else None) == width
    assert len(paths(svg, "goal")) == marks


def test_words_are_escaped() -> None:
    for svg in (
        charts.stack([(HOSTILE, 1)], HOSTILE),
        charts.columns([1, 2, 3], [HOSTILE] * 3, HOSTILE, HOSTILE),
        charts.pairs([(HOSTILE, 1, 2)], HOSTILE, HOSTILE),
        charts.progress(1, 2, HOSTILE),
    ):
        assert "<script" not in svg
        assert ElementTree.fromstring(svg).get("aria-label") == HOSTILE.replace("\x00", " ")
