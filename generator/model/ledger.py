"""All records of a site, together and in a fixed order, whatever order the files came in.

Records are what an author writes, typed, each knowing its place in the content. Every id matches
`^[a-z0-9][a-z0-9-]{0,62}$`. Amounts are minor units (see money). Dates are days in the organisation's time zone.
References (`project`, `campaign`, `donor`, ...) are ids that `check` has proved to exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.model.campaigns import Campaign
from generator.model.donors import Donor
from generator.model.gifts import Act, Gift, Pledge
from generator.model.organisation import Organisation
from generator.model.projects import Expenditure, Project
from generator.model.updates import Event, Update
from generator.model.words import TextPage

Page = TypeVar("Page", Project, Campaign, Update, Event)


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

    def wordless(self) -> Ledger:
        """The same records without what pages say: as much as money, years and figures are made of."""
        return replace(
            self,
            projects=_wordless(self.projects),
            campaigns=_wordless(self.campaigns),
            updates=_wordless(self.updates),
            events=_wordless(self.events),
            pages=(),
        )


def _wordless(records: Mapping[str, Page]) -> Mapping[str, Page]:
    return {name: replace(record, words={}) for name, record in records.items()}
