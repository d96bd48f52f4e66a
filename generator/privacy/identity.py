"""From a donor record to who a page may say it is: how visible, under which key, name and language."""

from __future__ import annotations

import hmac
from datetime import date
from typing import get_args
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from generator.model.donors import Donor, Visibility
from generator.model.ledger import Ledger
from generator.model.organisation import Organisation

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_LETTERS = [a + b for a in _BASE32 for b in _BASE32]  # two at once: a fifth of what base64.b32encode takes
_DEGREES: tuple[Visibility, ...] = get_args(Visibility)  # most visible first


class Identity(Struct, frozen=True):
    """A donor who is shown. `name` is the pseudonym where `pseudonymous`; `by_month`: told by months, not days;
    `banded`: told of amounts by the bands they lie in."""

    key: str
    name: str
    pseudonymous: bool
    language: str
    by_month: bool = False
    banded: bool = False


def donor_key(donor: Donor, secret: str) -> str:
    """The opaque key of the donor's page: the record's own, else 26 characters that only `secret` can recompute."""
    if donor.key:
        return donor.key
    digest = hmac.digest(secret.encode(), f"nianlun/donor-key/{donor.id}".encode(), "sha256")
    number = int.from_bytes(digest[:16], "big") << 2  # 130 bits are 26 letters of five
    return "".join([_LETTERS[number >> at & 1023] for at in range(120, -1, -10)])


def visibility(donor: Donor, today: date) -> Visibility:
    """How visible the donor is today: never more than the consent given by then agrees to, and minors never shown."""
    if donor.visibility == "excluded":
        return "excluded"
    if donor.minor or donor.consent is None or donor.consent.date > today:
        return "private"
    return max(donor.visibility, donor.consent.to, key=_DEGREES.index)


def identity(
    donor: Donor, organisation: Organisation, secret: str, today: date, by_month: bool = True, bands: bool = False
) -> Identity | None:
    """Who pages may say the donor is; None for one who is not shown. `by_month`, `bands`: so pseudonymous donors are
    told."""
    degree = visibility(donor, today)
    if degree not in ("public", "pseudonymous"):
        return None
    key = donor_key(donor, secret)
    language = language_of(donor, organisation)
    pseudonymous = degree == "pseudonymous"
    name = donor.pseudonym or _neutral_name(key, language) if pseudonymous else donor.name
    return Identity(
        key=key,
        name=normalize("NFC", name),
        pseudonymous=pseudonymous,
        language=language,
        by_month=pseudonymous and by_month,
        banded=pseudonymous and bands and not donor.hide_amounts,
    )


def identities(
    ledger: Ledger, secret: str, today: date, by_month: bool = True, bands: bool = False
) -> dict[str, Identity]:
    """Who each donor who is shown is, by id."""
    found = {d.id: identity(d, ledger.organisation, secret, today, by_month, bands) for d in ledger.donors.values()}
    return {name: who for name, who in found.items() if who}


def as_told(donor: Donor, who: Identity) -> Donor:
    """The donor with what is hidden of them: one of whom bands are told hides amounts, in sums above all."""
    return replace(donor, hide_amounts=True) if who.banded else donor


def language_of(donor: Donor, organisation: Organisation) -> str:
    """The language of the donor's page: their own where the site speaks it, else the site's main one."""
    return donor.language if donor.language in organisation.languages else organisation.languages[0]


def free_text(text: str | None, donor: Donor, who: Identity) -> str | None:
    """The donor's words, unless they would tell who a pseudonymous donor is."""
    if not text or not who.pseudonymous:
        return text
    telling = (donor.name, donor.id, donor.email, donor.phone, *donor.aliases)
    plain = normalize("NFKC", text).casefold()
    return None if any(t and normalize("NFKC", t).casefold() in plain for t in telling) else text


def _neutral_name(key: str, language: str) -> str:
    """A name for a donor who chose none, told apart by the start of the key."""
    return f"{'爱心伙伴' if language.startswith('zh') else 'Friend'} {key[:4].upper()}"
