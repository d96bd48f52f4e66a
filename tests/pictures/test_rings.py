"""Growth rings: nested, always the same, small, well-formed, and coloured only by the style sheet."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.archives import Rings, RingYear
from generator.pictures.growth import GAP, grow
from generator.pictures.marks import placed
from generator.pictures.rings import grown, mark_svg, rings_svg
from generator.pictures.svg import outline

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
    drawn = [radii_around((0, 0), outline(edge.controls)) for edge in growth.edges]
    assert len(drawn) == len(rings.years)
    for inner, outer in pairwise(drawn):
        assert all(b - a > 0.3 * GAP / 2 for a, b in zip(inner, outer, strict=True))
    assert list(growth.radii) == sorted(set(growth.radii))


@settings(max_examples=60, deadline=None)
@given(all_rings)
def test_drawn_years_never_cross(rings: Rings) -> None:
    svg = ElementTree.fromstring(rings_svg(rings, TITLE, DESCRIPTION))
    left, top, side, _ = (int(n) for n in svg.get("viewBox", "").split())
    years = [line for name, line in drawn(svg) if name in ("now", "ring", "quiet")]
    radii = sorted((radii_around((0, 0), line) for line in years), key=sum)
    assert len(radii) == len(rings.years)  # all years are there
    for inner, outer in pairwise(radii):
        assert all(0 < a < b for a, b in zip(inner, outer, strict=True))
    assert all(left <= x <= left + side and top <= y <= top + side for line in years for x, y in line)


@settings(max_examples=60, deadline=None)
@given(all_rings)
def test_grain_and_wood_stay_within_the_living_edge(rings: Rings) -> None:
    svg = ElementTree.fromstring(rings_svg(rings, TITLE, DESCRIPTION))
    edge = next(radii_around((0, 0), line) for name, line in drawn(svg) if name == "now")
    inside = [radii_around((0, 0), line) for name, line in drawn(svg) if name in ("wood", "core", "grain", "late")]
    assert len(inside) >= 1
    for line in inside:
        assert all(0 < a < b for a, b in zip(line, edge, strict=True))


@settings(max_examples=60, deadline=None)
@given(all_rings)
def test_grain_never_crosses_a_year(rings: Rings) -> None:
    svg = ElementTree.fromstring(rings_svg(rings, TITLE, DESCRIPTION))
    lines = [(name, radii_around((0, 0), line)) for name, line in drawn(svg)]
    for _, grain in (each for each in lines if each[0] == "grain"):
        for _, year in (each for each in lines if each[0] in ("now", "ring", "quiet")):
            assert len({a < b for a, b in zip(grain, year, strict=True)}) == 1


@settings(max_examples=60, deadline=None)
@given(all_rings)
def test_lines_of_the_mark_never_cross(rings: Rings) -> None:
    root = ElementTree.fromstring(mark_svg(rings))
    left, top, side, _ = (int(n) for n in root.get("viewBox", "").split())
    lines = [line for _, line in drawn(root)]
    radii = sorted((radii_around((0, 0), line) for line in lines), key=sum)
    assert len(radii) == min(5, len(rings.years))
    for inner, outer in pairwise(radii):
        assert all(0 < a < b for a, b in zip(inner, outer, strict=True))
    assert all(left <= x <= left + side and top <= y <= top + side for line in lines for x, y in line)


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
    assert hashlib.sha256(rings_svg(rings, "t", "d").encode()).hexdigest()[:16] == "132cb26b1ce39a41"
    assert ' d="M15-9q7 9 1 20t-18 10-18-11 0-20 17-9 18 10"' in mark_svg(rings)


def test_no_two_donors_are_alike() -> None:
    once = (RingYear(2026, 30, 1, 0, 0),)
    pictures = {rings_svg(Rings(f"donor-{n}", once), "t", "d") for n in range(1000)}
    assert len({re.sub("n[0-9a-f]{6}", "", svg) for svg in pictures}) == 1000
    years = full(6).years
    assert len({mark_svg(Rings(f"donor-{n}", years)) for n in range(1000)}) > 950


def test_a_new_year_leaves_the_older_ones_as_they_were() -> None:
    before, after = (grow(full(n), 720, 12) for n in (5, 6))
    ratio = after.radii[1] / before.radii[1]
    for old, new in zip(before.edges, after.edges, strict=False):
        for (ax, ay), (bx, by) in zip(old.controls, new.controls, strict=True):
            assert (bx, by) == pytest.approx((ax * ratio, ay * ratio), abs=5)


@pytest.mark.parametrize("count", [*range(1, 13), 20, 25, 40, 60])
def test_pictures_are_small(count: int) -> None:
    for seed in ("first-donor", "second-donor", "third-donor"):
        picture = rings_svg(full(count, seed), TITLE, DESCRIPTION)
        assert len(picture.encode()) <= (
            2100 if count <= 10 else 2300 if count <= 12 else 4000 if count <= 40 else 4400
        )
        assert len(mark_svg(full(count, seed)).encode()) <= 350


def test_an_ordinary_picture_is_smaller() -> None:
    marks = years((52, 1, 1, 0), (0, 0, 0, 0), (80, 3, 2, 0), (40, 1, 0, 0), (90, 2, 3, 1), (60, 1, 1, 0))
    sizes = [len(rings_svg(Rings(f"donor-{n}", marks), TITLE, DESCRIPTION).encode()) for n in range(50)]
    assert max(sizes) <= 1700


def test_each_year_has_its_ring() -> None:
    quiet = Rings("key", years((80, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (50, 1, 0, 0), (50, 1, 0, 0)))
    counts = Counter(name for name, _ in drawn(ElementTree.fromstring(rings_svg(quiet, "t", "d"))))
    assert (counts["quiet"], counts["ring"], counts["late"], counts["now"]) == (2, 2, 2, 1)


def test_marks_are_what_the_donor_did() -> None:
    svg = ElementTree.fromstring(rings_svg(Rings("key", years((80, 3, 4, 1), (60, 2, 0, 0))), "t", "d"))
    paths = {p.get("class"): p for p in svg.iter("path")}
    assert paths["gift"].get("d", "").count("h0") == 5
    assert paths["leaf"].get("d", "").count("M") == 1
    blossoms = next(p for p in svg.iter("path") if p.get("marker-mid"))
    assert len(re.findall(r"-?\d+", blossoms.get("d", ""))) == 2 + 2 * 4  # the heart, and a corner for each


@settings(max_examples=40, deadline=None)
@given(all_rings)
def test_marks_stand_within_their_year(rings: Rings) -> None:
    growth = grown(rings)
    lines = [[0.0] * 120, *(radii_around((0, 0), outline(edge.controls)) for edge in growth.edges)]
    marks = placed(growth, 60)
    for x, y in (*marks.gifts, *marks.flowers, *(point for point, _ in marks.leaves)):
        angle = round((math.atan2(y, x) + math.pi) / (2 * math.pi) * 120) % 120
        radius = math.hypot(x, y)
        assert any(
            inner[angle] - 3 < radius < outer[angle] + 3 and (year.gifts or year.flowers or year.visits)
            for year, (inner, outer) in zip(growth.records, pairwise(lines), strict=True)
        )


def test_many_marks_are_thinned() -> None:
    svg = ElementTree.fromstring(rings_svg(Rings("key", years(*[(100, 0, 0, 0)] * 3, (100, 300, 300, 9))), "t", "d"))
    paths = {p.get("class"): p for p in svg.iter("path")}
    assert paths["gift"].get("d", "").count("h0") == 8
    assert paths["leaf"].get("d", "").count("M") == 2


def test_words_are_escaped_and_named() -> None:
    svg = rings_svg(full(2), HOSTILE, HOSTILE)
    assert "<script" not in svg
    root = ElementTree.fromstring(svg)
    words = '</title><script>alert("1")</script>&<b>   ]]>'
    assert (root.get("role"), root.get("aria-label")) == ("img", f"{words} {words}")


def test_ids_differ_from_donor_to_donor() -> None:
    ids = [set(re.findall(' id="([^"]*)"', rings_svg(full(2, seed), "t", "d"))) for seed in ("one", "two")]
    assert ids[0] and not ids[0] & ids[1]


def test_the_mark_says_nothing() -> None:
    root = ElementTree.fromstring(mark_svg(full(7)))
    assert root.get("aria-hidden") == "true"
    assert not [e for e in root.iter() if e.get("id") or e.text]


def drawn(svg: ElementTree.Element) -> list[tuple[str, list[tuple[float, float]]]]:
    """Every ring of a picture with its class, also those drawn again, moved and smaller."""
    named = {path.get("id"): path.get("d", "") for path in svg.iter("path")}
    found = [
        (path.get("class", ""), line)
        for path in svg
        if path.get("class") in ("now", "ring")
        for line in outlines(path.get("d", ""))
    ]
    found += [
        (group.get("class", ""), line)
        for group in svg.iter("g")
        for path in group
        for line in outlines(path.get("d", ""))
    ]
    for use in svg.iter("use"):
        moved = re.fullmatch(r"(?:translate\((-?\d+),(-?\d+)\))?scale\((\.\d+)\)", use.get("transform", ""))
        assert moved
        dx, dy, scale = int(moved[1] or 0), int(moved[2] or 0), float(moved[3])
        for line in outlines(named[use.get("href", "")[1:]]):
            found.append((use.get("class", ""), [(x * scale + dx, y * scale + dy) for x, y in line]))
    return found


def outlines(d: str) -> list[list[tuple[float, float]]]:
    """The curves of a path of our own (m or M, q, t) as many points each."""
    curves, x, y = [], 0.0, 0.0
    for part in re.findall(r"[mM][^mM]*q[^mM]*", d):
        (dx, dy), quadratic, smooth = (
            [int(n) for n in re.findall(r"-?\d+", piece)] for piece in re.split("[qt]", part[1:])
        )
        x, y = (dx, dy) if part[0] == "M" else (x + dx, y + dy)
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
