"""From the donors whom nobody else may see to the archives that each of them may open.

Before their own eyes a donor has their own name, every gift and every amount, whatever they hide from others. Excluded
donors have none; a child's link is their guardian's to keep.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from unicodedata import normalize

from msgspec.structs import replace

from generator.derive.insights import Insights
from generator.derive.journeys import Journey
from generator.model.archives import Archive
from generator.model.donors import Donor
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.private import PrivateArchive
from generator.privacy.archives import Background, archive, background
from generator.privacy.identity import Identity, donor_key, language_of, visibility
from generator.privacy.parcels import opened, packed


def private_archives(ledger: Ledger, insights: Insights, secret: str, today: date) -> tuple[PrivateArchive, ...]:
    """The archive of every private donor with something to show, in order of id. `secret` draws the rings."""
    behind = background(ledger, insights)
    return tuple(
        PrivateArchive(
            donor.id,
            donor.link_version,
            partial(_archive, packed(donor, _who(donor, ledger, secret), insights.journeys[donor.id]), behind),
        )
        for donor in private_donors(ledger, insights, today)
    )


def private_donors(ledger: Ledger, insights: Insights, today: date) -> tuple[Donor, ...]:
    """The private donors of whom there is anything to tell, in order of id.

    Of a journey that begins nowhere, as one of a refund alone, there is nothing.
    """
    donors = (ledger.donors.get(name) for name, journey in insights.journeys.items() if journey.since)
    return tuple(donor for donor in donors if donor and visibility(donor, today) == "private")


def _who(donor: Donor, ledger: Ledger, secret: str) -> Identity:
    return Identity(
        key=donor_key(donor, secret),
        name=normalize("NFC", donor.name),
        pseudonymous=False,
        language=language_of(donor, ledger.organisation),
    )


def _archive(parcel: bytes, behind: Background) -> Archive:
    donor, who, journey = opened(parcel)
    made = archive(replace(donor, hide_amounts=False), who, _unhidden(journey), behind)
    assert made  # something was there to show
    return replace(made, private=True)


def _unhidden(journey: Journey) -> Journey:
    """The journey with nothing hidden in it."""

    def plain(gifts: tuple[Gift, ...]) -> tuple[Gift, ...]:
        if not any(g.hide_amount or g.hide_name for g in gifts):
            return gifts
        return tuple(replace(g, hide_amount=False, hide_name=False) for g in gifts)

    return replace(journey, gifts=plain(journey.gifts), kept=plain(journey.kept), refunds=plain(journey.refunds))
