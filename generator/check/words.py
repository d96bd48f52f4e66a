"""Pictures must be described, and a record that speaks a second language must speak it throughout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.check.walk import labels, page_records, pictures
from generator.check.wording import error, listed, warning
from generator.issues import Issue
from generator.model.ledger import Ledger
from generator.model.words import Label, Picture

SHOWN = 4  # fields named in one message


def alternative_texts(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A picture without alt text, or whose caption says the same again."""
    for record in page_records(ledger):
        for path, picture in pictures(record):
            yield from _described(path, picture)


def _described(path: str, picture: Picture) -> Iterator[Issue]:
    written = {"": picture.alt.default, **dict(picture.alt.others)}
    for language, words in written.items():
        if not words.strip():
            field = f"{path}.alt.{language}" if language else f"{path}.alt"
            yield error(
                picture.source, field, "is empty; say in a sentence what the picture shows, for who cannot see it"
            )
    if picture.caption is not None and _plain(picture.alt) and _plain(picture.alt) == _plain(picture.caption):
        yield warning(
            picture.source,
            f"{path}.caption",
            "says the same as the alt text and is heard twice; say in the alt text what is seen, "
            "in the caption who, when and where",
        )


def _plain(label: Label) -> str:
    return "".join(c for c in label.default.casefold() if c.isalnum())


def untranslated(ledger: Ledger, today: date) -> Iterator[Issue]:
    """Labels that stay in the main language although their record is there in another; one issue a record."""
    main, *others = ledger.organisation.languages
    for record in (ledger.organisation, *page_records(ledger)):
        # a credit in one language is a name, as nearly always
        found = [(path, label) for path, label in labels(record) if label.others or not path.endswith(".credit")]
        missing: dict[str, list[str]] = {}
        for language in others:
            without = [path for path, label in found if not label.has(language)]
            spoken = record is ledger.organisation or language in getattr(record, "words", ())
            if without and (spoken or len(without) < len(found)):
                missing[language] = without
        if missing:
            said = "; ".join(f"{language}: {_some(paths)}" for language, paths in missing.items())
            yield warning(
                record.source,
                "",
                f"has no translation of some words ({said}); write {{{main}: ..., {next(iter(missing))}: ...}}",
            )


def _some(paths: list[str]) -> str:
    more = len(paths) - SHOWN
    return listed(paths[:SHOWN]) + (f" and {more} more" if more > 0 else "")
