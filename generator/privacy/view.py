"""From a ledger and its insights to the Public view, in which donors stand only as they agreed to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from generator.derive.digests import MonthDigest
from generator.derive.insights import Insights
from generator.derive.journeys import shown
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, minus, total
from generator.model.public import Archive, Digest, Fund, Newcomer, Public, Wall
from generator.privacy.archives import archive, shows_amount, wall_entry
from generator.privacy.figures import figures
from generator.privacy.identity import identity


def public_view(ledger: Ledger, insights: Insights, secret: str, today: date, k: int = 0) -> Public:
    """Everything that pages may show. `secret` makes the donors' keys; consents count from their date on.

    Where `k` is not 0, figures tell of hidden donors in groups of `k` or more (cells.py).
    """
    archives: dict[str, Archive] = {}
    for name, journey in insights.journeys.items():
        donor = ledger.donors.get(name)
        who = identity(donor, ledger.organisation, secret, today) if donor else None
        made = archive(donor, who, journey, ledger, insights) if donor and who else None
        if made:
            archives[name] = made
    seen = figures(ledger, insights, archives.keys(), k)
    return Public(
        today=today,
        organisation=ledger.organisation,
        totals=seen.totals,
        projects=seen.projects,
        campaigns=seen.campaigns,
        updates={u.id: u for _, u in sorted(ledger.updates.items()) if u.date <= today},
        events=dict(sorted(ledger.events.items())),
        digests=tuple(_digest(d, archives, insights) for d in seen.digests),
        wall=_wall(archives, ledger, insights, seen.totals.fund),
        archives=tuple(sorted(archives.values(), key=lambda a: a.key)),
        pages=ledger.pages,
        small_cells=k,
    )


def _wall(archives: Mapping[str, Archive], ledger: Ledger, insights: Insights, fund: Fund) -> Wall:
    """Everyone shown who has given something, by years together, then since, then name; never by money.

    `given_by_shown` is what archives show: a gift without its amount or its donor's name counts with the hidden ones,
    or the difference would tell it.
    """
    entries = [wall_entry(a) for a in archives.values() if a.gift_count]
    by_shown = _shown_money(archives, ledger, insights)
    return Wall(
        entries=tuple(sorted(entries, key=lambda e: (-e.years_together, e.since, e.name, e.key))),
        hidden=fund.donors - len(entries),
        given_by_shown=by_shown,
        given_by_hidden=minus(fund.given, by_shown),
    )


def _shown_money(archives: Mapping[str, Archive], ledger: Ledger, insights: Insights) -> Total:
    money = (
        Money(insights.booking.net[gift.id], gift.currency)
        for name in archives
        for gift in shown(insights.journeys[name]).kept
        if gift.in_kind is None and shows_amount(gift, ledger.donors[name])
    )
    return total(money, ledger.organisation.currency)


def _digest(month: MonthDigest, archives: Mapping[str, Archive], insights: Insights) -> Digest:
    """The month's digest with the newcomers who are on the wall and put their name to the gift they came with."""
    named = (
        Newcomer(archives[d].key, archives[d].name, archives[d].language)
        for d in month.newcomers
        if d in archives and not insights.journeys[d].kept[0].hide_name
    )
    return replace(month.digest, newcomers=tuple(named))
