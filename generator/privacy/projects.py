"""From the books to the projects' figures that may be told: each by itself where that is safe, else with others.

A gift counts for the project it was given for. What else paid for a project is its list of payments less what archives
show, so it tells of a donor no more than they do (but see paid.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from generator.derive.family import ancestors, descendants
from generator.derive.insights import Insights
from generator.model.funds import Fund, ProjectView, Together, YearMoney
from generator.model.ledger import Ledger
from generator.model.money import Total, from_sums, plus
from generator.privacy.bits import bits
from generator.privacy.cells import Heads, hold
from generator.privacy.hidden import Hidden
from generator.privacy.paid import Paid, Place
from generator.privacy.standing import ARRIVED, SPLIT, Step, less_hidden, told, union


class Projects(Struct, frozen=True):
    """`views` as they may be shown; `unrestricted` and `together`, the parts told in one sum, likewise."""

    views: Mapping[str, ProjectView]
    unrestricted: Fund
    together: tuple[Together, ...]


class _Part(Struct, frozen=True):
    """A project's own part, or with `all` the project and those below it; without a place, unrestricted money."""

    place: Place
    all: bool = False


def projects(ledger: Ledger, insights: Insights, hidden: Hidden, heads: Heads, step: Step, k: int) -> Projects:
    """Every project. `step`: how much is told of all money together."""
    return _Tree(ledger, insights, hidden, heads, step, k).projects()


