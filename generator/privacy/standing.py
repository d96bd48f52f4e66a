"""From the books to the organisation's figures that may be told (cells.py says which).

How much is told of money goes by steps. *Split*: what donors gave, what matching added, what channels kept, and all
that is made of them. *Arrived*: these three in one sum, beside what was paid and what is left, where one of the three
would tell of a hidden donor. *None*: the list of payments, public by its nature, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial, reduce
from operator import or_
from typing import Literal, TypeVar

from msgspec.structs import replace

from generator.model.funds import Fund, Rest, YearMoney
from generator.model.money import Total, from_sums, minus
from generator.model.projects import Category
from generator.privacy.cells import Heads, hold
from generator.privacy.hidden import Hidden

Step = Literal["split", "arrived", "none"]
SPLIT = ("given", "match", "fee")
ARRIVED = ("arrived",)
Key = TypeVar("Key")


def step_of(hidden: Hidden) -> Step:
    """How much may be told of all money together; from then on it counts as told."""
    cells = hidden.cells
    if cells.safe(hidden.all, SPLIT + ARRIVED) and all(
        cells.safe(mask, ("over",)) for mask in (hidden.all, hidden.matched)
    ):
        cells.tell(hidden.all, [hidden.all], SPLIT, "all money")
        return "split"
    if cells.safe(hidden.all, ARRIVED):
        cells.tell(hidden.all, [hidden.all], ARRIVED, "all money")
        return "arrived"
    return "none"


def told(fund: Fund, step: Step) -> Fund:
    """As much of a fund's money as the step lets be told, and nothing that is not money."""
    fund = replace(fund, refunded=None, in_kind=None, donors=None, gifts=None)
    if step == "split":
        return fund
    categories = _without_fees(fund)
    fund = replace(fund, given=None, matched=None, received=None, spent=None, by_category=categories)
    if step == "arrived":
        return fund
    return replace(fund, arrived=None, paid=None, unspent=None, by_category=(), by_year=())


def organisation(fund: Fund, hidden: Hidden, heads: Heads, step: Step) -> Fund:
    """All money and who gave it; its years are told apart (`years`)."""
    cells = hidden.cells
    apart_ = [name for name in ("refund", "goods") if cells.safe(hidden.all, (name,))]
    for name in apart_:
        cells.tell(hidden.all, [cells.of(hidden.all, name)], (name,), "all money")
    return replace(
        told(fund, step),
        refunded=fund.refunded if "refund" in apart_ else None,
        in_kind=fund.in_kind if "goods" in apart_ else None,
        donors=fund.donors if heads.tell(hidden.unnamed) else None,
        gifts=fund.gifts if cells.safe(hidden.all, ("gifts",)) else None,
    )


def years(fund: Fund, hidden: Hidden, step: Step, currency: str) -> tuple[Fund, tuple[int, ...]]:
    """The fund with its years as they may be told, and all hidden gifts in the parts in which years told of them."""
    cells, parts = hidden.cells, hidden.by(lambda gift: gift.date.year, hidden.all)
    less: dict[int, list[Total]] = {}
    rest: list[Total] = []
    blocks = [hidden.all]
    for name in SPLIT:
        own = {year: cells.of(mask, name) for year, mask in parts.items()}
        held = frozenset(year for year in own if own[year])
        if step == "split":
            fits = partial(cells.fits, names=(name,))
            held = hold(own, fits, fits, partial(cells.cross, names=(name,)))
            cells.tell(cells.of(hidden.all, name), apart(own, held), (name,), "years")
            if name == "given":
                blocks = apart(parts, held)
        for year in parts:
            less.setdefault(year, []).append(sums(hidden, own[year] if year in held else 0, name, currency))
        rest.append(sums(hidden, union(own[year] for year in held), name, currency))
    rows = tuple(less_hidden(row, less.get(row.year, ())) for row in fund.by_year)
    partly = rows != fund.by_year
    given, matched, fees = rest
    apart_ = Rest(given, matched, fees, 0) if partly and step == "split" else None
    return replace(fund, by_year=rows, partly=partly, rest=apart_), tuple(blocks)


def less_hidden(row: YearMoney, less: Iterable[Total]) -> YearMoney:
    """The year less what hidden donors gave, what was matched because of it, and its fees."""
    parts = tuple(less)
    if not any(money.minor for part in parts for money in part):
        return row
    given, matched, spent = (minus(a, b) for a, b in zip((row.given, row.matched, row.spent), parts, strict=True))
    return YearMoney(row.year, given, matched, spent)


def apart(parts: Mapping[Key, int], held: Iterable[Key]) -> list[int]:
    """The parts that are told one by one, and those that are held as one."""
    together = set(held)
    return [*(mask for key, mask in parts.items() if key not in together), union(parts[key] for key in together)]


def sums(hidden: Hidden, mask: int, name: str, currency: str) -> Total:
    """What these hidden gifts come to."""
    return from_sums(hidden.cells.sums(mask, name), currency)


def union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def _without_fees(fund: Fund) -> tuple[tuple[Category, Total], ...]:
    """Spending by category, less the fees, which count as fundraising."""
    if fund.spent is None or fund.paid is None:
        return fund.by_category
    fees = minus(fund.spent, fund.paid)
    return tuple((kind, minus(sum_, fees) if kind == "fundraising" else sum_) for kind, sum_ in fund.by_category)
