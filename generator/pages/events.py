"""Donors' meetings and field visits, with their minutes and the questions that were asked."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.updates import Event
from generator.pages.atlas import Atlas
from generator.pages.common import base_context, index_pages, spoken_pages
from generator.pages.page import Page


def plan(atlas: Atlas) -> Iterator[Page]:
    newest = tuple(sorted(atlas.public.events.values(), key=lambda e: (e.date, e.id), reverse=True))
    if not newest:
        return
    yield from index_pages(
        atlas,
        "events",
        "events.html",
        lambda lang: base_context(atlas, atlas.refs(lang, event=[e.id for e in newest])) | {"events": newest},
        title="events",
        nav="updates",
    )
    for event in newest:
        yield from _event(atlas, event)


def _event(atlas: Atlas, event: Event) -> Iterator[Page]:
    told = sorted((u for u in atlas.public.updates.values() if u.event == event.id), key=lambda u: u.date)
    yield from spoken_pages(
        atlas,
        event.words,
        lambda lang: atlas.url("event", event.id, lang),
        "event.html",
        lambda lang, words: (
            base_context(atlas, atlas.refs(lang, project=event.projects, update=[u.id for u in told]))
            | {"event": event, "words": words, "updates": atlas.updates([u.id for u in told], lang)}
            | {"ahead": event.date > atlas.public.today}
        ),
        nav="updates",
        picture=next(iter(event.pictures), None),
    )
