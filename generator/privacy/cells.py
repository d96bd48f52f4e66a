"""Tells hidden donors' gifts only in groups: of k donors or more, of whom none gave over 90 %.

A figure that covers one hidden donor tells what that donor gave; so does a pair of figures, one less the other. So no
figure is made of single hidden gifts. They are put into groups that are alike in everything figures tell apart
(currency, campaign, project, day), and where too few are alike, what keeps them apart is given up: first the day (a
group counts on the day on which it was complete), then the project (the group counts as unrestricted), then the
campaign. All figures are then made of shown gifts and whole groups, and so is what one figure has over another. Gifts
that fit into no group, as in a site with fewer than k hidden donors, are held back from every figure.

Off unless settings ask for it (`small_cells: 5`): grouping moves hidden gifts to a later day or to unrestricted money,
so the published figures are then no longer the books'. A page that says how figures are made says so.

What this does not hide: that a project spent what it lists. The part of an expenditure that no shown gift paid was
paid by somebody; figures call it unrestricted money. Nor can it hide who gives between two publications: a group that
is complete stays as it is when gifts come in later, but the newest group of a kind grows by those that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from generator.derive.allocation import Allocation, Booking
from generator.derive.journeys import Journey
from generator.model.records import Act, Gift

#: Nobody may hold more of a group than this.
MOST = (9, 10)


class Part(NamedTuple):
    """What a donor adds to a group: `amount` in minor units, or flowers."""

    donor: str
    date: date
    id: str
    amount: int


@dataclass(frozen=True, slots=True)
class Told:
    """What figures may be made of. `journeys` and `booking` as insights have them, hidden gifts in groups.

    `hidden`: ids of the gifts told in groups, of which figures may say nothing else. `groups`: gift ids by group.
    """

    journeys: Mapping[str, Journey]
    booking: Booking
    hidden: frozenset[str]
    groups: tuple[tuple[str, ...], ...]


class _Label(NamedTuple):
    kind: str  # currency, or currency and "goods"
    campaign: str | None
    project: str | None


#: Groups by label, the day on which they are told, and the id of a gift of that day.
_Groups = dict[tuple[_Label, date, str], list[Part]]
#: What keeps gifts apart, given up step by step.
_STEPS: tuple[Callable[[_Label], _Label], ...] = (
    lambda label: label,
    lambda label: label._replace(project=None),
    lambda label: label._replace(campaign=None),
    lambda label: label._replace(campaign=None, project=None),
)


def is_safe(parts: Iterable[Part], k: int) -> bool:
    """Whether the parts are of k donors or more, and their sum too, of which none holds over 90 %."""
    parts = tuple(parts)
    return len({p.donor for p in parts}) >= k and not _telling(parts, k)


def told(
    journeys: Mapping[str, Journey], booking: Booking, hidden: Collection[str], shown: Collection[str], k: int
) -> Told:
    """Journeys and booking as figures may tell them, `k` hidden donors or more at a time.

    `hidden`: ids of gifts that only groups may tell; `shown`: ids of donors whose acts are told as they are.
    """
    records = {g.id: g for j in journeys.values() for g in j.kept if g.id in hidden}
    groups: _Groups = {}
    waiting = [_part(g, booking) for g in records.values()]
    for step in _STEPS:
        strata: dict[_Label, list[Part]] = {}
        for part in waiting:
            strata.setdefault(step(_label(records[part.id])), []).append(part)
        waiting = []
        for label, parts in strata.items():
            lots, left = _lots(parts, k)
            groups.update({(label, last.date, last.id): lot for last, lot in lots.items()})
            waiting += left
    kinds = sorted({_label(records[p.id]).kind for p in waiting})
    held: set[str] = set()
    for kind in kinds:
        held |= _settle(kind, [p for p in waiting if _label(records[p.id]).kind == kind], groups, k)
    paid = _booking(booking, records, groups, held, k)
    as_told = {
        part.id: replace(
            records[part.id], date=day, campaign=label.campaign, project=label.project, amount=paid.net[part.id]
        )
        for (label, day, _), lot in groups.items()
        for part in lot
    }
    acts = _told_acts(journeys, shown, k)
    return Told(
        journeys={
            name: _journey(j, as_told, hidden, j.acts if name in shown else tuple(acts.get(name, ())), name in shown)
            for name, j in journeys.items()
        },
        booking=paid,
        hidden=frozenset(records),
        groups=tuple(tuple(p.id for p in lot) for lot in groups.values()),
    )


def _journey(
    journey: Journey, as_told: Mapping[str, Gift], hidden: Collection[str], acts: tuple[Act, ...], is_shown: bool
) -> Journey:
    """The journey as figures see it; it is of use for nothing else.

    A gift held back still counts as one where its donor is shown with it and hides the amount alone.
    """

    def seen(gifts: Iterable[Gift], counts: bool) -> tuple[Gift, ...]:
        found = (
            as_told.get(g.id) or (g if g.id not in hidden or (counts and is_shown and not g.hide_name) else None)
            for g in gifts
        )
        return tuple(sorted((g for g in found if g), key=attrgetter("date", "id")))

    return replace(journey, gifts=seen(journey.gifts, counts=False), kept=seen(journey.kept, counts=True), acts=acts)


def _booking(booking: Booking, records: Mapping[str, Gift], groups: _Groups, held: Collection[str], k: int) -> Booking:
    """The booking as figures see it, in which gifts held back count nothing.

    A group's fees are told where and when the group is. Where its fees, or its matches, would tell of a donor, as
    where only one of them was matched, its gifts are told less their fees, or without their matches.
    """
    net, matches, by_gift = dict(booking.net), dict(booking.matches), dict(booking.by_gift)
    for (label, day, _), lot in groups.items():
        fees = {p.id: _fees(p.id, by_gift) for p in lot}
        with_fees = not _telling([p._replace(amount=fees[p.id]) for p in lot], k)
        with_matches = not _telling([p._replace(amount=matches.get(p.id, 0)) for p in lot], k)
        for part in lot:
            parts = by_gift.pop(part.id, [])
            if not with_matches:
                matches.pop(part.id, None)
                parts = [a for a in parts if not a.is_match]
            if not with_fees:
                net[part.id] -= fees[part.id]
                parts = [a for a in parts if a.expenditure]
            by_gift[part.id] = [a if a.expenditure else a._replace(project=label.project, date=day) for a in parts]
    for name in held:
        net[name] = 0
        matches.pop(name, None)
        by_gift.pop(name, None)
    return replace(booking, net=net, matches=matches, by_gift=by_gift)


def _told_acts(journeys: Mapping[str, Journey], shown: Collection[str], k: int) -> dict[str, list[Act]]:
    """Acts of donors who are not shown, by donor, dated as their groups are told: k donors of one kind of flower."""
    acts = {
        f"{name}/{n}": act
        for name in sorted(journeys)
        if name not in shown
        for n, act in enumerate(journeys[name].acts)
        if act.kind != "milestone"
    }
    kinds: dict[tuple[str, str | None], list[Part]] = {}
    for own, act in acts.items():
        kinds.setdefault((act.kind, act.flower), []).append(Part(act.donor, act.date, own, 1))
    found: dict[str, list[Act]] = {}
    for parts in kinds.values():
        for last, lot in _lots(parts, k)[0].items():
            for part in lot:
                found.setdefault(part.donor, []).append(replace(acts[part.id], date=last.date))
    return found


def _label(gift: Gift) -> _Label:
    return _Label(gift.currency if gift.in_kind is None else f"{gift.currency} goods", gift.campaign, gift.project)


def _part(gift: Gift, booking: Booking) -> Part:
    """The gift less its fees, which may be left out; where they are not, they are safe by themselves."""
    return Part(gift.donor, gift.date, gift.id, booking.net[gift.id] - _fees(gift.id, booking.by_gift))


def _fees(gift: str, by_gift: Mapping[str, list[Allocation]]) -> int:
    return sum(a.amount for a in by_gift.get(gift, ()) if a.expenditure is None)


def _lots(parts: Iterable[Part], k: int) -> tuple[dict[Part, list[Part]], list[Part]]:
    """Groups in order of time, by the part on whose day each was safe and so closed; and what is left over.

    What comes after the last group joins it, if it is still safe then.
    """
    lots: dict[Part, list[Part]] = {}
    open_: list[Part] = []
    donors: set[str] = set()
    last: Part | None = None
    for _, day in groupby(sorted(parts, key=attrgetter("date", "id")), key=attrgetter("date")):
        for part in day:
            open_.append(part)
            donors.add(part.donor)
        if len(donors) >= k and is_safe(open_, k):
            last = open_[-1]
            lots[last] = open_
            open_, donors = [], set()
    if open_ and last and is_safe([*lots[last], *open_], k):
        lots[last] = [*lots[last], *open_]
        open_ = []
    return lots, open_


def _settle(kind: str, waiting: list[Part], groups: _Groups, k: int) -> set[str]:
    """Put what no group would take together with whole groups of its kind, smallest first; returns what is held back.

    Where even all of them together are not safe, the donor who tells most is held back, then the next.
    """
    held: set[str] = set()
    while waiting:
        near = sorted((at for at in groups if at[0].kind == kind), key=lambda at: (len(groups[at]), at[2]))
        for n in range(len(near) + 1):
            together = [*waiting, *(p for at in near[:n] for p in groups[at])]
            if is_safe(together, k):
                for at in near[:n]:
                    del groups[at]
                middle = sorted(together, key=attrgetter("date", "id"))[len(together) // 2]
                groups[_Label(kind, None, None), middle.date, middle.id] = together
                return held
        everyone = {p.donor for p in waiting}
        telling = _telling([*waiting, *(p for at in near for p in groups[at])], k) & everyone or everyone
        held |= {p.id for p in waiting if p.donor in telling}
        waiting = [p for p in waiting if p.donor not in telling]
    return held


def _telling(parts: Iterable[Part], k: int) -> set[str]:
    """Donors of whom the sum of `parts` would tell: those that are fewer than k, or one who holds over 90 % of it."""
    sums: dict[str, int] = {}
    for part in parts:
        if part.amount:
            sums[part.donor] = sums.get(part.donor, 0) + part.amount
    if sums and len(sums) < k:
        return set(sums)
    if sums and max(sums.values()) * MOST[1] > sum(sums.values()) * MOST[0]:
        return {max(sorted(sums), key=lambda d: sums[d])}
    return set()
