"""Money as whole minor units (fen, cents) of an ISO 4217 currency, and totals that keep currencies apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct


class Money(NamedTuple):
    """An amount in minor units: `Money(5000, "CNY")` is 50.00 yuan, `Money(5000, "JPY")` 5,000 yen."""

    minor: int
    currency: str


class Band(Struct, frozen=True, gc=False):
    """An amount told roughly: at least `low` and less than `high` whole units of the currency (yuan, dollars)."""

    low: int
    high: int
    currency: str


#: One Money a currency, the organisation's first, others by code; never empty (zero of the organisation's currency).
Total = tuple[Money, ...]


def total(parts: Iterable[Money], currency: str) -> Total:
    """The sum of `parts`, a currency at a time; `currency` comes first and is there even when its sum is zero."""
    sums: dict[str, int] = {currency: 0}
    for minor, unit in parts:
        sums[unit] = sums.get(unit, 0) + minor
    return from_sums(sums, currency)


def from_sums(sums: Mapping[str, int], currency: str) -> Total:
    """Sums by currency code as a Total; zero sums of other currencies than `currency` are left out."""
    if len(sums) == 1 and currency in sums:  # as nearly always
        return (Money(sums[currency], currency),)
    others = sorted(unit for unit, minor in sums.items() if unit != currency and minor)
    return (Money(sums.get(currency, 0), currency), *(Money(sums[unit], unit) for unit in others))


def minus(a: Total, b: Total) -> Total:
    """`a - b`, a currency at a time."""
    if len(a) == len(b) == 1 and a[0].currency == b[0].currency:
        return (Money(a[0].minor - b[0].minor, a[0].currency),)
    return total([*a, *(Money(-m.minor, m.currency) for m in b)], a[0].currency)


def plus(*totals: Total) -> Total:
    """The sum of totals that share their first currency."""
    return total((m for t in totals for m in t), totals[0][0].currency)
