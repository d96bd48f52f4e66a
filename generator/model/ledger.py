"""All records of a site, together and in a fixed order, whatever order the files came in.

Records are what an author writes, typed, each knowing its place in the content. Every id matches
`^[a-z0-9][a-z0-9-]{0,62}$`. Amounts are minor units (see money). Dates are days in the organisation's time zone.
References (`project`, `campaign`, `donor`, ...) are ids that `check` has proved to exist.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.model.campaigns import Campaign
from generator.model.donors import Donor
from generator.model.gifts import Act, Gift, Pledge
from generator.model.organisation import Organisation
from generator.model.projects import Expenditure, Project
from generator.model.updates import Event, Update
from generator.model.words import TextPage


class Ledger(Struct, frozen=True):
    """Mappings go by id, in order of id; gifts, acts and expenditures by (date, id or source); pages by path.

    `broken` names what was left out for mistakes already reported, as KIND/ID (`project/lunch`, `donor/lin`; KIND/*
    where the ids could not be read), so that nobody complains of a reference to it. `tables` are the files of gifts in
    bulk; all other gifts stand in journeys.
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
    tables: frozenset[str] = frozenset()
