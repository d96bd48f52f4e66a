"""From insights to the figures that may be published: those of shown gifts and of hidden ones in groups (cells.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from generator.derive.digests import MonthDigest, digests
from generator.derive.funds import funds
from generator.derive.insights import Insights
from generator.derive.journeys import Journey
from generator.derive.recaps import recaps
from generator.derive.views import project_views, site_totals
from generator.model.ledger import Ledger
from generator.model.public import ProjectView, Recap, SiteTotals
from generator.model.records import Gift
from generator.privacy.archives import shows_amount
from generator.privacy.cells import Told, told


@dataclass(frozen=True, slots=True)
class Figures:
    """As in Insights, less what would tell of a single hidden donor."""

    journeys: Mapping[str, Journey]
    totals: SiteTotals
    projects: Mapping[str, ProjectView]
    campaigns: Mapping[str, Recap]
    digests: tuple[MonthDigest, ...]


def figures(ledger: Ledger, insights: Insights, shown: Collection[str], k: int) -> Figures:
    """Every figure of the site. `shown`: ids of the donors who have an archive; `k` 0: the books as they are."""
    today, updates = insights.today, insights.updates
    hidden = frozenset(
        g.id for j in insights.journeys.values() for g in j.gifts if _is_hidden(g, j.donor, ledger, shown)
    )
    everyone_shown = not hidden and insights.journeys.keys() <= set(shown)
    if k == 0 or everyone_shown:
        return Figures(insights.journeys, insights.totals, insights.projects, insights.campaigns, insights.digests)
    seen = told(insights.journeys, insights.booking, hidden, shown, k)
    money = funds(ledger, seen.booking, seen.journeys, blind=seen.hidden)
    by_campaign = _untold_newcomers(seen, lambda gift: gift.campaign, k)
    by_month = _untold_newcomers(seen, lambda gift: (gift.date.year, gift.date.month), k)
    recapped = recaps(ledger, seen.booking, seen.journeys, updates, today)
    months = digests(ledger, seen.booking, seen.journeys, today)
    return Figures(
        journeys=seen.journeys,
        totals=replace(site_totals(ledger, money, today), flowers=_flowers(ledger, seen.journeys.values())),
        projects=project_views(ledger, money, updates, today),
        campaigns={c: replace(r, new_donors=r.new_donors - by_campaign[c]) for c, r in recapped.items()},
        digests=tuple(_told_month(m, seen, by_month) for m in months),
    )


def _told_month(month: MonthDigest, seen: Told, untold: Mapping[Hashable, int]) -> MonthDigest:
    """The month with those newcomers by id whose first gift is no hidden one, and the rest in numbers if at all."""
    digest = month.digest
    return MonthDigest(
        replace(digest, new_donors=digest.new_donors - untold.get((digest.year, digest.month), 0)),
        tuple(d for d in month.newcomers if seen.journeys[d].kept[0].id not in seen.hidden),
    )


def _is_hidden(gift: Gift, donor: str, ledger: Ledger, shown: Collection[str]) -> bool:
    return donor not in shown or gift.hide_name or not shows_amount(gift, ledger.donors[donor])


def _untold_newcomers(seen: Told, place: Callable[[Gift], Hashable], k: int) -> Counter[Hashable]:
    """By place (a campaign, a month) how many hidden newcomers must not be counted there.

    All or none are: none where they, or the hidden donors there who are no newcomers, are fewer than `k`.
    """
    newcomers: Counter[Hashable] = Counter()
    donors: Counter[Hashable] = Counter()
    for journey in seen.journeys.values():
        donors.update({place(g) for g in journey.kept if g.id in seen.hidden})
        newcomers.update(place(g) for g in journey.kept[:1] if g.id in seen.hidden)
    few = range(1, k)
    return Counter({p: n for p, n in newcomers.items() if n in few or donors[p] - n in few})


def _flowers(ledger: Ledger, journeys: Iterable[Journey]) -> int:
    """Flowers, visits and hours given, one an entry, of all donors but those who are excluded."""
    counted = {d.id for d in ledger.donors.values() if d.visibility != "excluded"}
    return sum(a.kind != "milestone" for j in journeys if j.donor in counted for a in j.acts)
