"""Who gives, and how far each agreed to be shown."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from generator.issues import Source

Visibility = Literal["public", "pseudonymous", "private", "excluded"]
# "unknown" stands for givers of whom nothing is known, not even how many they are.
DonorKind = Literal["person", "household", "team", "organisation", "unknown"]

ERASED = "erased"  # the one donor that stands for all who were erased


class DonorConsent(Struct, frozen=True):
    """The donor's dated agreement to be shown `to` that degree at most."""

    date: date
    to: Visibility


class Donor(Struct, frozen=True, gc=False):
    """A donor as recorded (content/donors/*.yml). `key` is the opaque page key where the record brings its own."""

    source: Source
    id: str
    name: str
    kind: DonorKind = "person"
    visibility: Visibility = "private"
    pseudonym: str | None = None
    consent: DonorConsent | None = None
    minor: bool = False
    key: str | None = None
    language: str | None = None
    words: str | None = None  # a line in the donor's own words, shown in the archive
    hide_amounts: bool = False
    aliases: tuple[str, ...] = ()
    email: str | None = None
    phone: str | None = None
    link_version: int = 1  # of the personal link to a private archive; `rotate` raises it
