"""What donors do: gifts and refunds, pledges, and acts that are not money."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from generator.issues import Source
from generator.model.money import Money

ActKind = Literal["flower", "visit", "volunteer", "milestone"]
FlowerKind = Literal["steps", "quiz", "share", "visit", "volunteer", "letter", "other"]
Every = Literal["month", "quarter", "year"]

Day = date  # for fields that stand below one called `date`


class Tribute(Struct, frozen=True, gc=False):
    """In honour or memory of somebody, as the donor words it."""

    kind: Literal["honour", "memory"]
    name: str


class Gift(Struct, frozen=True, gc=False):
    """Money or goods received once. A refund is a Gift of negative `amount` that names the gift it gives back.

    `fee` (minor units, of the same currency) is what the payment channel kept: spent at once, category fundraising.
    `in_kind` describes goods; `amount` is then their fair value, shown apart and in no money sum.
    """

    source: Source
    id: str
    donor: str
    date: date
    amount: int
    currency: str
    project: str | None = None  # None: unrestricted
    campaign: str | None = None
    fee: int = 0
    refund_of: str | None = None
    in_kind: str | None = None
    tribute: Tribute | None = None
    via: str | None = None
    note: str | None = None
    hide_amount: bool = False
    hide_name: bool = False


class Pledge(Struct, frozen=True, gc=False):
    """A promise to give regularly (月捐). The gifts that fulfil it are gifts of their own; a pledge is in no sum."""

    source: Source
    donor: str
    date: date
    amount: Money
    every: Every
    project: str | None = None
    until: Day | None = None


class Act(Struct, frozen=True, gc=False):
    """Something a donor did that is not money: a flower (小红花), a visit, volunteering, a milestone.

    `count`: steps walked, questions answered, hours given; 1 where nothing is said. `event`: the event visited.
    """

    source: Source
    donor: str
    date: date
    kind: ActKind
    flower: FlowerKind | None = None
    count: int = 1
    project: str | None = None
    event: str | None = None
    note: str | None = None
