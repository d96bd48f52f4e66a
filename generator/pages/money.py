"""The transparency page: received, spent, unspent, by project and by year, and how each figure is made."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.model.funds import Fund
from generator.pages.atlas import Atlas
from generator.pages.campaigns import newest_first
from generator.pages.common import base_context, index_pages
from generator.pages.page import Page


class Row(Struct, frozen=True):
    """A row of the projects' table: one of `parts` (None: without designation), or several told in one sum."""

    parts: tuple[str | None, ...]
    parent: str | None
    depth: int
    fund: Fund


def plan(atlas: Atlas) -> Iterator[Page]:
    public = atlas.public
    rows = tuple(_rows(atlas, None, 0))
    recaps = newest_first(atlas)
    whole = all(row.fund.received is not None for row in rows if row.fund.unspent is not None)
    yield from index_pages(
        atlas,
        "transparency",
        "transparency.html",
        lambda lang: (
            base_context(atlas, atlas.refs(lang, project=public.projects, campaign=public.campaigns))
            | {
                "totals": public.totals,
                "rows": rows,
                "whole": whole and public.totals.fund.received is not None,
                "campaigns": recaps,
                "small_cells": public.small_cells,
                "untold_currencies": public.untold_currencies,
            }
        ),
        title="transparency",
        nav="transparency",
    )


def _rows(atlas: Atlas, parent: str | None, depth: int) -> Iterator[Row]:
    """Projects in reading order, each before its parts; what is told together stands after what is told alone."""
    public = atlas.public
    group = next((t for t in public.together if t.parent == parent), None)
    grouped = group.parts if group else ()
    for view in public.projects.values():
        name = view.project.id
        if view.project.parent == parent and name not in grouped:
            yield Row((name,), parent, depth, view.together)
            yield from _rows(atlas, name, depth + 1)
    if group:
        yield Row(group.parts, parent, depth, group.fund)
    if parent is None and None not in grouped:
        yield Row((None,), None, 0, public.totals.unrestricted)
