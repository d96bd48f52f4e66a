"""A record to the labels and pictures inside it, each with the path an author would look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from generator.model.campaigns import Campaign
from generator.model.ledger import Ledger
from generator.model.organisation import Organisation
from generator.model.projects import Project
from generator.model.updates import Event, Update
from generator.model.words import Label, Picture

Page = Project | Campaign | Update | Event


def page_records(ledger: Ledger) -> Iterator[Page]:
    """Every record that is a page of its own and may hold labels, pictures and people."""
    yield from ledger.projects.values()
    yield from ledger.campaigns.values()
    yield from ledger.updates.values()
    yield from ledger.events.values()


def labels(record: Page | Organisation) -> Iterator[tuple[str, Label]]:
    """Path (`budget[0].label`) and label of every label in `record`."""
    for path, value in _inside(record, ""):
        if isinstance(value, Label):
            yield path, value


def pictures(record: Page) -> Iterator[tuple[str, Picture]]:
    """Path (`picture`, `pictures[1]`) and picture of every picture in `record`."""
    for path, value in _inside(record, ""):
        if isinstance(value, Picture):
            yield path, value


def _inside(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value below `value`, depth first; mappings (words by language) hold no labels and are left out."""
    yield path, value
    if isinstance(value, Label | Mapping):
        return
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name != "source":
                yield from _inside(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _inside(item, f"{path}[{n}]")
