"""Stories and pictures without the records behind them: who is in them, and the consents that they rest on.

Pages need to know that there was a consent, and never whose: a consent may hold a child's full name, school and place.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from generator.model.campaigns import Campaign
from generator.model.projects import Project
from generator.model.updates import Event, Update
from generator.model.words import Picture

Story = TypeVar("Story", Update, Event)
Place = TypeVar("Place", Project, Campaign)


def story(record: Story) -> Story:
    """The update or event as pages may see it."""
    pictures = tuple([replace(shot, people=()) for shot in record.pictures])
    return replace(record, pictures=pictures, consents=(), consented=bool(record.consents))


def place(record: Place) -> Place:
    """The project or campaign as pages may see it."""
    return replace(record, picture=picture(record.picture))


def picture(shown: Picture | None) -> Picture | None:
    """The picture without the people in it."""
    return replace(shown, people=()) if shown and shown.people else shown
