"""What a donor's archive is made of, as a hash: one whose hash is as it was need not be made again.

All that `archives.archive` reads of this donor goes in; what all archives share (projects, updates, the day) is hashed
once for all, by who keeps the pages (write/known.py). Where a record stands in its file is no part of it.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from generator.derive.allocation import Booking
from generator.privacy.parcels import opened

SIZE = 16
_encode = msgspec.msgpack.Encoder().encode


class Inputs:
    """Hashes of SIZE bytes, keyed with the site's `secret`, so that they tell nothing."""

    def __init__(self, booking: Booking, secret: str) -> None:
        self._booking = booking
        self._key = blake2b(secret.encode(), digest_size=32).digest()
        rows = ((name, spent.expenditure) for name, spent in booking.spending.items())
        self._paid = {name: (row.category, row.line, row.document) for name, row in rows}

    def of(self, parcel: bytes) -> bytes:
        book, paid = self._booking, self._paid.get
        money = [
            (
                book.net(gift),
                book.matches.get(gift.id),
                book.left.get(gift.id),
                book.left_of_matches.get(gift.id),
                [(part, paid(part.expenditure or "")) for part in book.paid(gift)],
            )
            for gift in opened(parcel).journey.gifts
        ]
        return blake2b(parcel + _encode(money), digest_size=SIZE, key=self._key).digest()
