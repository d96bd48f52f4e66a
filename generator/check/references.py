"""Every id that a record names must be the id of a record; parents must not lead in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from operator import attrgetter

from generator.check.wording import error, unknown, warning
from generator.derive.concerns import projects_of
from generator.issues import Issue, Source
from generator.model.gifts import Act, Gift
from generator.model.ledger import Ledger

Reference = tuple[Source, str, str, str | None]  # place, field, kind and id of what is named

#: (kind with article, folder) by the name that rules use.
KINDS = {
    "project": ("a project", "content/projects/"),
    "campaign": ("a campaign", "content/campaigns/"),
    "event": ("an event", "content/events/"),
    "donor": ("a donor", "content/donors/"),
}


def unknown_references(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A gift for a project that does not exist, an update about one, a visit to an event that never was."""
    known: dict[str, Collection[str]] = {
        "project": ledger.projects.keys(),
        "campaign": ledger.campaigns.keys(),
        "event": ledger.events.keys(),
        "donor": ledger.donors.keys(),
    }
    gifts = [gift for gift in ledger.gifts if gift.refund_of is None]  # a refund repeats what its gift says
    named = (
        _named(ledger.gifts, "donor", "donor", attrgetter("donor"), known),
        _named(gifts, "for", "project", attrgetter("project"), known),
        _named(gifts, "campaign", "campaign", attrgetter("campaign"), known),
        _named(ledger.acts, "donor", "donor", attrgetter("donor"), known),
        _named(ledger.acts, "for", "project", attrgetter("project"), known),
        _named(ledger.acts, "visit", "event", attrgetter("event"), known),
        _references(ledger),
    )
    for source, field, kind, name in chain.from_iterable(named):
        if name is not None and name not in known[kind] and not is_broken(ledger, kind, name):
            yield error(source, field, unknown(name, KINDS[kind][0], known[kind], KINDS[kind][1]))


def is_broken(ledger: Ledger, kind: str, name: str) -> bool:
    """Whether the record was left out of `ledger` for mistakes that loading has reported."""
    return f"{kind}/{name}" in ledger.broken or f"{kind}/*" in ledger.broken


def _named(
    records: Iterable[Gift | Act],
    field: str,
    kind: str,
    name_of: Callable[[Gift | Act], str | None],
    known: Mapping[str, Collection[str]],
) -> Iterator[Reference]:
    """What is named and not known among `records`, of which there are so many that all names are looked at at once."""
    strange = {*map(name_of, records)} - {None, *known[kind]}
    if strange:
        yield from ((r.source, field, kind, name_of(r)) for r in records if name_of(r) in strange)


def _references(ledger: Ledger) -> Iterator[Reference]:
    """Everything that is named, but for what gifts and acts name."""
    for pledge in ledger.pledges:
        yield pledge.source, "donor", "donor", pledge.donor
        yield pledge.source, "for", "project", pledge.project
    for spent in ledger.expenditures:
        yield spent.source, "project", "project", spent.project
    for project in ledger.projects.values():
        yield project.source, "parent", "project", project.parent
    for update in ledger.updates.values():
        for n, named in enumerate(update.projects):
            yield update.source, f"projects[{n}]", "project", named
        yield update.source, "campaign", "campaign", update.campaign
        yield update.source, "event", "event", update.event
    for event in ledger.events.values():
        for n, named in enumerate(event.projects):
            yield event.source, f"projects[{n}]", "project", named
    for campaign in ledger.campaigns.values():
        for n, named in enumerate(campaign.projects):
            yield campaign.source, f"projects[{n}]", "project", named
        for n, item in enumerate(campaign.plan):
            yield campaign.source, f"plan[{n}].project", "project", item.project
        yield campaign.source, "compare_with", "campaign", campaign.compare_with


def unplaced_updates(ledger: Ledger, today: date) -> Iterator[Issue]:
    """An update about nothing, for which nobody's gift paid: it is listed, and stands in no donor's archive."""
    running = [project.id for project in ledger.projects.values() if project.status == "active"]
    example = next(iter((*running, *ledger.projects)), None)
    right = f"such as projects: [{example}]" if example else "with the id of a project from content/projects/"
    for update in ledger.updates.values():
        if update.campaign or projects_of(update, ledger.events):
            continue
        if update.event is None:
            yield warning(
                update.source,
                "projects",
                "is missing, with no campaign or event in its place, so the update stands in lists and digests and "
                f"concerns no donor; write what it is about, {right}",
            )
        elif update.event in ledger.events:
            yield warning(
                update.source,
                "event",
                f'"{update.event}" is about no project, so the update stands in lists and digests and concerns no '
                f"donor; write the event's projects there, or the update's here, {right}",
            )


def unknown_budget_lines(ledger: Ledger, today: date) -> Iterator[Issue]:
    """An expenditure that names a budget line which its project does not have, or one of another category."""
    for spent in ledger.expenditures:
        project = ledger.projects.get(spent.project)
        if spent.line is None or project is None:
            continue
        lines = {line.id: line for line in project.budget}
        line = lines.get(spent.line)
        if line is None:
            where = f'the budget of "{project.id}"' if lines else f'a budget; "{project.id}" has none yet'
            yield error(spent.source, "line", unknown(spent.line, "a budget line", lines, where))
        elif line.category != spent.category:
            yield error(
                spent.source,
                "category",
                f'is {spent.category}, but budget line "{line.id}" is {line.category}; make both the same',
            )


def repeated_ids(ledger: Ledger, today: date) -> Iterator[Issue]:
    """Two budget lines, indicators or commitments of one record with the same id."""
    for project in ledger.projects.values():
        yield from _repeated(project.source, "budget", [line.id for line in project.budget])
        yield from _repeated(project.source, "indicators", [i.id for i in project.indicators])
    for campaign in ledger.campaigns.values():
        yield from _repeated(campaign.source, "commitments", [c.id for c in campaign.commitments])


def _repeated(source: Source, field: str, ids: list[str]) -> Iterator[Issue]:
    for name, n in Counter(ids).items():
        if n > 1:
            yield error(source, field, f'has "{name}" {n} times; give each an id of its own')


def circular_parents(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A project that is its own ancestor; said once a circle, at its first project by id."""
    reported: set[str] = set()
    for start in sorted(ledger.projects):
        path: list[str] = []
        at: str | None = start
        while at is not None and at in ledger.projects and at not in path:
            path.append(at)
            at = ledger.projects[at].parent
        if at is None or at not in path:
            continue
        circle = path[path.index(at) :]
        first = min(circle)
        if first not in reported:
            reported.add(first)
            turn = circle.index(first)
            way = " > ".join([*circle[turn:], *circle[:turn], first])
            yield error(ledger.projects[first].source, "parent", f"leads back to itself ({way}); take one parent away")
