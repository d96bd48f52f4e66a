"""What the leak gate is given to look for, and what it is told to let be."""

from __future__ import annotations

from datetime import date

from ledger_samples import donor, gift, ledger, update

from generator.issues import Source
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
            gift("cy-1", "2024-03-01", 1000, note="私下"),
        ],
    )
    assert {"安然", "天天开心", "给图书角", "一粒米"} == set(
        shown_words(records, identities(records, "secret", TODAY)).split("\n")
    )
