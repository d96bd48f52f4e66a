"""From the public view to every page of the site, none of them rendered yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.model.public import Public
from generator.pages import archives, campaigns, digests, donors, events, home, money, projects, texts, updates
from generator.pages.atlas import Atlas, Say
from generator.pages.page import Page

Planner = Callable[[Atlas], Iterator[Page]]

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
    archives.plan,
)


def plan(public: Public, say: Say) -> Iterator[Page]:
    """Every page, a planner at a time; archives last and one at a time, since there may be 100,000 of them."""
    atlas = Atlas(public, say)
    for planner in PLANNERS:
        yield from planner(atlas)
