"""What an archive is made of, packed: once all figures are made, no donor's records need lie open in memory.

Open, 100,000 donors' records take ten times the room, and again as much in each process that only looks at them, since
Python counts its references within the objects. A parcel does not say where its records stand in their files.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from msgspec.structs import astuple, fields

from generator.derive.journeys import Journey
from generator.issues import Source
from generator.model.donors import Donor
from generator.model.gifts import Act, Gift, Pledge
from generator.privacy.identity import Identity

_NOWHERE = Source("")


def _row(kind: type[msgspec.Struct]) -> Any:
    """The type of what `_said` makes of such a record."""
    return tuple.__class_getitem__(tuple(field.type for field in fields(kind)[1:]))


def _rows(kind: type[msgspec.Struct]) -> Any:
    return list.__class_getitem__(_row(kind))


_encode = msgspec.msgpack.Encoder().encode
_kinds = (_row(Donor), Identity, _rows(Gift), list[int] | None, _rows(Gift), _rows(Pledge), _rows(Act))
_decode = msgspec.msgpack.Decoder(tuple.__class_getitem__(_kinds)).decode


class Opened(NamedTuple):
    """A donor, who pages may say it is, and all that donor did."""

    donor: Donor
    who: Identity
    journey: Journey


def packed(donor: Donor, who: Identity, journey: Journey) -> bytes:
    """Equal where the records are, wherever they stand in their files."""
    gifts, kept = journey.gifts, None
    if len(journey.kept) < len(gifts):
        left = {gift.id for gift in journey.kept}
        kept = [n for n, gift in enumerate(gifts) if gift.id in left]
    others = [list(map(_said, records)) for records in (journey.refunds, journey.pledges, journey.acts)]
    return _encode((_said(donor), who, list(map(_said, gifts)), kept, *others))


def opened(parcel: bytes) -> Opened:
    """What was packed, all of it standing nowhere."""
    said, who, rows, which, refunds, pledges, acts = _decode(parcel)
    donor = Donor(_NOWHERE, *said)
    gifts = tuple([Gift(_NOWHERE, *row) for row in rows])
    journey = Journey(
        donor=donor.id,
        gifts=gifts,
        kept=gifts if which is None else tuple([gifts[n] for n in which]),
        refunds=tuple([Gift(_NOWHERE, *row) for row in refunds]),
        pledges=tuple([Pledge(_NOWHERE, *row) for row in pledges]),
        acts=tuple([Act(_NOWHERE, *row) for row in acts]),
    )
    return Opened(donor, who, journey)


def _said(record: Any) -> tuple[Any, ...]:
    """A record but for its source, the first of its fields."""
    return astuple(record)[1:]
