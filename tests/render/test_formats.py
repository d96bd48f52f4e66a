from datetime import date

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from generator.model.money import Band, Money
from generator.render import formats
from generator.render.formats import Formats


@pytest.mark.parametrize(
    ("language", "minor", "currency", "text"),
    [
        ("zh-CN", 5000, "CNY", "¥50.00"),
        ("zh-CN", -5000, "CNY", "-¥50.00"),
        ("zh-CN", 5000, "JPY", "JP¥5,000"),
        ("en", 123456789, "USD", "$1,234,567.89"),
        ("en", 1, "KWD", "KWD\N{NO-BREAK SPACE}0.001"),
        ("zh-CN", 1_234_567, "KWD", "KWD\N{NO-BREAK SPACE}1,234.567"),
        ("en", -500, "CHF", "-CHF\N{NO-BREAK SPACE}5.00"),
        ("en", 5000, "CNY", "CN¥50.00"),
    ],
)
def test_money_keeps_every_minor_digit(language: str, minor: int, currency: str, text: str) -> None:
    assert Formats(language).money(Money(minor, currency)) == text


@pytest.mark.parametrize(
    ("language", "minor", "text"),
    [
        ("zh-CN", 999900, "¥9,999.00"),
        ("zh-CN", 82_345_678, "¥823,456.78"),
        ("zh-CN", 123_456_700, "¥123.5万"),
        ("zh-CN", 12_345_678_900, "¥1.2亿"),
        ("en", 99_999_999, "CN¥999,999.99"),
        ("en", 123_456_700, "CN¥1.2M"),
    ],
)
def test_headlines_are_exact_up_to_a_million_and_then_count_in_wan_and_yi(language: str, minor: int, text: str) -> None:
    assert Formats(language).compact(Money(minor, "CNY")) == text


def test_a_code_of_letters_stands_apart_in_headlines_and_bands_too() -> None:
    en = Formats("en")
    assert "CHF\N{NO-BREAK SPACE}1.2M" == en.compact(Money(123_456_700, "CHF"))
    assert "CHF\N{NO-BREAK SPACE}100–500" == en.band(Band(100, 500, "CHF"))


@pytest.mark.parametrize(
    ("language", "low", "high", "currency", "text"),
    [
        ("zh-CN", 100, 500, "CNY", "¥100–500"),
        ("en", 1000, 5000, "CNY", "CN¥1,000–5,000"),
        ("en", 0, 1, "USD", "$0–1"),
        ("zh-CN", 5000, 10_000, "JPY", "JP¥5,000–10,000"),
        ("de", 500, 1000, "EUR", "500–1.000\N{NO-BREAK SPACE}€"),
    ],
)
def test_a_band_has_whole_units_and_one_sign(language: str, low: int, high: int, currency: str, text: str) -> None:
    assert Formats(language).band(Band(low, high, currency)) == text


def test_days_as_the_language_writes_them() -> None:
    day = date(2024, 10, 12)
    zh, en = Formats("zh-CN"), Formats("en")
    assert [zh.day(day), zh.short_day(day), zh.month(day), zh.month((2024, 3))] == [
        "2024年10月12日",
        "10月12日",
        "2024年10月",
        "2024年3月",
    ]
    assert [en.day(day), en.month((2024, 3))] == ["12 October 2024", "March 2024"]


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (date(2025, 9, 5), date(2025, 9, 9), "2025年9月5日至9日", "5–9 September 2025"),
        (date(2026, 2, 25), date(2026, 3, 31), "2026年2月25日至3月31日", "25 February – 31 March 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "2025年12月30日至2026年1月2日", "30 December 2025 – 2 January 2026"),
    ],
)
def test_a_span_of_days_says_once_what_both_ends_share(start: date, end: date, zh: str, en: str) -> None:
    said = "".join(Formats("en").days(start, end)).replace("\N{THIN SPACE}", " ")
    assert ("".join(Formats("zh-CN").days(start, end)), said) == (zh, en)
    assert Formats("zh-CN").days(start, end)[1] == "至"


@pytest.mark.parametrize("end", [date(2025, 9, 9), date(2025, 10, 9), date(2026, 1, 2)])
def test_a_span_of_days_has_two_ends_in_every_language(end: date) -> None:
    start = date(2025, 9, 5)
    for language in (name.replace("_", "-") for name in locale_identifiers()):
        first, between, last = Formats(language).days(start, end)
        assert all(part.strip() for part in (first, between, last)), language
        assert len(between) <= 12, (language, between)


def test_a_year_is_never_grouped() -> None:
    zh = Formats("zh-CN")
    assert [zh.value("year", 2024), zh.value("count", 2024)] == ["2024", "2,024"]


def test_a_total_names_the_currencies_in_which_there_is_anything() -> None:
    en, nothing, some = Formats("en"), Money(0, "CNY"), Money(20_000, "USD")
    assert "$200.00" == en.total((nothing, some)) == en.compact((nothing, some))
    assert "CN¥0.00" == en.total((nothing,)) == en.total((nothing, Money(0, "USD")))
    assert "CN¥1.00 +\N{NO-BREAK SPACE}$200.00" == en.total((Money(100, "CNY"), some))


@given(
    st.dates(),
    st.sampled_from(("zh-CN", "en", "de", "ar-EG", "fa", "ja", "th", "hu", "ru", "fr", "ca", "lt", "eu")),
    st.sampled_from(("long", "short", "month")),
)
def test_a_day_learnt_is_the_day_that_babel_writes(day: date, language: str, style: str) -> None:
    assert formats._day_by_babel(day, style, language) == formats._day(day, style, language)
