"""Every kind of page, on a phone and a desk, by day and by night: accessible, in its bounds, quiet, self-contained."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

# kind -> pattern of its pages below the site; the first in order of name stands for the kind
KINDS = {
    "home": "index.html",
    "home in English": "en/index.html",
    "about": "about/index.html",
    "projects": "projects/index.html",
    "project": "projects/*/index.html",
    "project in English": "en/projects/*/index.html",
    "updates": "updates/index.html",
    "update": "updates/*/index.html",
    "series": "series/*/index.html",
    "campaigns": "campaigns/index.html",
    "recap": "campaigns/*/index.html",
    "digests": "digest/index.html",
    "digest": "digest/*/index.html",
    "events": "events/index.html",
    "event": "events/*/index.html",
    "donors": "donors/index.html",
    "transparency": "transparency/index.html",
    "search": "search/index.html",
    "archive": "d/*/index.html",
    "not found": "404.html",
}
VIEWS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# best-practice rules (one main, headings in order, landmarks) are kept here beside the WCAG ones
AXE_RUN = """() => axe.run(document, {resultTypes: ["violations"]}).then(result => result.violations.map(
  v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(", ")))"""

A4 = 627  # pixels across, less the margins of nianlun.css
#: What a reader would have to scroll to the side, which paper cannot.
CUT_OFF = """() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && (e === document.documentElement
    || ["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX)))
  .map(e => `${e.tagName}.${e.className}: ${e.scrollWidth} in ${e.clientWidth}`)"""

pytestmark = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="session")
def statuses() -> dict[str, int]:
    """What the server answered by address: most links stand on every page, and each is asked for once."""
    return {}


def first(site: Path, kind: str) -> str:
    """The address below the site of the page that stands for `kind`; every kind is in the sample."""
    pages = sorted(site.glob(KINDS[kind]))
    assert pages, f"the sample has no page {KINDS[kind]}"
    return pages[0].relative_to(site).as_posix().removesuffix("index.html")


def test_page_is_accessible_in_its_bounds_and_its_colours(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path, kind: str
) -> None:
    seen = visit(first(sample_site, kind), tab=tabs(script=AXE))

    for width, scheme in VIEWS:
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.emulate_media(color_scheme=scheme)
        violations = seen.page.evaluate(AXE_RUN)
        sideways = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        brightness = _brightness(seen.page)

        if violations:
            pytest.fail(f"{width} px, {scheme}:\n" + "\n".join(violations), pytrace=False)
        assert 0 == sideways, f"{width} px"
        assert brightness > 200 if scheme == "light" else brightness < 60
    assert [] == seen.complaints


def test_page_and_its_links_work_without_javascript_and_below_a_folder(
    visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path, statuses: dict[str, int], kind: str
) -> None:
    seen = visit(first(sample_site, kind), prefix="nianlun/", tab=tabs(javascript=False))

    assert 1 == seen.page.locator("h1").count()
    assert seen.page.locator("h1").is_visible()
    assert len(seen.page.locator("main").inner_text().strip()) > 20
    outside = [r for r in seen.requests if not r.startswith(f"http://{seen.host}/nianlun/")]
    assert [] == outside
    assert [] == seen.complaints

    base = f"http://{seen.host}/"
    targets = seen.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    here = {t.split("#")[0] for t in targets if t.startswith(base)}
    assert here, "a page without a way on"
    assert [] == [t for t in sorted(here) if not t.startswith(base + "nianlun/")]
    for target in here - statuses.keys():
        statuses[target] = seen.page.request.get(target).status
    assert [] == [t for t in sorted(here) if statuses[t] != 200]


def test_page_fits_on_paper(visit: Callable[..., Any], tabs: Callable[..., Any], sample_site: Path, kind: str) -> None:
    seen = visit(first(sample_site, kind), width=A4, tab=tabs())
    seen.page.emulate_media(media="print")

    assert seen.page.locator("h1").is_visible()
    assert [] == seen.page.evaluate(CUT_OFF)


def _brightness(page: Any) -> float:
    """Of what lies behind the text: the mean of the three channels, 0 to 255."""
    colours = page.evaluate("[document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor)")
    colour = next(c for c in colours if c != "rgba(0, 0, 0, 0)")
    channels = [float(n) for n in colour[colour.index("(") + 1 : colour.index(")")].split(",")[:3]]
    return sum(channels) / 3
