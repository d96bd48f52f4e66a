"""Which sums may be told: known answers, and what holds for every way of cutting gifts into tables."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.privacy.bits import bits, numbers
from generator.privacy.cells import Cells, Heads, are_safe, hold

many = settings(max_examples=150, deadline=None)
GIVEN = ("given",)


def cells(k: int, *gifts: tuple[int, int]) -> Cells:
    """Gifts of (donor, amount)."""
    return Cells(
        k, [donor for donor, _ in gifts], {("given", "CNY"): {n: amount for n, (_, amount) in enumerate(gifts)}}
    )


def test_a_sum_of_too_few_or_mostly_of_one_is_not_safe() -> None:
    assert (True, True, False) == (are_safe([], 5), are_safe([1] * 5, 5), are_safe([1] * 4, 5))
    assert (True, False) == (are_safe([90, 4, 3, 2, 1], 5), are_safe([91, 4, 3, 1, 1], 5))


def test_the_difference_of_two_sums_counts_too() -> None:
    ours = cells(3, *((n, 10) for n in range(8)))
    ours.tell(0b11111111, [0b11111111], GIVEN)
    assert ours.safe(0b00111111, GIVEN)
    assert not ours.fits(0b00111111, GIVEN)  # less than all by two
    assert ours.fits(0b00011111, GIVEN)


def test_the_fees_of_a_row_are_not_what_two_kinds_of_sum_differ_by() -> None:
    """All dollars lie in the row, so that what arrived less the row tells the one fee; yuan hide nothing of it."""
    dollars, yuan, one = {0: 100, 1: 100, 2: 100}, {3: 50, 4: 50, 5: 50, 6: 50}, {0: 3}
    amounts = {("given", "USD"): dollars, ("given", "CNY"): yuan, ("arrived", "CNY"): yuan, ("fee", "USD"): one}
    amounts["arrived", "USD"] = {n: amount - one.get(n, 0) for n, amount in dollars.items()}
    row, every = 0b0000111, 0b1111111
    after, before = (Cells(3, range(7), amounts) for _ in range(2))
    after.tell(every, [every], ("arrived",))
    assert not after.fits(row, GIVEN)
    before.tell(row, [row], GIVEN)
    assert not before.fits(every, ("arrived",))
    assert after.fits(0b1111000, GIVEN)


def test_a_difference_is_judged_in_each_currency() -> None:
    """In dollars the year has one gift more than the campaign; the campaign's yuan, of another year, hide nothing."""
    amounts = {("given", "USD"): dict.fromkeys(range(4), 100), ("given", "CNY"): dict.fromkeys(range(4, 9), 50)}
    year, campaign = 0b000001111, 0b111110111
    for first, second in ((year, campaign), (campaign, year)):
        ours = Cells(3, range(9), amounts)
        ours.tell(first, [first], GIVEN)
        assert ours.safe(second, GIVEN)
        assert not ours.fits(second, GIVEN)
        assert not ours.cross([second], GIVEN)


def test_rows_of_a_table_are_taken_together() -> None:
    ours = cells(3, *((n, 10) for n in range(9)))
    ours.tell(0b111111111, [0b111000111, 0b000111000], GIVEN)
    assert not ours.fits(0b011111111, GIVEN)  # one less than both rows
    assert not ours.fits(0b000111001, GIVEN)  # one more than a row


def test_what_is_held_back_cannot_be_worked_out() -> None:
    """One gift of the first part would be the rest of the whole, so the smallest of the others is held with it."""
    ours = cells(3, *((n, 10) for n in range(8)))
    parts = {"a": 0b00000001, "b": 0b00001110, "c": 0b11110000}
    fits = partial(ours.fits, names=GIVEN)
    assert {"a", "b"} == hold(parts, fits, fits)
    assert {"a"} == hold(parts, fits, None)


