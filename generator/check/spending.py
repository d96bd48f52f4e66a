"""No fund may spend more than came in, and no document may be booked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from generator.check.wording import amount, error, warning
from generator.derive.allocation import Booking
from generator.issues import Issue
from generator.model.ledger import Ledger
from generator.model.projects import Expenditure

#: Kinds of records without which money is missing: gifts, their donors' journeys, parents that help out, matches.
BRINGS_MONEY = ("gift", "donor", "journey", "project", "campaign")


def overspent(ledger: Ledger, booking: Booking) -> Iterator[Issue]:
    """More was spent on a project than its own, its ancestors' and unrestricted money covers; one issue a currency.

    It stands at the first expenditure that went over, the day from which money is missing. Credits that found
    nothing to cancel are said too, since a project cannot get back more than it spent. Where records that bring money
    could not be read, the sums are not known and nothing is said.
    """
    if any(name.partition("/")[0] in BRINGS_MONEY for name in ledger.broken):
        return
    over: dict[tuple[str, str], list[Expenditure]] = defaultdict(list)
    back: dict[tuple[str, str], list[Expenditure]] = defaultdict(list)
    for spent in ledger.expenditures:
        if spent.project not in ledger.projects:  # said by the references; whose money is missing nobody knows
            continue
        if spent.id in booking.uncovered:
            over[spent.project, spent.currency].append(spent)
        if spent.id in booking.unused_credits:
            back[spent.project, spent.currency].append(spent)
    for (project, currency), rows in over.items():
        missing = sum(booking.uncovered[row.id] for row in rows)
        yield error(
            min(rows, key=_when).source,
            "amount",
            f'{amount(missing, currency)} more was spent on "{project}" than came in for it; '
            "record the gift that paid for it, or correct the amount or the project",
        )
    for (project, currency), rows in back.items():
        surplus = sum(booking.unused_credits[row.id] for row in rows)
        yield warning(
            min(rows, key=_when).source,
            "amount",
            f'{amount(surplus, currency)} more came back to "{project}" than was spent on it in that category; '
            "record the spending that it gives back, in the same category",
        )


def _when(row: Expenditure) -> tuple[date, str]:
    return row.date, row.id


def repeated_documents(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A document booked twice; one issue a document. One receipt split into several amounts of a day is usual."""
    booked: dict[str, list[Expenditure]] = defaultdict(list)
    for spent in ledger.expenditures:
        if spent.document is not None:
            booked[spent.document].append(spent)
    for same in booked.values():
        first, *others = sorted(same, key=lambda row: row.source)
        again = [row for n, row in enumerate(others, 1) if not _split(row, same=[first, *others[: n - 1]])]
        if again:
            more = f" (so are {len(again) - 1} more after it)" if len(again) > 1 else ""
            yield warning(
                again[0].source,
                "document",
                f'is also the document of "{first.id}" ({first.source}){more}; '
                "take out what is there twice, or correct the number",
            )


def _split(row: Expenditure, same: list[Expenditure]) -> bool:
    """Whether `row` may be another part of the receipt that `same` are parts of."""
    day = (row.date, row.receiver)
    return all(day == (other.date, other.receiver) and row.amount != other.amount for other in same)
