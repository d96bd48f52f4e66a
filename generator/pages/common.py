"""What planners share: a page that exists in every language of the site, or in those it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.model.words import Picture, Words
from generator.pages.atlas import Atlas
from generator.pages.page import Page, Ref

MAX_DESCRIPTION = 200


def base_context(atlas: Atlas, refs: Mapping[str, Ref] | None = None) -> dict[str, object]:
    """What every template gets."""
    return {"organisation": atlas.public.organisation, "today": atlas.public.today, "refs": refs or {}}


def index_pages(
    atlas: Atlas,
    folder: str,
    template: str,
    context: Callable[[str], dict[str, object]],
    *,
    title: str,
    nav: str,
    languages: Iterable[str] | None = None,
    searchable: bool = True,
) -> Iterator[Page]:
    """A generated overview at `folder/`, once in each of `languages` (default: all of the site's).

    `title` names the catalog entries `title.TITLE` and `description.TITLE`.
    """
    spoken = tuple(languages or atlas.languages)
    alternates = tuple((lang, atlas.index(folder, lang)) for lang in spoken)
    site = atlas.public.organisation.name
    for lang in spoken:
        yield Page(
            url=atlas.index(folder, lang),
            template=template,
            language=lang,
            title=atlas.say(lang, f"title.{title}"),
            description=atlas.say(lang, f"description.{title}", site=site.get(lang)),
            context=context(lang),
            alternates=alternates,
            nav=nav,
            searchable=searchable,
        )


def spoken_pages(
    atlas: Atlas,
    words: Mapping[str, Words],
    url: Callable[[str], str],
    template: str,
    context: Callable[[str, Words], dict[str, object]],
    *,
    nav: str,
    picture: Picture | None = None,
) -> Iterator[Page]:
    """A record's page in each language that the record is written in."""
    languages = atlas.languages_of(words)
    alternates = tuple((lang, url(lang)) for lang in languages)
    for lang in languages:
        own, _ = atlas.spoken(words, lang)
        yield Page(
            url=url(lang),
            template=template,
            language=lang,
            title=own.title,
            description=own.summary or first_words(own.body) or own.title,
            context=context(lang, own),
            alternates=alternates,
            picture=picture,
            nav=nav,
        )


def first_words(markdown: str) -> str:
    """The first paragraph as plain text, cut at MAX_DESCRIPTION characters, for a page without a summary."""
    for block in markdown.split("\n\n"):
        text = " ".join(block.split())
        if text and text[0] not in "#!|>-*`<[":
            return text if len(text) <= MAX_DESCRIPTION else text[: MAX_DESCRIPTION - 1] + "…"
    return ""
