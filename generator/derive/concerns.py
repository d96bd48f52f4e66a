"""From updates and allocations to the updates that concern a donor, through projects, never donors x updates.

An update that names no project is about those of its event. It concerns a donor when a gift dated up to its day, or
that gift's match, paid for one of its projects or a project below one, or was given for one of these or for its
campaign, spent already or not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache

from generator.derive.family import ancestors
from generator.derive.purses import Allocation
from generator.model.gifts import Gift
from generator.model.projects import Project
from generator.model.updates import Event, Update

Topic = tuple[str, str]  # ("project" | "campaign", id)
_NEVER = date.max
_PATTERNS = 1024  # remembered: there may be as many as donors


def projects_of(update: Update, events: Mapping[str, Event]) -> tuple[str, ...]:
    """What an update is about: the projects it names, else those of its event."""
    event = events.get(update.event) if update.event else None
    return update.projects or (event.projects if event else ())


class UpdateIndex:
    """The updates dated up to today, by what they are about."""

    def __init__(
        self, updates: Mapping[str, Update], projects: Mapping[str, Project], events: Mapping[str, Event], today: date
    ) -> None:
        self._projects = projects
        told = sorted((u for u in updates.values() if u.date <= today), key=lambda u: (u.date, u.id))
        self._order = {u.id: n for n, u in enumerate(told)}
        self._about: dict[Topic, list[tuple[date, str]]] = {}
        for update in told:
            topics = {("project", project) for project in projects_of(update, events)}
            for topic in topics | {("campaign", c) for c in [update.campaign] if c}:
                self._about.setdefault(topic, []).append((update.date, update.id))
        #: What concerns whom depends on the first update of each topic that does: many donors have these in common.
        self._from = lru_cache(maxsize=_PATTERNS)(self._all_from)

    def concerning(self, gifts: Iterable[Gift], paid: Mapping[str, list[Allocation]]) -> tuple[str, ...]:
        """Ids of the updates that concern whoever gave `gifts`, newest first; `paid` is what each paid for, by id."""
        first: dict[str | None, date] = {}  # the first gift for each project
        since: dict[Topic, date] = {}
        for gift in gifts:
            day = gift.date
            if first.get(gift.project, _NEVER) > day:
                first[gift.project] = day
            for part in paid[gift.id]:
                if first.get(part.project, _NEVER) > day:
                    first[part.project] = day
            if gift.campaign and since.get(topic := ("campaign", gift.campaign), _NEVER) > day:
                since[topic] = day
        lines = self._lines
        for project, day in first.items():
            for topic in lines.get(project, ()):
                if since.get(topic, _NEVER) > day:
                    since[topic] = day
        about = self._about
        pattern = tuple(sorted([(t, bisect_left(about[t], (day, ""))) for t, day in since.items() if t in about]))
        return self._from(pattern)

    def _all_from(self, pattern: tuple[tuple[Topic, int], ...]) -> tuple[str, ...]:
        found = {i for topic, start in pattern for _, i in self._about[topic][start:]}
        return tuple(sorted(found, key=self._order.__getitem__, reverse=True))

    def about(self, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the updates that name any of these projects or campaigns, newest first."""
        found = {i for name in ids for _, i in self._about.get((kind, name), ())}
        return tuple(sorted(found, key=self._order.__getitem__, reverse=True))

    @cached_property
    def _lines(self) -> dict[str | None, tuple[Topic, ...]]:
        """A project and its ancestors: whose updates tell of it."""
        return {p: tuple(("project", a) for a in (p, *ancestors(p, self._projects))) for p in self._projects}
