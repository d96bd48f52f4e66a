"""From insights to the figures that may be published: the books', to the cent, less those that tell of a hidden donor.

One walk, in order of what readers need most; what is told first limits what is told later (cells.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.derive.digests import MonthDigest
from generator.derive.insights import Insights
from generator.model.donors import Donor
from generator.model.funds import Fund, ProjectView, Rest, SiteTotals, Together, YearMoney
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.recaps import Comparison, DayMoney, Digest, Recap
from generator.privacy.cells import Heads
from generator.privacy.flowers import flowers
from generator.privacy.hidden import Hidden, hidden_gifts
from generator.privacy.projects import projects
from generator.privacy.results import campaigns, months
from generator.privacy.standing import organisation, step_of, years

S = TypeVar("S", bound=Struct)

#: What has sums in it, or is made of what has.
_HOLDING_SUMS = (
    SiteTotals,
    Fund,
    YearMoney,
    Rest,
    ProjectView,
    Together,
    Recap,
    DayMoney,
    Comparison,
    MonthDigest,
    Digest,
)


class Figures(Struct, frozen=True):
    """As in Insights, less what would tell of a hidden donor."""

    totals: SiteTotals
    projects: Mapping[str, ProjectView]
    campaigns: Mapping[str, Recap]
    digests: tuple[MonthDigest, ...]
    together: tuple[Together, ...] = ()
    unnamed: int = 0  # donors who have given and are not on the wall
    untold: tuple[str, ...] = ()  # currencies in which no sum is told
    hidden: Hidden | None = None  # what they cover, for since.py alone


def figures(ledger: Ledger, insights: Insights, shown: Mapping[str, Donor], veiled: Collection[str], k: int) -> Figures:
    """Every figure of the site. `shown`: the donors who have an archive, with what they hide in it; `veiled`: those
    whose archives tell months and no days; `k`: how many hidden donors a figure covers at least."""
    unknown = {name for name in insights.journeys if name in ledger.donors and ledger.donors[name].kind == "unknown"}
    hidden = hidden_gifts(insights, shown, veiled, unknown, k)
    everyone_shown = not hidden.gifts and insights.journeys.keys() <= shown.keys()
    if everyone_shown:
        return Figures(insights.totals, insights.projects, insights.campaigns, insights.digests)
    currency, heads = ledger.organisation.currency, Heads(k)
    untold = hidden.cells.leave_out_unsafe(hidden.all, currency)
    step = step_of(hidden)
    fund = organisation(insights.totals.fund, hidden, heads, step)
    by_project = projects(ledger, insights, hidden, heads, step, k)
    recaps = campaigns(insights, hidden, heads, step, currency)
    fund, blocks = years(fund, hidden, step, currency)
    by_month = months(insights, hidden, heads, step, blocks, currency)
    count, by_month = flowers(ledger, insights, by_month, shown, k)
    told = Figures(
        totals=replace(insights.totals, fund=fund, unrestricted=by_project.unrestricted, flowers=count),
        projects=by_project.views,
        campaigns=recaps,
        digests=tuple(month for month in by_month if _tells(month)),
        together=by_project.together,
        unnamed=hidden.unnamed.bit_count(),
        untold=untold,
        hidden=hidden,
    )
    if untold:
        return _every_sum(told, frozenset(untold))
    return told


def _tells(month: MonthDigest) -> bool:
    """Whether there is anything in the month but hidden gifts."""
    own = month.digest
    return bool(own.update_ids or own.event_ids or own.flowers or own.gifts or not (own.partly or own.flowers_partly))


def _without(value: Any, untold: frozenset[str]) -> Any:
    """The value without sums in these currencies."""
    if isinstance(value, tuple) and value and isinstance(value[0], Money):
        return tuple(money for money in value if money.currency not in untold)
    if isinstance(value, tuple) and not isinstance(value, Money):
        return tuple(_without(part, untold) for part in value)
    if isinstance(value, dict):
        return {key: _without(part, untold) for key, part in value.items()}
    if isinstance(value, _HOLDING_SUMS):
        return _every_sum(value, untold)
    return value


def _every_sum(value: S, untold: frozenset[str]) -> S:
    return replace(value, **{name: _without(getattr(value, name), untold) for name in value.__struct_fields__})
