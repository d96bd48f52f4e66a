"""What an author writes, as typed records that know their place in the content.

Every id matches `^[a-z0-9][a-z0-9-]{0,62}$`. Amounts are minor units (see money). Dates are days in the
organisation's time zone. References (`project`, `campaign`, `donor`, ...) are ids that `check` has proved to exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from generator.issues import Source
from generator.model.money import Money

Visibility = Literal["public", "pseudonymous", "private", "excluded"]
# "unknown" stands for givers of whom nothing is known, not even how many they are.
DonorKind = Literal["person", "household", "team", "organisation", "unknown"]
ProjectStatus = Literal["planned", "active", "paused", "completed"]
Category = Literal["programme", "admin", "fundraising"]
CommitmentState = Literal["open", "kept", "late", "changed", "dropped"]
EventKind = Literal["meeting", "visit", "gathering"]
ActKind = Literal["flower", "visit", "volunteer", "milestone"]
FlowerKind = Literal["steps", "quiz", "share", "visit", "volunteer", "letter", "other"]
Every = Literal["month", "quarter", "year"]

Day = date  # for fields that stand below one called `date`

ERASED = "erased"  # the one donor that stands for all who were erased


@dataclass(frozen=True, slots=True)
class Label:
    """Short words in one or more languages: in YAML one text (the main language) or a mapping by language."""

    default: str
    others: tuple[tuple[str, str], ...] = ()

    def get(self, language: str) -> str:
        """The words in `language`, or in the main language where there is no translation."""
        for spoken, words in self.others:
            if spoken == language:
                return words
        return self.default

    def has(self, language: str) -> bool:
        return any(spoken == language for spoken, _ in self.others)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's title, summary (plain text, one or two sentences) and body (Markdown) of a page.

    `source` is the file; `body_line` the 1-based line on which the body starts.
    """

    language: str
    title: str
    summary: str
    body: str
    source: Source
    body_line: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture used by a page. `file` is the path from the content root, such as `pictures/rain.jpg`."""

    source: Source
    file: str
    alt: Label
    caption: Label | None = None
    credit: str | None = None
    taken: date | None = None
    people: tuple[str, ...] = ()  # beneficiaries shown, each covered by a Consent


@dataclass(frozen=True, slots=True)
class Consent:
    """A beneficiary's consent to be in a story or picture. `given_by` names the guardian's role for a child.

    `name`, `school` and `place` of a child are never published; they let the checks and the leak gate look for them.
    """

    source: Source
    person: str
    scope: tuple[Literal["story", "name", "picture"], ...]
    purpose: str
    channel: tuple[str, ...]
    since: date
    until: date | None = None
    withdrawn: date | None = None
    given_by: str | None = None
    child: bool = False
    name: str | None = None
    school: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who publishes (content/organisation.yml). `languages[0]` is the site's main language."""

    source: Source
    name: Label
    tagline: Label
    registration: str
    currency: str
    time_zone: str
    languages: tuple[str, ...]
    certificate: str | None = None
    founded: date | None = None
    email: str | None = None
    phone: str | None = None
    address: Label | None = None
    website: str | None = None
    wechat: str | None = None
    sample: bool = False  # invented: every page says so


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line of a project's budget; expenditures name it by `line`."""

    id: str
    label: Label
    category: Category
    amount: Money


@dataclass(frozen=True, slots=True)
class Indicator:
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


@dataclass(frozen=True, slots=True)
class Project:
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


@dataclass(frozen=True, slots=True)
class Partner:
    name: Label
    role: Label | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A line of a campaign's execution plan."""

    label: Label
    by: date | None = None
    amount: Money | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise made in a recap. `state` as the author says; "open" past its due day is shown as late."""

    id: str
    text: Label
    owner: Label
    due: date
    state: CommitmentState = "open"
    done: date | None = None
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class MatchingFund:
    """A matching fund (配捐): adds `rate` x gift, at most `per_gift` a gift and `amount` in all, while it lasts."""

    funder: Label
    amount: Money
    rate: Fraction
    per_gift: Money | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
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


@dataclass(frozen=True, slots=True)
class Update:
    """A Markdown post (content/updates/DATE-SLUG.md); its id is the file's name without `.md`."""

    source: Source
    id: str
    words: Mapping[str, Words]
    date: date
    projects: tuple[str, ...]
    campaign: str | None = None
    event: str | None = None
    series: Label | None = None
    pictures: tuple[Picture, ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    asked: Label
    answered: Label


@dataclass(frozen=True, slots=True)
class Event:
    """A donors' meeting or field visit (content/events/ID.md); the body holds its minutes."""

    source: Source
    id: str
    words: Mapping[str, Words]
    date: date
    kind: EventKind
    place: Label | None = None
    projects: tuple[str, ...] = ()
    attended: int | None = None
    questions: tuple[Question, ...] = ()
    pictures: tuple[Picture, ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class DonorConsent:
    """The donor's dated agreement to be shown `to` that degree at most."""

    date: date
    to: Visibility


@dataclass(frozen=True, slots=True)
class Donor:
    """A donor as recorded (content/donors/*.yml). `key` is the opaque page key where the record brings its own."""

    source: Source
    id: str
    name: str
    kind: DonorKind = "person"
    visibility: Visibility = "private"
    pseudonym: str | None = None
    consent: DonorConsent | None = None
    minor: bool = False
    key: str | None = None
    language: str | None = None
    words: str | None = None  # a line in the donor's own words, shown in the archive
    hide_amounts: bool = False
    aliases: tuple[str, ...] = ()
    email: str | None = None
    phone: str | None = None
    link_version: int = 1  # of the personal link to a private archive; `rotate` raises it


@dataclass(frozen=True, slots=True)
class Tribute:
    """In honour or memory of somebody, as the donor words it."""

    kind: Literal["honour", "memory"]
    name: str


@dataclass(frozen=True, slots=True)
class Gift:
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


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise to give regularly (月捐). The gifts that fulfil it are gifts of their own; a pledge is in no sum."""

    source: Source
    donor: str
    date: date
    amount: Money
    every: Every
    project: str | None = None
    until: Day | None = None


@dataclass(frozen=True, slots=True)
class Act:
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


@dataclass(frozen=True, slots=True)
class Expenditure:
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


@dataclass(frozen=True, slots=True)
class TextPage:
    """An ordinary page: index.md, about.md, ... `path` is its address below the site, "" for index.md."""

    path: str
    words: Mapping[str, Words]
