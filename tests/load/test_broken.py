"""Each folder of tests/broken is a site that cannot be built, with exactly what is said of it in issues.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.issues import ContentError, as_text
from generator.load import load

BROKEN = Path(__file__).parents[1] / "broken"
CASES = sorted(p.name for p in BROKEN.iterdir() if (p / "issues.txt").is_file())


@pytest.mark.parametrize("case", CASES)
def test_says_exactly_this(case: str) -> None:
    site = BROKEN / case
    try:
        _, issues = load(site / "content", None, site)
    except ContentError as wrong:
        issues = wrong.issues
    assert (site / "issues.txt").read_text("utf-8") == as_text(issues) + "\n"


def test_there_are_cases() -> None:
    assert len(CASES) >= 10


def test_no_message_gives_a_donor_away() -> None:
    private = (
        "林小雨",
        "陈大文",
        "王五",
        "林文",
        "打给我",
        "not-an-address-of-wang",
        "evil",
        "post@example.org 50",
        "my friend",
    )
    for case in ("amounts", "commas", "donors", "journeys", "keyboard", "refunds", "tables", "yaml"):
        said = (BROKEN / case / "issues.txt").read_text("utf-8")
        assert [p for p in private if p in said] == []
