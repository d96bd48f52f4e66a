"""From a private string to the byte patterns under which it may stand in a published file."""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import quote, quote_plus

from babel.numbers import format_decimal, get_currency_precision

from generator.model.money import Money
from generator.render.formats import locale_of

#: Shorter base64 would turn up by chance in the sealed archives of a large site.
_LEAST_BASE64 = 10

Form = tuple[str, bytes]  # the form's name, the pattern


def forms(text: str) -> Iterator[Form]:
    """`text` as it is, HTML-escaped, percent-encoded, JSON-escaped and in base64; a pattern may come twice."""
    for spelling in dict.fromkeys((text, unicodedata.normalize("NFC", text))):
        raw = spelling.encode()
        yield "plain text", raw
        yield from (("HTML escapes", form.encode()) for form in _html(spelling))
        percent = quote(spelling, safe="")
        for form in (percent, quote(spelling, safe="/@:"), quote_plus(spelling)):
            yield "percent-encoding", form.encode()
            yield "percent-encoding", _lower_escapes(form).encode()
        escaped = json.dumps(spelling)[1:-1]
        yield "JSON escapes", escaped.encode()
        yield "JSON escapes", _upper_escapes(escaped).encode()
        yield from (("base64", form) for form in _base64(raw))


def amounts(money: Money, languages: Iterable[str]) -> Iterator[Form]:
    """A sum as pages and data write it: 1234.50, and with the separators of each language."""
    places = get_currency_precision(money.currency)
    value = Decimal(money.minor).scaleb(-places)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    for text in (f"{value:.{places}f}", *(format_decimal(value, pattern, locale_of(lang)) for lang in languages)):
        yield "plain text", text.encode()


def _html(text: str) -> Iterator[str]:
    escaped = html.escape(text)
    yield escaped
    yield html.escape(text, quote=False)
    yield escaped.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")  # as MarkupSafe writes them
    for every in (False, True):  # Markdown writes each letter of an e-mail address as a reference
        for reference in ("&#{};", "&#x{:x};", "&#x{:X};"):
            yield "".join(reference.format(ord(c)) if every or ord(c) > 127 else html.escape(c) for c in text)


def _lower_escapes(text: str) -> str:
    """`%E9%99` -> `%e9%99`; what is not an escape stays."""
    head, *parts = text.split("%")
    return "%".join([head, *(p[:2].lower() + p[2:] for p in parts)])


def _upper_escapes(text: str) -> str:
    head, *parts = text.split("\\u")
    return "\\u".join([head, *(p[:4].upper() + p[4:] for p in parts)])


def _base64(raw: bytes) -> Iterator[bytes]:
    """What is certain of the base64 of a longer text that holds `raw`, for each of three alignments."""
    for shift in range(3):
        code = base64.b64encode(b"\0" * shift + raw)
        first = (0, 2, 3)[shift]  # these characters also carry bits of what stands before
        last = (shift + len(raw)) * 8 // 6  # and those from here on, of what stands behind
        inner = code[first:last]
        if len(inner) >= _LEAST_BASE64:
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")
