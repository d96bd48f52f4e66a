"""Ordinary pages (about.md, ...), the search page and the page for addresses that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages.atlas import Atlas
from generator.pages.common import base_context, index_pages, spoken_pages
from generator.pages.page import Page


def plan(atlas: Atlas) -> Iterator[Page]:
    for page in atlas.public.pages:
        if page.path:
            yield from spoken_pages(
                atlas,
                page.words,
                lambda lang, path=page.path: f"{atlas.home(lang)}{path}/",  # type: ignore[misc]
                "text.html",
                lambda lang, words: base_context(atlas) | {"words": words},
                nav=page.path,
            )
    yield from index_pages(
        atlas, "search", "search.html", lambda lang: base_context(atlas), title="search", nav="", searchable=False
    )
    yield Page(
        url="404.html",
        template="404.html",
        language=atlas.main,
        title=atlas.say(atlas.main, "title.missing"),
        description=atlas.say(atlas.main, "description.missing"),
        context=base_context(atlas),
        listed=False,
        searchable=False,
    )
