"""A small sound ledger and makers of its records, so that a test shows only what is wrong in it."""

from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from generator.check import check
from generator.issues import Issue, Source
from generator.model.campaigns import Campaign, Commitment, MatchingFund
from generator.model.donors import Donor, DonorConsent
from generator.model.gifts import Act, Gift, Pledge
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.organisation import Organisation
from generator.model.projects import BudgetLine, Expenditure, Project
from generator.model.updates import Event, Update
from generator.model.words import Consent, Label, Picture, Words

TODAY = date(2025, 6, 30)
DAY = date(2025, 3, 1)


def words(name, *languages, **titles):
    return {language: Words(language, name, "", "", Source(f"content/{name}.md")) for language in ("zh-CN", *languages)}


ORGANISATION = Organisation(
    Source("content/organisation.yml"), Label("读"), Label("读书"), "5100", "CNY", "Asia/Shanghai", ("zh-CN",)
)


def project(id="lunch", **more):
    given = {"status": "active", "start": date(2025, 1, 1), "words": words(id)} | more
    return Project(source=Source(f"content/projects/{id}.md"), id=id, **given)


def campaign(id="spring", **more):
    given = {"start": date(2025, 2, 1), "end": date(2025, 3, 31), "words": words(id)} | more
    return Campaign(source=Source(f"content/campaigns/{id}.md"), id=id, **given)


def update(id="2025-03-01-rain", **more):
    given = {"date": DAY, "projects": ("lunch",), "words": words(id)} | more
    return Update(source=Source(f"content/updates/{id}.md"), id=id, **given)


def event(id="visit", **more):
    given = {"date": DAY, "kind": "visit", "words": words(id)} | more
    return Event(source=Source(f"content/events/{id}.md"), id=id, **given)


def donor(id="lin", name="林小雨", **more):
    return Donor(Source(f"content/donors/{id}.yml", 1, 1), id, name, **more)


def shown(id="lin", visibility="pseudonymous", to=None, **more):
    consent = DonorConsent(date(2025, 1, 1), to or visibility)
    return donor(id, **({"visibility": visibility, "consent": consent} | more))


def gift(id="lin-1", minor=10000, **more):
    given = {"donor": "lin", "date": DAY, "currency": "CNY", "project": "lunch"} | more
    return Gift(source=Source("content/donors/lin.yml", 4, 5), id=id, amount=minor, **given)


def refund(of="lin-1", minor=-10000, id="lin-2", **more):
    return gift(id, minor, refund_of=of, **({"date": date(2025, 4, 1)} | more))


def pledge(minor=3000, **more):
    given = {"donor": "lin", "date": DAY, "every": "month", "project": "lunch"} | more
    return Pledge(source=Source("content/donors/lin.yml", 6, 5), amount=Money(minor, "CNY"), **given)


def act(kind="flower", **more):
    return Act(source=Source("content/donors/lin.yml", 7, 5), kind=kind, **({"donor": "lin", "date": DAY} | more))


def spent(id="rice", minor=5000, **more):
    given = {"project": "lunch", "category": "programme", "currency": "CNY", "date": date(2025, 4, 1)} | more
    return Expenditure(source=Source("content/spending/2025.csv", 2), id=id, amount=minor, **given)


def picture(alt="雨中的孩子", **more):
    return Picture(Source("content/updates/2025-03-01-rain.md", 5, 5), "pictures/rain.jpg", Label(alt), **more)


def consent(person="child-1", **more):
    given = {"scope": ("picture", "story"), "purpose": "update", "channel": ("site",), "since": date(2025, 2, 1)} | more
    return Consent(Source("content/updates/2025-03-01-rain.md", 9, 5), person, **given)


def line(id="food", category="programme", money=None):
    return BudgetLine(id, Label("午餐"), category, money or Money(10000, "CNY"))


def promise(id="a", **more):
    return Commitment(id, Label("发书"), Label("王"), date(2025, 5, 1), **more)


def fund(minor=100000, rate=Fraction(1), per_gift=None, currency="CNY"):
    return MatchingFund(Label("基金"), Money(minor, currency), rate, per_gift)


def ledger(*records, organisation=ORGANISATION):
    """The records, with a donor, project, campaign and event of the usual ids added where they are not given."""
    kinds = {kind: [r for r in records if isinstance(r, kind)] for kind in (Project, Campaign, Update, Event, Donor)}
    for kind, usual in ((Project, project()), (Campaign, campaign()), (Event, event()), (Donor, donor())):
        if usual.id not in {r.id for r in kinds[kind]}:
            kinds[kind].append(usual)
    by_id = {kind: {r.id: r for r in found} for kind, found in kinds.items()}

    def rows(kind):
        return tuple(r for r in records if isinstance(r, kind))

    return Ledger(
        organisation,
        by_id[Project],
        by_id[Campaign],
        by_id[Update],
        by_id[Event],
        by_id[Donor],
        rows(Gift),
        rows(Pledge),
        rows(Act),
        rows(Expenditure),
        (),
    )


def found(*records, **more) -> list[tuple[str, str, str]]:
    """(severity, field, message) of every issue in a ledger of these records."""
    return [(i.severity, i.field, i.message) for i in issues(*records, **more)]


def issues(*records, **more) -> tuple[Issue, ...]:
    return check(ledger(*records, **more), TODAY)


def at(record, line, file=None):
    """The record, on another line of its file or of another."""
    return replace(record, source=Source(file or record.source.file, line))
