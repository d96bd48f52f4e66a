"""From gifts and allocations to funds: what each project and the organisation received, spent and still has.

Each cent stands in exactly one project's own fund or in "unrestricted": what a gift paid elsewhere than where it was
given for moves, with its match, to the fund it paid for. In `by_year` money given counts in the year of its gift (less
refunds, whenever they came), money spent in the year of its expenditure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args

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
_DIGIT = 40  # bits: more than there are people


def _sums() -> defaultdict[Any, int]:
    return defaultdict(int)


@dataclass(slots=True)
class _Sums:
    """Sums of one fund while they grow: minor units by (year or category, currency)."""

    given: dict[tuple[int, str], int] = field(default_factory=_sums)
    matched: dict[tuple[int, str], int] = field(default_factory=_sums)
    spent: dict[tuple[int, str, str], int] = field(default_factory=_sums)  # year, category, currency
    fees: dict[str, int] = field(default_factory=_sums)
    listed: dict[str, int] = field(default_factory=_sums)
    refunded: dict[str, int] = field(default_factory=_sums)
    in_kind: dict[str, int] = field(default_factory=_sums)


class Funds(Struct, frozen=True):
    """All funds. `own + children = together`, a project and its descendants; roots + unrestricted = organisation."""

    own: Mapping[str, Fund]
    children: Mapping[str, Fund]
    together: Mapping[str, Fund]
    unrestricted: Fund
    organisation: Fund


def funds(ledger: Ledger, booking: Booking, journeys: Mapping[str, Journey]) -> Funds:
    """Every fund of the ledger; `journeys` are those of all donors."""
    currency = ledger.organisation.currency
    own: dict[Place, _Sums] = {place: _Sums() for place in (*ledger.projects, None)}
    _add_money(own, booking, journeys.values())
    _add_listed(own, booking, ledger)
    counts = _count(ledger, booking, journeys.values())
    below = descendants(ledger.projects)

    def fund(kind: str, place: Place, members: Iterable[Place]) -> Fund:
        donors, gifts = counts[kind, place]
        return _fund([own[m] for m in members], currency, donors, gifts)

    return Funds(
        own={p: fund("own", p, [p]) for p in ledger.projects},
        children={p: fund("children", p, below[p]) for p in ledger.projects},
        together={p: fund("together", p, [p, *below[p]]) for p in ledger.projects},
        unrestricted=fund("own", None, [None]),
        organisation=fund("all", None, own),
    )


def _add_money(own: dict[Place, _Sums], booking: Booking, journeys: Iterable[Journey]) -> None:
    """Put every cent of the journeys' gifts, and what they paid for, where it belongs.

    There are more payments than anything else, and most are for what the gift was given for: only the others are
    looked through.
    """
    net, matches, elsewhere = booking.net, booking.matches, booking.elsewhere
    given: dict[tuple[Place, date, str], int] = defaultdict(int)  # by day first: a tenth as many
    moved: dict[tuple[Place, Place, bool, tuple[int, str]], int] = defaultdict(int)
    for journey in journeys:
        for gift in journey.gifts:
            name, place, unit, day = gift.id, gift.project, gift.currency, gift.date
            left = net(gift)
            if gift.in_kind is not None:
                own[place].in_kind[unit] += left
                continue
            given[place, day, unit] += left
            if left != gift.amount:
                own[place].refunded[unit] += gift.amount - left
            if name in matches:
                own[place].matched[day.year, unit] += matches[name]
            if gift.fee > 0:
                fee = booking.fee_of(gift)
                own[place].fees[unit] += fee
                own[place].spent[day.year, "fundraising", unit] += fee
            if name in elsewhere:
                for part in booking.paid(gift):
                    if part.project != place:
                        moved[place, part.project, part.is_match, (day.year, unit)] += part.amount
    for (place, day, unit), amount in given.items():
        own[place].given[day.year, unit] += amount
    for row, amount in booking.spending.values():
        paid = amount - booking.uncovered.get(row.id, 0)
        if paid:
            own[row.project].spent[row.date.year, row.category, row.currency] += paid
    for (here, there, is_match, when), amount in moved.items():
        for place, more in ((here, -amount), (there, amount)):
            (own[place].matched if is_match else own[place].given)[when] += more


def _add_listed(own: dict[Place, _Sums], booking: Booking, ledger: Ledger) -> None:
    """Put every expenditure where it belongs, whether there was money for it or not, credits deducted."""
    unused = booking.unused_credits
    for row, amount in booking.spending.values():
        own[row.project].listed[row.currency] += amount
    for row in ledger.expenditures if unused else ():
        if row.id in unused:
            own[row.project].listed[row.currency] -= unused[row.id]


def _count(ledger: Ledger, booking: Booking, journeys: Iterable[Journey]) -> dict[tuple[str, Place], tuple[int, int]]:
    """(donors, gifts) by fund: of gifts given for it or that paid for it, each once.

    All funds are counted in one number, each in a digit of its own, of base 2 to the _DIGIT: one sum a gift.
    """
    above = {p: ancestors(p, ledger.projects) for p in ledger.projects}
    scopes: list[tuple[str, Place]] = [("all", None), ("own", None), ("together", None)]
    scopes += [(kind, p) for p in ledger.projects for kind in ("own", "children", "together")]
    one = {scope: 1 << n * _DIGIT for n, scope in enumerate(scopes)}

    @cache
    def ones(places: frozenset[Place]) -> int:
        """A one for each fund that a gift for, or paying for, these places counts in."""
        found: set[tuple[str, Place]] = {("all", None)}
        for place in places:
            line = above[place] if place else ()
            found.update((("own", place), ("together", place)))
            found.update((kind, a) for kind in ("children", "together") for a in line)
        return sum(one[scope] for scope in found)

    own = {place: ones(frozenset([place])) for place in (*ledger.projects, None)}
    donors = gifts = 0
    for journey in journeys:
        touched = 0
        for gift in journey.kept:
            counted = own[gift.project]
            if gift.id in booking.elsewhere:
                counted = ones(frozenset([gift.project, *[a.project for a in booking.paid(gift)]]))
            gifts += counted
            touched |= counted
        donors += touched
    digit = (1 << _DIGIT) - 1
    return {scope: (donors // at & digit, gifts // at & digit) for scope, at in one.items()}


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
        by_unit = sums.setdefault(key, {})
        by_unit[unit] = by_unit.get(unit, 0) + minor
    return {key: from_sums(by_unit, currency) for key, by_unit in sums.items()}


def _all(sums: Iterable[Mapping[str, int]], currency: str) -> Total:
    return total((Money(minor, unit) for by_unit in sums for unit, minor in by_unit.items()), currency)
