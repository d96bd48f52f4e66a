"""Records made by the quick way are the records that their own class makes."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from generator.issues import Source
from generator.model.donors import Donor
from generator.model.drafts import maker
from generator.model.gifts import Act, Gift

SOURCE = Source("content/donors/lin.yml", 3, 5)
DAY = date(2021, 5, 20)


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (Gift, (SOURCE, "lin-1", "lin", DAY, 5000, "CNY")),
        (
            Gift,
            (SOURCE, "lin-1", "lin", DAY, 5000, "CNY", "lunch", "may", 30, None, "书", None, "微信", "x", True, True),
        ),
        (Act, (SOURCE, "lin", DAY, "flower", "steps", 8000)),
        (Donor, (SOURCE, "lin", "林小雨")),
    ],
)
def test_a_record_made_quickly_is_the_record(record: type, values: tuple[object, ...]) -> None:
    plain, quick = record(*values), maker(record)(*values)
    assert record is type(quick)
    assert (plain, hash(plain), repr(plain)) == (quick, hash(quick), repr(quick))
    assert plain == pickle.loads(pickle.dumps(quick))
    assert replace(plain, source=Source("x")) == replace(quick, source=Source("x"))
    with pytest.raises(FrozenInstanceError):
        quick.source = SOURCE


def test_fields_go_by_name_too() -> None:
    assert Donor(SOURCE, "lin", "x", kind="team") == maker(Donor)(source=SOURCE, id="lin", name="x", kind="team")


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(TypeError):
        maker(Gift)(SOURCE)
