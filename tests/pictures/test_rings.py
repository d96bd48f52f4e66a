"""Growth rings: nested, always the same, small, well-formed, and coloured only by the style sheet."""

from __future__ import annotations

import hashlib
import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.public import Rings, RingYear
from generator.pictures.growth import GAP, grow
from generator.pictures.rings import mark_svg, rings_svg

TITLE = "林小雨的年轮"
DESCRIPTION = "从2015年到2026年共十二圈:捐赠96次,小红花96朵,探访24次。最外面红色的一圈是今年。"
HOSTILE = '</title><script>alert("1")</script>&<b> \x00\x1b]]>'


def years(*marks: tuple[int, int, int, int]) -> tuple[RingYear, ...]:
    return tuple(RingYear(2000 + n, *each) for n, each in enumerate(marks))


def full(count: int, seed: str = "a-key-of-some-length-26-ch") -> Rings:
    return Rings(seed, years(*[(100, 12, 30, 3)] * count))


ring_years = st.tuples(st.integers(0, 100), st.integers(0, 400), st.integers(0, 400), st.integers(0, 5))
all_rings = st.builds(
    lambda seed, marks: Rings(seed, years(*marks)),
    st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=26),
    st.lists(ring_years, min_size=1, max_size=40),
)


@settings(max_examples=40, deadline=None)
@given(all_rings)
def test_each_year_grows_outwards_in_every_direction(rings: Rings) -> None:
    growth = grow(rings, 720, 16, GAP)
    before = growth.years[0].inner
    for year in growth.years:
        assert before == year.inner
        assert all(0 < a < b < c and c - a > GAP for a, b, c in zip(year.inner, year.late, year.edge, strict=True))
        before = year.edge


@settings(max_examples=40, deadline=None)
@given(all_rings)
def test_drawn_lines_never_cross(rings: Rings) -> None:
    svg = ElementTree.fromstring(rings_svg(rings, TITLE, DESCRIPTION))
    pith = next(e for e in svg.iter("circle") if e.get("class") == "pith")
    heart = float(pith.get("cx", "")), float(pith.get("cy", ""))
    drawn = [
        radii_around(heart, outline)
        for path in svg.iter("path")
        if path.get("class", "").split()[:1] in (["now"], ["wood"], ["late"], ["ring"], ["quiet"], ["grain"])
        for outline in outlines(path.get("d", ""))
    ]
    drawn.sort(key=sum)
    assert len(drawn) >= len(rings.years) + 1
    for inner, outer in pairwise(drawn):
        assert all(a < b for a, b in zip(inner, outer, strict=True))
    assert all(0 <= x <= 720 and 0 <= y <= 720 for path in svg.iter("path") if path.get("class") == "now"
               for outline in outlines(path.get("d", "")) for x, y in outline)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(all_rings)
def test_lines_of_the_mark_never_cross(rings: Rings) -> None:
    root = ElementTree.fromstring(mark_svg(rings))
    drawn = [outline for path in root.iter("path") for outline in outlines(path.get("d", ""))]
    inside = min(drawn, key=lambda outline: max(x for x, _ in outline))
    heart = sum(x for x, _ in inside) / len(inside), sum(y for _, y in inside) / len(inside)
    radii = sorted((radii_around(heart, outline) for outline in drawn), key=sum)
    assert len(radii) == min(5, len(rings.years))
    for inner, outer in pairwise(radii):
        assert all(a < b for a, b in zip(inner, outer, strict=True))


@settings(max_examples=40, deadline=None)
@given(all_rings, st.text(max_size=60))
def test_pictures_are_well_formed_and_coloured_by_class_alone(rings: Rings, title: str) -> None:
    for svg in (rings_svg(rings, title, title), mark_svg(rings)):
        root = ElementTree.fromstring(svg)
        assert {e.get("fill") for e in root.iter()} <= {None, "none"}
        assert {e.get("stroke") for e in root.iter()} <= {None, "none", "currentColor"}
        assert not any(e.get("style") or any(name.startswith("on") for name in e.attrib) for e in root.iter())
        assert "." not in "".join(e.get("d", "") for e in root.iter())  # whole numbers: the same on every machine


def test_the_same_donor_always_gets_the_same_picture() -> None:
    rings = Rings("k3y", years((60, 2, 1, 0), (0, 0, 0, 0), (90, 1, 3, 1)))
    assert rings_svg(rings, "t", "d") == rings_svg(Rings("k3y", tuple(rings.years)), "t", "d")
    assert rings_svg(rings, "t", "d") != rings_svg(Rings("k3z", rings.years), "t", "d")
    # Written down, so that a change of formula, or a machine that reckons otherwise, is noticed.
    assert hashlib.sha256(rings_svg(rings, "t", "d").encode()).hexdigest()[:16] == "ff874cc2d8eab075"
    assert ' d="m53 22q3 8 2 18t-11 15-21 0-14-15 2-19 14-13 17 1 11 13"' in mark_svg(rings)


