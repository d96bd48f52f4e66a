"""Dates must agree with today and with each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.check.wording import error, warning
from generator.issues import Issue, Source
from generator.model.ledger import Ledger

#: A gift that arrives so soon after its campaign closed is usual (bank transfers, cash boxes).
GRACE = timedelta(days=7)


def after_today(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A gift, act, expenditure, update or measured outcome that has not happened yet."""
    early: list[tuple[Source, str, str, date]] = [
        *((g.source, "date", "refund" if g.refund_of else "gift", g.date) for g in ledger.gifts if g.date > today),
        *((a.source, "date", "entry", a.date) for a in ledger.acts if a.date > today),
        *((e.source, "date", "expenditure", e.date) for e in ledger.expenditures if e.date > today),
        *((u.source, "date", "update", u.date) for u in ledger.updates.values() if u.date > today),
        *((p.source, f"indicators[{n}].as_of", "figure", i.as_of)
          for p in ledger.projects.values() for n, i in enumerate(p.indicators) if i.as_of > today),
    ]  # fmt: skip
    for source, field, kind, day in early:
        yield error(
            source, field, f"the {kind} is dated {day}, after today ({today}); write the day on which it happened"
        )


def ends_before_start(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A campaign, project or pledge whose last day comes before its first."""
    for campaign in ledger.campaigns.values():
        if campaign.end < campaign.start:
            yield _backwards(campaign.source, "end", "campaign", campaign.start, campaign.end)
    for project in ledger.projects.values():
        if project.end is not None and project.end < project.start:
            yield _backwards(project.source, "end", "project", project.start, project.end)
    for pledge in ledger.pledges:
        if pledge.until is not None and pledge.until < pledge.date:
            yield _backwards(pledge.source, "until", "pledge", pledge.date, pledge.until)


def _backwards(source: Source, field: str, kind: str, start: date, end: date) -> Issue:
    return error(source, field, f"the {kind} ends on {end}, before its start on {start}; correct one of the two")


def before_project(ledger: Ledger, today: date) -> Iterator[Issue]:
    """An update (error) or an expenditure (warning: preparing costs money) from before its project began."""
    for update in ledger.updates.values():
        for n, name in enumerate(update.projects):
            project = ledger.projects.get(name)
            if project is not None and update.date < project.start:
                yield error(
                    update.source,
                    f"projects[{n}]",
                    f'the update is dated {update.date}, before "{name}" began on {project.start}; '
                    "correct its date or the project's start",
                )
    for spent in ledger.expenditures:
        project = ledger.projects.get(spent.project)
        if project is not None and spent.date < project.start:
            yield warning(
                spent.source,
                "date",
                f'money was spent on {spent.date}, before "{project.id}" began on {project.start}; '
                "correct the date or the project's start",
            )


def outside_campaign(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A gift that names a campaign but came before it began, or more than GRACE after it ended."""
    for gift in ledger.gifts:
        campaign = ledger.campaigns.get(gift.campaign) if gift.campaign is not None else None
        if campaign is None or gift.refund_of is not None:
            continue
        if not campaign.start <= gift.date <= campaign.end + GRACE:
            yield warning(
                gift.source,
                "campaign",
                f'the gift of {gift.date} is outside "{campaign.id}" ({campaign.start} to {campaign.end}); '
                "correct the date, or name the campaign it came in for",
            )


def commitment_dates(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A commitment said to be kept without the day, or done on a day that has not come."""
    for campaign in ledger.campaigns.values():
        for n, commitment in enumerate(campaign.commitments):
            field = f"commitments[{n}].done"
            if commitment.state == "kept" and commitment.done is None:
                yield error(
                    campaign.source, field, "is missing on a commitment that was kept; write the day it was done"
                )
            if commitment.done is not None and commitment.done > today:
                yield error(
                    campaign.source,
                    field,
                    f"is {commitment.done}, after today ({today}); leave it out until the commitment is kept",
                )
