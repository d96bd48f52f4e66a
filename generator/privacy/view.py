"""From a ledger and its insights to the Public view, in which donors stand only as they agreed to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator.derive.digests import MonthDigest
from generator.derive.insights import Insights
from generator.derive.journeys import shown
from generator.derive.years import ring_years
from generator.model.archives import Archive, Rings
from generator.model.cells import SMALL_CELLS
from generator.model.donors import Donor
from generator.model.funds import Fund
from generator.model.lazy import Lazy
from generator.model.ledger import Ledger
from generator.model.money import Total, from_sums, minus
from generator.model.public import Public, Stories, Wall, WallEntry
from generator.model.recaps import Digest, Newcomer
from generator.privacy import people
from generator.privacy.archives import archive, background
from generator.privacy.figures import Figures, figures
from generator.privacy.identity import Identity, as_told, identities
from generator.privacy.inputs import Inputs
from generator.privacy.parcels import opened, packed
from generator.privacy.shelf import Shelf

#: Places on the wall that are remembered: more than a page has, which asks for each several times.
ON_A_PAGE = 1024
_encode = msgspec.msgpack.Encoder().encode
_entry = msgspec.msgpack.Decoder(WallEntry).decode


class _Shown(Struct, frozen=True):
    """A donor who has an archive, with what is hidden there, and what orders the wall."""

    donor: Donor
    who: Identity
    since: date
    years_together: int
    has_given: bool


def public_view(
    ledger: Ledger,
    insights: Insights,
    secret: str,
    today: date,
    k: int = SMALL_CELLS,
    by_month: bool = True,
    bands: bool = False,
) -> Public:
    """Everything that pages may show. `secret` makes the donors' keys; consents count from their date on. `by_month`:
    pseudonymous donors' archives tell months and no days; `bands`: they tell no amount but the band it lies in.

    Archives and places on the wall are made when they are asked for. A figure tells of no hidden donor, or of `k` or
    more of them (cells.py).
    """
    showing = Showing(ledger.wordless(), insights, secret, today, k, by_month, bands)
    return showing.public(showing.figures(), stories(ledger, today))


def stories(ledger: Ledger, today: date) -> Stories:
    """What authors wrote by `today`, without those who stand behind it."""
    return Stories(
        organisation=ledger.organisation,
        projects={name: people.place(project) for name, project in ledger.projects.items()},
        campaigns={name: people.place(campaign) for name, campaign in ledger.campaigns.items()},
        updates={u.id: people.story(u) for _, u in sorted(ledger.updates.items()) if u.date <= today},
        events={name: people.story(e) for name, e in sorted(ledger.events.items())},
        pages=ledger.pages,
        spending=tuple(row for row in ledger.expenditures if row.date <= today),
    )


class Showing:
    """Who is shown, and how; from there the figures and the view. In parts, since the figures take longest.

    `ledger` may be without words (`Ledger.wordless`): they are in the stories.
    """

    def __init__(
        self, ledger: Ledger, insights: Insights, secret: str, today: date, k: int, by_month: bool, bands: bool
    ) -> None:
        self._ledger, self._insights, self._secret, self._today, self._k = ledger, insights, secret, today, k
        self.identities = identities(ledger, secret, today, by_month, bands)
        self._everyone = {s.donor.id: s for s in _shown(ledger, insights, self.identities)}

    def figures(self) -> Figures:
        """The figures that may be told, and what they cover of hidden gifts: for the comparison with the last site."""
        donors = {name: row.donor for name, row in self._everyone.items()}
        veiled = {name for name, row in self._everyone.items() if row.who.by_month}
        return figures(self._ledger, self._insights, donors, veiled, self._k)

    def pack(self) -> None:
        """Do now what `public` would do first, since figures may be long on their way."""
        _ = self._parcels, self._places

    @cached_property
    def _parcels(self) -> Shelf:
        """What archives are made of, by key."""
        journeys = self._insights.journeys
        by_key = sorted(self._everyone.values(), key=lambda row: row.who.key)
        return Shelf(packed(row.donor, row.who, journeys[row.donor.id]) for row in by_key)

    @cached_property
    def _places(self) -> Shelf:
        """Everyone shown who has given something, as the wall shows them, by years together, then since, then name;
        never by money."""
        givers = [row for row in self._everyone.values() if row.has_given]
        givers.sort(key=lambda row: (-row.years_together, row.since, row.who.name, row.who.key))
        return Shelf(map(self._place, givers))

    @cached_property
    def _shown_money(self) -> Total:
        """What archives show that their donors gave."""
        sums: dict[str, int] = {}
        net = self._insights.booking.net
        for row in self._everyone.values():
            if row.donor.hide_amounts:
                continue
            journey = shown(self._insights.journeys[row.donor.id])
            for gift in journey.kept:
                if gift.in_kind is None and not gift.hide_amount:
                    sums[gift.currency] = sums.get(gift.currency, 0) + net(gift)
        return from_sums(sums, self._ledger.organisation.currency)

    def _place(self, row: _Shown) -> bytes:
        who, journey = row.who, shown(self._insights.journeys[row.donor.id])
        return _encode(
            WallEntry(
                key=who.key,
                name=who.name,
                pseudonymous=who.pseudonymous,
                kind=row.donor.kind,
                language=who.language,
                since=row.since,
                years_together=row.years_together,
                rings=Rings(who.key, ring_years(journey, self._today)),
            )
        )

    def public(self, seen: Figures, stories: Stories) -> Public:
        """The view, with what `figures` gave."""
        ledger, insights, everyone = self._ledger, self._insights, self._everyone
        behind, inputs, parcels = background(ledger, insights), Inputs(insights.booking, self._secret), self._parcels

        def made(number: int) -> Archive:
            own = archive(*opened(parcels[number]), behind)
            assert own  # `_shown` knows who has one
            return own

        return Public(
            today=self._today,
            organisation=stories.organisation,
            totals=seen.totals,
            projects={name: replace(v, project=stories.projects[name]) for name, v in seen.projects.items()},
            campaigns={name: replace(r, campaign=stories.campaigns[name]) for name, r in seen.campaigns.items()},
            updates=stories.updates,
            events=stories.events,
            digests=tuple(_digest(d, everyone, insights) for d in seen.digests),
            wall=_wall(
                self._places,
                tuple(money for money in self._shown_money if money.currency not in seen.untold),
                seen.totals.fund,
            ),
            archives=Lazy(range(len(parcels)), made),
            archive_inputs=Lazy(range(len(parcels)), lambda number: inputs.of(parcels[number])),
            pages=stories.pages,
            together=seen.together,
            small_cells=self._k,
            untold_currencies=seen.untold,
        )


def _shown(ledger: Ledger, insights: Insights, identities: Mapping[str, Identity]) -> Iterator[_Shown]:
    """Who has an archive: whoever agreed to be shown and has anything to show."""
    for name, full in insights.journeys.items():
        who = identities.get(name)
        if who:
            donor = ledger.donors[name]
            journey = shown(full)
            since = journey.since
            if since:
                since = since.replace(day=1) if who.by_month else since
                yield _Shown(as_told(donor, who), who, since, len(journey.years), bool(journey.kept))


def _wall(places: Shelf, by_shown: Total, fund: Fund) -> Wall:
    """`by_shown` is what archives show: a gift without its amount or its donor's name counts with the hidden ones, or
    the difference would tell it."""

    @lru_cache(maxsize=ON_A_PAGE)
    def entry(number: int) -> WallEntry:
        return _entry(places[number])

    return Wall(
        entries=Lazy(range(len(places)), entry),
        hidden=None if fund.donors is None else fund.donors - len(places),
        given_by_shown=by_shown,
        given_by_hidden=None if fund.given is None else minus(fund.given, by_shown),
    )


def _digest(month: MonthDigest, everyone: Mapping[str, _Shown], insights: Insights) -> Digest:
    """The month's digest with the newcomers who are on the wall and put their name to the gift they came with."""
    named = (
        Newcomer(everyone[d].who.key, everyone[d].who.name, everyone[d].who.language)
        for d in month.newcomers
        if d in everyone and not insights.journeys[d].kept[0].hide_name
    )
    return replace(month.digest, newcomers=tuple(named), picture=people.picture(month.digest.picture))
