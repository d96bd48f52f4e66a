"""From a journey to its growth rings: one ring a calendar year, as wide as all that the donor did in it."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from itertools import chain
from math import isqrt

from generator.derive.journeys import Journey
from generator.model.archives import RingYear

BASE, GIFT, FLOWER, VISIT, HOUR = 10, 20, 10, 25, 6  # points, see `strength`
_NOTHING = (0, 0, 0, 0)


def strength(gifts: int, flowers: int, visits: int, hours: int) -> int:
    """How wide a year's ring is, 0..100.

    10 for being there, and for each way of being there its weight times the square root of how often: gifts 20,
    flowers 10, visits 25, hours of volunteering 6; at most 100. Square roots, so that the first time counts most and
    ten small gifts outweigh one; how much money a gift was does not count at all, so a ring never tells an amount.

        1 gift = 30          12 gifts = 10 + 69 = 79          1 gift, 4 flowers, 1 visit = 10 + 20 + 20 + 25 = 75
    """
    often = ((GIFT, gifts), (FLOWER, flowers), (VISIT, visits), (HOUR, hours))
    return min(100, BASE + sum(isqrt(weight * weight * times) for weight, times in often))


def ring_years(journey: Journey, today: date) -> tuple[RingYear, ...]:
    """A ring for every year from the journey's first to today's, quiet ones with strength 0.

    `flowers` are flowers and volunteering; visits have a mark of their own.
    """
    gifts: dict[int, int] = {}
    for gift in journey.kept:
        at = gift.date.year
        gifts[at] = gifts.get(at, 0) + 1
    done: dict[int, list[int]] = {}  # by year: flowers, visits, volunteering, its hours
    for act in journey.acts:
        year = done.setdefault(act.date.year, [0, 0, 0, 0])
        if act.kind == "flower":
            year[0] += 1
        elif act.kind == "visit":
            year[1] += 1
        elif act.kind == "volunteer":
            year[2] += 1
            year[3] += max(0, act.count)
    if not gifts and not done:
        return ()
    first = min(chain(gifts, done))
    return tuple(
        [
            _ring(year, gifts.get(year, 0), *done.get(year, _NOTHING))
            if year in gifts or year in done
            else _quiet(year)
            for year in range(first, today.year + 1)
        ]
    )


@cache
def _quiet(year: int) -> RingYear:
    return RingYear(year, 0, 0, 0, 0)


@lru_cache(maxsize=4096)
def _ring(year: int, gifts: int, flowers: int, visits: int, volunteering: int, hours: int) -> RingYear:
    """The ring of a year in which so much was done; many donors have the same."""
    return RingYear(year, strength(gifts, flowers, visits, hours), gifts, flowers + volunteering, visits)