class _Tree:
    """The projects' money, from the organisation's down to each project's own part."""

    def __init__(self, ledger: Ledger, insights: Insights, hidden: Hidden, heads: Heads, step: Step, k: int) -> None:
        self._records, self._insights, self._hidden, self._heads = ledger.projects, insights, hidden, heads
        self._currency = ledger.organisation.currency
        self._below = descendants(ledger.projects)
        self._given_for: dict[Place, int] = hidden.by(lambda gift: gift.project, hidden.all)
        self._paid = Paid(insights.booking, hidden, k)
        self._step = step
        self._told: set[_Part] = set()
        self._groups: list[tuple[str | None, tuple[_Part, ...]]] = []
        self._blocks: list[tuple[Place, ...]] = []  # places whose money can be told apart from all others
        self._goods = False  # whether each project's may be told

    def projects(self) -> Projects:
        cells = self._hidden.cells
        roots = sorted(p for p, record in self._records.items() if record.parent not in self._records)
        self._walk(None, [*(_Part(p, all=True) for p in roots), _Part(None)], whole=self._step != "none")
        blocks = [(places, self._mask(places)) for places in self._blocks]
        split = self._step == "split" and all(cells.safe(m, SPLIT) and self._paid.safe(p) for p, m in blocks)
        step: Step = "split" if split else "arrived"
        sums = (*SPLIT, *ARRIVED) if split else ARRIVED
        masks = [mask for _, mask in blocks]
        cells.tell(union(masks), masks, sums, "projects")
        for added in sorted({*self._added()} - {0, *masks}):
            cells.tell(added, (added,), sums, "projects")
        self._goods = all(cells.safe(mask, ("goods",)) for mask in self._given_for.values())
        if self._goods:
            cells.tell(
                self._hidden.all, [cells.of(m, "goods") for m in self._given_for.values()], ("goods",), "projects"
            )
        books, unrestricted = self._insights.projects, self._insights.totals.unrestricted
        eldest_first = sorted(books, key=lambda p: (len(ancestors(p, self._records)), p))
        views = {p: self._view(books[p], step) for p in eldest_first}
        return Projects(
            views={p: views[p] for p in books},
            unrestricted=told(unrestricted, step if _Part(None) in self._told else "none"),
            together=tuple(self._together(parent, parts, step) for parent, parts in self._groups),
        )

    def _walk(self, parent: str | None, parts: list[_Part], whole: bool) -> None:
        """Say which of the parts are told and which together (`whole`: their sum is told), then look into the told."""
        cells = self._hidden.cells
        fits, cross = partial(cells.fits, names=ARRIVED), partial(cells.cross, names=ARRIVED)
        held = hold({part: self._mask(self._places(part)) for part in parts}, fits, fits if whole else None, cross)
        if held and whole:
            self._groups.append((parent, tuple(part for part in parts if part in held)))
            self._blocks.append(tuple(place for part in parts if part in held for place in self._places(part)))
        for part in parts:
            children = sorted(p for p, record in self._records.items() if part.place and record.parent == part.place)
            if part in held:
                within = {_Part(p, all=a) for p in self._places(part) for a in (False, True)}
                self._told |= {one for one in within if not self._mask(self._places(one))}
                continue
            self._told.add(part)
            if part.all and children:
                self._walk(part.place, [_Part(part.place), *(_Part(p, all=True) for p in children)], whole=True)
            else:
                self._told.add(_Part(part.place))
                self._blocks.append((part.place,))

    def _added(self) -> Iterator[int]:
        """Blocks that are told as one sum too: a project with all below it, and these alone."""
        for place in self._records:
            if _Part(place, all=True) in self._told:
                family = self._places(_Part(place, all=True))
                yield self._mask(family)
                if _Part(place) in self._told:
                    yield self._mask(family[1:])

    def _places(self, part: _Part) -> tuple[Place, ...]:
        return (part.place, *self._below[part.place]) if part.all and part.place else (part.place,)

    def _mask(self, places: Iterable[Place]) -> int:
        return union(self._given_for.get(place, 0) for place in places)

    def _view(self, view: ProjectView, step: Step) -> ProjectView:
        place, cells = view.project.id, self._hidden.cells
        family = self._places(_Part(place, all=True))
        own_told, all_told = _Part(place) in self._told, _Part(place, all=True) in self._told
        goods = self._goods or not cells.of(self._mask(family), "goods")
        years = self._years(view.together, family, step) if all_told else ()
        together = replace(
            told(view.together, step if all_told else "none"),
            by_year=years,
            partly=all_told and years != view.together.by_year,
            in_kind=view.together.in_kind if goods else None,
            donors=view.together.donors if self._may_count(family) else None,
        )
        children = step if (own_told and all_told) or not self._mask(family[1:]) else "none"
        return replace(
            view,
            own=replace(told(view.own, step if own_told else "none"), by_year=()),
            children=replace(told(view.children, children), by_year=()),
            together=together,
        )

    def _may_count(self, family: Iterable[Place]) -> bool:
        """Whether the donors of a project may be counted: all that are hidden, and those alone who have no archive."""
        gifts = bits(self._paid.touched(family))
        donors = (self._hidden.counted(gifts), self._hidden.counted(gifts, lambda _: True))
        return all(self._heads.fits(d) for d in donors) and all(self._heads.tell(d) for d in donors)

    def _years(self, fund: Fund, family: tuple[Place, ...], step: Step) -> tuple[YearMoney, ...]:
        """The years of a project: with hidden gifts where each year of them is safe, else what archives show."""
        cells, found, mask = self._hidden.cells, self._paid.years(family), self._mask(family)
        parts = self._hidden.by(lambda gift: gift.date.year, mask)
        if (
            step == "split"
            and all(cells.fits(part, SPLIT) for part in parts.values())
            and all(self._paid.safe(family, year) for year in found)
        ):
            cells.tell(mask, parts.values(), SPLIT, f"years of the project {family[0]}")
            return fund.by_year

        def less(year: int) -> tuple[Total, ...]:
            fees = cells.sums(parts.get(year, 0), "fee")
            return tuple(from_sums(sums, self._currency) for sums in (*found.get(year, ({}, {})), fees))

        return tuple(less_hidden(row, less(row.year)) for row in fund.by_year)

    def _together(self, parent: str | None, parts: tuple[_Part, ...], step: Step) -> Together:
        views, unrestricted = self._insights.projects, self._insights.totals.unrestricted
        funds = [
            unrestricted if p.place is None else views[p.place].together if p.all else views[p.place].own for p in parts
        ]
        return Together(parent, tuple(part.place for part in parts), told(_sum(funds), step))


def _sum(funds: list[Fund]) -> Fund:
    """The funds as one, its years and numbers apart."""

    def added(name: str) -> Total:
        return plus(*(getattr(fund, name) for fund in funds))

    kinds = [dict(fund.by_category) for fund in funds]
    return Fund(
        given=added("given"),
        refunded=None,
        matched=added("matched"),
        received=added("received"),
        spent=added("spent"),
        unspent=added("unspent"),
        by_category=tuple((kind, plus(*(own[kind] for own in kinds))) for kind in kinds[0]),
        by_year=(),
        in_kind=None,
        donors=None,
        gifts=None,
        arrived=added("arrived"),
        paid=added("paid"),
        listed=added("listed"),
    )
