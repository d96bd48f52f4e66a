"""From the ledger's gifts, refunds, pledges and acts to one Journey a donor, in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from generator.model.gifts import Act, Gift, Pledge
from generator.model.ledger import Ledger

R = TypeVar("R", Gift, Pledge, Act)


class Journey(Struct, frozen=True):
    """Everything a donor did up to today, each oldest first."""

    donor: str
    gifts: tuple[Gift, ...]  # money and goods, refunded ones too
    kept: tuple[Gift, ...]  # the gifts of which something is left after refunds
    refunds: tuple[Gift, ...]
    pledges: tuple[Pledge, ...]
    acts: tuple[Act, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years with a gift that was kept, an act or a milestone, oldest first."""
        return tuple(sorted({*(g.date.year for g in self.kept), *(a.date.year for a in self.acts)}))

    @property
    def since(self) -> date | None:
        """The day of the first gift or act; of whatever there is, where all gifts were given back; None: nothing."""
        days = [r[0].date for r in (self.kept, self.acts) if r] or [r[0].date for r in (self.gifts, self.pledges) if r]
        return min(days, default=None)


def journeys(ledger: Ledger, reduced: Mapping[str, int], today: date) -> dict[str, Journey]:
    """The journey of every donor with a record dated up to `today`, in order of donor id.

    `reduced` is what is left of gifts of which something was given back (matching.reduced_gifts).
    """
    gifts = _by_donor(r for r in ledger.gifts if r.date <= today)
    pledges = _by_donor(r for r in ledger.pledges if r.date <= today)
    acts = _by_donor(r for r in ledger.acts if r.date <= today)
    return {
        donor: _journey(donor, gifts.get(donor, ()), pledges.get(donor, ()), acts.get(donor, ()), reduced)
        for donor in sorted({*gifts, *pledges, *acts})
    }


def shown(journey: Journey) -> Journey:
    """The journey without the gifts, and their refunds, under which the donor does not want a name."""
    hidden = {g.id for g in journey.gifts if g.hide_name}
    if not hidden:
        return journey
    return Journey(
        donor=journey.donor,
        gifts=tuple(g for g in journey.gifts if g.id not in hidden),
        kept=tuple(g for g in journey.kept if g.id not in hidden),
        refunds=tuple(g for g in journey.refunds if g.refund_of not in hidden),
        pledges=journey.pledges,
        acts=journey.acts,
    )


def _journey(
    donor: str, gifts: Iterable[Gift], pledges: Iterable[Pledge], acts: Iterable[Act], reduced: Mapping[str, int]
) -> Journey:
    in_order = sorted(gifts, key=attrgetter("date", "id"))
    given = tuple([g for g in in_order if g.refund_of is None])
    kept = tuple([g for g in given if reduced.get(g.id, g.amount) > 0 or (g.in_kind is not None and g.amount == 0)])
    return Journey(
        donor=donor,
        gifts=given,
        kept=given if len(kept) == len(given) else kept,
        refunds=tuple([g for g in in_order if g.refund_of is not None]) if len(given) < len(in_order) else (),
        pledges=tuple(sorted(pledges, key=_pledge_order)),
        acts=tuple(sorted(acts, key=_act_order)),
    )


def _pledge_order(pledge: Pledge) -> tuple[object, ...]:
    return pledge.date, pledge.source, pledge.amount, pledge.every, pledge.project or "", pledge.until or date.max


def _act_order(act: Act) -> tuple[object, ...]:
    what = (act.kind, act.flower or "", act.project or "", act.event or "", act.note or "")
    return act.date, act.source, what, act.count


def _by_donor(records: Iterable[R]) -> dict[str, list[R]]:
    found: defaultdict[str, list[R]] = defaultdict(list)
    for record in records:
        found[record.donor].append(record)
    return found
