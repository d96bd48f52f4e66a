"""What an author probably meant by a text that cannot be read, so that a message says what would be right.

Messages quote a text only where it cannot be somebody's name, e-mail or phone (`shown`). Nothing is guessed that may as
well be something else: 5/6/2025 is a day in May or in June.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

_PERSONAL, _BETWEEN = re.compile(r"\d{11}"), re.compile(r"[^\dA-Za-z:]")  # the digits of a time stay apart
_QUOTES = "“”‘’「」"
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "_": "", "'": "", " ": ""})
_GROUPED = re.compile(r"[^,.]{1,3}(,[^,.]{3})+(\.|\Z)")
_SHORTENED = re.compile(r"-?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+\Z")
_LONG = re.compile(r"-?([0-9]{14,})(?:\.[0-9]+)?\Z")
_FORMULA_ERROR = re.compile(r"#(?:N/A|(?:VALUE|REF|DIV/0|NAME|NUM|NULL|SPILL|CALC|ERROR)[!?])|##+")
_BY_TENS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)([百千万])\Z")
_TENS = {"百": 100, "千": 1000, "万": 10_000}
_LOOSE_DAY = re.compile(r"([0-9]{4})\s*[-/.年]?\s*([0-9]{1,2})\s*[-/.月]?\s*([0-9]{1,2})\s*日?(?:[ T].*)?\Z")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:[ T].*)?\Z")
#: A day as spreadsheets count it, from 1954 to 2119, with the part of it that a time is.
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:\.[0-9]+)?\Z")
_SERIAL_ZERO = date(1899, 12, 30)


def shown(text: str) -> str:
    """`text` quoted where that gives nobody away: short, mostly figures, but no number as long as a telephone's,
    however it is grouped; else "this"."""
    letters = sum(c.isalpha() for c in text)
    figures = any(c.isdigit() for c in text) and not _PERSONAL.search(_BETWEEN.sub("", text))
    if len(text) <= 24 and "@" not in text and letters <= 4 and figures and text.isprintable():
        return f'"{text}"'
    return "this"


def no_amount(text: str) -> str | None:
    """What a text that is no amount is instead, and what would be right; None where that cannot be told."""
    if _SHORTENED.match(text):
        right = 'let its column show all digits there, such as "50.00"'
        return f"{shown(text)} is not an amount, but a number that a spreadsheet shortened; {right}"
    if long := _LONG.match(text):
        right = "is it a voucher's or an account's number? write what was given or spent"
        return f'has {len(long[1])} digits before the point, more than any amount; {right}, such as "50.00"'
    return _formula_error(text)


def _formula_error(text: str) -> str | None:
    if _FORMULA_ERROR.fullmatch(text):
        return f'"{text}" stands in a spreadsheet for a mistake, or in a narrow column; correct the cell there'
    return None


def likely_amount(text: str) -> str:
    """What was probably meant by an amount that cannot be read, else an example."""
    plain = digits(unicodedata.normalize("NFKC", text).strip("¥￥$€£元 " + _QUOTES))
    if tens := _BY_TENS.match(plain):
        plain = f"{(Decimal(tens[1]) * _TENS[tens[2]]).normalize():f}"
    return plain if re.fullmatch(r"-?[0-9]{1,13}(\.[0-9]{1,2})?", plain) else "50.00"


def digits(plain: str) -> str:
    """`plain` with digits for what looks like them, and no commas between thousands; in 12,5 the comma says more."""
    spelt = plain.translate(_LOOKALIKES)
    return spelt.replace(",", "") if _GROUPED.match(spelt) else spelt


def no_day(text: str) -> str | None:
    """What is wrong with a text that a spreadsheet has for a day, and what would be right; None where it is none."""
    if serial := _SERIAL.match(text):
        meant = _SERIAL_ZERO + timedelta(int(serial[1]))
        return f"{shown(text)} is a day as a spreadsheet counts them; show its column as days there, such as {meant}"
    return _formula_error(text)


def likely_day(text: str) -> str:
    """What was probably meant by a day that cannot be read, else an example."""
    plain = unicodedata.normalize("NFKC", text).strip(" " + _QUOTES)
    found: list[tuple[str, str, str]] = []
    if (loose := _LOOSE_DAY.match(plain)) and len(loose[2]) + len(loose[3]) >= 2:
        found = [(loose[1], loose[2], loose[3])]
    elif last := _YEAR_LAST.match(plain):
        found = [(last[3], last[1], last[2]), (last[3], last[2], last[1])]
    days = {day for year, month, number in found if (day := _day(int(year), int(month), int(number)))}
    return str(days.pop()) if len(days) == 1 else "2021-05-20"


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if 1800 <= year <= 2200 else None
    except ValueError:
        return None
