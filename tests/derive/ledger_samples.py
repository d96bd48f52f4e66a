"""Short ways to write records in tests: every field that a test does not speak about has a dull value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.issues import Source
from generator.model.campaigns import Campaign
from generator.model.donors import Donor, DonorConsent
from generator.model.gifts import Act, Gift, Pledge
from generator.model.ledger import Ledger
from generator.model.organisation import Organisation
from generator.model.projects import Expenditure, Project
from generator.model.updates import Event, Update
from generator.model.words import Label, Words

SRC = Source("content/test.yml", 1, 1)
ORGANISATION = Organisation(
    SRC, Label("麦田"), Label("读书与午餐"), "513", "CNY", "Asia/Shanghai", ("zh-CN", "en"), founded=date(2019, 3, 1)
)


def words(title: str) -> dict[str, Words]:
    return {"zh-CN": Words("zh-CN", title, "", "", SRC)}


def day(text: str) -> date:
    return date.fromisoformat(text)


def project(id: str, parent: str | None = None, **more: Any) -> Project:
    return Project(SRC, id, words(id), more.pop("status", "active"), date(2019, 1, 1), parent=parent, **more)


def campaign(id: str, start: str, end: str, **more: Any) -> Campaign:
    return Campaign(SRC, id, words(id), day(start), day(end), **more)


def update(id: str, *projects: str, **more: Any) -> Update:
    return Update(SRC, id, words(id), day(id[:10]), projects, **more)


def event(id: str, on: str, *projects: str, **more: Any) -> Event:
    return Event(SRC, id, words(id), day(on), "visit", projects=projects, **more)


def donor(id: str, visibility: str = "public", consent: str | None = "2019-01-01", **more: Any) -> Donor:
    agreed = DonorConsent(day(consent), visibility) if consent else None  # type: ignore[arg-type]
    return Donor(SRC, id, more.pop("name", f"Name of {id}"), visibility=visibility, consent=agreed, **more)  # type: ignore[arg-type]


def gift(id: str, on: str, amount: int, to: str | None = None, **more: Any) -> Gift:
    """A gift of the donor before the last hyphen of its id: `lin-1` is Lin's."""
    return Gift(
        SRC, id, more.pop("donor", id.rpartition("-")[0]), day(on), amount, more.pop("currency", "CNY"), to, **more
    )


def refund(id: str, on: str, amount: int, of: str, to: str | None = None) -> Gift:
    return gift(id, on, -amount, to, refund_of=of)


def spent(id: str, on: str, amount: int, project: str, category: str = "programme", **more: Any) -> Expenditure:
    return Expenditure(SRC, id, day(on), project, category, amount, more.pop("currency", "CNY"), **more)  # type: ignore[arg-type]


def act(donor: str, on: str, kind: str = "flower", **more: Any) -> Act:
    if kind == "flower":
        more.setdefault("flower", "steps")
    return Act(SRC, donor, day(on), kind, **more)  # type: ignore[arg-type]


def ledger(
    projects: Iterable[Project] = (),
    gifts: Iterable[Gift] = (),
    expenditures: Iterable[Expenditure] = (),
    campaigns: Iterable[Campaign] = (),
    donors: Iterable[Donor] | None = None,
    updates: Iterable[Update] = (),
    events: Iterable[Event] = (),
    pledges: Iterable[Pledge] = (),
    acts: Iterable[Act] = (),
) -> Ledger:
    """A ledger of these records; donors that only gifts and acts name are made public."""
    gifts, acts = tuple(gifts), tuple(acts)
    if donors is None:
        donors = [donor(d) for d in sorted({g.donor for g in gifts} | {a.donor for a in acts})]
    return Ledger(
        organisation=ORGANISATION,
        projects={p.id: p for p in projects},
        campaigns={c.id: c for c in campaigns},
        updates={u.id: u for u in updates},
        events={e.id: e for e in events},
        donors={d.id: d for d in donors},
        gifts=gifts,
        pledges=tuple(pledges),
        acts=acts,
        expenditures=tuple(expenditures),
        pages=(),
    )
