"""From a journey to its medals. A new medal is one line in MEDALS (and its words, `medal.ID`, in the catalogs)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from generator.derive.journeys import Journey
from generator.model.public import Medal
from generator.model.records import Act, Gift, Pledge


@dataclass(frozen=True, slots=True)
class History:
    """What medals are earned by. Gifts are those kept after refunds; all oldest first."""

    gifts: tuple[Gift, ...]
    acts: tuple[Act, ...]
    pledges: tuple[Pledge, ...]
    years: tuple[int, ...]  # calendar years together
    founded: date | None  # the organisation


Earned = Callable[[History], int | None]  # the year a medal was earned, None: not yet


def medals(journey: Journey, founded: date | None) -> tuple[Medal, ...]:
    """The medals of a journey, by year earned, then as MEDALS has them."""
    history = History(journey.kept, journey.acts, journey.pledges, journey.years, founded)
    earned = ((name, rule(history)) for name, rule in MEDALS)
    return tuple(sorted((Medal(name, year) for name, year in earned if year is not None), key=lambda m: m.year))


def _nth(years: Iterable[int], n: int) -> int | None:
    """The n-th of `years`, which stand oldest first, counted from 1."""
    return next(islice(years, n - 1, None), None)


def _years(n: int) -> Earned:
    return lambda h: _nth(h.years, n)


def _gifts(n: int) -> Earned:
    return lambda h: _nth((g.date.year for g in h.gifts), n)


def _flowers(n: int) -> Earned:
    """The n-th flower; a visit and a shift of volunteering count as one each."""
    return lambda h: _nth((a.date.year for a in h.acts if a.kind != "milestone"), n)


def _acts(kind: str, n: int) -> Earned:
    return lambda h: _nth((a.date.year for a in h.acts if a.kind == kind), n)


def _monthly(n: int) -> Earned:
    """The n-th money gift of a monthly pledge's currency and designation while the pledge runs."""

    def rule(h: History) -> int | None:
        found = (_nth((g.date.year for g in h.gifts if _fulfils(g, p)), n) for p in h.pledges if p.every == "month")
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
        return _nth(first.values(), n)

    return rule


def _founding(h: History) -> int | None:
    """A gift in the calendar year in which the organisation was founded."""
    return next((g.date.year for g in h.gifts if h.founded and g.date.year == h.founded.year), None)


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
