"""From projects that name a parent to the lines of ancestors and the descendants of each."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.projects import Project


def ancestors(project: str, projects: Mapping[str, Project]) -> tuple[str, ...]:
    """The project's ancestors, nearest first. A loop of parents (which `check` reports) ends where it closes."""
    line: list[str] = []
    record = projects.get(project)
    while record is not None and record.parent and record.parent != project and record.parent not in line:
        line.append(record.parent)
        record = projects.get(record.parent)
    return tuple(line)


def descendants(projects: Mapping[str, Project]) -> dict[str, tuple[str, ...]]:
    """Every project's descendants at any depth, in order of id."""
    below: dict[str, list[str]] = {p: [] for p in projects}
    for project in sorted(projects):
        for above in ancestors(project, projects):
            below.setdefault(above, []).append(project)
    return {p: tuple(found) for p, found in below.items()}
