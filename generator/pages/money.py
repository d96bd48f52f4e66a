"""The transparency page: received, spent, unspent, by project and by year, and how each figure is made."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.public import ProjectView
from generator.pages.atlas import Atlas
from generator.pages.campaigns import newest_first
from generator.pages.common import base_context, index_pages
from generator.pages.page import Page


def plan(atlas: Atlas) -> Iterator[Page]:
    public = atlas.public
    tree = tuple(_tree(atlas, None, 0))
    recaps = newest_first(atlas)
    yield from index_pages(
        atlas,
        "transparency",
        "transparency.html",
        lambda lang: (
            base_context(atlas, atlas.refs(lang, project=public.projects, campaign=public.campaigns))
            | {"totals": public.totals, "projects": tree, "campaigns": recaps, "small_cells": public.small_cells}
        ),
        title="transparency",
        nav="transparency",
    )


def _tree(atlas: Atlas, parent: str | None, depth: int) -> Iterator[tuple[ProjectView, int]]:
    """Projects in reading order, each before its children."""
    for view in atlas.public.projects.values():
        if view.project.parent == parent:
            yield view, depth
            yield from _tree(atlas, view.project.id, depth + 1)
