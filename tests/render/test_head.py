"""Heads of archives, which are filled in two steps, against heads made whole."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.issues import Source
from generator.model.photo import Photo, Variant
from generator.model.words import Label, Picture
from generator.pages.page import Page
from generator.render.head import Filler, Head, head
from generator.render.shell import slot, split

SITE, NAME, COVER = "https://example.org/", "<i>", "cover.jpg"
SHELL = split("|".join(slot(name) for name in ("title", *Head.__slots__, "content", "title")))
PHOTOS = {"a.jpg": Photo(10, 10, (), Variant("assets/a.jpg", 12, 6, Path("a.jpg")))}

texts = st.text() | st.sampled_from(("</title><script>", "a & b", " a\n b", slot("content"), slot("title")))
pictures = st.builds(
    Picture, source=st.just(Source("x.md", 1, 1)), file=st.sampled_from(("a.jpg", "b.jpg")), alt=st.builds(Label, texts)
)
pages = st.builds(
    Page,
    url=st.sampled_from(("d/a/", "d/b/", "d/\u6797/")),
    template=st.sampled_from(("archive.html", "update.html")),
    language=st.sampled_from(("en", "zh-CN")),
    title=texts | st.just(NAME),
    description=texts,
    context=st.just({}),
    alternates=st.sampled_from(((), (("en", "a/"), ("zh-CN", "b/")))),
    picture=st.none() | pictures,
    listed=st.booleans(),
    in_shell=st.booleans(),
)


@given(st.lists(st.tuples(pages, texts)))
def test_many_pages_are_filled_as_each_alone(told: list[tuple[Page, str]]) -> None:
    filler = Filler(SHELL, NAME, SITE, COVER, PHOTOS)
    for page, content in told:
        slots = head(page, SITE, NAME, PHOTOS, COVER).slots()
        assert filler.fill(page, content) == SHELL.fill({**slots, "content": content})
