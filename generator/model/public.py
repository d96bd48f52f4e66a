"""What pages may see: all that `privacy.public_view` makes and nothing else does.

Records that are public by their nature (organisation, projects, campaigns, updates, events, expenditures) stand here
as they are. Donors never do: a page sees a WallEntry or an Archive, from which names, amounts and ids that a donor
did not agree to show are already gone. Values are unformatted; templates format them in the page's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from generator.model.archives import Archive, Rings
from generator.model.campaigns import Campaign
from generator.model.cells import SMALL_CELLS
from generator.model.donors import DonorKind
from generator.model.funds import ProjectView, SiteTotals, Together
from generator.model.money import Total
from generator.model.organisation import Organisation
from generator.model.projects import Expenditure, Project
from generator.model.recaps import Digest, Recap
from generator.model.updates import Event, Update
from generator.model.words import TextPage


class WallEntry(Struct, frozen=True, array_like=True):
    """A donor on the wall: a name and years, never an amount, in order of years together and then name."""

    key: str
    name: str
    pseudonymous: bool
    kind: DonorKind
    language: str
    since: date
    years_together: int
    rings: Rings


class Wall(Struct, frozen=True):
    """`hidden` donors prefer not to be named; shown + hidden = totals.donors, the money likewise. None: held back."""

    entries: Sequence[WallEntry]
    hidden: int | None
    given_by_shown: Total
    given_by_hidden: Total | None


class Stories(Struct, frozen=True):
    """What authors wrote, as far as it may be shown; mappings go by id."""

    organisation: Organisation
    projects: Mapping[str, Project]
    campaigns: Mapping[str, Campaign]
    updates: Mapping[str, Update]
    events: Mapping[str, Event]
    pages: tuple[TextPage, ...]
    spending: tuple[Expenditure, ...]


class Public(Struct, frozen=True):
    """Everything any page may show. Mappings go by id."""

    today: date
    organisation: Organisation
    totals: SiteTotals
    projects: Mapping[str, ProjectView]
    campaigns: Mapping[str, Recap]
    updates: Mapping[str, Update]
    events: Mapping[str, Event]
    digests: tuple[Digest, ...]  # newest first
    wall: Wall
    archives: Sequence[Archive]  # by key; made one at a time
    archive_inputs: Sequence[
        bytes
    ]  # of each archive a hash of what it is made of; where it differs, so may the archive
    pages: tuple[TextPage, ...]
    together: tuple[Together, ...] = ()
    small_cells: int = SMALL_CELLS  # figures tell of so many hidden donors or more
    untold_currencies: tuple[str, ...] = ()  # in which no sum is told, since it would give a hidden donor away
