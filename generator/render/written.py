"""One language's values as finished HTML, each kept once made, for templates: nothing that comes from here is escaped
again, so everything here escapes what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from markupsafe import Markup, escape

from generator.model.money import Band, Money
from generator.render.formats import Formats

_MOST = 4096  # kept of each: most gifts are of few amounts, and pages share their days

K = TypeVar("K")


class Kept(dict[K, Markup]):
    """HTML by what it tells, made when it is first asked for; read as `kept[value]`, which calls no Python function.

    Begun anew when it is full: pages differ in their sums, and 100,000 of them shall not fill the memory.
    """

    __slots__ = ("make",)

    def __init__(self, make: Callable[[K], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, value: K) -> Markup:
        if len(self) >= _MOST:
            self.clear()
        html = self[value] = escape(self.make(value))
        return html


class Kinds(dict[type, Callable[[Any], str]]):
    """How to write a value as HTML, by its class; `other` for classes that have no way of their own."""

    __slots__ = ("other",)

    def __init__(self, ways: Mapping[type, Callable[[Any], str]], other: Callable[[Any], str]) -> None:
        super().__init__(ways)
        self.other = other

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        return self.other


#: For str and nothing derived from it: a Markup is equal to the text of the same letters, and would be found for it.
_text = Kept[str](escape).__getitem__

#: `WRITTEN[value.__class__](value)` is as `markupsafe.escape`, which makes a new Markup of each.
WRITTEN = Kinds({Markup: cast("Callable[[Any], str]", lambda html: html), str: _text, int: str}, escape)


def written(value: object) -> str:
    """`value` as HTML."""
    return WRITTEN[value.__class__](value)


class Written:
    """What the filters `money`, `day`, ... and the places of messages write in one language."""

    def __init__(self, formats: Formats, year_name: Callable[[int], str] = str) -> None:
        self.formats = formats
        self.money = Kept(formats.money).__getitem__
        self.band = Kept(formats.band).__getitem__
        self.total = Kept(formats.total).__getitem__
        self.compact = Kept(formats.compact).__getitem__
        self.number = Kept(formats.number).__getitem__
        self.percent = Kept(formats.percent).__getitem__
        self.day = Kept(formats.day).__getitem__
        self.short_day = Kept(formats.short_day).__getitem__
        self.days = Kept(self._days).__getitem__
        self.month = Kept(formats.month).__getitem__
        #: A day's month as it reads below the name of its year.
        self.month_in_year = Kept[date](
            lambda day: formats.month(day).replace(year_name(day.year), "").strip()
        ).__getitem__
        ways: dict[type, Callable[[Any], str]] = {
            str: _text,
            int: self.number,
            Money: self.money,
            Band: self.band,
            date: self.day,
            tuple: self._tuple,
        }
        self.by_kind = Kinds(ways, lambda value: escape(formats.value("", value)))
        self.years = Kinds({str: _text, int: str}, lambda value: escape(formats.value("year", value)))

    def value(self, value: object) -> str:
        """The value of a message's place, written as its kind is; Markup as it stands."""
        return self.by_kind[value.__class__](value)

    def year(self, value: object) -> str:
        """As `value`, but a whole number is a year's name."""
        return self.years[value.__class__](value)

    def _days(self, span: tuple[date, date]) -> Markup:
        """From a day to another, or the one day."""
        start, end = span
        if start == end:
            return _time(start, self.day(start))
        first, between, last = self.formats.days(start, end)
        return Markup("{}{}{}").format(_time(start, first), between, _time(end, last))

    def _tuple(self, value: tuple[object, ...]) -> Markup:
        """A Total of one currency, as most are, or else whatever it may be."""
        one = len(value) == 1 and value[0].__class__ is Money
        return self.money(cast("Money", value[0])) if one else escape(self.formats.value("", value))


def _time(day: date, said: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), said)
