"""What is wrong stands in the preview itself, as text, out of the way when folded, and goes when it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect
from previews import start, wait_for

from generator.fronts.mkdocs import front

TABLE = "content/gifts/<img src=x onerror=alert(1)>.csv"
ROWS = "donor,date,gift,for\n" + "ann,2024-05-01,<i>5,lunch\n" * 12
UPDATE = "---\ntitle: 烟\n---\n烟。\n"  # about nothing, a warning
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def preview(small: Path, tabs: Callable[..., Page]) -> Iterator[tuple[Path, str, Page, list[str]]]:
    """A preview that stands, its address, a tab at its about page and what the tab complains of."""
    address, said = start(small, front)
    wait_for(said, "built in")
    page, complaints = tabs(), []
    notes = {"pageerror": lambda e: complaints.append(str(e)), "dialog": lambda d: complaints.append(d.message)}
    notes["console"] = lambda m: complaints.append(m.text) if m.type == "error" else None
    for event, note in notes.items():
        page.on(event, note)  # type: ignore[call-overload]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(urljoin(address, "about/"))
    yield small, address, page, complaints
    page.goto("about:blank")
    for event, note in notes.items():
        page.remove_listener(event, note)


def _break(root: Path) -> None:
    (root / "content/updates/2025-02-10-smoke.md").write_text(UPDATE, "utf-8")
    (root / "content/gifts").mkdir()
    (root / TABLE).write_text(ROWS, "utf-8")


def _height(of: Locator) -> float:
    box = of.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    return box["height"]


def test_mistakes_are_listed_in_the_page_that_stands(preview: tuple[Path, str, Page, list[str]]) -> None:
    root, _, page, complaints = preview
    note = page.locator("aside #note")
    expect(note).to_have_count(0)
    _break(root)
    expect(note.locator("> summary")).to_have_text("有 12 处要改12 mistakes to correct", timeout=30_000)
    lines = note.locator("> ol > li")
    expect(lines).to_have_count(11)
    expect(lines.first).to_contain_text(f"{TABLE}:2")
    expect(lines.first).to_contain_text('gift: "<i>5" is not an amount; write digits')
    expect(lines.last).to_have_text("还有 2 处，终端里写着and 2 more, as the terminal says")
    expect(note.locator("img, i")).to_have_count(0)
    expect(note.locator("details summary")).to_have_text("另有 2 处提醒and 2 warnings")
    expect(note.locator("details ol")).to_be_hidden()
    note.locator("details summary").click()
    expect(note.locator("details li").last).to_contain_text("concerns no donor")
    assert _height(note) < 0.65 * 844
    assert 0 == page.evaluate(SIDEWAYS)
    assert [] == complaints


def test_the_note_folds_and_stays_so_until_other_news_and_goes_when_all_is_right(
    preview: tuple[Path, str, Page, list[str]],
) -> None:
    root, address, page, complaints = preview
    note, summary = page.locator("aside #note"), page.locator("aside #note > summary")
    about = root / "content/about.md"
    good = about.read_text("utf-8")
    about.write_text("---\ntitel: x\n---\n", "utf-8")
    expect(note.locator("> ol")).to_be_visible(timeout=30_000)
    assert _height(summary) >= 44
    summary.press("Enter")
    expect(note.locator("> ol")).to_be_hidden()
    assert _height(note) < 60
    page.goto(urljoin(address, "donors/"))
    expect(note.locator("> ol")).to_be_hidden()
    about.write_text("---\ntitel: x\nsumary: x\n---\n", "utf-8")
    expect(note.locator("> ol > li")).to_have_count(3, timeout=30_000)
    expect(note.locator("> ol > li").first).to_be_visible()
    about.write_text(good, "utf-8")
    expect(page.locator("aside #note")).to_have_count(0, timeout=30_000)
    expect(page.locator("h1")).to_be_visible()
    assert [] == complaints
