"""What happened: updates from the field, donors' meetings and visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from generator.issues import Source
from generator.model.words import Consent, Label, Picture, Words

EventKind = Literal["meeting", "visit", "gathering"]


class Update(Struct, frozen=True):
    """A Markdown post (content/updates/DATE-SLUG.md); its id is the file's name without `.md`."""

    source: Source
    id: str
    words: Mapping[str, Words]
    date: date
    projects: tuple[str, ...]
    campaign: str | None = None
    event: str | None = None
    series: Label | None = None
    pictures: tuple[Picture, ...] = ()
    consents: tuple[Consent, ...] = ()
    consented: bool = False  # for pages, which see no consents: whether there were any


class Question(Struct, frozen=True):
    asked: Label
    answered: Label


class Event(Struct, frozen=True):
    """A donors' meeting or field visit (content/events/ID.md); the body holds its minutes."""

    source: Source
    id: str
    words: Mapping[str, Words]
    date: date
    kind: EventKind
    place: Label | None = None
    projects: tuple[str, ...] = ()
    attended: int | None = None
    questions: tuple[Question, ...] = ()
    pictures: tuple[Picture, ...] = ()
    consents: tuple[Consent, ...] = ()
    consented: bool = False  # for pages, which see no consents: whether there were any
