"""What authors write for readers: words by language, pages of text, pictures, and consents of people shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from generator.issues import Source


class Label(Struct, frozen=True):
    """Short words in one or more languages: in YAML one text (the main language) or a mapping by language."""

    default: str
    others: tuple[tuple[str, str], ...] = ()

    def get(self, language: str) -> str:
        """The words in `language`, or in the main language where there is no translation."""
        for spoken, words in self.others:
            if spoken == language:
                return words
        return self.default

    def has(self, language: str) -> bool:
        return any(spoken == language for spoken, _ in self.others)


class Words(Struct, frozen=True):
    """One language's title, summary (plain text, one or two sentences) and body (Markdown) of a page.

    `source` is the file; `body_line` the 1-based line on which the body starts.
    """

    language: str
    title: str
    summary: str
    body: str
    source: Source
    body_line: int = 1


class TextPage(Struct, frozen=True):
    """An ordinary page: index.md, about.md, ... `path` is its address below the site, "" for index.md."""

    path: str
    words: Mapping[str, Words]


class Picture(Struct, frozen=True):
    """A picture used by a page. `file` is the path from the content root, such as `pictures/rain.jpg`."""

    source: Source
    file: str
    alt: Label
    caption: Label | None = None
    credit: Label | None = None
    taken: date | None = None
    people: tuple[str, ...] = ()  # beneficiaries shown, each covered by a Consent


class Consent(Struct, frozen=True):
    """A beneficiary's consent to be in a story or picture. `given_by` names the guardian's role for a child.

    `name`, `school` and `place` of a child are never published; they let the checks and the leak gate look for them.
    """

    source: Source
    person: str
    scope: tuple[Literal["story", "name", "picture"], ...]
    purpose: str
    channel: tuple[str, ...]
    since: date
    until: date | None = None
    withdrawn: date | None = None
    given_by: str | None = None
    child: bool = False
    name: str | None = None
    school: str | None = None
    place: str | None = None
