"""From the journeys to the gifts that no archive tells of: what figures are less what shown donors' archives say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from generator.derive.allocation import Booking
from generator.derive.insights import Insights
from generator.derive.journeys import Journey
from generator.model.donors import Donor
from generator.model.gifts import Gift
from generator.privacy.bits import bits, numbers
from generator.privacy.cells import Cells, Kind

Key = TypeVar("Key")
NUMBER = ""  # the "currency" of a number
_MONEY = ("given", "match", "over", "fee", "arrived", "refund")  # what a gift of money adds to


class Hidden(Struct, frozen=True):
    """The hidden gifts, each a bit by its place in `gifts`; behind them those of which only the day is hidden."""

    cells: Cells
    gifts: tuple[Gift, ...]
    givers: tuple[int, ...]  # of each gift, a number for its giver
    all: int  # the gifts that are hidden
    veiled: int  # the gifts of which only the day is
    kept: int  # of all gifts here: those of which something is left after refunds
    uncounted: int  # of `all` and `kept`: those that not even an archive's number of gifts tells of
    donors: Mapping[str, int]  # the number of each donor of any of these gifts, or of acts that no archive tells of
    seen: Mapping[str, tuple[Gift, ...]]  # gifts that archives tell of, of donors who hide other gifts
    open: Mapping[str, tuple[Gift, ...]]  # of these, the gifts that archives tell the amount of
    unnamed: int  # donors who have given and are not on the wall, a bit each
    newcomers: Mapping[str, Gift]  # donors whose first gift no archive tells of, with that gift

    def by(self, key: Callable[[Gift], Key], among: int) -> dict[Key, int]:
        """The gifts `among` these, by what `key` says of each."""
        found: dict[Key, list[int]] = {}
        for n in numbers(among):
            found.setdefault(key(self.gifts[n]), []).append(n)
        return {one: bits(own) for one, own in found.items()}

    def counted(self, gifts: int, elsewhere: Callable[[Gift], bool] = lambda _: False) -> int:
        """The donors of those gifts that no number tells of, a bit each; without donors of a seen gift `elsewhere`."""
        names = {self.gifts[n].donor for n in numbers(gifts & self.uncounted)}
        return self.heads(d for d in names if not any(elsewhere(g) for g in self.seen.get(d, ())))

    @property
    def matched(self) -> int:
        """The gifts of campaigns in which any of these was matched."""
        campaigns = {self.gifts[n].campaign for n in numbers(self.cells.of(self.all, "match"))}
        return bits(n for n in numbers(self.all) if self.gifts[n].campaign in campaigns)

    def heads(self, names: Iterable[str]) -> int:
        """These donors, a bit each; without those who stand for unknown givers, since no number tells of these."""
        return bits(self.donors[d] for d in names if d in self.donors)


def hidden_gifts(
    insights: Insights, shown: Mapping[str, Donor], veiled: Collection[str], unknown: Collection[str], k: int
) -> Hidden:
    """`shown`: the donors who have an archive, with what they hide in it; `veiled`: those who tell no day there;
    `unknown`: donors who stand for unknown givers, a giver a gift."""
    gifts: list[Gift] = []
    by_month_only: list[Gift] = []
    uncounted: list[int] = []
    given_back: list[int] = []
    unnamed: list[str] = []
    newcomers: dict[str, Gift] = {}
    seen: dict[str, tuple[Gift, ...]] = {}
    open_: dict[str, tuple[Gift, ...]] = {}
    for name, journey in insights.journeys.items():
        donor = shown.get(name)
        own = journey.gifts if donor is None or donor.hide_amounts else _hiding(journey)
        if donor and name in veiled:
            out = {g.id for g in own}
            by_month_only += [g for g in journey.kept if g.id not in out] if out else journey.kept
        if not own:
            continue
        start = len(gifts)
        gifts += own
        uncounted += [start + n for n, g in enumerate(own) if donor is None or g.hide_name]
        if journey.kept is not journey.gifts:
            kept = {g.id for g in journey.kept}
            given_back += [start + n for n, g in enumerate(own) if g.id not in kept]
        named = tuple(g for g in journey.kept if donor and not g.hide_name)
        out = {g.id for g in own}
        seen[name], open_[name] = named, tuple(g for g in named if g.id not in out)
        if journey.kept:
            if not named:
                unnamed.append(name)
            if donor is None or journey.kept[0].hide_name:
                newcomers[name] = journey.kept[0]
    number = {name: n for n, name in enumerate(insights.journeys) if name not in unknown}
    all_gifts = (*gifts, *by_month_only)
    giver, others = number.get, len(insights.journeys)
    givers = tuple([giver(gift.donor, others + n) for n, gift in enumerate(all_gifts)])
    lost = frozenset(given_back)
    uncounted = [n for n in uncounted if n not in lost]
    amounts = _amounts(all_gifts, insights.booking)
    counted = dict.fromkeys([*uncounted, *range(len(gifts), len(all_gifts))], 1)
    return Hidden(
        cells=Cells(k, givers, {("gifts", NUMBER): counted, **amounts} if counted else amounts),
        gifts=all_gifts,
        givers=givers,
        all=(1 << len(gifts)) - 1,
        veiled=(1 << len(all_gifts)) - (1 << len(gifts)),
        kept=((1 << len(all_gifts)) - 1) & ~bits(given_back),
        uncounted=bits(uncounted),
        donors=number,
        seen=seen,
        open=open_,
        unnamed=bits(number[name] for name in unnamed if name in number),
        newcomers=newcomers,
    )


def _hiding(journey: Journey) -> tuple[Gift, ...]:
    """The gifts of a shown donor that say nothing of their amount or their donor, or neither."""
    return tuple([g for g in journey.gifts if g.hide_name or g.hide_amount])


def _amounts(gifts: Collection[Gift], booking: Booking) -> dict[Kind, dict[int, int]]:
    """What each gift adds to each kind of sum of money or goods."""
    found: defaultdict[Kind, dict[int, int]] = defaultdict(dict)
    by_unit = {unit: [found[name, unit] for name in _MONEY] for unit in {gift.currency for gift in gifts}}
    net, matches = booking.net, booking.matches
    for n, gift in enumerate(gifts):
        left = net(gift)
        if gift.in_kind is not None:
            if left > 0:
                found["goods", gift.currency][n] = left
            continue
        given, matched, over, fees, arrived, refund = by_unit[gift.currency]
        match, fee = matches.get(gift.id, 0), booking.fee_of(gift) if gift.fee > 0 else 0
        if left > 0:
            given[n] = left
        if match > 0:
            matched[n] = match
        if left > match:
            over[n] = left - match
        if fee > 0:
            fees[n] = fee
        if left + match > fee:
            arrived[n] = left + match - fee
        if gift.amount > left:
            refund[n] = gift.amount - left
    return {kind: sums for kind, sums in found.items() if sums}
