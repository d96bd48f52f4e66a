"""From a journey to its medals. A new medal is one line in MEDALS (and its words, `medal.ID`, in the catalogs)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter

from msgspec import Struct

from generator.derive.journeys import Journey
from generator.model.archives import Medal
from generator.model.gifts import Gift, Pledge


class History(Struct, frozen=True):
    """What medals are earned by, oldest first: gifts kept after refunds, and the calendar years of all that counts."""

    gifts: tuple[Gift, ...]
    pledges: tuple[Pledge, ...]
    together: tuple[int, ...]  # each year once
    gift_years: Sequence[int]
    flower_years: Sequence[int]  # a visit and a shift of volunteering count as one flower each
    act_years: Mapping[str, Sequence[int]]  # by kind of act
    founded: date | None  # the organisation


Earned = Callable[[History], int | None]  # the year a medal was earned, None: not yet


def medals(journey: Journey, founded: date | None) -> tuple[Medal, ...]:
    """The medals of a journey, by year earned, then as MEDALS has them."""
    by_kind: dict[str, list[int]] = {}
    for act in journey.acts:
        by_kind.setdefault(act.kind, []).append(act.date.year)
    history = History(
        gifts=journey.kept,
        pledges=journey.pledges,
        together=journey.years,
        gift_years=[g.date.year for g in journey.kept],
        flower_years=[a.date.year for a in journey.acts if a.kind != "milestone"],
        act_years=by_kind,
        founded=founded,
    )
    earned = [(rule(history), name) for name, rule in MEDALS]
    return tuple(sorted([Medal(name, year) for year, name in earned if year is not None], key=attrgetter("year")))


def _nth(years: Sequence[int], n: int) -> int | None:
    """The n-th of `years`, counted from 1."""
    return years[n - 1] if len(years) >= n else None


def _years(n: int) -> Earned:
    return lambda h: _nth(h.together, n)


def _gifts(n: int) -> Earned:
    return lambda h: _nth(h.gift_years, n)


def _flowers(n: int) -> Earned:
    return lambda h: _nth(h.flower_years, n)


def _acts(kind: str, n: int) -> Earned:
    return lambda h: _nth(h.act_years.get(kind, ()), n)


def _monthly(n: int) -> Earned:
    """The n-th money gift of a monthly pledge's currency and designation while the pledge runs."""

    def rule(h: History) -> int | None:
        found = (_nth([g.date.year for g in h.gifts if _fulfils(g, p)], n) for p in h.pledges if p.every == "month")
        return min((year for year in found if year is not None), default=None)

    return rule


def _fulfils(gift: Gift, pledge: Pledge) -> bool:
    """Whether a gift may be one that the pledge promised."""
    asked = (pledge.amount.currency, pledge.project)
    in_time = pledge.date <= gift.date <= (pledge.until or date.max)
    return in_time and gift.in_kind is None and (gift.currency, gift.project) == asked


def _campaigns(n: int) -> Earned:
    """The first gift to an n-th campaign."""

    def rule(h: History) -> int | None:
        first: dict[str, int] = {}
        for gift in h.gifts:
            if gift.campaign:
                first.setdefault(gift.campaign, gift.date.year)
        return _nth(tuple(first.values()), n)

    return rule


def _founding(h: History) -> int | None:
    """A gift in the calendar year in which the organisation was founded."""
    return h.founded.year if h.founded and h.founded.year in h.gift_years else None


MEDALS: tuple[tuple[str, Earned], ...] = (
    ("first-gift", _gifts(1)),
    ("founding", _founding),
    ("years-1", _years(1)),
    ("years-3", _years(3)),
    ("years-5", _years(5)),
    ("years-10", _years(10)),
    ("flowers-10", _flowers(10)),
    ("flowers-50", _flowers(50)),
    ("flowers-100", _flowers(100)),
    ("first-visit", _acts("visit", 1)),
    ("volunteer", _acts("volunteer", 1)),
    ("pledge-12", _monthly(12)),
    ("every-campaign-3", _campaigns(3)),
)
