"""What stands on a page of other pages: cards with picture, title and summary, and lines with no more than a title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from generator.check.walk import Page
from generator.derive.concerns import UpdateIndex
from generator.derive.family import descendants
from generator.derive.views import CARDS_AT_HOME, CARDS_OF_A_PROJECT
from generator.model.campaigns import Campaign
from generator.model.ledger import Ledger
from generator.model.projects import Project
from generator.model.updates import Update
from generator.model.words import Picture


class Card(Struct, frozen=True):
    """A record on another's page. `pictured`: with its first picture; `summed_up`: with its summary."""

    record: Page
    pictured: bool = True
    summed_up: bool = True

    @property
    def picture(self) -> tuple[str, Picture] | None:
        """The picture shown, and the path under which its author knows it."""
        record = self.record
        if not self.pictured:
            return None
        if isinstance(record, Project | Campaign):
            return ("picture", record.picture) if record.picture else None
        return ("pictures[0]", record.pictures[0]) if record.pictures else None


def cards(ledger: Ledger, today: date) -> Iterator[tuple[Page | None, tuple[Card, ...]]]:
    """Each page that has words of its own and shows others, with these; None: the front page.

    Lists of updates, digests and archives are not here: they have no words of their own beside many stories' titles.
    """
    updates = UpdateIndex(ledger.updates, ledger.projects, ledger.events, today)
    below = descendants(ledger.projects)
    for project in ledger.projects.values():
        told = [ledger.updates[name] for name in updates.about("project", (project.id, *below[project.id]))]
        yield (
            project,
            (
                *(Card(child) for child in ledger.projects.values() if child.parent == project.id),
                *(Card(update) for update in told[:CARDS_OF_A_PROJECT]),
                *(_line(update) for update in told[CARDS_OF_A_PROJECT:]),
            ),
        )
    for campaign in ledger.campaigns.values():
        yield campaign, tuple(_line(ledger.updates[name]) for name in updates.about("campaign", [campaign.id]))
    so_far = sorted((u for u in ledger.updates.values() if u.date <= today), key=lambda u: (u.date, u.id), reverse=True)
    for event in ledger.events.values():
        yield event, tuple(Card(update) for update in so_far if update.event == event.id)
    story = next((update for update in so_far if update.pictures), None)
    roots = (project for project in ledger.projects.values() if project.parent is None)
    latest = (Card(update, pictured=False) for update in so_far[:CARDS_AT_HOME])
    yield None, (*([Card(story)] if story else []), *(Card(project) for project in roots), *latest)


def _line(update: Update) -> Card:
    return Card(update, pictured=False, summed_up=False)
