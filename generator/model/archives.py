"""A donor's page through the years, as far as that donor agreed to show it: rings, medals, gifts traced, journey."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.model.donors import DonorKind
from generator.model.gifts import Day, Tribute
from generator.model.money import Band, Money, Total
from generator.model.projects import Category, Indicator


class Medal(Struct, frozen=True, gc=False):
    """`id` names a catalog entry `medal.ID`; `year` is when it was earned."""

    id: str
    year: int


class RingYear(Struct, frozen=True, gc=False, array_like=True):
    """A year of the growth rings. `strength` 0..100 from all a donor did (not money alone), 0: a quiet year."""

    year: int
    strength: int
    gifts: int
    flowers: int
    visits: int


class Rings(Struct, frozen=True, gc=False, array_like=True):
    """What the rings picture is drawn from. `seed` is the donor's key: same seed and years, same picture."""

    seed: str
    years: tuple[RingYear, ...]  # oldest first, one a calendar year from the first to today's, no gaps


class GiftPart(Struct, frozen=True, gc=False):
    """What part of a gift (and of its match, apart) paid for: allocations to one project and category and budget line.

    `amount` is from the gift, `matched` from its match. `documents`: voucher numbers, at most three, newest first;
    `count`: how many expenditures. `expenditure_id` of the newest, an anchor on the project's page.
    """

    project_id: str | None  # None: the channel fee of an unrestricted gift
    category: Category
    line: str | None
    amount: Money
    matched: Money
    first: date
    last: date
    documents: tuple[str, ...]
    count: int
    expenditure_id: str | None  # None for a channel fee


class GiftTrace(Struct, frozen=True, gc=False):
    """One gift and where each cent of it went: `amount = sum(parts.amount) + unspent + refunded`.

    Money fields are None where the donor hides amounts, or tells a `band` only. For goods (`in_kind`) there are no
    parts.
    """

    date: date
    amount: Money | None
    matched: Money | None
    refunded: Money | None
    unspent: Money | None
    unspent_matched: Money | None
    project_id: str | None
    campaign_id: str | None
    in_kind: str | None
    tribute: Tribute | None
    note: str | None
    parts: tuple[GiftPart, ...]  # by first date; amounts are zero Money where hidden
    spent_percent: int  # 0..100, rounded down; 100 only when nothing is left
    band: Band | None = None  # of the amount, where that is all that is told


class Entry(Struct, frozen=True, gc=False):
    """A line of the journey. `kind`: gift, refund (its amount above zero), pledge, flower, visit, volunteer or
    milestone. `amount` None: hidden, told as a `band`, or not about money. `since`: `count` gifts like this one,
    a month each, of which this is the last and that day's the first."""

    date: date
    kind: str
    amount: Money | None = None
    project_id: str | None = None
    campaign_id: str | None = None
    event_id: str | None = None
    flower: str | None = None
    count: int = 1
    note: str | None = None
    in_kind: str | None = None
    every: str | None = None
    band: Band | None = None
    since: Day | None = None


class ArchiveYear(Struct, frozen=True, gc=False):
    year: int
    given: Total | None  # None where amounts are hidden
    gifts: int
    flowers: int
    entries: tuple[Entry, ...]  # oldest first
    update_ids: tuple[str, ...]  # that year's updates about what the donor paid for, newest first


class Share(Struct, frozen=True, gc=False):
    """A donor's part of an outcome: allocations to the project // the indicator's unit cost, whole units."""

    project_id: str
    indicator: Indicator
    units: int  # 0: no honest unit cost; then only the indicator is shown


class Archive(Struct, frozen=True):
    """A donor's page through all the years, as far as that donor agreed to show it."""

    key: str
    name: str
    pseudonymous: bool
    kind: DonorKind
    language: str
    since: date
    years_together: int  # calendar years with a gift or an act
    words: str | None
    medals: tuple[Medal, ...]
    rings: Rings
    amounts_hidden: bool
    given: Total | None
    matched: Total | None
    spent: Total | None  # of given
    unspent: Total | None
    gift_count: int
    flower_count: int
    visit_count: int
    traces: tuple[GiftTrace, ...]  # newest first
    years: tuple[ArchiveYear, ...]  # newest first
    update_ids: tuple[str, ...]  # updates about what this donor paid for, newest first
    shares: tuple[Share, ...]
    hidden_gifts: int  # gifts the donor does not show here (hide_name), only counted in sums
    by_month: bool = False  # every date is the first of its month and stands for the month
    banded: bool = False  # amounts are hidden but for their bands
    private: bool = False  # for the donor's own eyes: only ever published sealed (model/private.py)
