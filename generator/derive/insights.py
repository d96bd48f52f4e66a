"""What a ledger implies, as one value: the walk from gifts to funds, views, recaps and digests.

Sums are ready for pages; what tells of single donors (journeys, newcomers) is keyed by donor id and passes
`privacy.public_view` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from generator.derive.allocation import Booking, allocate
from generator.derive.concerns import UpdateIndex
from generator.derive.digests import MonthDigest, digests
from generator.derive.funds import funds
from generator.derive.journeys import Journey, journeys
from generator.derive.recaps import recaps
from generator.derive.views import project_views, site_totals
from generator.model.funds import ProjectView, SiteTotals
from generator.model.ledger import Ledger
from generator.model.recaps import Recap


class Insights(Struct, frozen=True):
    """Everything derived from a ledger as of `today`. Journeys go by donor id."""

    today: date
    booking: Booking
    journeys: Mapping[str, Journey]
    updates: UpdateIndex
    totals: SiteTotals
    projects: Mapping[str, ProjectView]
    campaigns: Mapping[str, Recap]
    digests: tuple[MonthDigest, ...]  # newest first


def derive(ledger: Ledger, today: date, booking: Booking | None = None) -> Insights:
    """Everything that `ledger` implies as of `today`; the ledger has passed `check`, for which `booking` was made."""
    booking = booking or allocate(ledger, today)
    donors = journeys(ledger, booking.reduced, today)
    money = funds(ledger, booking, donors)
    updates = UpdateIndex(ledger.updates, ledger.projects, today)
    return Insights(
        today=today,
        booking=booking,
        journeys=donors,
        updates=updates,
        totals=site_totals(ledger, money, today),
        projects=project_views(ledger, money, updates, today),
        campaigns=recaps(ledger, booking, donors, updates, today),
        digests=digests(ledger, booking, donors, today),
    )
