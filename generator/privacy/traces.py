"""From a gift and its allocations to a GiftTrace: where each cent of it went, as far as amounts are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from generator.derive.allocation import Booking
from generator.derive.purses import Allocation
from generator.model.archives import GiftPart, GiftTrace, Share
from generator.model.gifts import Gift
from generator.model.money import Band, Money
from generator.model.projects import Category, Project

_money = partial(tuple.__new__, Money)  # in half the time, and an archive has fifty
PartKey = tuple[str | None, Category, str | None, bool]  # project, category, budget line, channel fee


def trace(
    gift: Gift, booking: Booking, paid: Sequence[Allocation], amounts: bool, band: Band | None = None
) -> GiftTrace:
    """The trace of one gift and of what it `paid` for; without `amounts` no money in it but the `band`."""
    unit, name = gift.currency, gift.id
    net, left = booking.net(gift), booking.unspent(gift)
    nothing = _money((0, unit))
    told: tuple[Money | None, ...] = (None,) * 5
    if amounts:
        matched = booking.matches.get(name, 0)
        still = booking.left_of_matches.get(name, 0) if matched else 0
        each = (gift.amount, matched, gift.amount - net, left, still)
        told = tuple([_money((minor, unit)) if minor else nothing for minor in each])
    amount, matches, refunded, unspent, unspent_matched = told
    return GiftTrace(
        date=gift.date,
        amount=amount,
        matched=matches,
        refunded=refunded,
        unspent=unspent,
        unspent_matched=unspent_matched,
        project_id=gift.project,
        campaign_id=gift.campaign,
        in_kind=gift.in_kind,
        tribute=gift.tribute,
        note=gift.note,
        parts=_parts(paid, booking, unit, amounts) if paid else (),
        spent_percent=0 if gift.in_kind is not None or not net else (net - left) * 100 // net,
        band=band,
    )


def shares(
    gifts: Iterable[Gift],
    booking: Booking,
    paid: Mapping[str, Sequence[Allocation]],
    projects: Mapping[str, Project],
    amounts: bool,
) -> tuple[Share, ...]:
    """The donor's part of the outcomes of every project that the gifts themselves (not matches) paid for.

    Programme money // unit cost of the project's first indicator that has one in that currency; whole units. Without
    `amounts` no units, since they would tell the amount.
    """
    spent: dict[str, dict[str, int]] = {}
    for gift in gifts:
        for part in paid[gift.id]:
            if part.project and part.expenditure and not part.is_match:
                sums = spent.setdefault(part.project, {})
                if booking.spending[part.expenditure].expenditure.category == "programme":
                    sums[part.currency] = sums.get(part.currency, 0) + part.amount
    told = [_share(projects[name], sums, amounts) for name, sums in sorted(spent.items())]
    return tuple([share for share in told if share])


def _share(project: Project, paid: Mapping[str, int], amounts: bool) -> Share | None:
    """Of the first indicator that has an honest unit cost, or else of the first; None where there is none."""
    for indicator in project.indicators:
        cost = indicator.unit_cost
        if cost and cost.minor > 0:
            return Share(project.id, indicator, paid.get(cost.currency, 0) // cost.minor if amounts else 0)
    return Share(project.id, project.indicators[0], 0) if project.indicators else None


def _parts(paid: Sequence[Allocation], booking: Booking, unit: str, amounts: bool) -> tuple[GiftPart, ...]:
    """Allocations to one project, category and budget line as one part, by first date; a channel fee stands alone."""
    if len(paid) == 1:  # as most are
        return (_single(paid[0], booking, unit, amounts),)
    groups: dict[PartKey, list[Allocation]] = {}
    for part in paid:
        groups.setdefault(_part_key(part, booking), []).append(part)
    ordered = sorted(groups.items(), key=_part_order) if len(groups) > 1 else groups.items()
    return tuple(
        [
            _several(key, group, booking, unit, amounts)
            if len(group) > 1
            else _single(group[0], booking, unit, amounts)
            for key, group in ordered
        ]
    )


def _single(part: Allocation, booking: Booking, unit: str, amounts: bool) -> GiftPart:
    """One allocation as a part."""
    row = booking.spending[part.expenditure].expenditure if part.expenditure else None
    amount, nothing = _money((part.amount if amounts else 0, unit)), _money((0, unit))
    return GiftPart(
        project_id=part.project,
        category=row.category if row else "fundraising",
        line=row.line if row else None,
        amount=nothing if part.is_match else amount,
        matched=amount if part.is_match else nothing,
        first=part.date,
        last=part.date,
        documents=(row.document,) if row and row.document else (),
        count=1 if row else 0,
        expenditure_id=row.id if row else None,
    )


def _several(key: PartKey, group: list[Allocation], booking: Booking, unit: str, amounts: bool) -> GiftPart:
    """Allocations of one key as a part."""
    project, category, line, _ = key
    newest = sorted({(a.date, a.expenditure) for a in group if a.expenditure}, reverse=True)
    rows = [booking.spending[name].expenditure for _, name in newest]
    return GiftPart(
        project_id=project,
        category=category,
        line=line,
        amount=Money(sum(a.amount for a in group if not a.is_match) if amounts else 0, unit),
        matched=Money(sum(a.amount for a in group if a.is_match) if amounts else 0, unit),
        first=min(a.date for a in group),
        last=max(a.date for a in group),
        documents=tuple(dict.fromkeys(r.document for r in rows if r.document))[:3],
        count=len(rows),
        expenditure_id=rows[0].id if rows else None,
    )


def _part_key(part: Allocation, booking: Booking) -> PartKey:
    if part.expenditure is None:
        return part.project, "fundraising", None, True
    row = booking.spending[part.expenditure].expenditure
    return part.project, row.category, row.line, False


def _part_order(group: tuple[PartKey, list[Allocation]]) -> tuple[date, str, str, str, bool]:
    (project, category, line, fee), parts = group
    return min(a.date for a in parts), project or "", category, line or "", fee
