"""On paper nothing can be unfolded or scrolled, and what stands on two pages is read on one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

STYLE = "([selector, name, part]) => getComputedStyle(document.querySelector(selector), part)[name]"


@pytest.fixture
def printed(visit: Callable[..., Any], tabs: Callable[..., Any]) -> Callable[..., str]:
    """`printed(address, selector, name, part=None)` is a property of an element, or of a part of it, on paper."""

    def found(address: str, selector: str, name: str, part: str | None = None) -> str:
        page = visit(address, width=1280, tab=tabs()).page
        page.emulate_media(media="print")
        return str(page.evaluate(STYLE, [selector, name, part]))

    return found


@pytest.mark.parametrize("address", ["", "projects/lunch/", "transparency/"])
def test_it_prints(visit: Callable[..., Any], tabs: Callable[..., Any], address: str) -> None:
    pdf = visit(address, width=1280, tab=tabs()).page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") >= 2


def test_a_sum_stands_once_below_all_its_rows(printed: Callable[..., str]) -> None:
    assert "table-row-group" == printed("transparency/", "tfoot", "display")  # a footer group is on every page


def test_a_table_keeps_to_one_page_but_for_the_ledger(printed: Callable[..., str]) -> None:
    assert "avoid" == printed("transparency/", "table", "breakInside")
    assert "auto" == printed("projects/lunch/", "table.led", "breakInside")


def test_a_table_stays_with_the_words_before_it(printed: Callable[..., str]) -> None:
    assert "avoid" == printed("transparency/", ".s > h2 + p:not(.say)", "breakAfter")
    assert "auto" == printed("transparency/", ".s > h2 + p.say", "breakAfter")  # Chrome would part its lines


def test_a_term_stays_with_its_meaning(printed: Callable[..., str]) -> None:
    assert "avoid" == printed("transparency/", ".facts dt", "breakAfter")


def test_what_is_unfolded_has_no_arrow(printed: Callable[..., str]) -> None:
    assert "none" == printed("campaigns/2026-spring/", "summary", "listStyleType")


def test_the_last_lines_stand_together(printed: Callable[..., str]) -> None:
    assert "avoid" == printed("digest/2025-12/", ".end", "breakInside")


def test_marks_are_printed_without_a_box_behind_them(printed: Callable[..., str]) -> None:
    """Chrome's printing ends a gradient a step early: one that is clear only from its edge on tints a square."""
    assert "exact" == printed("digest/2025-12/", ".flowers li", "printColorAdjust", "::before")
    for selector in (".brand", ".s > h2"):
        assert "exact" == printed("digest/2025-12/", selector, "printColorAdjust", "::before")
        drawn = printed("digest/2025-12/", selector, "backgroundImage", "::before")
        assert "rgba(0, 0, 0, 0) 99%)" in drawn
        assert "rgba(0, 0, 0, 0))" not in drawn
