"""What authors write about the organisation, projects, campaigns, updates and events."""

from __future__ import annotations

from pydantic import Field

from generator.load.schema.fields import (
    Address,
    CategoryWord,
    Count,
    Currency,
    Day,
    Email,
    EventWord,
    Id,
    LabelText,
    Language,
    Line,
    Model,
    MoneyText,
    Phone,
    Rate,
    StateWord,
    StatusWord,
    Whole,
    YesNo,
    Zone,
)
from generator.load.schema.parts import ConsentModel, PageModel, PictureModel


class OrganisationModel(Model):
    """content/organisation.yml: who publishes."""

    name: LabelText = Field(description="The organisation's name.", examples=["山谷读书会"])
    tagline: LabelText = Field(description="One sentence of what you do.", examples=["让山里的孩子吃好饭、读好书。"])
    registration: Line = Field(description="The registration number.", examples=["53330000MJ0000000X"])
    certificate: Line | None = Field(default=None, description="The fundraising permit.", examples=["慈募字第 0001 号"])
    founded: Day | None = Field(default=None, description="The day it was founded.", examples=["2014-03-01"])
    currency: Currency = Field(description="The currency of the books, ISO 4217.", examples=["CNY"])
    time_zone: Zone = Field(description="Where a day begins.", examples=["Asia/Shanghai"])
    languages: list[Language] = Field(description="The main language first.", examples=[["zh-CN", "en"]], min_length=1)
    email: Email | None = Field(default=None, description="Where donors write to.", examples=["post@example.org"])
    phone: Phone | None = Field(default=None, description="Where donors call.", examples=["+86 571 5550 1234"])
    address: LabelText | None = Field(default=None, description="The postal address.", examples=["杭州市某路 1 号"])
    website: Address | None = Field(
        default=None, description="Another site of yours.", examples=["https://example.org"]
    )
    wechat: Line | None = Field(default=None, description="The WeChat account.", examples=["shangu-dushu"])
    sample: YesNo = Field(default=False, description="Invented: every page says so.", examples=["yes"])


class BudgetLineModel(Model):
    """A line of a project's budget."""

    id: Id = Field(description="What expenditures name under `line`.", examples=["food"])
    label: LabelText = Field(description="What it is for.", examples=["食材"])
    category: CategoryWord = Field(description="The kind of cost.", examples=["programme"])
    amount: MoneyText = Field(description="The sum planned.", examples=["120000.00"])


class IndicatorModel(Model):
    """An outcome: where it began, where it shall be and where it is."""

    id: Id = Field(description="An id.", examples=["lunches"])
    label: LabelText = Field(description="What is counted.", examples=["午餐"])
    unit: LabelText = Field(description="The unit.", examples=["份"])
    baseline: Whole = Field(description="Before the project.", examples=["0"])
    target: Whole = Field(description="What it shall be.", examples=["9000"])
    actual: Whole = Field(description="What it was on `as_of`.", examples=["6210"])
    as_of: Day = Field(description="The day of `actual`.", examples=["2024-12-31"])
    unit_cost: MoneyText | None = Field(default=None, description="What one unit costs a donor.", examples=["5.00"])
    people: YesNo = Field(default=False, description="Whether it counts people reached.", examples=["yes"])


class ProjectModel(PageModel):
    """content/projects/ID.md: what money is for."""

    status: StatusWord = Field(description="How far it is.", examples=["active"])
    start: Day = Field(description="The first day.", examples=["2019-03-01"])
    end: Day | None = Field(default=None, description="The last day.", examples=["2026-12-31"])
    parent: Id | None = Field(default=None, description="The project that this one is a part of.", examples=["reading"])
    place: LabelText | None = Field(default=None, description="Where.", examples=["云南怒江"])
    picture: PictureModel | None = Field(default=None, description="The picture on cards and at the top.")
    budget: list[BudgetLineModel] = Field(default_factory=list, description="What it shall cost, by line.")
    indicators: list[IndicatorModel] = Field(default_factory=list, description="What it shall bring about.")


class PartnerModel(Model):
    """An organisation that takes part."""

    name: LabelText = Field(description="Its name.", examples=["县教育局"])
    role: LabelText | None = Field(default=None, description="What it does.", examples=["场地"])
    url: Address | None = Field(default=None, description="Its site.", examples=["https://example.org"])


class PlanItemModel(Model):
    """A line of a campaign's plan."""

    label: LabelText = Field(description="What will be done.", examples=["十所学校的厨房开火"])
    by: Day | None = Field(default=None, description="Until when.", examples=["2024-09-01"])
    amount: MoneyText | None = Field(default=None, description="For how much.", examples=["60000.00"])
    project: Id | None = Field(default=None, description="Under which project.", examples=["lunch"])


