"""What a ledger implies, as one value: the walk from gifts to funds, views, recaps and digests.

Sums are ready for pages; what tells of single donors (journeys, newcomers) is keyed by donor id and passes
`privacy.public_view` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from generator.derive.allocation import Booking, allocate
from generator.derive.concerns import UpdateIndex
from generator.derive.digests import MonthDigest, digests
from generator.derive.funds import Funds, funds
from generator.derive.journeys import Journey, journeys
from generator.derive.recaps import recaps
from generator.derive.views import project_views, site_totals
from generator.model.funds import ProjectView, SiteTotals
from generator.model.ledger import Ledger
from generator.model.recaps import Recap


class Insights:
    """Everything derived from a ledger as of `today`. Journeys go by donor id. Sums are made when they are asked for,
    from a ledger that has passed `check`."""

    def __init__(self, ledger: Ledger, booking: Booking, today: date) -> None:
        self._ledger = ledger
        self.booking = booking
        self.today = today
        self.journeys: Mapping[str, Journey] = journeys(ledger, booking.reduced, today)
        self.updates = UpdateIndex(ledger.updates, ledger.projects, ledger.events, today)

    @cached_property
    def _funds(self) -> Funds:
        return funds(self._ledger, self.booking, self.journeys)

    @cached_property
    def totals(self) -> SiteTotals:
        return site_totals(self._ledger, self._funds, self.today)

    @cached_property
    def projects(self) -> Mapping[str, ProjectView]:
        return project_views(self._ledger, self._funds, self.updates, self.today)

    @cached_property
    def campaigns(self) -> Mapping[str, Recap]:
        return recaps(self._ledger, self.booking, self.journeys, self.updates, self.today)

    @cached_property
    def digests(self) -> tuple[MonthDigest, ...]:
        """Newest first."""
        return digests(self._ledger, self.booking, self.journeys, self.today)


def derive(ledger: Ledger, today: date, booking: Booking | None = None) -> Insights:
    """Everything that `ledger` implies as of `today`; `booking` are its allocations, where the caller has them."""
    return Insights(ledger, booking or allocate(ledger, today), today)
