"""A phone shows all of a page, however long a name, a number or a menu is, and however large the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LONG = "Wolfeschlegelsteinhausenbergerdorff" * 2
UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"
#: What stands before and at the start of each line that begins with a sign which ends something.
BEGINS = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
  const sign = document.createRange();
  for (let last = null, node; node = texts.nextNode();) {
    if (!node.parentElement.offsetParent || node.parentElement.closest("svg")) continue;
    for (let i = 0; i < node.data.length; i++) {
      sign.setStart(node, i); sign.setEnd(node, i + 1);
      const box = sign.getClientRects()[0];
      if (!node.data[i].trim() || !box) continue;
      const below = last && box.top > last.top + last.height / 2;
      if (below && "，。、；：！？）】」』”’》〉…·".includes(node.data[i])) found.push(node.data.slice(i - 9, i + 9));
      last = box;
    }
  }
  return found;
}"""
#: The ends of paragraphs and definitions whose last line is one sign and its full stop, or less.
ENDS = """() => [...document.querySelectorAll("main p, main dd")].filter(p => {
  const sign = document.createRange(), tops = [];
  const node = p.lastChild;
  if (!p.offsetParent || !node || node.nodeType !== 3 || node.data.trimEnd().length < 3) return false;
  for (let i = node.data.trimEnd().length; i > node.data.trimEnd().length - 3; i--) {
    sign.setStart(node, i - 1); sign.setEnd(node, i);
    tops.push(sign.getBoundingClientRect().bottom);
  }
  return tops[0] > tops[2] + 4;
}).map(p => p.textContent.slice(-12))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("path", ["transparency/", "en/transparency/"])
def test_every_section_of_the_menu_is_in_sight(
    visit: Callable[..., Any], tabs: Callable[..., Any], path: str, width: int
) -> None:
    page = visit(path, width=width, tab=tabs()).page
    links = page.locator("header nav a").all()
    assert len(links) > 4
    for link in links:
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width, link.inner_text()
        assert box["height"] >= 44


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("donors/", ".wall b"),
        ("updates/", ".line a, .card h3 a"),
        ("projects/lunch/", ".led td:nth-child(2), .end li a"),
        ("updates/2026-01-18-stocktaking/", ".prose td"),
    ],
)
def test_a_long_word_makes_no_page_wider(
    visit: Callable[..., Any], tabs: Callable[..., Any], path: str, words: str
) -> None:
    page = visit(path, width=320, tab=tabs()).page
    assert page.locator(words).count() > 1
    page.evaluate("([at, word]) => document.querySelectorAll(at).forEach(e => e.textContent = word)", [words, LONG])
    assert 0 == page.evaluate(SIDEWAYS)


@pytest.mark.parametrize("path", ["", "projects/lunch/", "transparency/", "campaigns/2026-spring/"])
def test_no_paragraph_ends_in_a_line_of_one_sign(
    visit: Callable[..., Any], tabs: Callable[..., Any], path: str
) -> None:
    page = visit(path, width=390, tab=tabs()).page
    assert [] == page.evaluate(ENDS)


@pytest.mark.parametrize("path", ["en/transparency/", "en/projects/lunch/", "projects/lunch/", "donors/"])
def test_text_twice_as_large_makes_no_page_wider(
    visit: Callable[..., Any], tabs: Callable[..., Any], path: str
) -> None:
    page = visit(path, width=360, tab=tabs()).page
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert 0 == page.evaluate(SIDEWAYS)


def test_figures_stand_below_each_other_in_text_twice_as_large(
    visit: Callable[..., Any], tabs: Callable[..., Any]
) -> None:
    page = visit("en/transparency/", width=390, tab=tabs()).page
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    rows = page.evaluate(
        "[...document.querySelectorAll('.above tr')]"
        ".map(row => [...row.querySelectorAll('.n')].map(sum => sum.getBoundingClientRect().right))"
    )
    assert len(rows) > 4
    assert [rows[0]] * len(rows) == rows


def test_links_that_lie_below_each_other_are_wide_enough_for_a_thumb(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path
) -> None:
    heights = []
    for path, links in (("updates/", ".line a, .end li a"), ("events/2025-donors-meeting/", ".margin li a")):
        page = visit(path, tab=tabs()).page
        heights += [link.bounding_box()["height"] for link in page.locator(links).all()]
    assert len(heights) > 8
    assert min(heights) >= 44


def test_links_in_the_margin_of_a_wide_window_are_as_high_as_a_pointer_needs(
    visit: Callable[..., Any], tabs: Callable[..., Any]
) -> None:
    """24 px: WCAG 2.2, 2.5.8."""
    page = visit("en/events/2024-field-visit/", width=1280, tab=tabs()).page
    heights = [link.bounding_box()["height"] for link in page.locator(".margin li a").all()]
    assert len(heights) == 3
    assert min(heights) >= 24


def test_the_number_of_a_voucher_breaks_where_no_line_holds_it_and_not_else(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path
) -> None:
    page = visit(_longest(sample_site), width=320, tab=tabs()).page
    page.evaluate(UNFOLD)
    vouchers = page.locator(".gifts p > a")
    before = [box["height"] for link in vouchers.all() if (box := link.bounding_box())]
    assert len(before) > 20 and len({round(height) for height in before}) == 1
    page.evaluate("([at, word]) => document.querySelectorAll(at).forEach(e => [e.textContent, e.className] = word)",
                  [".gifts p > a", [LONG, "l"]])  # fmt: skip
    assert 0 == page.evaluate(SIDEWAYS)
    assert vouchers.first.bounding_box()["height"] > before[0] * 1.5


def test_a_voucher_with_a_short_number_is_one_line_on_a_phone_of_any_width(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path
) -> None:
    """Chrome breaks a number at its hyphen."""
    page = visit(_longest(sample_site), width=440, tab=tabs()).page
    broken = page.evaluate(
        """() => {
          const p = [...document.querySelectorAll(".gifts p")].find(p => p.querySelector("a")), broken = [];
          for (let width = 280; width < 400; width++) {
            p.style.width = width + "px";
            if ([...p.querySelectorAll("a")].some(a => a.getClientRects().length > 1)) broken.push(width);
          }
          return broken;
        }"""
    )
    assert [] == broken


def test_no_line_begins_with_the_bracket_after_a_voucher(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path
) -> None:
    page = visit(_longest(sample_site), width=390, tab=tabs()).page
    page.evaluate(UNFOLD)
    found = page.evaluate(
        """() => [...document.querySelectorAll(".gifts p > a")].filter(a => a.nextSibling).map(a => {
          const after = document.createRange(), text = a.nextSibling;
          after.setStart(text, 0); after.setEnd(text, 1);
          return [after.toString(), after.getBoundingClientRect().top - [...a.getClientRects()].at(-1).top];
        })"""
    )
    brackets = [down for sign, down in found if sign == "）"]
    assert len(brackets) > 20
    assert max(brackets) < 10


def test_no_line_begins_with_a_bracket_on_a_phone_of_any_width(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path
) -> None:
    """Chrome sets spaces between Chinese and figures, and forgot them where it looked for the end of a line."""
    page = visit(_longest(sample_site), width=440, tab=tabs()).page
    widths = page.evaluate(
        """() => {
          const p = document.querySelector(".gifts p"), begins = [];
          p.innerHTML = [1, 2, 3].map(n => `2019年5月，用了¥${n}17.90（凭证<a href=x>2019-009</a>）。`).join("");
          const after = document.createRange();
          for (let width = 280; width < 400; width++) {
            p.style.width = width + "px";
            for (const a of p.querySelectorAll("a")) {
              after.setStart(a.nextSibling, 0); after.setEnd(a.nextSibling, 1);
              if (after.getBoundingClientRect().top - [...a.getClientRects()].at(-1).top > 9) begins.push(width);
            }
          }
          return begins;
        }"""
    )
    assert [] == widths


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_line_begins_with_a_comma_where_text_is_twice_as_large(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path, width: int
) -> None:
    """Chrome breaks before a comma where a whole clause is kept in one line that cannot hold it."""
    paths = ("donors/", "transparency/", "campaigns/2026-spring/", "en/projects/lunch-yuping/", _longest(sample_site))
    begins = []
    for path in paths:
        page = visit(path, width=width, tab=tabs()).page
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
        begins += [(path, line) for line in page.evaluate(BEGINS)]
    assert [] == begins


def _longest(site: Path) -> str:
    """The archive with the most in it."""
    return f"d/{max((site / 'd').glob('*/index.html'), key=lambda f: f.stat().st_size).parent.name}/"
