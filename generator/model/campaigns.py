"""Fundraising over a time: campaigns with their partners, plans, matching funds and commitments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from generator.issues import Source
from generator.model.money import Money
from generator.model.words import Label, Picture, Words

CommitmentState = Literal["open", "kept", "late", "changed", "dropped"]


class Partner(Struct, frozen=True):
    name: Label
    role: Label | None = None
    url: str | None = None


class PlanItem(Struct, frozen=True):
    """A line of a campaign's execution plan."""

    label: Label
    by: date | None = None
    amount: Money | None = None
    project: str | None = None


class Commitment(Struct, frozen=True):
    """A promise made in a recap. `state` as the author says; "open" past its due day is shown as late."""

    id: str
    text: Label
    owner: Label
    due: date
    state: CommitmentState = "open"
    done: date | None = None
    note: Label | None = None


class MatchingFund(Struct, frozen=True):
    """A matching fund (配捐): adds `rate` x gift, at most `per_gift` a gift and `amount` in all, while it lasts."""

    funder: Label
    amount: Money
    rate: Fraction
    per_gift: Money | None = None


class Campaign(Struct, frozen=True):
    """A fundraising period over projects (content/campaigns/ID.md); `start` and `end` are both inside it."""

    source: Source
    id: str
    words: Mapping[str, Words]
    start: date
    end: date
    goal: Money | None = None
    area: Label | None = None
    projects: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    plan: tuple[PlanItem, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    matching: MatchingFund | None = None
    people_reached: int | None = None
    compare_with: str | None = None  # default: the campaign that ended last before this one began
    thanks: Label | None = None
    next: Label | None = None
    picture: Picture | None = None
