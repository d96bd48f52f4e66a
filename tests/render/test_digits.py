import re
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from generator.model.money import Money
from generator.render.formats import Formats

LANGUAGES = ("zh-CN", "en", "zh-TW", "de", "de-CH", "fr", "es", "pt-BR", "pl", "hi", "ar", "ja", "bn", "en-IN", "sv")
CURRENCIES = (("CNY", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("EUR", 2))


@given(st.sampled_from(LANGUAGES), st.sampled_from(CURRENCIES), st.integers(-(10**13), 10**13))
def test_amounts_are_written_as_babel_writes_them(language: str, currency: tuple[str, int], minor: int) -> None:
    code, places = currency
    glued = format_currency(Decimal(minor).scaleb(-places), code, locale=Locale.parse(language, sep="-"))
    wanted = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", "\N{NO-BREAK SPACE}", glued)  # letters stand apart
    assert wanted == Formats(language).money(Money(minor, code))


@given(st.sampled_from(LANGUAGES), st.one_of(st.integers(-(10**12), 10**12), st.decimals(-(10**6), 10**6, places=2)))
def test_numbers_are_written_as_babel_writes_them(language: str, number: int | Decimal) -> None:
    assert format_decimal(number, locale=Locale.parse(language, sep="-")) == Formats(language).number(number)
