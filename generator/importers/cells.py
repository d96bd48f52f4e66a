"""One cell of an export to the text that our content holds: clean words, a day, an amount, an id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo

from generator.importers.map import NumberMap
from generator.load import meant, values

_SPACES = re.compile(r"\s+")
_MINUS = str.maketrans({"−": "-", "－": "-", "\u2010": "-", "\u2011": "-"})


def clean(cell: str) -> tuple[str, bool]:
    """`cell` as NFC on one line without unseen characters, and whether characters had to go (spaces do not count)."""
    one_line = _SPACES.sub(" ", cell).strip()
    kept = "\u200d".join(map(_seen, values.JOINER.split(one_line)))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", kept).strip()), kept != one_line


def _seen(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in "\ufffe\uffff")


def day(cell: str, pattern: str, zone: tzinfo | None) -> date:
    """The day in `cell`, written in `pattern` ("iso" or as strptime's). A time with an offset needs a `zone`."""
    try:
        when = datetime.fromisoformat(cell) if pattern == "iso" else datetime.strptime(cell, pattern)  # noqa: DTZ007
    except ValueError:
        example = "2021-05-20" if pattern == "iso" else f"the pattern {pattern}"
        wrong = f"{meant.shown(cell)} is not a day written as {example}; correct date in the map"
        raise ValueError(meant.no_day(cell) or wrong) from None
    if when.tzinfo is not None:
        if zone is None:
            raise ValueError("has a time zone; write time_zone in the map to say whose day is meant")
        when = when.astimezone(zone)
    return when.date()


def amount(cell: str, number: NumberMap, currency: str) -> str:
    """The amount in `cell` as our content writes it, with all decimals of `currency`; never rounded."""
    around = f"{number.strip} \u00a0\u202f"
    plain = cell.translate(_MINUS).strip(around)
    sign = "-" if plain.startswith("-") else ""
    plain = plain.removeprefix("-").removeprefix("+").strip(around)
    whole, mark, decimals = plain.partition(number.decimal) if number.decimal else (plain, "", "")
    if number.thousands and number.thousands in whole:
        first, *groups = whole.split(number.thousands)
        if not 1 <= len(first) <= 3 or any(len(g) != 3 for g in groups):
            raise ValueError(f"{meant.shown(cell)} is not an amount: its groups are not of three digits")
        whole = "".join((first, *groups))
    if not (whole.isascii() and whole.isdigit()) or (mark and not (decimals.isascii() and decimals.isdigit())):
        wrong = f"{meant.shown(cell)} is not an amount; say in the map under number how amounts are written"
        raise ValueError(meant.no_amount(cell) or wrong)
    places = values.exponent(values.currency_code(currency))
    kept, lost = decimals[:places].ljust(places, "0"), decimals[places:].strip("0")
    if lost:
        raise ValueError(f"{meant.shown(cell)} has more decimals than {currency}, which has {places}")
    digits = whole.lstrip("0") or "0"
    if len(digits) > 13:
        raise ValueError(meant.no_amount(digits))
    nothing = not (digits + kept).strip("0")
    return f"{'' if nothing else sign}{digits}{'.' + kept if kept else ''}"


def identifier(cell: str, prefix: str) -> str:
    """An id of ours for an id of theirs: small letters after the prefix; a fingerprint where it is made of other signs.

    A fingerprint of a name or e-mail address says nothing, and ids stand in messages.
    """
    made = f"{prefix}{cell.lower()}"
    return made if values.ID.match(made) else f"{prefix}{fingerprint([cell])}"


def slug(cell: str) -> str:
    """A campaign's or project's id from how they write it; unchanged where that cannot be."""
    made = re.sub(r"[^a-z0-9]+", "-", cell.lower()).strip("-")
    return made if cell.isascii() and values.ID.match(made) else cell


def fingerprint(parts: Iterable[str]) -> str:
    """16 hexadecimal digits of SHA-256: 64 bits, one accidental double in a million rows has odds of 1 in 10^7."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def translated(cell: str, table: Mapping[str, str]) -> str | None:
    """Our value for theirs: the same text first, else the longest beginning written with a *; None where none fits."""
    if cell in table:
        return table[cell]
    beginnings = [key for key in table if key.endswith("*") and cell.startswith(key[:-1])]
    return table[max(beginnings, key=len)] if beginnings else None
