from datetime import date

import pytest
from check_ledgers import at, donor, found, issues, shown

from generator.model.donors import DonorConsent


def fields(*records):
    return [(severity, field) for severity, field, _ in found(*records)]


@pytest.mark.parametrize("visibility", ["public", "pseudonymous"])
def test_who_is_shown_has_agreed_on_a_day(visibility):
    assert fields(donor(visibility=visibility, pseudonym="雨")) == [("error", "consent")]
    assert found(shown(visibility=visibility, pseudonym="雨滴")) == []


def test_nobody_is_shown_more_than_they_agreed_to():
    assert fields(shown(visibility="public", to="pseudonymous")) == [("error", "visibility")]
    assert found(shown(visibility="pseudonymous", to="public", pseudonym="雨滴")) == []
    assert found(donor(visibility="private")) == found(donor(visibility="excluded")) == []


def test_a_consent_of_tomorrow_is_none():
    late = donor(visibility="public", consent=DonorConsent(date(2025, 7, 1), "public"))
    assert fields(late) == [("error", "consent")]


def test_minors_are_never_public():
    assert fields(shown(visibility="public", minor=True)) == [("error", "visibility")]
    assert found(shown(minor=True, pseudonym="雨滴")) == []


@pytest.mark.parametrize(
    ("pseudonym", "email"),
    [
        ("林小雨", None),
        ("林 小雨", None),
        ("林小雨妈妈", None),
        ("Xiaoyu", "xiaoyu@example.org"),
        ("xiao", "XIAOYU@example.org"),
        ("xiaoyu2015", "xiaoyu@example.org"),
    ],
)
def test_a_pseudonym_is_not_made_of_name_or_address(pseudonym, email):
    [(severity, field, message)] = found(shown(pseudonym=pseudonym, email=email))
    assert (severity, field) == ("error", "pseudonym")
    assert not any(part in message for part in (pseudonym, "林小雨", email or "林小雨"))


def test_a_letter_in_common_with_an_address_says_nothing():
    assert found(shown(pseudonym="X", email="xiaoyu@example.org")) == []
    assert found(shown(pseudonym="Allen", name="Al")) == []


def test_donors_without_pseudonym_are_one_warning_a_file():
    assert fields(shown()) == [("warning", "pseudonym")]
    several = [at(shown(f"d{n}"), n, "content/donors/import.yml") for n in (3, 1, 2)]
    [issue] = issues(*several)
    assert issue.source.line == 1
    assert '"d1" is pseudonymous and has none (so have 2 other donors in this file)' in issue.message


def test_names_that_look_the_same_are_one_warning_by_id():
    alike = [
        shown("a", name="A", pseudonym="ＲＡＩＮ"),
        shown("b", name="B", pseudonym="rain"),
        shown("c", "public", name="Rain"),
    ]
    [(severity, field, message)] = found(*alike)
    assert (severity, field) == ("warning", "pseudonym")
    assert message.startswith("the donors a, b, c are shown") and "rain" not in message.casefold()


def test_many_names_that_look_the_same_are_counted():
    twins = [shown(f"d{n}-{m}", "public", name=f"Name {chr(0x4E00 + n)}") for n in range(23) for m in range(2)]
    told = found(*twins)
    assert len(told) == 21
    assert [m for _, _, m in told if "is the first of 3 more names" in m]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rain", "rаin"),  # Cyrillic a
        ("ΑΝΝΑ", "Anna"),  # Greek capitals
        ("Bill", "Bi11"),
        ("O2", "02"),
        ("Torn Owen", "Tom Owen"),
        ("口哨", "ロ哨"),  # Katakana ro
        ("山一", "山ー"),
        ("Café", "Cafe\u0301"),
        ("小 雨", "小雨"),
        ("小雨", "小\ufe0e雨"),  # a mark that chooses another look, which letters do not have
    ],
)
def test_names_of_one_look_are_told(one, other):
    [(severity, field, message)] = found(shown("a", "public", name=one), shown("b", "public", name=other))
    assert (severity, field, message.startswith("the donors a, b are shown")) == ("warning", "name", True)


@pytest.mark.parametrize(("one", "other"), [("林小雨", "林小雪"), ("Anna", "Hanna"), ("Café", "Cafe"), ("二", "三")])
def test_names_of_another_look_are_not(one, other):
    assert found(shown("a", "public", name=one), shown("b", "public", name=other)) == []


def test_hidden_donors_may_share_a_name():
    assert found(donor("a", "王"), donor("b", "王"), shown("c", "public", name="王")) == []


def test_a_key_is_one_donors():
    same = "abcdefgh"
    [issue] = issues(donor("a", "甲", key=same), donor("b", "乙", key=same), donor("c", "丙", key="12345678"))
    assert (issue.source.file, issue.field) == ("content/donors/b.yml", "key")
