"""The updates: each on its page, all by year, and the series they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.model.updates import Update
from generator.model.words import Words
from generator.pages.atlas import Atlas
from generator.pages.common import base_context, index_pages, spoken_pages
from generator.pages.page import Page, Ref


def plan(atlas: Atlas) -> Iterator[Page]:
    newest = sorted(atlas.public.updates.values(), key=lambda u: (u.date, u.id), reverse=True)
    if not newest:
        return
    yield from index_pages(
        atlas, "updates", "updates.html", lambda lang: _index(atlas, newest, lang), title="updates", nav="updates"
    )
    for place, update in enumerate(newest):
        newer = newest[place - 1] if place else None
        older = newest[place + 1] if place + 1 < len(newest) else None
        yield from _update(atlas, update, newer, older)
    yield from _series(atlas)


def _index(atlas: Atlas, newest: list[Update], lang: str) -> dict[str, object]:
    groups = tuple(
        (year, atlas.updates([u.id for u in of_year], lang)) for year, of_year in groupby(newest, lambda u: u.date.year)
    )
    series: dict[str, Ref] = {}
    for update in newest:
        ref = atlas.series_of(update, lang)
        if ref:
            series.setdefault(ref.id, ref)
    told = {id for update in newest for id in update.projects}
    projects = tuple(atlas.ref("project", id, lang) for id in atlas.public.projects if id in told)
    return base_context(atlas) | {"groups": groups, "series": tuple(series.values()), "projects": projects}


def _update(atlas: Atlas, update: Update, newer: Update | None, older: Update | None) -> Iterator[Page]:
    def context(lang: str, words: Words) -> dict[str, object]:
        refs = atlas.refs(lang, project=update.projects, campaign=[update.campaign], event=[update.event])
        return base_context(atlas, refs) | {
            "update": update,
            "words": words,
            "newer": atlas.ref("update", newer.id, lang) if newer else None,
            "older": atlas.ref("update", older.id, lang) if older else None,
            "series": atlas.series_of(update, lang),
        }

    yield from spoken_pages(
        atlas,
        update.words,
        lambda lang: atlas.url("update", update.id, lang),
        "update.html",
        context,
        nav="updates",
        picture=next(iter(update.pictures), None),
    )


def _series(atlas: Atlas) -> Iterator[Page]:
    for slug, (label, ids) in atlas.series.items():
        languages = [lang for lang in atlas.languages if lang == atlas.main or label.has(lang)]
        urls = tuple((lang, atlas.url("series", slug, lang)) for lang in languages)
        for lang, url in urls:
            name = label.get(lang)
            yield Page(
                url=url,
                template="series.html",
                language=lang,
                title=atlas.say(lang, "title.series", name=name),
                description=atlas.say(lang, "description.series", name=name, count=len(ids)),
                context=base_context(atlas) | {"label": label, "updates": atlas.updates(ids, lang)},
                alternates=urls,
                nav="updates",
            )
