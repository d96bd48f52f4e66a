"""What money is for and what it was spent on: projects with their budgets and outcomes, and expenditures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from generator.issues import Source
from generator.model.money import Money
from generator.model.words import Label, Picture, Words

ProjectStatus = Literal["planned", "active", "paused", "completed"]
Category = Literal["programme", "admin", "fundraising"]


class BudgetLine(Struct, frozen=True):
    """A line of a project's budget; expenditures name it by `line`."""

    id: str
    label: Label
    category: Category
    amount: Money


class Indicator(Struct, frozen=True):
    """An outcome (IATI result): baseline, target and actual on `as_of`, in `unit`.

    `unit_cost`: what one unit costs the donor, where that is honest ("a lunch costs 5.00"); lets an archive say
    "enough for 60 lunches". `people`: whether the actual counts people reached.
    """

    id: str
    label: Label
    unit: Label
    baseline: int
    target: int
    actual: int
    as_of: date
    unit_cost: Money | None = None
    people: bool = False


class Project(Struct, frozen=True):
    """What money is for (content/projects/ID.md)."""

    source: Source
    id: str
    words: Mapping[str, Words]
    status: ProjectStatus
    start: date
    end: date | None = None
    parent: str | None = None
    place: Label | None = None
    budget: tuple[BudgetLine, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    picture: Picture | None = None


class Expenditure(Struct, frozen=True, gc=False):
    """Money spent on a project on a date, with a document. A negative amount is money that came back (a credit)."""

    source: Source
    id: str
    date: date
    project: str
    category: Category
    amount: int
    currency: str
    line: str | None = None  # the budget line
    receiver: str | None = None
    document: str | None = None  # the voucher's number; never a file
    note: Label | None = None

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
