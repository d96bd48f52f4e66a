"""From a ledger to everything in it that is wrong; a new rule is one function and its line in CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from generator.again import ANEW, Anew
from generator.check import children, consents, dates, donors, money, named, references, repeats, spending, words
from generator.derive.allocation import Booking, allocate
from generator.issues import Issue
from generator.model.ledger import Ledger

Check = Callable[[Ledger, date], Iterator[Issue]]

#: Rules about records, which see nothing of what pages say (`Ledger.wordless`).
CHECKS: tuple[Check, ...] = (
    references.unknown_references,
    references.unplaced_updates,
    references.unknown_budget_lines,
    references.repeated_ids,
    references.circular_parents,
    dates.after_today,
    dates.ends_before_start,
    dates.before_project,
    dates.outside_campaign,
    dates.commitment_dates,
    money.amounts,
    money.refunds,
    money.fees,
    money.matching_funds,
    money.budget_currencies,
    repeats.repeated_gifts,
    spending.repeated_documents,
    donors.donor_consents,
    donors.pseudonyms,
    donors.look_alikes,
    donors.repeated_keys,
)

#: Rules about what pages say and show.
STORY_CHECKS: tuple[Check, ...] = (
    words.alternative_texts,
    words.untranslated,
    consents.pictured_people,
    consents.ended_consents,
    consents.consent_records,
    children.full_names,
    children.recognisable_children,
    named.hidden_donors_named,
)

#: Rules about where the money went.
BOOKED_CHECKS: tuple[Callable[[Ledger, Booking], Iterator[Issue]], ...] = (spending.overspent,)


def check(ledger: Ledger, today: date, booking: Booking | None = None, do: Anew = ANEW) -> tuple[Issue, ...]:
    """Every issue that any rule finds in `ledger` on the day `today`, errors and warnings, sorted by place.

    `booking`: the ledger's allocations, where the caller has them already.

    What only looks wrong because a record could not be read (`Ledger.broken`) is not said: its author would look for
    a second mistake.
    """
    told = (issue for rule in STORY_CHECKS for issue in rule(ledger, today))
    return tuple(sorted({*told, *do(_of_records, ledger.wordless(), today, booking)}))


def _of_records(ledger: Ledger, today: date, booking: Booking | None) -> frozenset[Issue]:
    money = booking or allocate(ledger, today)
    found = {issue for rule in CHECKS for issue in rule(ledger, today)}
    return frozenset(found.union(*(rule(ledger, money) for rule in BOOKED_CHECKS)))
