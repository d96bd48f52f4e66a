"""The whole content, public and private, to one Ledger in a fixed order, with everything that is wrong with it."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from generator.issues import ContentError, Issue, Source
from generator.load import convert, documents, explain, reading, tables, text
from generator.load.books import Books
from generator.load.files import REFERRED, File, shown_path, walk
from generator.load.findings import Findings
from generator.load.markdown import mapping
from generator.load.packs import MisfitError, Packs
from generator.load.schema import direct
from generator.load.schema.fields import Terms, folded
from generator.load.schema.pages import OrganisationModel
from generator.load.yaml import Seq
from generator.model.gifts import Act, Gift
from generator.model.ledger import Ledger
from generator.model.organisation import Organisation

Packing = Callable[[Terms], Packs]
T = TypeVar("T")
D = TypeVar("D", Gift, Act)
ORGANISATION = "organisation.yml"


def load(
    content: Path, private: Path | None, root: Path, pack: Packing | None = None, jobs: int = 1
) -> tuple[Ledger, tuple[Issue, ...]]:
    """Everything below `content`, and below `private` too where there is one; issues name files from `root`.

    `pack` makes the place where donor files that were read are kept for the next time. Where there is much to read,
    `jobs` processes do it.

    Records with errors are left out and listed in `Ledger.broken`. Raises ContentError, with all that was found, where
    there is no usable organisation.yml, since nothing can be read without its currency and languages.
    """
    with _no_collecting():
        try:
            return _load(content, private, root, pack, jobs)
        except MisfitError:
            return _load(content, private, root, None, 1)


def _load(
    content: Path, private: Path | None, root: Path, pack: Packing | None, jobs: int
) -> tuple[Ledger, tuple[Issue, ...]]:
    findings = Findings()
    if not content.is_dir():
        name = shown_path(content, root)
        raise ContentError([Issue(Source(name), "", "is not there; run `nianlun new site DIR` to start a site")])
    files = dict(walk(content, root, findings))
    organisation = _organisation(files[""], shown_path(content / ORGANISATION, root), findings)
    if private is not None:
        files |= _private(private, root, files, findings)
    pictures = {folded(f.inside): f.inside for f in files["pictures"]}
    currency, languages = (organisation.currency, organisation.languages) if organisation else ("CNY", ("zh-CN", "en"))
    terms = Terms(currency, languages, pictures)
    pages = tuple(f for f in files[""] if f.inside != ORGANISATION)
    projects = documents.projects(files["projects"], terms, findings)
    campaigns = documents.campaigns(files["campaigns"], terms, findings)
    updates = documents.updates(files["updates"], terms, findings)
    events = documents.events(files["events"], terms, findings)
    text_pages = documents.text_pages(pages, terms, findings)
    books = Books(terms.currency)
    packs = pack(terms) if pack else None
    reading.donors(files["donors"], terms, books, findings, packs, jobs)
    tables.gifts(files["gifts"], terms, books, findings)
    books.settle(findings)
    reading.erased_donor(books)
    tables.spending(files["spending"], terms, books, findings)
    if organisation is None:
        raise ContentError(findings.issues)
    if packs:
        packs.forget_the_rest()
    ledger = Ledger(
        organisation=organisation,
        projects=projects,
        campaigns=campaigns,
        updates=updates,
        events=events,
        donors=_by_id(books.donors),
        gifts=_by_day(sorted(books.gifts.values(), key=attrgetter("id"))),
        pledges=tuple(sorted(books.pledges, key=lambda p: (p.date, p.source))),
        acts=_by_day(sorted(books.acts, key=attrgetter("source"))),
        expenditures=tuple(sorted(books.expenditures.values(), key=lambda e: (e.date, e.id))),
        pages=text_pages,
        broken=frozenset(b for b in findings.broken if b.partition("/")[0] in REFERRED),
        tables=frozenset(file.name for file in files["gifts"]),
    )
    return ledger, tuple(sorted(set(findings.issues)))


def _private(
    private: Path, root: Path, files: Mapping[str, tuple[File, ...]], findings: Findings
) -> Mapping[str, tuple[File, ...]]:
    """`files` with those of the second root after them; no file of the first is overruled."""
    if not private.is_dir():
        findings.warn(Source(shown_path(private, root)), "is not there; the site is made without its records")
        findings.broken.update(f"{kind}/*" for kind in REFERRED)  # what refers to them is no mistake
        return files
    more = walk(private, root, findings)
    drawn = {folded(f.inside) for f in files["pictures"]}
    for file in (*more[""], *more["pictures"]):
        if file.inside == ORGANISATION or folded(file.inside) in drawn:
            findings.error(file.source, "", "stands in the content folder already; delete this one")
    return {folder: files[folder] + more[folder] for folder in files}


def _by_id(records: Mapping[str, T]) -> Mapping[str, T]:
    return dict(sorted(records.items()))


def _by_day(records: Iterable[D]) -> tuple[D, ...]:
    """Records by day, and as they come within a day. No sort: a million days are few different ones."""
    days: defaultdict[date, list[D]] = defaultdict(list)
    for record in records:
        days[record.date].append(record)
    return tuple(chain.from_iterable(days[day] for day in sorted(days)))


def _organisation(files: tuple[File, ...], name: str, findings: Findings) -> Organisation | None:
    file = next((f for f in files if f.inside == ORGANISATION), None)
    if file is None:
        findings.error(Source(name), "", "is missing; write it first: name, tagline, registration, currency, ...")
        return None
    read = text.read(file.path, file.name)
    if not isinstance(read, str):
        findings.issues.append(read)
        return None
    before = len(findings.issues)
    tree = mapping(read, file.name, findings)
    if tree is None:
        return None
    given = tree.get("languages")
    languages = tuple(code for code in given if isinstance(code, str)) if isinstance(given, Seq) else ()
    try:
        model = direct.read(OrganisationModel, tree, Terms("CNY", languages or ("zh-CN",)))
    except ValidationError as wrong:
        findings.issues.extend(explain.explain(wrong, OrganisationModel, tree, file.name))
        return None
    if len(findings.issues) > before:
        return None
    return convert.organisation(model, Source(file.name, 1, 1))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the cycle collector: it would walk the growing trees again and again and double the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
