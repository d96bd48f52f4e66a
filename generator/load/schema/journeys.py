"""What authors write about donors, their journeys, gifts in bulk, and spending."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag

from generator.load.schema.fields import (
    AnyAmount,
    CategoryWord,
    Count,
    Currency,
    Day,
    DonorWord,
    Email,
    EveryWord,
    FeeAmount,
    FlowerWord,
    Id,
    Key,
    LabelText,
    Language,
    Line,
    Model,
    Name,
    Phone,
    SomeAmount,
    Text,
    Version,
    VisibilityWord,
    YesNo,
)

VERBS = ("gift", "refund", "pledge", "flower", "visit", "volunteer", "milestone")
_TAGS = {verb: f"<{verb}>" for verb in VERBS}


class EntryModel(Model):
    date: Day = Field(description="The day.", examples=["2021-05-20"])


class NotedModel(EntryModel):
    note: Text | None = Field(default=None, description="A line about it.", examples=["生日那天"])


class GiftFields(NotedModel):
    """What goes with a gift, in a journey as in gifts/*.csv."""

    id: Id | None = Field(default=None, description="Default: the donor's id and a number.", examples=["wx-20210520-1"])
    currency: Currency | None = Field(default=None, description="Default: the organisation's.", examples=["USD"])
    for_: Id | None = Field(
        default=None, alias="for", description="The project; unrestricted without it.", examples=["lunch"]
    )
    campaign: Id | None = Field(default=None, description="The campaign it came in.", examples=["autumn-2024"])
    fee: FeeAmount | None = Field(default=None, description="What the payment channel kept.", examples=["0.30"])
    in_kind: Line | None = Field(default=None, description="Goods: the gift is their value.", examples=["200 本绘本"])
    in_honour_of: Name | None = Field(default=None, description="In whose honour.", examples=["我的老师"])
    in_memory_of: Name | None = Field(default=None, description="In whose memory.", examples=["外婆"])
    via: Line | None = Field(default=None, description="How it came.", examples=["微信"])
    hide_amount: YesNo = Field(default=False, description="Show it without its amount.", examples=["yes"])
    hide_name: YesNo = Field(default=False, description="Show it without the donor's name.", examples=["yes"])


class GiftEntry(GiftFields):
    """Money or goods received."""

    gift: SomeAmount = Field(description="The amount.", examples=["50.00"])


class RefundEntry(NotedModel):
    """Money given back."""

    refund: SomeAmount = Field(description="The amount given back.", examples=["50.00"])
    of: Line = Field(description="The gift: its id, or its day.", examples=["2021-05-20"])


class PledgeEntry(EntryModel):
    """A promise to give regularly."""

    pledge: SomeAmount = Field(description="The amount each time.", examples=["30.00"])
    every: EveryWord = Field(description="How often.", examples=["month"])
    for_: Id | None = Field(default=None, alias="for", description="The project.", examples=["lunch"])
    until: Day | None = Field(default=None, description="The last day.", examples=["2024-12-31"])
    currency: Currency | None = Field(default=None, description="Default: the organisation's.", examples=["USD"])


class FlowerEntry(NotedModel):
    """An act of kindness that is not money."""

    flower: FlowerWord = Field(description="What they did.", examples=["steps"])
    count: Count = Field(default=1, description="How many: steps, answers.", examples=["8000"])
    for_: Id | None = Field(default=None, alias="for", description="The project.", examples=["lunch"])


class VisitEntry(NotedModel):
    """Came to an event."""

    visit: Id = Field(description="The event.", examples=["visit-2024"])


class VolunteerEntry(NotedModel):
    """Gave time."""

    volunteer: Count = Field(description="Hours.", examples=["6"])
    for_: Id | None = Field(default=None, alias="for", description="The project.", examples=["lunch"])


class MilestoneEntry(EntryModel):
    """A line worth keeping."""

    milestone: Line = Field(description="A short line.", examples=["第一次带孩子一起捐"])


ENTRIES: dict[str, type[EntryModel]] = {
    "gift": GiftEntry,
    "refund": RefundEntry,
    "pledge": PledgeEntry,
    "flower": FlowerEntry,
    "visit": VisitEntry,
    "volunteer": VolunteerEntry,
    "milestone": MilestoneEntry,
}


def verb(entry: Any) -> str | None:
    """The tag of an entry's one verb; None where it has none or several."""
    if not isinstance(entry, dict):
        return None
    found = entry.keys() & _TAGS.keys()
    return _TAGS[found.pop()] if len(found) == 1 else None


Entry: TypeAlias = Annotated[
    Annotated[GiftEntry, Tag("<gift>")]
    | Annotated[RefundEntry, Tag("<refund>")]
    | Annotated[PledgeEntry, Tag("<pledge>")]
    | Annotated[FlowerEntry, Tag("<flower>")]
    | Annotated[VisitEntry, Tag("<visit>")]
    | Annotated[VolunteerEntry, Tag("<volunteer>")]
    | Annotated[MilestoneEntry, Tag("<milestone>")],
    Discriminator(verb),
]


class DonorConsentModel(Model):
    """The donor's agreement to be shown."""

    date: Day = Field(description="The day they agreed.", examples=["2021-05-20"])
    to: VisibilityWord = Field(description="What they agreed to, at most.", examples=["public"])


def consent_form(value: Any) -> str:
    return "<terms>" if isinstance(value, dict) else "<day>"


DonorConsentText: TypeAlias = Annotated[
    Annotated[Day, Tag("<day>")] | Annotated[DonorConsentModel, Tag("<terms>")], Discriminator(consent_form)
]


class DonorModel(Model):
    """One donor and their journey."""

    id: Id | None = Field(default=None, description="Default: the file's name.", examples=["lin"])
    name: Name = Field(description="The name, as the donor writes it.", examples=["林小雨"])
    kind: DonorWord = Field(default="person", description="Who gives.", examples=["household"])
    visibility: VisibilityWord = Field(
        default="private", description="What the site may show. Without it: only sums.", examples=["public"]
    )
    pseudonym: Name | None = Field(default=None, description="The name to show instead.", examples=["早起的鸟"])
    consent: DonorConsentText | None = Field(
        default=None, description="The day they agreed to be shown so.", examples=["2021-05-20"]
    )
    minor: YesNo = Field(default=False, description="Under age: never public.", examples=["yes"])
    key: Key | None = Field(default=None, description="The address of their page.", examples=["k7m2q9x4w8"])
    language: Language | None = Field(default=None, description="The language they read.", examples=["en"])
    words: Text | None = Field(default=None, description="A line in their own words.", examples=["愿人人有书读。"])
    hide_amounts: YesNo = Field(default=False, description="Show their gifts without amounts.", examples=["yes"])
    aliases: list[Name] = Field(default_factory=list, description="Names they gave under before.", examples=[["小雨"]])
    email: Email | None = Field(default=None, description="Never shown.", examples=["lin@example.org"])
    phone: Phone | None = Field(default=None, description="Never shown.", examples=["+86 138 0000 0000"])
    link_version: Version = Field(default=1, description="Raised by `nianlun rotate`: a new link.", examples=["2"])
    journey: list[Entry] = Field(
        default_factory=list,
        description="What they did: a date and one of gift, refund, pledge, flower, visit, volunteer, milestone.",
        examples=[[{"date": "2021-05-20", "gift": "50.00", "for": "lunch"}]],
    )


class GiftRow(GiftFields):
    """A row of gifts/*.csv: a gift, or a refund of one."""

    donor: Id = Field(description="The donor's id.", examples=["lin"])
    gift: SomeAmount | None = Field(default=None, description="The amount.", examples=["50.00"])
    refund: SomeAmount | None = Field(default=None, description="The amount given back.", examples=["50.00"])
    of: Line | None = Field(default=None, description="The gift given back: its id, or its day.", examples=["lin-1"])


class SpendingModel(Model):
    """Money spent: an item of spending/*.yml, a row of spending/*.csv."""

    id: Id | None = Field(default=None, description="Default: the file's name and a number.", examples=["2024-017"])
    date: Day = Field(description="The day it was paid.", examples=["2024-10-08"])
    project: Id = Field(description="What for.", examples=["lunch"])
    category: CategoryWord = Field(description="The kind of cost.", examples=["programme"])
    amount: AnyAmount = Field(description="The amount; below zero for money that came back.", examples=["1280.50"])
    currency: Currency | None = Field(default=None, description="Default: the organisation's.", examples=["USD"])
    line: Id | None = Field(default=None, description="The budget line.", examples=["food"])
    receiver: Line | None = Field(default=None, description="Who was paid.", examples=["镇粮店"])
    document: Line | None = Field(default=None, description="The voucher's number.", examples=["2024-017"])
    note: LabelText | None = Field(default=None, description="A line about it.", examples=["九月大米"])
