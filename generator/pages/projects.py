"""The projects, each with its children and where its money stands."""

from __future__ import annotations

from collections.abc import Iterator

from generator.derive.family import ancestors
from generator.derive.views import CARDS_OF_A_PROJECT
from generator.model.funds import ProjectView
from generator.pages.atlas import Atlas
from generator.pages.common import base_context, index_pages, spoken_pages
from generator.pages.page import Page


def plan(atlas: Atlas) -> Iterator[Page]:
    views = atlas.public.projects
    if not views:
        return
    roots = tuple((v, children(atlas, v)) for v in views.values() if v.project.parent is None)
    yield from index_pages(
        atlas,
        "projects",
        "projects.html",
        lambda lang: base_context(atlas, atlas.refs(lang, project=views)) | {"roots": roots},
        title="projects",
        nav="projects",
    )
    for view in views.values():
        yield from _project(atlas, view)


def children(atlas: Atlas, view: ProjectView) -> tuple[ProjectView, ...]:
    return tuple(atlas.public.projects[id] for id in view.child_ids)


def told_beside(atlas: Atlas, view: ProjectView) -> tuple[str | None, ...]:
    """What the project's money is told together with (None: without designation), where it is not told alone."""
    line = (view.project.id, *ancestors(view.project.id, {p: v.project for p, v in atlas.public.projects.items()}))
    for group in atlas.public.together:
        if view.together.arrived is None and any(name in line for name in group.parts if name != group.parent):
            return tuple(name for name in group.parts if name not in line or name == group.parent)
    return ()


def _project(atlas: Atlas, view: ProjectView) -> Iterator[Page]:
    project, beside = view.project, told_beside(atlas, view)
    yield from spoken_pages(
        atlas,
        project.words,
        lambda lang: atlas.url("project", project.id, lang),
        "project.html",
        lambda lang, words: (
            base_context(
                atlas,
                atlas.refs(
                    lang,
                    project=dict.fromkeys([project.id, project.parent, *view.child_ids, *beside]),
                    update=view.update_ids,
                    campaign=view.campaign_ids,
                    event=view.event_ids,
                ),
            )
            | {
                "view": view,
                "words": words,
                "children": children(atlas, view),
                "beside": beside,
                "shown_as_cards": CARDS_OF_A_PROJECT,
            }
        ),
        nav="projects",
        picture=project.picture,
    )
