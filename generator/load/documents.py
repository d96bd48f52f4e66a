"""Markdown files to the records they hold, each with its translations beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from pydantic import ValidationError

from generator.issues import Source
from generator.load import convert, explain, text, values
from generator.load.convert import Draft
from generator.load.files import File
from generator.load.findings import Findings
from generator.load.markdown import Sheet, sheet
from generator.load.schema import direct
from generator.load.schema.fields import Model, Terms
from generator.load.schema.pages import CampaignModel, EventModel, ProjectModel, UpdateModel
from generator.load.schema.parts import PageModel, TranslationModel
from generator.model.campaigns import Campaign
from generator.model.projects import Project
from generator.model.updates import Event, Update
from generator.model.words import TextPage, Words

M = TypeVar("M", bound=Model)
R = TypeVar("R")
#: Addresses that Nianlun writes itself; an ordinary page cannot have them.
TAKEN = (
    "projects", "updates", "series", "campaigns", "digest", "events", "donors", "transparency",
    "search", "d", "assets", "404",
)  # fmt: skip


class Kind(Struct, frozen=True):
    """A kind of page: its word, its model, and how the model becomes a record."""

    word: str
    model: type[PageModel]
    convert: Callable[[Any, Draft], Any]


def projects(files: Iterable[File], terms: Terms, findings: Findings) -> Mapping[str, Project]:
    return _records(Kind("project", ProjectModel, convert.project), files, terms, findings)


def campaigns(files: Iterable[File], terms: Terms, findings: Findings) -> Mapping[str, Campaign]:
    return _records(Kind("campaign", CampaignModel, convert.campaign), files, terms, findings)


def updates(files: Iterable[File], terms: Terms, findings: Findings) -> Mapping[str, Update]:
    return _records(Kind("update", UpdateModel, convert.update), files, terms, findings)


def events(files: Iterable[File], terms: Terms, findings: Findings) -> Mapping[str, Event]:
    return _records(Kind("event", EventModel, convert.event), files, terms, findings)


def text_pages(files: Iterable[File], terms: Terms, findings: Findings) -> tuple[TextPage, ...]:
    """Ordinary pages by path; index.md has the path ""."""

    def page(_: PageModel, draft: Draft) -> TextPage | None:
        if draft.id in TAKEN or draft.id in terms.languages:
            findings.error(Source(draft.source.file), "", "has an address that the site uses itself; rename the file")
            return None
        return TextPage("" if draft.id == "index" else draft.id, draft.words)

    found = _records(Kind("page", PageModel, page), files, terms, findings)
    return tuple(sorted(found.values(), key=lambda p: p.path))


def _records(kind: Kind, files: Iterable[File], terms: Terms, findings: Findings) -> Mapping[str, Any]:
    """Records by id. The first of two files with one id stays."""
    main: dict[str, File] = {}
    beside: dict[str, list[tuple[str, File]]] = {}
    for file in files:
        stem, dot, language = file.stem.rpartition(".")
        if dot:
            if _is_translation(language, stem, file, terms, findings):
                beside.setdefault(stem, []).append((language, file))
        elif file.stem in main:
            other = main[file.stem].name
            findings.error(file.source, "", f'"{file.stem}" is the id of the {kind.word} at {other} too; rename one')
        else:
            main[file.stem] = file
    records: dict[str, Any] = {}
    for stem, file in sorted(main.items()):
        before = len(findings.issues)
        record = _record(kind, file, beside.pop(stem, []), terms, findings)
        if record is None or len(findings.issues) > before:
            findings.broken.add(f"{kind.word}/{stem}")
        else:
            records[stem] = record
    for stem, orphans in sorted(beside.items()):
        for _, file in orphans:
            name = f"{stem.rpartition('/')[2]}.md"
            findings.error(file.source, "", f"is a translation of {name}, which is not there; write {name} first")
    return records


def _is_translation(language: str, stem: str, file: File, terms: Terms, findings: Findings) -> bool:
    languages = terms.languages
    if language == languages[0]:
        findings.error(file.source, "", f'is in the main language; rename it "{stem}.md"')
    elif language not in languages:
        known = ", ".join(languages)
        findings.error(file.source, "", f"does not name a language of this site before .md; its languages are {known}")
    return language in languages[1:]


def _record(kind: Kind, file: File, translations: list[tuple[str, File]], terms: Terms, findings: Findings) -> Any:
    try:
        identifier = values.identifier(file.stem)
    except ValueError as wrong:
        guess = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
        findings.error(file.source, "", f"the file's name {wrong}" + (f'; rename it "{guess}.md"' if guess else ""))
        return None
    main = _sheet(file, findings)
    model = main and _validate(kind.model, main, terms, findings)
    words = {terms.languages[0]: _words(model, main, terms.languages[0])} if main and model else {}
    for language, other in translations:
        sheet_there = _sheet(other, findings)
        if sheet_there is None or _belongs_elsewhere(kind, sheet_there, file, findings):
            continue
        there = _validate(TranslationModel, sheet_there, terms, findings)
        if there:
            words[language] = _words(there, sheet_there, language)
    if not main or not model:
        return None
    order = {language: words[language] for language in terms.languages if language in words}
    return kind.convert(model, Draft(identifier, Source(file.name, 1, 1), main.front, order, findings))


def _sheet(file: File, findings: Findings) -> Sheet | None:
    read = text.read(file.path, file.name)
    if isinstance(read, str):
        return sheet(read, file.name, findings)
    findings.issues.append(read)
    return None


def _validate(model: type[M], page: Sheet, terms: Terms, findings: Findings) -> M | None:
    try:
        return direct.read(model, page.front, terms)
    except ValidationError as wrong:
        findings.issues.extend(explain.explain(wrong, model, page.front, page.name))
        return None


def _belongs_elsewhere(kind: Kind, page: Sheet, main: File, findings: Findings) -> bool:
    """Whether a translation has fields that are the main file's."""
    own = explain.field_names(TranslationModel)
    strays = [f for f in page.front.places if f in explain.field_names(kind.model) and f not in own]
    for field in strays:
        where = explain.key_place(page.front, (field,), page.name)
        name = main.inside.rpartition("/")[2]
        findings.error(where, field, f"belongs into {name}; a translation has only title and summary")
    return bool(strays)


def _words(model: Any, page: Sheet, language: str) -> Words:
    body = page.body if page.body.strip() else ""  # a blank line below the front matter says nothing
    return Words(language, model.title, model.summary, body, Source(page.name, 1, 1), page.body_line)
