"""One language's values as finished HTML, each kept once made, for templates: nothing that comes from here is escaped
again, so everything here escapes what it returns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, cast

from markupsafe import Markup, escape

from generator.model.money import Band, Money
from generator.render.formats import Formats

_AMOUNTS, _DAYS, _TEXTS = 16384, 16384, 4096  # kept of each: most gifts are of few amounts, and pages share their days

#: For str and nothing derived from it: a Markup is equal to the text of the same letters, and would be found for it.
_text = lru_cache(_TEXTS)(escape)


class Written:
    """What the filters `money`, `day`, ... and the places of messages write in one language."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.money = _kept(formats.money, _AMOUNTS)
        self.band = _kept(formats.band, _TEXTS)
        self.total = _kept(formats.total, _TEXTS)
        self.compact = _kept(formats.compact, _TEXTS)
        self.number = _kept(formats.number, _TEXTS)
        self.percent = _kept(formats.percent, _TEXTS)
        self.day = _kept(formats.day, _DAYS)
        self.short_day = _kept(formats.short_day, _DAYS)
        self.month = _kept(formats.month, _DAYS)
        self._by_kind: dict[type, Callable[[Any], Markup]] = {
            Markup: _same,
            str: _text,
            int: self.number,
            Money: self.money,
            Band: self.band,
            date: self.day,
            tuple: self._tuple,
        }

    def value(self, value: object) -> Markup:
        """The value of a message's place, written as its kind is; Markup as it stands."""
        how = self._by_kind.get(value.__class__)
        return how(value) if how else escape(self.formats.value("", value))

    def _tuple(self, value: tuple[object, ...]) -> Markup:
        """A Total of one currency, as most are, or else whatever it may be."""
        one = len(value) == 1 and value[0].__class__ is Money
        return self.money(value[0]) if one else escape(self.formats.value("", value))

    def year(self, value: object) -> Markup:
        """As `value`, but a whole number is a year's name."""
        return escape(self.formats.value("year", value))


def written(value: object) -> Markup:
    """`value` as HTML: as `markupsafe.escape`, which makes a new Markup of each."""
    kind = value.__class__
    if kind is Markup:
        return cast("Markup", value)
    return _text(cast("str", value)) if kind is str else escape(value)


def _same(html: Markup) -> Markup:
    return html


def _kept(write: Callable[[Any], str], size: int) -> Callable[[Any], Markup]:
    return lru_cache(size)(lambda value: escape(write(value)))
