"""Markdown that would cost minutes or the stack is refused by line; whatever is let through is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.issues import Issue
from generator.load.findings import Findings
from generator.load.limits import DEFINITIONS, OPEN, within_limits
from generator.render.markdown import to_html

N = 16_000  # characters of a paragraph
SECONDS = 20  # allowed on a slow machine; without limits the worst of these take minutes


def refused(text: str) -> list[Issue]:
    findings = Findings()
    within_limits(text, "content/a.md", findings)
    return findings.issues


def rendered(text: str) -> float:
    """Seconds that the text takes as a page."""
    start = time.process_time()
    to_html(text, "a.md", page_url=lambda _: None, photos={}, relative=lambda url: url)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n" + "[" * 8000, 2, "over 32 [ are open"),
        ("!" + "[" * 4000 + "]" * 4000, 1, "over 32 [ are open"),
        ("\n\n" + "[a](" * 3000, 3, "over 32 ]( are open"),
        ("[a\n" * 4000, 33, "over 32 [ are open"),
        ("<a " * 5000, 1, "over 32 < are open"),
        ("a <b\n\n" * 40_000, 65, "over 32 < are open"),
        ("a\n: b\n" * 60, 102, "over 50 meanings"),
        ("x\n" + "1. " * 5000, 2, "begins with over 16 list or quotation marks"),
        (">" * 5000, 1, "begins with over 16 list or quotation marks"),
        ("|a" * 4000, 1, "over 200 cells"),
        ("*[a]: b\n" * 1500, 0, "1,500 abbreviations"),
        ("\n\n".join(f"[a{n}]: b" for n in range(300)), 0, "300 link addresses"),
        ("[^1] " * 3000, 0, "3,000 footnotes"),
        ("x\n\n" + "a" * 17_000, 3, "a paragraph of 17 KB"),
        ("a\n\n" * 90_000, 0, "split it, a page has 256 at most"),
    ],
)
def test_what_would_be_slow_is_refused_at_its_line(text: str, line: int, what: str) -> None:
    start = time.process_time()
    issues = refused(text)
    assert time.process_time() - start < 5
    assert (line, True) == (issues[0].source.line, what in issues[0].message)


@pytest.mark.parametrize(
    "text",
    [
        "[" * OPEN + "]" * OPEN + " [a](b) " * 1000,
        r"\[ \< \]( " * 1000,
        "1 < 2 <3 " * 1000,
        "- a\n" * 3000,
        "一段" * 2600,
        "> > > - 1. a",
        "|" + "a|" * 150,
        "\n".join(f"[^{n}]: a" for n in range(DEFINITIONS)),
    ],
)
def test_what_people_write_is_let_through(text: str) -> None:
    assert [] == refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "*" * N, "*a " * (N // 3), "**a *b" * (N // 6), "_a " * (N // 3), "`" * N, "*_" * (N // 2), "\\" * N, "#" * N,
        "".join("`" * n + "a" for n in range(1, 175)), "&" * N, "&#x0;" * (N // 5), "<div>" * (N // 5), " " * N + "a",
        "a  \n" * (N // 4), "</p>" * (N // 4), ('<p a="' * 30), "**" * (N // 4) + "a" + "**" * (N // 4),
        "==\n" * (N // 3), "\n\n".join("a\n: b\n" * 50 for _ in range(60)),
        "\n\n".join("[" * OPEN + "a " * 4000 for _ in range(4)), "\n".join(" " * 4 * n + "- x" for n in range(85)),
        "\n\n".join("    " * n + "1. x" for n in range(200)), "a\n: b\n" * (N // 6), "<!-- " * 30 + "a " * 7000,
    ],
)  # fmt: skip
def test_what_is_let_through_is_quick(text: str) -> None:
    assert refused(text) or rendered(text) < SECONDS


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="[]()<>*_`!&|-+\\\n ~^:#=1a\"'", min_size=1, max_size=12), st.integers(1, N))
def test_nothing_repeated_is_slow(piece: str, times: int) -> None:
    text = (piece * times)[:N]
    assert refused(text) or rendered(text) < SECONDS
