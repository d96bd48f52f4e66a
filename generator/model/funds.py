"""Where money stands, as pages may tell it: of the organisation, of a project, of several together."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.model.money import Money, Total
from generator.model.projects import BudgetLine, Category, Expenditure, Indicator, Project


class YearMoney(Struct, frozen=True):
    """A year of a fund: what donors gave (net of refunds), matches beside it, what was spent (fees included)."""

    year: int
    given: Total
    matched: Total
    spent: Total


class Rest(Struct, frozen=True):
    """What a table's rows do not tell, in one row: hidden donors' part, where a row would tell of one of them.

    `spent`: the fees of their gifts.
    """

    given: Total
    matched: Total
    spent: Total
    gifts: int


class Fund(Struct, frozen=True):
    """Where the money stands, to the cent: `received = given + matched`, `received = spent + unspent`.

    `given` is net of `refunded`; `spent` includes channel fees (category fundraising); goods are apart in `in_kind`.
    Less the fees, `arrived = paid + unspent`. A figure that would tell of a hidden donor is None (privacy/figures.py):
    where `given` is, `by_category` has no fees either; where `unspent` is too, `listed` alone is left.
    """

    given: Total | None
    refunded: Total | None
    matched: Total | None
    received: Total | None
    spent: Total | None
    unspent: Total | None
    by_category: tuple[tuple[Category, Total], ...]  # all three categories, in that order, zeros too
    by_year: tuple[YearMoney, ...]  # oldest first, no gaps
    in_kind: Total | None
    donors: int | None
    gifts: int | None
    arrived: Total | None  # received less the fees
    paid: Total | None  # spent less the fees: expenditures for which there was money
    listed: Total  # every expenditure, credits deducted; public by its nature
    partly: bool = False  # whether by_year is less what hidden donors add
    rest: Rest | None = None  # that, where it may be told


class BudgetState(Struct, frozen=True):
    """A budget line and what was spent under it."""

    line: BudgetLine
    spent: Money


class ProjectView(Struct, frozen=True):
    """A project with its money: its own, its children's, and both together (equal to own where it has no children).

    A gift without designation that paid for the project counts as the project's from the day it paid:
    `own.received` = designated to it + what unrestricted or parent money paid here, so that received = spent + unspent.
    """

    project: Project
    own: Fund
    children: Fund
    together: Fund
    budget: tuple[BudgetState, ...]
    outcomes: tuple[Indicator, ...]  # own first, then the children's
    child_ids: tuple[str, ...]
    update_ids: tuple[str, ...]  # newest first, the children's too
    campaign_ids: tuple[str, ...]
    event_ids: tuple[str, ...]
    expenditures: tuple[Expenditure, ...]  # own, newest first


class Together(Struct, frozen=True):
    """Parts of one project, or of the organisation (`parent` None), whose money is told in one sum.

    `parts`: project ids; the parent's own id for its own part, None for money without designation.
    """

    parent: str | None
    parts: tuple[str | None, ...]
    fund: Fund


class SiteTotals(Struct, frozen=True):
    """The organisation's figures as of `as_of`. `fund.received = fund.spent + fund.unspent`."""

    as_of: date
    fund: Fund
    unrestricted: Fund
    people_reached: int
    flowers: int
    active_projects: int  # those that are part of no other
