"""Search entries made here are those that Material's search plugin would make of the same page."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from material.plugins.search.plugin import SearchIndex

from generator.fronts.entries import entries
from generator.render.studio import Studio
from generator.settings import read
from generator.site import prepare
from tests.bench.make_site import write_site


def _material(html: str, url: str, title: str) -> list[dict[str, str]]:
    index = SearchIndex()
    index.add_entry_from_context(SimpleNamespace(content=html, meta={"title": title}, title=title, toc=[], url=url))
    return index.entries


def test_every_page_of_the_sample_is_found_by_the_same_words(sample_site: Path) -> None:
    pages = sorted(sample_site.rglob("*.html"))
    assert len(pages) > 200
    for page in pages:
        html = page.read_text("utf-8").split("<main", 1)[1].split(">", 1)[1].rpartition("</main>")[0]
        assert entries(html, "x/", "A < B") == _material(html, "x/", "A < B"), page


def test_every_page_of_a_large_site_is_found_by_the_same_words(tmp_path: Path) -> None:
    write_site(tmp_path, 60)
    site = prepare(read(tmp_path / "site_config.yml").but(jobs=1, use_cache=False))
    studio, sections = Studio(site.materials), 0
    for page in site.ordinary:
        html = studio.render(page)
        told = entries(html, page.url, page.title)
        assert told == _material(html, page.url, page.title)
        sections += len(told)
    assert sections > len(site.ordinary) > 100


_NAMES = st.sampled_from(
    ["p", "li", "ul", "ol", "code", "pre", "sub", "span", "div", "h1", "h2", "h3", "object", "img"]
)
_ATTRIBUTES = st.sampled_from(
    ["", "", " id=a", " id='b &amp; c' class=x", " data-search-exclude", " href=../x/", " title='a > b'", "/"]
)
_PLAIN = st.sampled_from(["a", " ", "\n", "x\ny", "&amp;", "&lt;b&gt;", "\xa0", "水 ", " > ", "5 &nbsp; "])
_TEXTS = _PLAIN | st.sampled_from(["<!-- a > b -->", "<path d='M0' />", "<script>if (a < b) c</script>"])
_TAGS = st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES) | st.builds("</{}>".format, _NAMES)
_WHOLE = st.builds("<{0}{1}>{2}</{0}>".format, _NAMES, _ATTRIBUTES, _TEXTS)


@given(st.lists(_TAGS | _WHOLE | _TEXTS, max_size=16).map("".join))
def test_whatever_is_left_open_or_nested_is_read_alike(html: str) -> None:
    try:
        expected = _material(html, "x/", "T")
    except ValueError:  # of tags that nobody nests so
        assume(False)
    assert entries(html, "x/", "T") == expected


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a &amp; b</p>\n\n<p>c</p>", "<p>a &amp; b</p> <p>c</p>"),
        ("<h1>one</h1><ul><li>two</ul><div data-search-exclude>three</div>four", "one<ul><li>twofour"),
        ("plain", "plain"),
    ],
)
def test_a_page_is_found_by_its_own_title(html: str, text: str) -> None:
    assert entries(html, "x/", "T") == [{"location": "x/", "title": "T", "text": text}]