def test_a_new_year_leaves_the_older_ones_as_they_were() -> None:
    before, after = (grow(full(n), 720, 12) for n in (5, 6))
    ratio = after.years[0].edge[0] / before.years[0].edge[0]
    for old, new in zip(before.years, after.years, strict=False):
        assert new.edge == pytest.approx([r * ratio for r in old.edge])


@pytest.mark.parametrize("count", [*range(1, 13), 20, 25, 40])
def test_pictures_are_small(count: int) -> None:
    for seed in ("first-donor", "second-donor", "third-donor"):
        picture = rings_svg(full(count, seed), TITLE, DESCRIPTION)
        assert len(picture.encode()) < (4096 if count <= 12 else 4500)
        assert len(mark_svg(full(count, seed)).encode()) <= 700


def test_each_year_has_its_ring() -> None:
    quiet = Rings("key", years((80, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (50, 1, 0, 0)))
    svg = ElementTree.fromstring(rings_svg(quiet, "t", "d"))
    counts = {p.get("class"): len(outlines(p.get("d", ""))) for p in svg.iter("path") if "q" in p.get("d", "")}
    assert (counts["quiet"], counts["late"], counts["now"]) == (2, 2, 1)  # late wood: two edges a ring


def test_marks_are_what_the_donor_did() -> None:
    svg = ElementTree.fromstring(rings_svg(Rings("key", years((80, 3, 4, 1), (60, 2, 0, 0))), "t", "d"))
    paths = {p.get("class"): p for p in svg.iter("path")}
    assert paths["gift"].get("d", "").count("h0") == 5
    assert paths["leaf"].get("d", "").count("M") == 1
    blossoms = next(p for p in svg.iter("path") if p.get("marker-start"))
    assert len(re.findall(r"-?\d+", blossoms.get("d", ""))) == 2 * 4


def test_many_marks_are_thinned() -> None:
    svg = ElementTree.fromstring(rings_svg(Rings("key", years(*[(100, 0, 0, 0)] * 3, (100, 300, 300, 9))), "t", "d"))
    paths = {p.get("class"): p for p in svg.iter("path")}
    assert paths["gift"].get("d", "").count("h0") == 8
    assert paths["leaf"].get("d", "").count("M") == 2


def test_words_are_escaped_and_named() -> None:
    svg = rings_svg(full(2), HOSTILE, HOSTILE)
    assert "<script" not in svg
    root = ElementTree.fromstring(svg)
    named = [next(e for e in root.iter() if e.get("id") == name) for name in root.get("aria-labelledby", "").split()]
    assert [e.tag for e in named] == ["title", "desc"]
    assert named[0].text == '</title><script>alert("1")</script>&<b>   ]]>'
    assert root.get("role") == "img"


def test_ids_differ_from_donor_to_donor() -> None:
    ids = [set(re.findall(' id="([^"]*)"', rings_svg(full(2, seed), "t", "d"))) for seed in ("one", "two")]
    assert ids[0] and not ids[0] & ids[1]


def test_the_mark_says_nothing() -> None:
    root = ElementTree.fromstring(mark_svg(full(7)))
    assert (root.get("aria-hidden"), root.get("focusable")) == ("true", "false")
    assert not [e for e in root.iter() if e.get("id") or e.text]


def outlines(d: str) -> list[list[tuple[float, float]]]:
    """The curves of a path of our own (m, q, t, relative) as many points each."""
    curves, x, y = [], 0.0, 0.0
    for part in re.findall(r"m[^m]*", d):
        (dx, dy), quadratic, smooth = (
            [int(n) for n in re.findall(r"-?\d+", piece)] for piece in re.split("[qt]", part[1:])
        )
        x, y = x + dx, y + dy
        points, control = [], (x + quadratic[0], y + quadratic[1])
        ends = list(zip([quadratic[2], *smooth[::2]], [quadratic[3], *smooth[1::2]], strict=True))
        for n, (dx, dy) in enumerate(ends):
            if n:
                control = 2 * x - control[0], 2 * y - control[1]
            for step in range(8):
                t = step / 8
                a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
                points.append((a * x + b * control[0] + c * (x + dx), a * y + b * control[1] + c * (y + dy)))
            x, y = x + dx, y + dy
        assert points[0] == (x, y), "the curve closes"
        curves.append(points)
    return curves


def radii_around(heart: tuple[float, float], outline: list[tuple[float, float]]) -> list[float]:
    """How far the outline is from the heart, at each of 120 angles."""
    polar = sorted((math.atan2(y - heart[1], x - heart[0]), math.hypot(x - heart[0], y - heart[1])) for x, y in outline)
    polar = [(polar[-1][0] - 2 * math.pi, polar[-1][1]), *polar, (polar[0][0] + 2 * math.pi, polar[0][1])]
    radii, i = [], 0
    for n in range(120):
        angle = -math.pi + 2 * math.pi * n / 120
        while polar[i + 1][0] < angle:
            i += 1
        (a, r), (b, s) = polar[i], polar[i + 1]
        radii.append(r + (s - r) * (angle - a) / (b - a) if b > a else r)
    return radii
