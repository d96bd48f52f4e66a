"""Validated front matter to records: organisation, projects, campaigns, updates and events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.issues import Source
from generator.load import explain, values
from generator.load.findings import Findings
from generator.load.schema import pages as schema
from generator.load.schema.parts import ConsentModel, PictureModel
from generator.load.yaml import Map
from generator.model.campaigns import Campaign, Commitment, MatchingFund, Partner, PlanItem
from generator.model.organisation import Organisation
from generator.model.projects import BudgetLine, Indicator, Project
from generator.model.updates import Event, Question, Update
from generator.model.words import Consent, Picture, Words

_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(-[a-z0-9-]+)?\Z")


class Draft(Struct, frozen=True):
    """A page whose fields are valid, before it becomes a record."""

    id: str
    source: Source
    tree: Map
    words: Mapping[str, Words]
    findings: Findings

    def error(self, path: tuple[str | int, ...], message: str) -> None:
        where = explain.place(self.tree, path, self.source.file)
        self.findings.error(where, explain.field_path(path), message)


def organisation(model: schema.OrganisationModel, source: Source) -> Organisation:
    return Organisation(
        source=source,
        **{n: getattr(model, n) for n in schema.OrganisationModel.model_fields} | {"languages": tuple(model.languages)},
    )


def project(model: schema.ProjectModel, draft: Draft) -> Project:
    _order(draft, model.start, model.end)
    _twice(draft, "budget", [b.id for b in model.budget])
    _twice(draft, "indicators", [i.id for i in model.indicators])
    return Project(
        source=draft.source,
        id=draft.id,
        words=draft.words,
        status=model.status,
        start=model.start,
        end=model.end,
        parent=model.parent,
        place=model.place,
        budget=tuple(BudgetLine(b.id, b.label, b.category, b.amount) for b in model.budget),
        indicators=tuple(Indicator(**_fields(i)) for i in model.indicators),
        picture=_picture(model.picture, draft),
    )


def campaign(model: schema.CampaignModel, draft: Draft) -> Campaign:
    _order(draft, model.start, model.end)
    _twice(draft, "commitments", [c.id for c in model.commitments])
    return Campaign(
        source=draft.source,
        id=draft.id,
        words=draft.words,
        start=model.start,
        end=model.end,
        goal=model.goal,
        area=model.area,
        projects=tuple(dict.fromkeys(model.projects)),
        partners=tuple(Partner(**_fields(p)) for p in model.partners),
        plan=tuple(PlanItem(**_fields(p)) for p in model.plan),
        commitments=tuple(Commitment(**_fields(c)) for c in model.commitments),
        matching=MatchingFund(**_fields(model.matching)) if model.matching else None,
        people_reached=model.people_reached,
        compare_with=model.compare_with,
        thanks=model.thanks,
        next=model.next,
        picture=_picture(model.picture, draft),
    )


def update(model: schema.UpdateModel, draft: Draft) -> Update | None:
    found = _DATED.match(draft.id)
    try:
        day = values.day(found[1]) if found else None
    except ValueError:
        day = None
    if day is None:
        slug = re.sub(r"^[0-9-]*-(?=[a-z])|^[0-9-]+$", "", draft.id) or "slug"
        example = f"{model.date or '2024-10-12'}-{slug}.md"
        message = f'the name of an update\'s file begins with its day; rename it, such as "{example}"'
        draft.findings.error(Source(draft.source.file), "", message)
        return None
    if model.date and model.date != day:
        draft.error(("date",), f"differs from the day in the file's name, {day}; write the same or leave it out")
    if model.project and model.projects:
        draft.error(("project",), "stands beside projects; write only projects")
    projects = tuple(dict.fromkeys(model.projects)) or ((model.project,) if model.project else ())
    return Update(
        source=draft.source,
        id=draft.id,
        words=draft.words,
        date=day,
        projects=projects,
        campaign=model.campaign,
        event=model.event,
        series=model.series,
        pictures=_pictures(model.pictures, draft),
        consents=_consents(model.consents, draft),
    )


def event(model: schema.EventModel, draft: Draft) -> Event:
    return Event(
        source=draft.source,
        id=draft.id,
        words=draft.words,
        date=model.date,
        kind=model.kind,
        place=model.place,
        projects=tuple(dict.fromkeys(model.projects)),
        attended=model.attended,
        questions=tuple(Question(q.asked, q.answered) for q in model.questions),
        pictures=_pictures(model.pictures, draft),
        consents=_consents(model.consents, draft),
    )


def _fields(model: Any) -> dict[str, Any]:
    """The fields of a model whose record has the same ones."""
    return dict(model.__dict__)


def _order(draft: Draft, start: date, end: date | None) -> None:
    if end and end < start:
        draft.error(("end",), f"is before the start, {start}; write the same day or a later one")


def _twice(draft: Draft, field: str, ids: list[str]) -> None:
    for n, one in enumerate(ids):
        if one in ids[:n]:
            draft.error((field, n, "id"), f'"{one}" is the id of {field}[{ids.index(one)}] too; give each its own')


def _pictures(models: list[PictureModel], draft: Draft) -> tuple[Picture, ...]:
    return tuple(_made(m, draft, ("pictures", n)) for n, m in enumerate(models))


def _picture(model: PictureModel | None, draft: Draft) -> Picture | None:
    return _made(model, draft, ("picture",)) if model else None


def _made(model: PictureModel, draft: Draft, path: tuple[str | int, ...]) -> Picture:
    source = explain.place(draft.tree, path, draft.source.file)
    return Picture(source=source, **_fields(model) | {"people": tuple(model.people)})


def _consents(models: list[ConsentModel], draft: Draft) -> tuple[Consent, ...]:
    return tuple(
        Consent(
            source=explain.place(draft.tree, ("consents", n), draft.source.file),
            **_fields(m) | {"scope": tuple(m.scope), "channel": tuple(m.channel)},
        )
        for n, m in enumerate(models)
    )