class CommitmentModel(Model):
    """A promise made in a recap."""

    id: Id = Field(description="An id.", examples=["menu"])
    text: LabelText = Field(description="What is promised.", examples=["每周公布菜单"])
    owner: LabelText = Field(description="Who sees to it.", examples=["项目部"])
    due: Day = Field(description="The day by which.", examples=["2024-11-30"])
    state: StateWord = Field(default="open", description="How it stands.", examples=["kept"])
    done: Day | None = Field(default=None, description="The day it was kept.", examples=["2024-11-12"])
    note: LabelText | None = Field(default=None, description="What is to be said about it.", examples=["晚了一周"])


class MatchingModel(Model):
    """A matching fund: what it adds to each gift of the campaign, while it lasts."""

    funder: LabelText = Field(description="Who gives it.", examples=["春芽基金会"])
    amount: MoneyText = Field(description="All there is.", examples=["50000.00"])
    rate: Rate = Field(description='"1:1", "1:2" (1 for each 2 given) or "0.5".', examples=["1:1"])
    per_gift: MoneyText | None = Field(default=None, description="At most this for one gift.", examples=["500.00"])


class CampaignModel(PageModel):
    """content/campaigns/ID.md: a fundraising period, and later its recap."""

    start: Day = Field(description="The first day.", examples=["2024-09-01"])
    end: Day = Field(description="The last day.", examples=["2024-09-09"])
    goal: MoneyText | None = Field(default=None, description="What it hopes to raise.", examples=["200000.00"])
    area: LabelText | None = Field(default=None, description="Where its money works.", examples=["滇西北"])
    projects: list[Id] = Field(default_factory=list, description="What it raises for.", examples=[["lunch"]])
    partners: list[PartnerModel] = Field(default_factory=list, description="Who takes part.")
    plan: list[PlanItemModel] = Field(default_factory=list, description="What will be done with the money.")
    commitments: list[CommitmentModel] = Field(default_factory=list, description="What is promised to donors.")
    matching: MatchingModel | None = Field(default=None, description="A matching fund.")
    people_reached: Count | None = Field(default=None, description="How many people it reached.", examples=["1280"])
    compare_with: Id | None = Field(default=None, description="The campaign to compare with.", examples=["spring-2023"])
    thanks: LabelText | None = Field(default=None, description="Words of thanks.", examples=["谢谢每一位。"])
    next: LabelText | None = Field(default=None, description="What comes next.", examples=["明年春天见。"])
    picture: PictureModel | None = Field(default=None, description="The picture on cards and at the top.")


class UpdateModel(PageModel):
    """content/updates/DATE-SLUG.md: what happened."""

    date: Day | None = Field(default=None, description="The day; the file's name has it too.", examples=["2024-10-12"])
    projects: list[Id] = Field(default_factory=list, description="What it is about.", examples=[["lunch"]])
    project: Id | None = Field(default=None, description="The same, where it is one.", examples=["lunch"])
    campaign: Id | None = Field(default=None, description="The campaign it belongs to.", examples=["autumn-2024"])
    event: Id | None = Field(default=None, description="The event it tells of.", examples=["visit-2024"])
    series: LabelText | None = Field(default=None, description="The series it is a part of.", examples=["厨房日记"])
    pictures: list[PictureModel] = Field(default_factory=list, description="Its pictures; the first stands on cards.")
    consents: list[ConsentModel] = Field(default_factory=list, description="Of the beneficiaries in it.")


class QuestionModel(Model):
    """A question asked at an event, and its answer."""

    asked: LabelText = Field(description="The question.", examples=["午餐怎么采购？"])
    answered: LabelText = Field(description="The answer.", examples=["三家比价，每周公示。"])


class EventModel(PageModel):
    """content/events/ID.md: a donors' meeting or field visit; the body holds its minutes."""

    date: Day = Field(description="The day.", examples=["2024-05-18"])
    kind: EventWord = Field(description="What it was.", examples=["visit"])
    place: LabelText | None = Field(default=None, description="Where.", examples=["怒江"])
    projects: list[Id] = Field(default_factory=list, description="What it was about.", examples=[["lunch"]])
    attended: Count | None = Field(default=None, description="How many came.", examples=["23"])
    questions: list[QuestionModel] = Field(default_factory=list, description="What was asked and answered.")
    pictures: list[PictureModel] = Field(default_factory=list, description="Its pictures.")
    consents: list[ConsentModel] = Field(default_factory=list, description="Of the beneficiaries in it.")
