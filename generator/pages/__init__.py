"""From the public view to every page of the site, none of them rendered yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.pages import archives, campaigns, digests, donors, events, home, money, projects, texts, updates
from generator.pages.atlas import Atlas
from generator.pages.page import Page

Planner = Callable[[Atlas], Iterator[Page]]
ArchivePlanner = Callable[[Atlas], Sequence[Page]]

#: A new kind of page is one function here; take one out and only its pages vanish.
PLANNERS: tuple[Planner, ...] = (
    home.plan,
    texts.plan,
    projects.plan,
    updates.plan,
    campaigns.plan,
    digests.plan,
    events.plan,
    donors.plan,
    money.plan,
)

#: The pages filled into the shell: a row of which each is planned when it is asked for, since there may be 100,000.
ARCHIVES: ArchivePlanner = archives.plan


def plan(atlas: Atlas) -> Iterator[Page]:
    """Every page that the front renders, a planner at a time."""
    for planner in PLANNERS:
        yield from planner(atlas)
