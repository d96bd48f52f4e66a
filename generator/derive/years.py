"""From a journey to its growth rings: one ring a calendar year, as wide as all that the donor did in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from math import isqrt

from generator.derive.journeys import Journey
from generator.model.archives import RingYear

BASE, GIFT, FLOWER, VISIT, HOUR = 10, 20, 10, 25, 6  # points, see `strength`


@cache
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
    active = journey.years
    if not active:
        return ()
    done: dict[int, dict[str, int]] = {year: {} for year in active}
    for gift in journey.kept:
        year = done[gift.date.year]
        year["gift"] = year.get("gift", 0) + 1
    for act in journey.acts:
        year = done[act.date.year]
        year[act.kind] = year.get(act.kind, 0) + 1
        if act.kind == "volunteer":
            year["hours"] = year.get("hours", 0) + max(0, act.count)
    return tuple([_ring(year, done.get(year)) for year in range(active[0], today.year + 1)])


def _ring(year: int, done: Mapping[str, int] | None) -> RingYear:
    """The ring of a year in which this was done, by kind; None: it was a quiet one."""
    if done is None:
        return RingYear(year, 0, 0, 0, 0)
    gifts, flowers, visits = done.get("gift", 0), done.get("flower", 0), done.get("visit", 0)
    width = strength(gifts, flowers, visits, done.get("hours", 0))
    return RingYear(year, width, gifts, flowers + done.get("volunteer", 0), visits)
