"""From the books to the campaigns' and months' figures that may be told (cells.py says which).

Where a campaign, a day, a project of it or a month would tell of a hidden donor, it is told as archives show it, less
hidden gifts, and says so; these are in the figures of what is around it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from msgspec.structs import replace

from generator.derive.digests import Month, MonthDigest
from generator.derive.insights import Insights
from generator.model.funds import Rest
from generator.model.gifts import Gift
from generator.model.money import minus, plus
from generator.model.recaps import Comparison, DayMoney, Recap
from generator.privacy.bits import numbers
from generator.privacy.cells import Heads, hold
from generator.privacy.hidden import Hidden
from generator.privacy.standing import Step, apart, sums, union

Names = tuple[str, ...]
#: What a match tells: itself, and what was given beyond it, which is the one less the other.
MATCHED = ("match", "over")
#: What campaigns and months tell of gifts.
CAMPAIGN = ("given", "gifts", "match")
MONTH = ("given", "gifts", "fee")


def campaigns(insights: Insights, hidden: Hidden, heads: Heads, step: Step, currency: str) -> dict[str, Recap]:
    """Every campaign's recap, whole where that is safe; its match likewise."""
    cells = hidden.cells
    found = hidden.by(lambda gift: gift.campaign, hidden.all)
    none = found.pop(None, 0)
    parts = {name: mask for name, mask in found.items() if name is not None}
    names = ("given", "gifts") if step == "split" else (*CAMPAIGN, "fee")
    held = _held(parts, none, names, hidden, step)
    matches = {name: cells.of(mask, "match") for name, mask in parts.items()}
    while True:
        silent = union(parts[name] for name in held if matches[name])  # it is in the rest of all matches
        loud = {name: parts[name] for name, match in matches.items() if match and name not in held}
        quiet = _held(loud, silent, MATCHED, hidden, step)
        # who knows what was given knows the match, at 1:1; so a match that is held back for others' sake is not alone
        telling = {name for name in quiet if cells.fits(loud[name], MATCHED)}
        if not telling:
            break
        held |= telling
    if not _rest_fits(none | union(parts[name] for name in held), names, hidden, step):
        held, loud, quiet, silent = frozenset(parts), {}, frozenset(), hidden.matched
    _tell(parts, held, none, names, hidden, step)
    _tell(loud, quiet, silent, MATCHED, hidden, step)
    unmatched = quiet | held
    made: dict[str, Recap] = {}
    for name, recap in insights.campaigns.items():
        mask, match = parts.get(name, 0), matches.get(name, 0)
        if name in unmatched and match:
            recap = _without_match(recap, match, hidden, currency)
        if name in held:
            made[name] = _as_archives_show(recap, mask, hidden, currency)
            continue
        givers = hidden.counted(mask, lambda gift, c=name: gift.campaign == c)  # type: ignore[misc]
        new = hidden.heads(d for d, first in hidden.newcomers.items() if first.campaign == name)
        counted = heads.tell(givers)
        made[name] = replace(
            recap,
            donors=recap.donors if counted else None,
            new_donors=recap.new_donors if counted and heads.tell(new) else None,
        )
    veiled = hidden.by(lambda gift: gift.campaign, hidden.veiled)
    for name, recap in made.items():
        mask = parts.get(name, 0)
        made[name] = _by_project(_by_day(recap, mask, veiled.get(name, 0), hidden, currency), mask, hidden, currency)
    return {name: replace(recap, previous=_compared(recap.previous, made)) for name, recap in made.items()}


def _held(parts: Mapping[str, int], none: int, names: Names, hidden: Hidden, step: Step) -> frozenset[str]:
    """Which campaigns are not told. `none`: what is in no campaign, or in one that is held back anyway."""
    cells = hidden.cells
    return hold(
        parts,
        partial(cells.fits, names=names),
        partial(_rest_fits, names=names, hidden=hidden, step=step) if _whole(names, step) else None,
        partial(cells.cross, names=names),
        base=none,
    )


def _whole(names: Names, step: Step) -> bool:
    """Whether the sum of all campaigns is told, so that what is left of it can be worked out."""
    return step != "none" and (step == "split" or "given" in names)


def _rest_fits(left: int, names: Names, hidden: Hidden, step: Step) -> bool:
    rest = names if step == "split" else ("arrived",)
    return not left or not _whole(names, step) or hidden.cells.fits(left, rest)


def _tell(parts: Mapping[str, int], held: Collection[str], none: int, names: Names, hidden: Hidden, step: Step) -> None:
    """Note that the campaigns which are not held back are told."""
    told = [mask for name, mask in parts.items() if name not in held]
    left = none | union(parts[name] for name in held)
    whole = _whole(names, step)
    rows = [*told, left] if whole else told
    hidden.cells.tell(union(rows), rows, names, "campaigns")


def _without_match(recap: Recap, match: int, hidden: Hidden, currency: str) -> Recap:
    """The campaign without what was matched because of hidden gifts."""
    matched = minus(recap.matched, sums(hidden, match, "match", currency))
    return replace(recap, matched=matched, raised=plus(recap.given, matched), match_partly=True)


def _as_archives_show(recap: Recap, mask: int, hidden: Hidden, currency: str) -> Recap:
    """The campaign without its hidden gifts and those who gave nothing else in it."""
    gifts = [hidden.gifts[n] for n in numbers(mask & hidden.kept)]
    elsewhere = {d for d, own in hidden.open.items() if any(g.campaign == recap.campaign.id for g in own)}
    given = minus(recap.given, sums(hidden, mask, "given", currency))
    return replace(
        recap,
        given=given,
        raised=plus(given, recap.matched),
        donors=(recap.donors or 0) - len({g.donor for g in gifts} - elsewhere),
        new_donors=None,
        gifts=recap.gifts - len(gifts),
        partly=True,
    )