#: Donor, amount, a row of the first and of the second table: rows of the second less one of the first tell two donors.
_CROSSED = [
    *((0, 1, 0, 1), (0, 1, 1, 2), (0, 1, 1, 3), (0, 1, 2, 0), (1, 1, 0, 0), (1, 1, 0, 1)),
    *((1, 1, 1, 2), (2, 1, 0, 0), (2, 1, 0, 3), (2, 1, 2, 2), (3, 1, 1, 3), (4, 1, 2, 1)),
]


def test_numbers_of_donors() -> None:
    heads = Heads(3)
    assert [True, False, False, True, True] == [heads.tell(d) for d in (0b111111, 0b11, 0b1111, 0b111, 0)]


@many
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 99), st.integers(0, 3), st.integers(0, 3)), max_size=30))
@example(_CROSSED)
def test_tables_stay_safe_together(gifts: list[tuple[int, int, int, int]]) -> None:
    """Two tables over the same gifts: each row, what is held back, and each row less rows of the other table."""
    k = 3
    ours = cells(k, *((donor, amount) for donor, amount, _, _ in gifts))
    whole = (1 << len(gifts)) - 1
    fits = partial(ours.fits, names=GIVEN)
    if not fits(whole):
        return
    ours.tell(whole, [whole], GIVEN)
    told = [[whole]]
    for column in (2, 3):
        parts = {key: bits(n for n, gift in enumerate(gifts) if gift[column] == key) for key in range(4)}
        held = hold(parts, fits, fits, partial(ours.cross, names=GIVEN))
        rows = [m for key, m in parts.items() if key not in held] + [reduce(or_, (parts[key] for key in held), 0)]
        ours.tell(whole, rows, GIVEN)
        told.append([row for row in rows if row])
    for table in told:
        for row in table:
            assert _safe(row, gifts, k)
            for other in told:
                cover = reduce(or_, (block for block in other if block & row), 0)
                inside = reduce(or_, (block for block in other if not block & ~row), 0)
                assert _safe(cover & ~row, gifts, k)
                assert not inside or _safe(row & ~inside, gifts, k)


def _safe(mask: int, gifts: list[tuple[int, int, int, int]], k: int) -> bool:
    sums: dict[int, int] = {}
    for n in numbers(mask):
        sums[gifts[n][0]] = sums.get(gifts[n][0], 0) + gifts[n][1]
    return are_safe(sums.values(), k)


@many
@given(st.sets(st.integers(0, 300)))
def test_bits_are_the_numbers(some: set[int]) -> None:
    assert sorted(some) == list(numbers(bits(some)))


@pytest.mark.parametrize("first", ["given", "match"])
@pytest.mark.parametrize(("match", "fits"), [(100, False), (50, True), (150, True)])
def test_money_less_what_matching_added_is_judged_too(first: str, match: int, fits: bool) -> None:
    """Three gifts of 100 that were matched, beside one of 90 and two of 1: matched in full, nearly all of the rest is
    one donor's; matched beyond that, the rest is of both signs, and tells nothing."""
    gifts = dict(enumerate([100, 100, 100, 90, 1, 1]))
    cells = Cells(3, range(6), {("given", "CNY"): gifts, ("match", "CNY"): dict.fromkeys(range(3), match)})
    sums = {"given": 0b111111, "match": 0b000111}
    (second,) = sums.keys() - {first}
    cells.tell(sums[first], [sums[first]], (first,))
    assert fits == cells.fits(sums[second], (second,))


def test_what_arrived_less_what_matching_added_is_judged_too() -> None:
    """Two gifts of 1 that were matched with 100 each, beside one of 90 that was not."""
    gifts, arrived = dict(enumerate([1, 1, 90])), dict(enumerate([101, 101, 90]))
    cells = Cells(3, range(3), {("arrived", "CNY"): arrived, ("match", "CNY"): {0: 100, 1: 100}})
    assert not are_safe(gifts.values(), 3) and are_safe(arrived.values(), 3)
    cells.tell(0b11, [0b11], ("match",))
    assert not cells.fits(0b111, ("arrived",))
