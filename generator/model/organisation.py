"""Who publishes."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.issues import Source
from generator.model.words import Label


class Organisation(Struct, frozen=True):
    """Who publishes (content/organisation.yml). `languages[0]` is the site's main language."""

    source: Source
    name: Label
    tagline: Label
    registration: str
    currency: str
    time_zone: str
    languages: tuple[str, ...]
    certificate: str | None = None
    founded: date | None = None
    email: str | None = None
    phone: str | None = None
    address: Label | None = None
    website: str | None = None
    wechat: str | None = None
    sample: bool = False  # invented: every page says so
