"""Amounts, numbers and days as a language writes them (Babel), for templates and messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, cast

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
)

from generator.model.money import Band, Money, Total
from generator.render.digits import Digits, digits_as

#: Plain English without a country: day, month, year, as most of the world that reads it writes.
_DAYS_LIKE = {"en": "en-GB"}


#: Years and days of the month that must read as the pattern learnt from another: ordinals, zeros, days of the week.
_TRIED = ((2000, 1), (2023, 2), (2017, 3), (1999, 11), (2022, 21), (2031, 22))

#: Between two currencies; a line may break before the plus and not after it.
_BESIDE = " +\u00a0"


@cache
def locale_of(language: str) -> Locale:
    """`zh-CN` -> Babel's zh_CN."""
    return Locale.parse(language, sep="-")


def _money(minor: int, currency: str, language: str) -> str:
    digits = _amounts(currency, language)
    return digits.write(minor) if digits and minor >= 0 else _by_babel(_decimal(minor, currency), currency, language)


def _by_babel(amount: Decimal, currency: str, language: str) -> str:
    return _apart(format_currency(amount, currency, locale=locale_of(language)), currency, language)


def _apart(amount: str, currency: str, language: str) -> str:
    """With a gap between a digit and a letter of the currency's sign, as in KWD 1.000: CLDR's currencySpacing."""
    sign = get_currency_symbol(currency, locale_of(language))
    before = rf"(?<={re.escape(sign)})(?=\d)" if sign[-1].isalpha() else "(?!)"
    after = rf"(?<=\d)(?={re.escape(sign)})" if sign[0].isalpha() else "(?!)"
    return re.sub(f"{before}|{after}", "\u00a0", amount)


@cache
def _amounts(currency: str, language: str) -> Digits | None:
    places = get_currency_precision(currency)
    return digits_as(lambda amount: _by_babel(amount, currency, language), places)


@cache
def _counts(language: str) -> Digits | None:
    return digits_as(lambda count: format_decimal(count, locale=locale_of(language)), 0)


@lru_cache(maxsize=4096)
def _compact(minor: int, currency: str, language: str) -> str:
    amount = format_compact_currency(_decimal(minor, currency), currency, locale=locale_of(language), fraction_digits=1)
    return _apart(amount, currency, language)


def _day(day: date, style: str, language: str) -> str:
    """From a pattern where there is one: Babel takes 30 us a day, and ten years have 3,650 of them."""
    pattern = _pattern(day.month, style, language) if day.year >= 1000 else None
    return pattern.format(day.year, day.day) if pattern else _day_by_babel(day, style, language)


@cache
def _pattern(month: int, style: str, language: str) -> str | None:
    """How the days of a month are written; None where more than digits changes from day to day or year to year."""
    sample = _day_by_babel(date(2024, month, 28), style, language)
    pattern = sample.replace("{", "{{").replace("}", "}}").replace("2024", "{0}", 1).replace("28", "{1}", 1)
    tried = (date(year, month, day) for year, day in _TRIED)
    same = all(pattern.format(day.year, day.day) == _day_by_babel(day, style, language) for day in tried)
    return pattern if same else None


def _day_by_babel(day: date, style: str, language: str) -> str:
    locale = locale_of(_DAYS_LIKE.get(language, language))
    if style == "short":
        return format_skeleton("MMMd", day, locale=locale)
    if style == "month":
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, "long", locale=locale)


def _days(start: date, end: date, language: str) -> tuple[str, str, str]:
    locale = locale_of(_DAYS_LIKE.get(language, language))
    differs = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    first, last = (re.sub("MMM+", "MMMM", part) for part in locale.interval_formats["yMMMd"][differs])
    began = format_date(start, first.removesuffix(_tail(first).removeprefix(_tail(last))), locale=locale)
    return began, format_date(start, first, locale=locale).removeprefix(began), format_date(end, last, locale=locale)


def _tail(pattern: str) -> str:
    """What stands after the last field of a pattern."""
    return pattern[max(map(pattern.rfind, "dMy")) + 1 :]


def _number(value: int | Decimal, language: str) -> str:
    digits = _counts(language) if value.__class__ is int and value >= 0 else None
    if digits:
        return digits.write(cast("int", value))
    return format_decimal(value, locale=locale_of(language))


def _decimal(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-get_currency_precision(currency))


@lru_cache(maxsize=1024)
def _band(low: int, high: int, currency: str, language: str) -> str:
    locale = locale_of(language)
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    most = _apart(format_currency(high, currency, whole, locale=locale, currency_digits=False), currency, language)
    return most.replace(_number(high, language), f"{_number(low, language)}\u2013{_number(high, language)}")


def _told(amounts: Total) -> Total:
    """The currencies in which there is anything; the first where there is nothing at all."""
    return tuple(a for a in amounts if a.minor) or amounts[:1]


class Formats:
    """One language's ways of writing values; results are cached, since pages repeat them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = locale_of(language)

    def money(self, amount: Money) -> str:
        """`Money(5000, "CNY")` -> ¥50.00, with every minor digit."""
        return _money(amount.minor, amount.currency, self.language)

    def band(self, band: Band) -> str:
        """`Band(100, 500, "CNY")` -> ¥100–500."""
        return _band(band.low, band.high, band.currency, self.language)

    def total(self, amounts: Total) -> str:
        """A Total's currencies one after the other."""
        return _BESIDE.join(self.money(a) for a in _told(amounts))

    def compact(self, amount: Money | Total) -> str:
        """For headlines: to the cent where it fits on a phone; from a million on ¥123.5万, ¥1.2亿, $1.2M."""
        if not isinstance(amount, Money):
            return _BESIDE.join(self.compact(a) for a in _told(amount))
        if abs(_decimal(*amount)) < 1_000_000:
            return self.money(amount)
        return _compact(amount.minor, amount.currency, self.language)

    def number(self, value: int | Decimal) -> str:
        return _number(value, self.language)

    def percent(self, value: int) -> str:
        """Whole percent, 0..100 and over."""
        return f"{value}%"

    def day(self, day: date) -> str:
        return _day(day, "long", self.language)

    def short_day(self, day: date) -> str:
        return _day(day, "short", self.language)

    def days(self, start: date, end: date) -> tuple[str, str, str]:
        """A day, what stands between, a later day; what both share is said once: 2025年9月5日至9日, 5–9 May 2025."""
        return _days(start, end, self.language)

    def month(self, month: date | Sequence[int]) -> str:
        """A day's month, or (year, month)."""
        return _day(month if isinstance(month, date) else date(month[0], month[1], 1), "month", self.language)

    def value(self, name: str, value: Any) -> Any:
        """A message's value: as its kind is written in this language; texts and Markup as they are.

        `year` is a name, not a quantity, and is never grouped; so `{year}` is 2024 and never 2,024.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or value is None:
            return str(value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, Band):
            return self.band(value)
        if isinstance(value, int):
            return str(value) if name.endswith("year") else self.number(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, tuple) and value:
            return self.total(value) if isinstance(value[0], Money) else self.month(value)
        return value