def _by_day(recap: Recap, mask: int, veiled: int, hidden: Hidden, currency: str) -> Recap:
    """The campaign's days. A gift whose day alone is hidden is told by day among k of them, or among hidden ones."""
    cells, names = hidden.cells, ("given", "gifts")
    parts = hidden.by(lambda gift: gift.date, veiled if recap.partly else mask | veiled)

    def fits(gifts: int) -> bool:
        return cells.fits(gifts & hidden.all, names)

    def alone(gifts: int) -> bool:
        return fits(gifts) and cells.safe(gifts, names)

    def cross(rows: Collection[int]) -> bool:
        return cells.cross([row & hidden.all for row in rows], names)

    held = hold(parts, alone, None if recap.partly else fits, None if recap.partly else cross)
    if not recap.partly:
        days = [part & hidden.all for part in apart(parts, held)]
        cells.tell(mask, days, names, f"days of the campaign {recap.campaign.id}")
    gone = {day: parts[day] for day in held}
    if recap.partly:
        for day, gifts in hidden.by(lambda gift: gift.date, mask).items():
            gone[day] = gone.get(day, 0) | gifts
    rows = []
    for row in recap.by_day:
        less = gone.get(row.day, 0) & hidden.kept
        given = minus(row.given, sums(hidden, less, "given", currency)) if less else row.given
        rows.append(DayMoney(row.day, given, row.gifts - less.bit_count()))
    within = (recap.campaign.start, recap.campaign.end)
    return replace(
        recap,
        by_day=tuple(row for row in rows if row.gifts or within[0] <= row.day <= within[1]),
        day_rest=_rest(union(parts[day] for day in held), hidden, currency),
    )


def _by_project(recap: Recap, mask: int, hidden: Hidden, currency: str) -> Recap:
    """What the campaign raised for each project; one for which archives show nothing is left out."""
    cells, names = hidden.cells, ("given",) if recap.match_partly else ("given", "match")
    parts = hidden.by(lambda gift: gift.project, cells.of(mask, "given"))
    held: Collection[str | None] = parts.keys()
    if not recap.partly:
        fits = partial(cells.fits, names=names)
        held = hold(parts, fits, fits, partial(cells.cross, names=names))
        cells.tell(mask, apart(parts, held), names, f"projects of the campaign {recap.campaign.id}")
    rows = []
    for project, given, matched in recap.by_project:
        own = parts.get(project, 0)
        if project in held:
            given = minus(given, sums(hidden, own, "given", currency))
        if project in held or recap.match_partly:
            matched = minus(matched, sums(hidden, own, "match", currency))
        if project not in held or any(money.minor for money in (*given, *matched)):
            rows.append((project, given, matched))
    rest = _rest(0 if recap.partly else union(parts[project] for project in held), hidden, currency)
    if rest and recap.match_partly:
        rest = replace(rest, matched=sums(hidden, 0, "match", currency))
    return replace(recap, by_project=tuple(rows), project_rest=rest)


def _rest(mask: int, hidden: Hidden, currency: str) -> Rest | None:
    given, match, fee = (sums(hidden, mask, name, currency) for name in ("given", "match", "fee"))
    return Rest(given, match, fee, (mask & hidden.kept).bit_count()) if mask & hidden.kept else None


def _compared(before: Comparison | None, made: Mapping[str, Recap]) -> Comparison | None:
    """The campaign before, as its own page tells of it."""
    if before is None:
        return None
    told = made[before.campaign_id]
    return replace(before, given=told.given, donors=told.donors, gifts=told.gifts, partly=told.partly)


def months(
    insights: Insights, hidden: Hidden, heads: Heads, step: Step, blocks: Iterable[int], currency: str
) -> tuple[MonthDigest, ...]:
    """Every month's digest. `blocks`: the parts of all hidden gifts of which years told."""
    cells, names = hidden.cells, MONTH if step == "split" else (*MONTH, "match")
    rest = {"split": ("given",), "arrived": ("arrived",), "none": ()}[step]
    less: dict[Month, int] = {}
    for block in blocks:
        parts = hidden.by(_month, block)
        held = hold(
            parts,
            partial(cells.fits, names=names),
            partial(cells.fits, names=(*rest, "fee")) if rest else None,
            partial(cells.cross, names=names),
        )
        rows = apart(parts, held) if rest else [parts[m] for m in parts if m not in held]
        cells.tell(block, rows, names, "months")
        less |= {month: parts[month] for month in held}
    newcomers: dict[Month, list[str]] = {}
    for donor, first in hidden.newcomers.items():
        newcomers.setdefault(_month(first), []).append(donor)
    new = {month: hidden.heads(own) for month, own in newcomers.items()}
    uncounted = hold(new, heads.fits, heads.fits)
    told = []
    for month in insights.digests:
        digest, when = month.digest, (month.digest.year, month.digest.month)
        gone = less.get(when, 0)
        fees = sums(hidden, gone, "fee", currency)
        digest = replace(
            digest,
            given=minus(digest.given, sums(hidden, gone, "given", currency)),
            spent=minus(digest.spent, fees),
            fees=minus(digest.fees, fees),
            gifts=digest.gifts - (gone & hidden.kept).bit_count(),
            new_donors=None if when in uncounted else digest.new_donors,
            partly=gone & hidden.kept != 0,
        )
        named = tuple(d for d in month.newcomers if d not in hidden.newcomers)
        told.append(MonthDigest(digest, named))
    return tuple(told)


def _month(gift: Gift) -> Month:
    return gift.date.year, gift.date.month
