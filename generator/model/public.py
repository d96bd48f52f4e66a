"""What pages may see: the types that `privacy.public_view` makes and nothing else does.

Records that are public by their nature (organisation, projects, campaigns, updates, events, expenditures) stand here
as they are. Donors never do: a page sees a WallEntry or an Archive, from which names, amounts and ids that a donor
did not agree to show are already gone. Values are unformatted; templates format them in the page's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.model.money import Band, Money, Total
from generator.model.records import (
    BudgetLine,
    Campaign,
    Category,
    Commitment,
    CommitmentState,
    DonorKind,
    Event,
    Expenditure,
    Indicator,
    Organisation,
    Picture,
    Project,
    TextPage,
    Tribute,
    Update,
)

#: How many hidden donors a figure covers at least, where settings do not ask for more.
SMALL_CELLS = 5


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A year of a fund: what donors gave (net of refunds), matches beside it, what was spent (fees included)."""

    year: int
    given: Total
    matched: Total
    spent: Total


@dataclass(frozen=True, slots=True)
class Rest:
    """What a table's rows do not tell, in one row: hidden donors' part, where a row would tell of one of them.

    `spent`: the fees of their gifts.
    """

    given: Total
    matched: Total
    spent: Total
    gifts: int


@dataclass(frozen=True, slots=True)
class Fund:
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


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A budget line and what was spent under it."""

    line: BudgetLine
    spent: Money


@dataclass(frozen=True, slots=True)
class ProjectView:
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


@dataclass(frozen=True, slots=True)
class Together:
    """Parts of one project, or of the organisation (`parent` None), whose money is told in one sum.

    `parts`: project ids; the parent's own id for its own part, None for money without designation.
    """

    parent: str | None
    parts: tuple[str | None, ...]
    fund: Fund


@dataclass(frozen=True, slots=True)
class DayMoney:
    day: date
    given: Total
    gifts: int


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment with its state as of today: an open one past its due day is "late"."""

    commitment: Commitment
    state: CommitmentState


@dataclass(frozen=True, slots=True)
class Comparison:
    """The campaign that a recap is compared with."""

    campaign_id: str
    given: Total
    donors: int | None
    gifts: int
    people_reached: int | None
    commitments: tuple[CommitmentView, ...]
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Recap:
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


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A donor whose first year starts this month and who is on the wall."""

    key: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Digest:
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
    gifts: int
    new_donors: int | None
    newcomers: tuple[Newcomer, ...]
    partly: bool = False
    flowers_partly: bool = False


@dataclass(frozen=True, slots=True)
class Medal:
    """`id` names a catalog entry `medal.ID`; `year` is when it was earned."""

    id: str
    year: int


@dataclass(frozen=True, slots=True)
class RingYear:
    """A year of the growth rings. `strength` 0..100 from all a donor did (not money alone), 0: a quiet year."""

    year: int
    strength: int
    gifts: int
    flowers: int
    visits: int


@dataclass(frozen=True, slots=True)
class Rings:
    """What the rings picture is drawn from. `seed` is the donor's key: same seed and years, same picture."""

    seed: str
    years: tuple[RingYear, ...]  # oldest first, one a calendar year from the first to today's, no gaps


@dataclass(frozen=True, slots=True)
class WallEntry:
    """A donor on the wall: a name and years, never an amount, in order of years together and then name."""

    key: str
    name: str
    pseudonymous: bool
    kind: DonorKind
    language: str
    since: date
    years_together: int
    rings: Rings


@dataclass(frozen=True, slots=True)
class Wall:
    """`hidden` donors prefer not to be named; shown + hidden = totals.donors, the money likewise. None: held back."""

    entries: Sequence[WallEntry]
    hidden: int | None
    given_by_shown: Total
    given_by_hidden: Total | None


@dataclass(frozen=True, slots=True)
class GiftPart:
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


@dataclass(frozen=True, slots=True)
class GiftTrace:
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journey. `kind`: gift, refund (its amount above zero), pledge, flower, visit, volunteer or
    milestone. `amount` None: hidden, told as a `band`, or not about money."""

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


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    year: int
    given: Total | None  # None where amounts are hidden
    gifts: int
    flowers: int
    entries: tuple[Entry, ...]  # oldest first
    update_ids: tuple[str, ...]  # that year's updates about what the donor paid for, newest first


@dataclass(frozen=True, slots=True)
class Share:
    """A donor's part of an outcome: allocations to the project // the indicator's unit cost, whole units."""

    project_id: str
    indicator: Indicator
    units: int  # 0: no honest unit cost; then only the indicator is shown


@dataclass(frozen=True, slots=True)
class Archive:
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


@dataclass(frozen=True, slots=True)
class SiteTotals:
    """The organisation's figures as of `as_of`. `fund.received = fund.spent + fund.unspent`."""

    as_of: date
    fund: Fund
    unrestricted: Fund
    people_reached: int
    flowers: int
    active_projects: int


@dataclass(frozen=True, slots=True)
class Public:
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
    pages: tuple[TextPage, ...]
    together: tuple[Together, ...] = ()
    small_cells: int = SMALL_CELLS  # figures tell of so many hidden donors or more
    untold_currencies: tuple[str, ...] = ()  # in which no sum is told, since it would give a hidden donor away
