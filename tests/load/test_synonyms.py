"""Another word for a field is told the field's own; no word is offered that the file does not know."""

from __future__ import annotations

import pytest

from generator.load.explain import field_names, unknown
from generator.load.schema.journeys import DonorModel, GiftEntry
from generator.load.schema.pages import UpdateModel

DONOR, GIFT, UPDATE = (field_names(model) for model in (DonorModel, GiftEntry, UpdateModel))


@pytest.mark.parametrize(
    ("known", "word", "field"),
    [
        (GIFT, "amount", "gift"),
        (GIFT, "Project", "for"),
        (GIFT, "payment method", "via"),
        (GIFT, "备注", "note"),
        (DONOR, "姓名", "name"),
        (DONOR, "公开", "visibility"),
        (DONOR, "tel", "phone"),
        (UPDATE, "摘要", "summary"),
        (UPDATE, "description", "summary"),
        (GIFT, "gitf", "gift"),  # and what was only misspelt
    ],
)
def test_the_field_that_is_meant(known: list[str], word: str, field: str) -> None:
    assert f'"{word}" is not a field here; did you mean "{field}"?' == unknown(word, known)


@pytest.mark.parametrize(
    ("known", "word"), [(GIFT, "收款方"), (DONOR, "凭证"), (UPDATE, "金额"), (["gift", "amount", "id"], "金额")]
)
def test_a_word_for_another_file_or_for_two_fields_names_none(known: list[str], word: str) -> None:
    assert f'"{word}" is not a field here; the fields are {", ".join(known)}' == unknown(word, known)


@pytest.mark.parametrize("word", ["林小雨", "lin@example.org", "　金额", "13800138000"])
def test_what_may_be_private_is_not_said(word: str) -> None:
    assert word not in unknown(word, GIFT) and word not in unknown(word, GIFT, alone=True)
