"""No fund may spend more than came in, and no document may be booked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from generator.check.wording import amount, error, warning
from generator.derive.allocation import allocate
from generator.issues import Issue
from generator.model.ledger import Ledger
from generator.model.records import Expenditure


def overspent(ledger: Ledger, today: date) -> Iterator[Issue]:
    """More was spent on a project than its own, its ancestors' and unrestricted money covers; one issue a currency.

    It stands at the first expenditure that went over, the day from which money is missing. Credits that found
    nothing to cancel are said too, since a project cannot get back more than it spent.
    """
    booking = allocate(ledger, today)
    over: dict[tuple[str, str], list[Expenditure]] = defaultdict(list)
    back: dict[tuple[str, str], list[Expenditure]] = defaultdict(list)
    for spent in ledger.expenditures:
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
    """A document booked twice. One receipt split over several amounts of a day and receiver is usual and not meant."""
    booked: dict[str, list[Expenditure]] = defaultdict(list)
    for spent in ledger.expenditures:
        if spent.document is not None:
            booked[spent.document].append(spent)
    for same in booked.values():
        first = same[0]
        amounts_seen = {first.amount}
        for again in same[1:]:
            if again.amount in amounts_seen or (again.date, again.receiver) != (first.date, first.receiver):
                yield warning(
                    again.source,
                    "document",
                    f'is also the document of "{first.id}" ({first.source}); take one out, or correct the number',
                )
            amounts_seen.add(again.amount)
