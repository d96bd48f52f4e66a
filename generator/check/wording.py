"""The few turns of phrase that rules share, so that every message says what is wrong and then what would be right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from babel.numbers import get_currency_precision

from generator.issues import Issue, Source


def error(source: Source, field: str, message: str) -> Issue:
    return Issue(source, field, message)


def warning(source: Source, field: str, message: str) -> Issue:
    return Issue(source, field, message, "warning")


def unknown(found: str, kind: str, known: Collection[str], where: str) -> str:
    """`"luch" is not a project; did you mean "lunch"?`, or where such ids stand when none is near."""
    near = get_close_matches(found, known, n=1, cutoff=0.6)
    right = f'did you mean "{near[0]}"?' if near else f"write an id from {where}"
    return f'"{found}" is not {kind}; {right}'


def listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def amount(minor: int, currency: str) -> str:
    """`USD 50.00`: minor units as authors may write them."""
    exponent = get_currency_precision(currency)
    whole, part = divmod(abs(minor), 10**exponent)
    sign = "-" if minor < 0 else ""
    return f"{currency} {sign}{whole}" + (f".{part:0{exponent}d}" if exponent else "")
