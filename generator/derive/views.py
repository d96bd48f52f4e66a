"""From projects, funds and updates to a ProjectView each, and the organisation's totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.derive.concerns import UpdateIndex
from generator.derive.family import descendants
from generator.derive.funds import Funds
from generator.model.funds import BudgetState, ProjectView, SiteTotals
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.projects import Expenditure, Project

#: Of the newest updates, so many are cards with a picture on a project's page, and so many stand on the front page.
CARDS_OF_A_PROJECT, CARDS_AT_HOME = 4, 6


def project_views(ledger: Ledger, funds: Funds, updates: UpdateIndex, today: date) -> dict[str, ProjectView]:
    """Every project with its money, outcomes, updates, campaigns and spending up to `today`, in order of id."""
    below = descendants(ledger.projects)
    spending: dict[str, list[Expenditure]] = {p: [] for p in ledger.projects}
    for row in ledger.expenditures:
        if row.date <= today:
            spending[row.project].append(row)
    for rows in spending.values():
        rows.sort(key=lambda e: (e.date, e.id), reverse=True)
    views = {}
    for name in sorted(ledger.projects):
        project, family = ledger.projects[name], (name, *below[name])
        views[name] = ProjectView(
            project=project,
            own=funds.own[name],
            children=funds.children[name],
            together=funds.together[name],
            budget=_budget(project, spending[name]),
            outcomes=tuple(i for p in family for i in ledger.projects[p].indicators),
            child_ids=tuple(p for p in sorted(ledger.projects) if ledger.projects[p].parent == name),
            update_ids=updates.about("project", family),
            campaign_ids=_newest({c.id: c.start for c in ledger.campaigns.values() if {*c.projects} & {*family}}),
            event_ids=_newest({e.id: e.date for e in ledger.events.values() if {*e.projects} & {*family}}),
            expenditures=tuple(spending[name]),
        )
    return views


def site_totals(ledger: Ledger, funds: Funds, today: date) -> SiteTotals:
    """The organisation's figures. Flowers of donors who are excluded do not count."""
    counted = {d.id for d in ledger.donors.values() if d.visibility != "excluded"}
    projects = ledger.projects.values()
    return SiteTotals(
        as_of=today,
        fund=funds.organisation,
        unrestricted=funds.unrestricted,
        people_reached=sum(i.actual for p in projects for i in p.indicators if i.people),
        flowers=sum(1 for a in ledger.acts if a.date <= today and a.kind != "milestone" and a.donor in counted),
        active_projects=sum(p.status == "active" and p.parent is None for p in projects),
    )


def _budget(project: Project, rows: list[Expenditure]) -> tuple[BudgetState, ...]:
    """Each budget line with what was spent under it in its currency, credits deducted."""
    spent: dict[tuple[str | None, str], int] = {}
    for row in rows:
        spent[row.line, row.currency] = spent.get((row.line, row.currency), 0) + row.amount
    units = [(line, line.amount.currency) for line in project.budget]
    return tuple(BudgetState(line, Money(spent.get((line.id, unit), 0), unit)) for line, unit in units)


def _newest(days: Mapping[str, date]) -> tuple[str, ...]:
    return tuple(sorted(days, key=lambda i: (days[i], i), reverse=True))
