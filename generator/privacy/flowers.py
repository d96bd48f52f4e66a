"""From all acts to the flowers that may be counted: a month's, and all, with hidden donors' where that is safe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from msgspec.structs import replace

from generator.derive.digests import Month, MonthDigest, flower_of
from generator.derive.insights import Insights
from generator.model.ledger import Ledger
from generator.privacy.cells import are_safe

_Counts = dict[str, Counter[str]]  # by kind of flower, how many of each donor


def flowers(
    ledger: Ledger, insights: Insights, months: tuple[MonthDigest, ...], shown: Collection[str], k: int
) -> tuple[int, tuple[MonthDigest, ...]]:
    """All flowers, and the months with theirs. `shown`: the donors whose archives tell of what they did."""
    hidden: dict[Month, _Counts] = {}
    for name, journey in insights.journeys.items():
        donor = ledger.donors.get(name)
        if name not in shown and donor and donor.visibility != "excluded":
            for act in journey.acts:
                if act.kind != "milestone":
                    kinds = hidden.setdefault((act.date.year, act.date.month), {})
                    kinds.setdefault(flower_of(act), Counter())[name] += 1
    if not hidden:
        return insights.totals.flowers, months
    held = {month for month, kinds in hidden.items() if not all(are_safe(own.values(), k) for own in kinds.values())}
    together: Counter[str] = Counter()
    for month in held:
        _add(together, hidden[month])
    for month in sorted(hidden.keys() - held, key=lambda m: (sum(own.total() for own in hidden[m].values()), m)):
        if are_safe(together.values(), k):
            break
        held.add(month)
        _add(together, hidden[month])
    every = are_safe(together.values(), k)
    less = {m: Counter({kind: own.total() for kind, own in hidden[m].items()}) for m in held}
    return insights.totals.flowers - (0 if every else together.total()), tuple(_less(m, less) for m in months)


def _add(together: Counter[str], counts: _Counts) -> None:
    """In place: the sum of two Counters is a new one, as long as both."""
    for own in counts.values():
        together.update(own)


def _less(month: MonthDigest, less: dict[Month, Counter[str]]) -> MonthDigest:
    digest = month.digest
    gone = less.get((digest.year, digest.month))
    if gone is None:
        return month
    kept = ((kind, count - gone[kind]) for kind, count in digest.flowers)
    told = sorted(((kind, count) for kind, count in kept if count), key=lambda f: (-f[1], f[0]))
    return MonthDigest(replace(digest, flowers=tuple(told), flowers_partly=True), month.newcomers)
