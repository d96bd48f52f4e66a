"""What campaigns and months came to, as pages may tell it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from generator.model.campaigns import Campaign, Commitment, CommitmentState
from generator.model.funds import Rest
from generator.model.money import Total
from generator.model.words import Picture


class DayMoney(Struct, frozen=True):
    day: date
    given: Total
    gifts: int


class CommitmentView(Struct, frozen=True):
    """A commitment with its state as of today: an open one past its due day is "late"."""

    commitment: Commitment
    state: CommitmentState


class Comparison(Struct, frozen=True):
    """The campaign that a recap is compared with, and which is over."""

    campaign_id: str
    given: Total
    donors: int | None
    gifts: int
    people_reached: int | None
    commitments: tuple[CommitmentView, ...]
    partly: bool = False


class Recap(Struct, frozen=True):
    """A campaign's result. `given` from donors; `matched` apart; `raised` both. `people_reached` as the author says,
    else None.

    `partly`: all of it less what hidden donors add, which is told in the organisation's figures only. A number of
    donors that would give one of them away is None.
    """

    campaign: Campaign
    phase: Literal["upcoming", "running", "ended"]
    given: Total
    matched: Total
    raised: Total
    donors: int | None
    new_donors: int | None  # whose first gift ever was in this campaign
    gifts: int
    by_day: tuple[DayMoney, ...]  # each day of the campaign up to today, zeros too
    by_project: tuple[tuple[str | None, Total, Total], ...]  # project id (None: unrestricted), given, matched
    people_reached: int | None
    previous: Comparison | None
    commitments: tuple[CommitmentView, ...]
    update_ids: tuple[str, ...]
    partly: bool = False
    match_partly: bool = False  # matched and raised less the matches of hidden gifts
    day_rest: Rest | None = None  # what by_day does not tell
    project_rest: Rest | None = None  # what by_project does not


class Newcomer(Struct, frozen=True):
    """A donor whose first year starts this month and who is on the wall."""

    key: str
    name: str
    language: str


class Digest(Struct, frozen=True):
    """A month: its updates, flowers, money, newcomers (named ones; `new_donors` counts all, hidden ones too).

    `partly`: given, gifts and fees less those of hidden donors; `flowers_partly` likewise.
    """

    year: int
    month: int
    update_ids: tuple[str, ...]
    event_ids: tuple[str, ...]
    picture: Picture | None
    flowers: tuple[tuple[str, int], ...]  # flower kind, number of flowers; most first, then by kind
    given: Total
    spent: Total
    fees: Total  # what of `spent` payment channels kept
    gifts: int
    new_donors: int | None
    newcomers: tuple[Newcomer, ...]
    partly: bool = False
    flowers_partly: bool = False
