"""The projects, each with its children and where its money stands."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.public import ProjectView
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


def _project(atlas: Atlas, view: ProjectView) -> Iterator[Page]:
    project = view.project
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
                    project=[project.id, project.parent, *view.child_ids],
                    update=view.update_ids,
                    campaign=view.campaign_ids,
                    event=view.event_ids,
                ),
            )
            | {"view": view, "words": words, "children": children(atlas, view)}
        ),
        nav="projects",
        picture=project.picture,
    )
