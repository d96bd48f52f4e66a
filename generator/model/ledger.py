"""All records of a site, together and in a fixed order, whatever order the files came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.records import (
    Act,
    Campaign,
    Donor,
    Event,
    Expenditure,
    Gift,
    Organisation,
    Pledge,
    Project,
    TextPage,
    Update,
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Mappings go by id, in order of id; gifts, acts and expenditures by (date, id or source); pages by path.

    `broken` names what was left out for mistakes already reported, as KIND/ID (`project/lunch`, `donor/lin`; KIND/*
    where the ids could not be read), so that nobody complains of a reference to it.
    """

    organisation: Organisation
    projects: Mapping[str, Project]
    campaigns: Mapping[str, Campaign]
    updates: Mapping[str, Update]
    events: Mapping[str, Event]
    donors: Mapping[str, Donor]
    gifts: tuple[Gift, ...]
    pledges: tuple[Pledge, ...]
    acts: tuple[Act, ...]
    expenditures: tuple[Expenditure, ...]
    pages: tuple[TextPage, ...]
    broken: frozenset[str] = frozenset()
