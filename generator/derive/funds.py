"""From gifts and allocations to funds: what each project and the organisation received, spent and still has.

Each cent stands in exactly one project's own fund or in "unrestricted": what a gift paid elsewhere than where it was
given for moves, with its match, to the fund it paid for. In `by_year` money given counts in the year of its gift (less
refunds, whenever they came), money spent in the year of its expenditure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, get_args

from msgspec import Struct

from generator.derive.allocation import Booking
from generator.derive.family import ancestors, descendants
from generator.derive.journeys import Journey
from generator.model.funds import Fund, YearMoney
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, from_sums, minus, plus, total
from generator.model.projects import Category

CATEGORIES: tuple[Category, ...] = get_args(Category)
Place = str | None  # a project, or None: unrestricted
Key = TypeVar("Key")


@dataclass(slots=True)
class _Sums:
    """Sums of one fund while they grow: minor units by (year or category, currency)."""

    given: dict[tuple[int, str], int] = field(default_factory=dict)
    matched: dict[tuple[int, str], int] = field(default_factory=dict)
    spent: dict[tuple[int, str, str], int] = field(default_factory=dict)  # year, category, currency
    fees: dict[str, int] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    refunded: dict[str, int] = field(default_factory=dict)
    in_kind: dict[str, int] = field(default_factory=dict)
    donors: int = 0
    gifts: int = 0


class Funds(Struct, frozen=True):
    """All funds. `own + children = together`, a project and its descendants; roots + unrestricted = organisation."""

    own: Mapping[str, Fund]
    children: Mapping[str, Fund]
    together: Mapping[str, Fund]
    unrestricted: Fund
    organisation: Fund


def funds(
    ledger: Ledger, booking: Booking, journeys: Mapping[str, Journey], blind: Collection[str] = frozenset()
) -> Funds:
    """Every fund of the ledger, of the gifts in `journeys`.

    `blind`: ids of gifts that count, with their donors, only for what they were given for, not for what they paid.
    """
    currency = ledger.organisation.currency
    own: dict[Place, _Sums] = {place: _Sums() for place in (*ledger.projects, None)}
    _add_money(own, booking, journeys.values())
    _add_listed(own, booking, ledger)
    counts = _count(ledger, booking, journeys.values(), blind)
    below = descendants(ledger.projects)

    def fund(kind: str, place: Place, members: Iterable[Place]) -> Fund:
        donors, gifts = counts.get((kind, place), (0, 0))
        return _fund([own[m] for m in members], currency, donors, gifts)

    return Funds(
        own={p: fund("own", p, [p]) for p in ledger.projects},
        children={p: fund("children", p, below[p]) for p in ledger.projects},
        together={p: fund("together", p, [p, *below[p]]) for p in ledger.projects},
        unrestricted=fund("own", None, [None]),
        organisation=fund("all", None, own),
    )


def _add_money(own: dict[Place, _Sums], booking: Booking, journeys: Iterable[Journey]) -> None:
    """Put every cent of the journeys' gifts, and what they paid for, where it belongs."""
    for journey in journeys:
        for gift in journey.gifts:
            sums, unit, year = own[gift.project], gift.currency, gift.date.year
            if gift.in_kind is not None:
                _add(sums.in_kind, unit, booking.net[gift.id])
                continue
            _add(sums.refunded, unit, gift.amount - booking.net[gift.id])
            _add(sums.given, (year, unit), booking.net[gift.id])
            _add(sums.matched, (year, unit), booking.matches.get(gift.id, 0))
            for part in booking.by_gift.get(gift.id, ()):
                there = own[part.project]
                if there is not sums:
                    here, beyond = (sums.matched, there.matched) if part.is_match else (sums.given, there.given)
                    _add(here, (year, unit), -part.amount)
                    _add(beyond, (year, unit), part.amount)
                row = booking.spending[part.expenditure].expenditure if part.expenditure else None
                if row is None:
                    _add(there.fees, unit, part.amount)
                _add(there.spent, (part.date.year, row.category if row else "fundraising", unit), part.amount)


