"""What a donor's archive is made of, as a hash: one whose hash is as it was need not be made again.

All that `archives.archive` reads of this donor goes in; what all archives share (projects, updates, the day) is hashed
once for all, by who keeps the pages (write/known.py). Where a record stands in its file is no part of it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import astuple

from generator.derive.allocation import Booking
from generator.derive.journeys import Journey
from generator.model.donors import Donor
from generator.privacy.identity import Identity

SIZE = 16
_encode = msgspec.msgpack.Encoder().encode


class Inputs:
    """Hashes of SIZE bytes, keyed with the site's `secret`, so that they tell nothing."""

    def __init__(self, booking: Booking, secret: str) -> None:
        self._booking = booking
        self._key = blake2b(secret.encode(), digest_size=32).digest()
        rows = ((name, spent.expenditure) for name, spent in booking.spending.items())
        self._paid = {name: (row.category, row.line, row.document) for name, row in rows}

    def of(self, donor: Donor, who: Identity, journey: Journey) -> bytes:
        book, paid = self._booking, self._paid.get
        gifts = [
            (
                _told(gift),
                book.net(gift),
                book.matches.get(gift.id),
                book.left.get(gift.id),
                book.left_of_matches.get(gift.id),
                [(part, paid(part.expenditure or "")) for part in book.paid(gift)],
            )
            for gift in journey.gifts
        ]
        others = [list(map(_told, records)) for records in (journey.refunds, journey.pledges, journey.acts)]
        kept = [gift.id for gift in journey.kept]
        everything = _encode((_told(donor), who, gifts, others, kept))
        return blake2b(everything, digest_size=SIZE, key=self._key).digest()


def _told(record: Any) -> tuple[Any, ...]:
    """A record but for its source, the first of its fields."""
    return astuple(record)[1:]
