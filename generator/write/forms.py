"""The forms under which a private string may stand in a published file: byte patterns, and bytes without escapes.

References of letters (`&#38472;`), percent-encoding and JSON's `\\u9648` are undone in the file that is searched, once
for all strings. All else (base64, quotes and brackets in HTML and JSON) is a pattern of each string.
"""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from binascii import b2a_base64
from collections.abc import Iterable, Iterator
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_precision

from generator.model.money import Money
from generator.render.formats import locale_of

#: Shorter base64 would turn up by chance in the sealed archives of a large site.
_LEAST_BASE64 = 10

Form = tuple[str, bytes]  # the form's name, the pattern

#: Its first letter stands apart, so that `re` looks for one of two signs: pictures take a fifth of the time.
_ESCAPE = re.compile(
    rb"[&%](?:(?<=&)#(?:[xX](?P<hex>[0-9A-Fa-f]{1,8})|(?P<decimal>[0-9]{1,8}));?"
    rb"|(?<=%)(?P<percent>[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*))"
)
_JSON_ESCAPE = re.compile(rb"\\u[0-9A-Fa-f]{4}")
#: All ASCII around an escape of JSON's.
_JSON = re.compile(rb"(?<![\x00-\x7f])[\x00-\x7f]*?\\u[0-9A-Fa-f]{4}[\x00-\x7f]*+")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
#: What templates write for quotes on nearly every page; patterns look for these themselves.
_QUOTES = (b"&#39;", b"&#34;", b"&#x27;")
_BEYOND_UNICODE = 0x110000
#: Signs that HTML, JSON or an address writes otherwise, or that begin an escape.
_MARKED = re.compile(r"""[\x00-\x20"%&'<>\\]""")


def unescaped(body: bytes) -> bytes | None:
    """`body` with references, percent-encoding and JSON escapes undone; None where it has none but quotes."""
    # one byte is looked for at 20 times the speed of two, and most pages have none of these
    json = b"\\" in body and _JSON_ESCAPE.search(body)
    if (
        json
        or (b"&" in body and body.count(b"&#") > sum(body.count(quote) for quote in _QUOTES))
        or (b"%" in body and _PERCENT.search(body))
    ):
        plain = _ESCAPE.sub(_letters, _JSON.sub(_without_json, body) if json else body)
        return None if plain == body else plain
    return None


def _without_json(ascii_text: re.Match[bytes]) -> bytes:
    """JSON's escapes undone, a long stretch at once: a search index is full of them."""
    return _utf8(ascii_text[0].decode("raw_unicode_escape", "replace"))


def _letters(escape: re.Match[bytes]) -> bytes:
    if escape["percent"]:
        return bytes.fromhex(escape["percent"].replace(b"%", b"").decode())
    code = int(escape["hex"], 16) if escape["hex"] else int(escape["decimal"])
    return _utf8(chr(code)) if code < _BEYOND_UNICODE else escape[0]


def _utf8(text: str) -> bytes:
    """UTF-8, in which the two halves of a letter beyond U+FFFF are one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def forms(text: str) -> list[Form]:
    """`text` as it is, as HTML, JSON and addresses write it beside what `unescaped` undoes, and in base64.

    A pattern may come twice.
    """
    found: list[Form] = []
    for spelling in dict.fromkeys((text, unicodedata.normalize("NFC", text))):
        raw = spelling.encode()
        found.append(("plain text", raw))
        if _MARKED.search(spelling):
            for name, form in _escaped(spelling):
                found.append((name, form))
                found.append((name, unescaped(form) or form))  # of a text that holds an escape itself
        found += _base64(raw)
    return found


def key_forms(raw: bytes) -> Iterator[Form]:
    """A key's bytes as they are, in hexadecimal, in base64 (both alphabets), and base64 of these."""
    yield "plain bytes", raw
    for text in (raw.hex(), raw.hex().upper(), base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()):
        yield from forms(text.rstrip("="))
    yield from _base64(raw)


def amounts(money: Money, languages: Iterable[str]) -> Iterator[Form]:
    """A sum as pages and data write it: 1234.50, and with the separators of each language."""
    places = get_currency_precision(money.currency)
    value = Decimal(money.minor).scaleb(-places)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    for text in (f"{value:.{places}f}", *(format_decimal(value, pattern, locale_of(lang)) for lang in languages)):
        yield "plain text", text.encode()


def _escaped(text: str) -> Iterator[Form]:
    yield from (("HTML escapes", form.encode()) for form in _html(text))
    yield "JSON escapes", json.dumps(text, ensure_ascii=False)[1:-1].encode()
    yield "percent-encoding", text.replace(" ", "+").encode()


def _html(text: str) -> Iterator[str]:
    escaped = html.escape(text)
    yield escaped
    yield html.escape(text, quote=False)
    yield escaped.replace("&#x27;", "'")
    yield escaped.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")  # as MarkupSafe writes them


def _base64(raw: bytes) -> list[Form]:
    """What is certain of the base64 of a longer text that holds `raw`, for each of three alignments."""
    found: list[Form] = []
    for shift in range(3):
        code = b2a_base64(b"\0" * shift + raw)
        first = (0, 2, 3)[shift]  # these characters also carry bits of what stands before
        last = (shift + len(raw)) * 8 // 6  # and those from here on, of what stands behind
        inner = code[first:last]
        if len(inner) >= _LEAST_BASE64:
            found.append(("base64", inner))
            found.append(("base64", inner.replace(b"+", b"-").replace(b"/", b"_")))
    return found
