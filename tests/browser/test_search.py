"""Search finds what the sample says, in Chinese and in English, in the browser alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest


@pytest.mark.parametrize(
    ("prefix", "pattern"), [("projects/", r"[\u4e00-\u9fff]{2,4}"), ("en/projects/", r"[A-Za-z]{5,}")]
)
def test_search_finds_a_word_of_a_project_title(
    visit: Callable[..., Any], sample_site: Path, prefix: str, pattern: str
) -> None:
    pages = sorted(sample_site.glob(f"{prefix}*/index.html"))
    title = re.search(r"<h1[^>]*>(.*?)</h1>", pages[0].read_text("utf-8"), re.DOTALL)
    assert title is not None
    word = re.search(pattern, re.sub(r"<[^>]+>", "", title[1]))
    assert word is not None
    address = pages[0].parent.relative_to(sample_site).as_posix() + "/"

    seen = visit(f"search/?q={quote(word[0])}", prefix="nianlun/")
    seen.page.wait_for_selector(f'main a[href*="{address}"]', timeout=5000)

    assert [] == seen.complaints


def test_cells_and_paragraphs_stay_apart_in_what_is_quoted(visit: Callable[..., Any]) -> None:
    seen = visit("search/?q=" + quote("换一个屋顶"))
    seen.page.wait_for_selector("main ol li", timeout=5000)
    found = seen.page.locator("main ol").inner_text()

    assert "只算能公开的 ¥40,013.50 ¥7,500.00 27 " in found
    assert "¥47,513.50 截至2026年3月15日" in found


def test_a_word_that_is_nowhere_is_said_to_be_nowhere(visit: Callable[..., Any]) -> None:
    seen = visit("search/?q=" + quote("鑫鑫饕餮zzqqxx"))
    seen.page.wait_for_load_state("networkidle")

    assert 0 == seen.page.locator("main ol li, main ul li").count()
    assert [] == seen.complaints


def test_what_is_typed_stays_text(visit: Callable[..., Any]) -> None:
    seen = visit("search/?q=" + quote("<img src=x onerror=alert(1)>"))
    seen.page.wait_for_load_state("networkidle")

    assert 0 == seen.page.locator("main img").count()
    assert "<img src=x onerror=alert(1)>" == seen.page.locator("main input[name=q]").input_value()


def test_the_index_is_fetched_for_one_who_searches(visit: Callable[..., Any]) -> None:
    seen = visit("search/")
    seen.page.wait_for_load_state("networkidle")
    assert [] == [address for address in seen.requests if "search_index" in address]

    seen.page.focus("input[name=q]")
    seen.page.keyboard.type("厨房")
    seen.page.wait_for_selector("main ol li", timeout=5000)
    assert 1 == len([address for address in seen.requests if "search_index" in address])


def test_what_the_index_escapes_is_read_and_found(visit: Callable[..., Any]) -> None:
    text = "<p>2 &lt; 3</p> <ul> <li>H<sub>2</sub>O</li> <li>M &amp; M</li> </ul>"
    docs = [{"location": "x/", "title": "A &lt;b&gt; &amp;amp; c", "text": text}]
    seen = visit("search/")
    seen.page.route("**/search_index.json", lambda route: route.fulfill(json={"docs": docs}))
    seen.page.fill("input[name=q]", "2 < 3")
    seen.page.wait_for_selector("main ol li", timeout=5000)
    assert "A <b> &amp; c" == seen.page.locator("main ol a").inner_text()
    assert "2 < 3 H2O M & M…" == seen.page.locator("main ol p").inner_text()


def test_an_index_that_did_not_come_is_asked_for_again(visit: Callable[..., Any]) -> None:
    seen = visit("search/")
    seen.page.route("**/search_index.json", lambda route: route.abort(), times=1)
    seen.page.fill("input[name=q]", "厨")
    said = seen.page.locator("#found").get_attribute("data-wrong")
    seen.page.wait_for_function("said => document.querySelector('#found').textContent === said", arg=said)
    seen.page.fill("input[name=q]", "厨房")
    seen.page.wait_for_selector("main ol li", timeout=5000)


def test_no_archive_is_in_the_index(sample_site: Path) -> None:
    index = json.loads((sample_site / "search/search_index.json").read_text("utf-8"))

    assert index["docs"]
    assert [] == [d["location"] for d in index["docs"] if d["location"].startswith("d/")]
