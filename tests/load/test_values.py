"""Single values: what is read, what is refused, and that refusals say what would be right."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load import meant, values
from generator.model.money import Money


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("50.00", "CNY", Money(5000, "CNY")),
        ("1.10", "CNY", Money(110, "CNY")),
        ("1.1", "CNY", Money(110, "CNY")),
        ("010", "CNY", Money(1000, "CNY")),
        ("-0.50", "CNY", Money(-50, "CNY")),
        ("5000", "JPY", Money(5000, "JPY")),
        ("1.234", "KWD", Money(1234, "KWD")),
        ("USD 50.00", "CNY", Money(5000, "USD")),
        ("50.00 USD", "CNY", Money(5000, "USD")),
        ("9999999999999.99", "CNY", Money(999999999999999, "CNY")),
    ],
)
def test_money(text: str, currency: str, expected: Money) -> None:
    assert expected == values.money(text, currency)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("5O.00", "50.00"), ("1,280.50", "1280.50"), ("５０.００", "50.00"), ("¥50", "50"), ("1_000", "1000"),
        ("1.5万", "15000"), ("3千元", "3000"), ("1.23456万", "12345.6"), ("2万5", "50.00"), ("12,5", "50.00"),
        ("1.20E+03", "50.00"), ("4.20004E+27", "50.00"),
        ("1e3", "50.00"), ("NaN", "50.00"), ("", "50.00"), (".5", "50.00"), ("5.", "50.00"), ("+5", "50.00"),
        ("0x10", "50.00"), ("٥٠", "50.00"), ("USD 5 USD", "50.00"), ("50.00\n", "50.00"), ("--5", "50.00"),
    ],
)  # fmt: skip
def test_money_refused_with_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(ValueError, match="is not an amount") as wrong:
        values.money(text, "CNY")
    assert str(wrong.value).endswith(f'such as "{right}"')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.20E+03", '"1.20E+03" is not an amount, but a number that a spreadsheet shortened'),
        ("4.20004E+27", "a number that a spreadsheet shortened"),
        ("20250102123456", "has 14 digits before the point, more than any amount"),
        ("-12345678901234567890.00", "has 20 digits before the point"),
        ("#VALUE!", '"#VALUE!" stands in a spreadsheet for a mistake'),
        ("########", "or in a narrow column"),
    ],
)
def test_what_is_anything_but_an_amount_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        values.money(text, "CNY")


@pytest.mark.parametrize(
    "text",
    [
        "13900001111", "110101199003070011", "6222020200112233445", "139 0000 1111", "139-0000-1111",
        "+86 139–00001111", "(010) 5550 1234", "139.0000/1111",
        "139·0000_1111", "（010）5550−1234", "１３９００００１１１１",
    ],
)  # fmt: skip
def test_numbers_as_long_as_a_telephones_are_not_quoted(text: str) -> None:
    assert "this" == meant.shown(text)


@pytest.mark.parametrize(("text", "currency"), [("1.001", "CNY"), ("1.5", "JPY"), ("USD 1.001", "JPY")])
def test_money_has_no_more_decimals_than_its_currency(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="after the point"):
        values.money(text, currency)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_money_is_exact(minor: int) -> None:
    text = f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"
    assert Money(minor, "CNY") == values.money(text, "CNY")


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_days(day: date) -> None:
    assert day == values.day(day.isoformat())


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2021/5/20", "2021-05-20"),
        ("2021年5月2日", "2021-05-02"), ("20210520", "2021-05-20"), ("2021.05.20", "2021-05-20"),
        ("２０２１-05-20", "2021-05-20"), ("2021-05-02 08:15:00", "2021-05-02"), ("2021/5/2 8:15", "2021-05-02"),
        ("5/20/2025", "2025-05-20"), ("20/5/2025", "2025-05-20"), ("20.05.2025", "2025-05-20"),
        ("5/5/2025", "2025-05-05"), ("5/6/2025", "2021-05-20"), ("31/31/2025", "2021-05-20"),
        ("44318", "2021-05-02"), ("44318.34375", "2021-05-02"), ("9999", "2021-05-20"),
        ("2021-02-30", "2021-05-20"), ("2021-W20-1", "2021-05-20"), ("0001-01-01", "2021-05-20"),
    ],
)  # fmt: skip
def test_days_refused_with_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(ValueError, match=f"such as {right}$"):
        values.day(text)


def test_a_day_as_a_spreadsheet_counts_it_is_told() -> None:
    with pytest.raises(ValueError, match="is a day as a spreadsheet counts them; show its column as days there"):
        values.day("44318")
    with pytest.raises(ValueError, match=r'^"#N/A" stands in a spreadsheet for a mistake'):
        values.day("#N/A")


@pytest.mark.parametrize(
    ("text", "rate"), [("1:1", Fraction(1)), ("1:2", Fraction(1, 2)), ("0.5", Fraction(1, 2)), ("2", Fraction(2))]
)
def test_rates(text: str, rate: Fraction) -> None:
    assert rate == values.rate(text)


@pytest.mark.parametrize("text", ["0", "1:0", "0:1", "-1", "1:1:1", "half", ""])
def test_rates_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate"):
        values.rate(text)


@pytest.mark.parametrize("text", ["con", "nul", "com1", "lpt9", "aux", "prn"])
def test_reserved_ids(text: str) -> None:
    with pytest.raises(ValueError, match="Windows"):
        values.identifier(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a b", "a/b", "..", "a" * 64, "é", "a\n"])
def test_ids_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        values.identifier(text)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "java&#115;cript:x", " https://e.org", "https://", "//e.org", "https:/\\e.org",
        "data:text/html,x", "https://e.org/'><script>", "https://e.org/ x", "ftp://e.org", "HTTPS://e.org/\x01",
    ],
)  # fmt: skip
def test_addresses_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a web address"):
        values.address(text)


def test_names_are_nfc() -> None:
    assert "é" == values.name(" e\u0301 ")
    assert "no" == values.name("no")


@pytest.mark.parametrize(
    "sign",
    [
        "\u115f",
        "\u3164",
        "\u2800",
        "\U000e0041",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u2060",
        "\u2028",
        "\n",
    ],
)
def test_names_with_unseen_signs_are_refused_unquoted(sign: str) -> None:
    with pytest.raises(ValueError, match=r"holds a character|several lines") as wrong:
        values.name(f"Lin{sign}Wen")
    assert "Lin" not in str(wrong.value)


@pytest.mark.parametrize("text", ["王👨\u200d👩\u200d👧一家", "👩🏽\u200d🌾", "❤\ufe0f\u200d🔥", "🙂\u200d↔\ufe0f"])
def test_joined_emoji_stay_joined(text: str) -> None:
    assert text == values.name(text)


@pytest.mark.parametrize(
    "text", ["王\u200d👨", "👨\u200d王", "👨\u200d\u200d👩", "👨\u200d", "a\ufe0f\u200db", "👨\u200b👩"]
)
def test_a_joiner_that_joins_no_emoji_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be seen \(U\+200[BD]\); delete the text and type it again"):
        values.name(text)


@pytest.mark.parametrize(("text", "right"), [("yes", True), ("true", True), ("no", False), ("false", False)])
def test_yes_and_no(text: str, right: bool) -> None:
    assert right is values.yes(text)


@pytest.mark.parametrize("text", ["on", "1", "Yes", "是", ""])
def test_neither_yes_nor_no(text: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        values.yes(text)


@pytest.mark.parametrize("text", ["林小雨", "lin@example.org", "Lin Xiaoyu 1990", "a" * 30 + "1"])
def test_private_looking_texts_are_not_quoted(text: str) -> None:
    assert "this" == meant.shown(text)
