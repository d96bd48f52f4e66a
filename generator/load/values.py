"""One text of an author's to one value: money, days, yes and no, ids, names. ValueError says what would be right.

What was probably meant by a text that is none, is found in meant.py.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_precision, list_currencies

from generator.load.meant import digits, likely_amount, likely_day, no_amount, no_day, shown
from generator.model.money import Money

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")
_KEY = re.compile(r"[a-z0-9-]{8,64}\Z")
_AMOUNT = re.compile(r"(?:([A-Z]{3}) )?(-?[0-9]{1,13}(?:\.[0-9]+)?)(?: ([A-Z]{3}))?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WHOLE = re.compile(r"-?[0-9]{1,15}\Z")
_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"'.]+\Z")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()/.-]{3,30}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_PICTOGRAPH = "\u2190-\u2bff\U0001f000-\U0001faff"
#: What joins emoji to one, as in a family's: it can be seen by what it does.
JOINER = re.compile(f"(?<=[{_PICTOGRAPH}\ufe0f])\u200d(?=[{_PICTOGRAPH}])")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


class Amount(NamedTuple):
    """An amount as written, before its currency is sure: digits without the point, how many of them follow it."""

    text: str
    digits: int
    decimals: int
    currency: str | None


@lru_cache(maxsize=4096)
def amount(text: str) -> Amount:
    """`50.00`, `USD 50.00` or `50.00 USD`."""
    found = _AMOUNT.match(text)
    if not found or (found[1] and found[3]):
        raise ValueError(
            no_amount(text) or f'{shown(text)} is not an amount; write digits, such as "{likely_amount(text)}"'
        )
    whole, _, part = found[2].partition(".")
    return Amount(text, int(whole + part), len(part), found[1] or found[3])


@lru_cache(maxsize=256)
def exponent(currency: str) -> int:
    """Decimals of a currency (ISO 4217): 2 for CNY, 0 for JPY."""
    return get_currency_precision(currency)


@lru_cache(maxsize=4096)  # one number for all gifts of the same amount
def minor(given: Amount, currency: str) -> int:
    """The amount in minor units of `currency`; the text may not name another one."""
    if given.currency and given.currency != currency:
        raise ValueError(f"is in {given.currency}, not in {currency}; write the same currency in both places")
    places = exponent(currency)
    if given.decimals > places:
        example = "50" if places == 0 else f"50.{'0' * places}"
        decimals = f"has {given.decimals} after the point; {currency} has {places}"
        raise ValueError(f'{shown(given.text)} {decimals}, such as "{example}"')
    return int(given.digits * 10 ** (places - given.decimals))


def money(text: str, currency: str) -> Money:
    """An amount in `currency`, or in the one that the text names."""
    given = amount(text)
    unit = currency_code(given.currency) if given.currency else currency
    return Money(minor(given, unit), unit)


@lru_cache(maxsize=256)
def currency_code(text: str) -> str:
    if text not in list_currencies():
        raise ValueError(f"{shown(text)} is not a currency; write its three letters, such as CNY")
    return text


@lru_cache(maxsize=16384)
def day(text: str) -> date:
    if _DAY.match(text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{shown(text)} is not in the calendar; write a day that is, such as 2021-05-20") from None
        if 1800 <= found.year <= 2200:
            return found
    raise ValueError(no_day(text) or f"{shown(text)} is not a day; write year-month-day, such as {likely_day(text)}")


def yes(text: str) -> bool:
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    raise ValueError("is neither yes nor no; write yes or no")


def whole(text: str) -> int:
    if not _WHOLE.match(text):
        plain = digits(unicodedata.normalize("NFKC", text))
        example = plain if _WHOLE.match(plain) else "120"
        raise ValueError(f'{shown(text)} is not a whole number; write digits, such as "{example}"')
    return int(text)


def count(text: str) -> int:
    found = whole(text)
    if found < 0:
        raise ValueError(f"{shown(text)} is below zero; write 0 or more")
    return found


def version(text: str) -> int:
    """A number from 1 that fits the 32 bits it has in a personal link's key."""
    found = whole(text)
    if not 1 <= found < 2**32:
        raise ValueError(f"{shown(text)} is not a version; write 1 or more")
    return found


@lru_cache(maxsize=16384)
def identifier(text: str) -> str:
    """An id. It is not quoted: people write names where ids belong."""
    if not ID.match(text):
        unseen = _UNSEEN.search(text)
        if unseen and ID.match(_UNSEEN.sub("", text)):
            raise ValueError(_unseen(unseen[0]))
        raise ValueError("is not an id; write small letters a to z, digits and -, at most 63, such as spring-2021")
    if text in _RESERVED:
        raise ValueError(f'"{text}" is a name that Windows keeps for itself; choose another id')
    return text


def key(text: str) -> str:
    if not _KEY.match(text):
        raise ValueError("is not a key; write 8 to 64 small letters, digits and -")
    return text


def name(text: str) -> str:
    """A name of a person, place or thing on one line, as NFC."""
    unseen = _UNSEEN.search(text) and _UNSEEN.search(JOINER.sub("", text))
    if unseen:
        raise ValueError(_unseen(unseen[0]))
    if "\n" in text or "\t" in text:
        raise ValueError("goes over several lines; write it on one")
    return _tidy(text, 200)


def _unseen(sign: str) -> str:
    return f"holds a character that cannot be seen (U+{ord(sign):04X}); delete the text and type it again"


def line(text: str) -> str:
    """One line of words: a title, a summary. Line breaks become spaces."""
    return _tidy(" ".join(text.split()), 2000)


def words(text: str) -> str:
    """Words that may go over several lines."""
    return _tidy(text, 20_000)


def _tidy(text: str, most: int) -> str:
    if _BIDI.search(text):
        raise ValueError("holds a character that turns the direction of text around; delete the text and type it again")
    tidy = unicodedata.normalize("NFC", text).strip()
    if not tidy:
        raise ValueError("is empty; write it, or leave the field out")
    if len(tidy) > most:
        raise ValueError(f"has {len(tidy):,} characters; write at most {most:,}")
    return tidy


def email(text: str) -> str:
    if len(text) > 254 or not _EMAIL.match(text):
        raise ValueError("is not an e-mail address; write one such as post@example.org")
    return text


def phone(text: str) -> str:
    if not _PHONE.match(text):
        raise ValueError("is not a telephone number; write digits, such as +86 10 5550 1234")
    return text


def address(text: str) -> str:
    """A web address."""
    if not re.match(r"https?://[^\s/<>\"']+\.?[^\s<>\"']*\Z", text):
        raise ValueError("is not a web address; write one that begins with https://")
    return text


def language(text: str) -> str:
    try:
        if not _LANGUAGE.match(text):
            raise ValueError
        Locale.parse(text, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        raise ValueError("is not a language; write its code, such as zh-CN or en") from None
    return text


def time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        raise ValueError("is not a time zone; write one such as Asia/Shanghai") from None
    return text


def rate(text: str) -> Fraction:
    """`1:1`, `1:2` (one for two given) or `0.5`: what is added to each 1 given."""
    found = re.match(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)(?::([0-9]{1,4}))?\Z", text)
    if not found or (found[2] is not None and int(found[2]) == 0) or Fraction(found[1]) == 0:
        raise ValueError(f'{shown(text)} is not a rate; write "1:1", "1:2" (1 for each 2 given) or "0.5"')
    return Fraction(found[1]) / int(found[2] or 1)
