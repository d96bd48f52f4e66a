"""On paper nothing can be unfolded or scrolled, and what stands on two pages is read on one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

STYLE = "([selector, name, part]) => getComputedStyle(document.querySelector(selector), part)[name]"


def printed(visit: Callable[..., Any], address: str, selector: str, name: str, part: str | None = None) -> str:
    page = visit(address, width=1280).page
    page.emulate_media(media="print")
    return str(page.evaluate(STYLE, [selector, name, part]))


def test_a_sum_stands_once_below_all_its_rows(visit: Callable[..., Any]) -> None:
    assert "table-row-group" == printed(visit, "transparency/", "tfoot", "display")  # a footer group is on every page


def test_a_table_keeps_to_one_page_but_for_the_ledger(visit: Callable[..., Any]) -> None:
    assert "avoid" == printed(visit, "transparency/", "table", "breakInside")
    assert "auto" == printed(visit, "projects/lunch/", "table.led", "breakInside")


def test_a_term_stays_with_its_meaning(visit: Callable[..., Any]) -> None:
    assert "avoid" == printed(visit, "transparency/", ".facts dt", "breakAfter")


def test_what_is_unfolded_has_no_arrow(visit: Callable[..., Any]) -> None:
    assert "none" == printed(visit, "campaigns/2026-spring/", "summary", "listStyleType")


def test_the_last_lines_stand_together(visit: Callable[..., Any]) -> None:
    assert "avoid" == printed(visit, "digest/2025-12/", ".end", "breakInside")


def test_marks_are_printed_without_a_box_behind_them(visit: Callable[..., Any]) -> None:
    """Chrome's printing ends a gradient a step early: one that is clear only from its edge on tints a square."""
    assert "exact" == printed(visit, "digest/2025-12/", ".flowers li", "printColorAdjust", "::before")
    for selector in (".brand", ".s > h2"):
        assert "exact" == printed(visit, "digest/2025-12/", selector, "printColorAdjust", "::before")
        drawn = printed(visit, "digest/2025-12/", selector, "backgroundImage", "::before")
        assert "rgba(0, 0, 0, 0) 99%)" in drawn
        assert "rgba(0, 0, 0, 0))" not in drawn
