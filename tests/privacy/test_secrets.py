"""What the leak gate is given to look for, and what it is told to let be."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import donor, gift, ledger, refund, update

from generator.issues import Source
from generator.model.donors import Donor
from generator.model.gifts import Gift
from generator.model.words import Consent
from generator.privacy.identity import identities
from generator.privacy.secrets import secrets, shown_words

TODAY = date(2026, 1, 1)


def test_a_childs_full_name_is_looked_for_even_in_the_sites_own_words() -> None:
    given = {"scope": ("story",), "purpose": "x", "channel": ("site",), "since": date(2025, 1, 1)}
    source = Source("private/updates/2025-03-01-rain.md", 7)
    child = Consent(source, "xiaohe", child=True, name="何小满", **given)  # type: ignore[arg-type]
    grown = Consent(source, "lao-ma", name="马大山", **given)  # type: ignore[arg-type]
    found = secrets(ledger(updates=[update("2025-03-01-rain", consents=(grown, child))]), TODAY)
    assert [("何小满", "consents[1].name", True)] == [(s.text, s.field, s.strict) for s in found]


def test_words_of_donors_by_their_leave() -> None:
    records = ledger(
        donors=[
            donor("ann", name="安然", words="天天开心"),
            donor("bo", "pseudonymous", name="薄荷", pseudonym="一粒米", words="我是薄荷"),
            donor("cy", "private", None, name="陈不具名", words="不说"),
        ],
        gifts=[
            gift("ann-1", "2024-03-01", 1000, note="给图书角"),
            gift("ann-2", "2024-03-01", 1000, note="别说是我", hide_name=True),
            gift("bo-1", "2024-03-01", 1000, note="薄荷留言"),
            gift("bo-2", "2024-03-01", 1000, in_kind="二十本书"),
            gift("cy-1", "2024-03-01", 1000, note="私下"),
        ],
    )
    assert {"安然", "天天开心", "给图书角", "一粒米", "二十本书"} == set(
        shown_words(records, identities(records, "secret", TODAY)).split("\n")
    )


def _amounts(*gifts: Gift, bands: bool = False, **people: Donor) -> set[int]:
    found = secrets(ledger(donors=people.values(), gifts=gifts), TODAY, bands)
    return {s.amount.minor for s in found if s.amount}


@pytest.mark.parametrize(
    ("seen", "hides", "bands", "is_secret"),
    [
        ("public", False, False, False),
        ("public", False, True, False),  # bands are for pseudonyms
        ("public", True, False, True),
        ("pseudonymous", False, False, False),
        ("pseudonymous", False, True, True),
        ("pseudonymous", True, False, True),
        ("private", False, False, True),
        ("excluded", False, False, True),
    ],
)
def test_the_amounts_of_those_who_show_none_are_secret(seen: str, hides: bool, bands: bool, is_secret: bool) -> None:
    ann = donor("ann", seen, hide_amounts=hides, pseudonym="一粒米")
    assert ({123456} if is_secret else set()) == _amounts(gift("ann-1", "2025-03-01", 123456), bands=bands, ann=ann)


@pytest.mark.parametrize("hidden", [{"hide_amount": True}, {"hide_name": True}])
def test_a_gift_that_is_hidden_by_itself_has_a_secret_amount(hidden: dict[str, bool]) -> None:
    open_ = gift("ann-1", "2025-03-01", 123456)
    assert {654321} == _amounts(open_, gift("ann-2", "2025-03-02", 654321, **hidden), ann=donor("ann"))


def test_an_amount_is_telling_by_its_digits_and_as_the_only_one() -> None:
    ann, bo = donor("ann", "private"), donor("bo")
    few, enough = gift("ann-1", "2025-03-01", 500000), gift("ann-2", "2025-03-01", 1234500)
    refunded = refund("ann-3", "2025-04-01", 98765, "ann-2")
    assert {1234500, 98765} == _amounts(few, enough, refunded, gift("ann-4", "2025-05-01", 1234), ann=ann)
    assert {98765} == _amounts(enough, refunded, gift("bo-1", "2025-03-01", 1234500), ann=ann, bo=bo)
    other_money = gift("bo-1", "2025-03-01", 1234500, currency="USD")
    assert {1234500, 98765} == _amounts(enough, refunded, other_money, ann=ann, bo=bo)


def test_it_is_said_how_the_donor_is_seen() -> None:
    people = [
        donor("ann", hide_amounts=True, email="ann@example.org"),
        donor("bo", "pseudonymous", pseudonym="一粒米", words="天天开心"),
        donor("cy", "private", pseudonym="一阵风", words="不说"),
        donor("di", "excluded"),
    ]
    gifts = [gift("ann-1", "2025-03-01", 123456), gift("cy-1", "2025-03-01", 234567, note="私下")]
    assert {
        ("email", "a public donor"),
        ("gift", "a donor who hides it"),
        ("name", "a pseudonymous donor"),
        ("id", "a pseudonymous donor"),
        ("name", "a private donor"),
        ("id", "a private donor"),
        ("pseudonym", "a private donor"),
        ("words", "a private donor"),
        ("note", "a donor who is private"),
        ("gift", "a donor who is private"),
        ("name", "an excluded donor"),
        ("id", "an excluded donor"),
    } == {(s.field, s.whose) for s in secrets(ledger(donors=people, gifts=gifts), TODAY)}