def _add_listed(own: dict[Place, _Sums], booking: Booking, ledger: Ledger) -> None:
    """Put every expenditure where it belongs, whether there was money for it or not, credits deducted."""
    unused = booking.unused_credits
    for row, amount in booking.spending.values():
        _add(own[row.project].listed, row.currency, amount)
    for row in ledger.expenditures if unused else ():
        if row.id in unused:
            _add(own[row.project].listed, row.currency, -unused[row.id])


def _count(
    ledger: Ledger, booking: Booking, journeys: Iterable[Journey], blind: Collection[str]
) -> dict[tuple[str, Place], tuple[int, int]]:
    """(donors, gifts) by fund: of gifts given for it or that paid for it, each once."""
    above = {p: ancestors(p, ledger.projects) for p in ledger.projects}
    donors: dict[tuple[str, Place], int] = {}
    gifts: dict[tuple[str, Place], int] = {}
    for journey in journeys:
        touched: set[tuple[str, Place]] = set()
        for gift in journey.kept:
            paid = () if gift.id in blind else booking.by_gift.get(gift.id, ())
            places = {gift.project, *(a.project for a in paid)}
            scopes: set[tuple[str, Place]] = {("all", None)}
            for place in places:
                line = above[place] if place else ()
                scopes.update((("own", place), ("together", place)))
                scopes.update((kind, a) for kind in ("children", "together") for a in line)
            for scope in scopes:
                _add(gifts, scope, 1)
            touched |= scopes
        for scope in touched:
            _add(donors, scope, 1)
    return {scope: (donors[scope], n) for scope, n in gifts.items()}


def _fund(members: list[_Sums], currency: str, donors: int, gifts: int) -> Fund:
    """One Fund of its members' sums."""
    given = _by(((y, u, n) for m in members for (y, u), n in m.given.items()), currency)
    matched = _by(((y, u, n) for m in members for (y, u), n in m.matched.items()), currency)
    spent = _by(((y, u, n) for m in members for (y, _, u), n in m.spent.items()), currency)
    kinds = _by(((c, u, n) for m in members for (_, c, u), n in m.spent.items()), currency)
    zero = from_sums({}, currency)
    tables = (given, matched, spent)
    years = [y for t in tables for y, sums in t.items() if any(m.minor for m in sums)]
    all_given, all_matched, all_spent = (plus(zero, *t.values()) for t in tables)
    received = plus(all_given, all_matched)
    fees = _all((m.fees for m in members), currency)
    return Fund(
        given=all_given,
        refunded=_all((m.refunded for m in members), currency),
        matched=all_matched,
        received=received,
        spent=all_spent,
        unspent=minus(received, all_spent),
        by_category=tuple((c, kinds.get(c, zero)) for c in CATEGORIES),
        by_year=tuple(
            YearMoney(y, given.get(y, zero), matched.get(y, zero), spent.get(y, zero))
            for y in range(min(years, default=1), max(years, default=0) + 1)
        ),
        in_kind=_all((m.in_kind for m in members), currency),
        donors=donors,
        gifts=gifts,
        arrived=minus(received, fees),
        paid=minus(all_spent, fees),
        listed=_all((m.listed for m in members), currency),
    )


def _by(parts: Iterable[tuple[Key, str, int]], currency: str) -> dict[Key, Total]:
    """Sums of (key, currency, minor units) as a Total a key."""
    sums: dict[Key, dict[str, int]] = {}
    for key, unit, minor in parts:
        _add(sums.setdefault(key, {}), unit, minor)
    return {key: from_sums(by_unit, currency) for key, by_unit in sums.items()}


def _all(sums: Iterable[Mapping[str, int]], currency: str) -> Total:
    return total((Money(minor, unit) for by_unit in sums for unit, minor in by_unit.items()), currency)


def _add(sums: dict[Key, int], key: Key, minor: int) -> None:
    sums[key] = sums.get(key, 0) + minor
