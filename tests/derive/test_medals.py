"""When each medal is earned, and how wide a ring is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import SRC, act, day, gift

from generator.derive.journeys import Journey
from generator.derive.medals import MEDALS, medals
from generator.derive.years import ring_years, strength
from generator.model.archives import RingYear
from generator.model.gifts import Act, Gift, Pledge
from generator.model.money import Money

TODAY = date(2026, 3, 1)


def journey(gifts: list[Gift] | None = None, acts: list[Act] | None = None, *pledges: Pledge) -> Journey:
    gave = tuple(gifts or ())
    return Journey("lin", gave, gave, (), pledges, tuple(acts or ()))


def earned(it: Journey) -> dict[str, int]:
    return {m.id: m.year for m in medals(it, date(2019, 3, 1))}


def test_every_medal_has_its_year() -> None:
    gifts = [gift(f"lin-{y}", f"{y}-06-01", 100, campaign=f"c{y // 2}") for y in range(2019, 2026)]
    acts = [
        act("lin", "2016-01-01", "milestone"),
        *(act("lin", f"{y}-02-0{n}") for y in (2022, 2023) for n in range(1, 8)),
    ]
    acts += [act("lin", "2024-05-01", "visit"), act("lin", "2025-05-01", "volunteer", count=6)]
    # years: 2016, 2019 .. 2025 = 8; campaigns c1009 (2019), c1010 (2020), c1011 (2022); flowers 7 in 2022, then 2023
    assert {
        "years-1": 2016, "first-gift": 2019, "founding": 2019, "years-3": 2020, "years-5": 2022,
        "every-campaign-3": 2022, "flowers-10": 2023, "first-visit": 2024, "volunteer": 2025,
    } == earned(journey(gifts, acts))  # fmt: skip


@pytest.mark.parametrize("number", [9, 10, 49, 50, 99, 100])
def test_flowers_count_entries_not_steps(number: int) -> None:
    acts = [act("lin", "2024-01-01", count=8000) for _ in range(number - 1)] + [act("lin", "2025-01-01", "visit")]
    expected = {f"flowers-{n}": 2024 if number > n else 2025 for n in (10, 50, 100) if number >= n}
    assert expected == {k: y for k, y in earned(journey(None, acts)).items() if k.startswith("flowers")}


def test_twelve_gifts_within_a_monthly_pledge() -> None:
    pledge = Pledge(SRC, "lin", day("2024-03-01"), Money(3000, "CNY"), "month", "lunch")
    gifts = [gift(f"lin-{n}", f"{2024 + n // 12}-{n % 12 + 1:02}-05", 3000, "lunch") for n in range(14)]
    assert 2025 == earned(journey(gifts, None, pledge))["pledge-12"]  # March 2024 to February 2025
    assert "pledge-12" not in earned(journey(gifts[:-1], None, pledge))
    assert "pledge-12" not in earned(journey([*gifts[:-1], gift("lin-x", "2025-02-05", 3000)], None, pledge))


def test_medals_have_names_of_their_own() -> None:
    assert len({name for name, _ in MEDALS}) == len(MEDALS)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ((0, 0, 0, 0), 10),
        ((1, 0, 0, 0), 30),
        ((12, 0, 0, 0), 79),
        ((1, 4, 1, 0), 75),
        ((0, 0, 0, 9), 28),
        ((99, 0, 9, 0), 100),
    ],
)
def test_a_ring_is_as_wide_as_the_formula_says(done: tuple[int, int, int, int], expected: int) -> None:
    assert expected == strength(*done)


@given(st.tuples(*[st.integers(0, 500)] * 4), st.integers(0, 3))
def test_doing_more_never_makes_a_ring_thinner(done: tuple[int, int, int, int], way: int) -> None:
    more = [n + (i == way) for i, n in enumerate(done)]
    assert 10 <= strength(*done) <= strength(*more) <= 100


def test_a_quiet_year_has_a_ring_and_amounts_do_not_count() -> None:
    small, large = (journey([gift("lin-1", "2024-01-01", n)], [act("lin", "2024-02-01", "visit")]) for n in (1, 10**9))
    expected = (RingYear(2024, 55, 1, 0, 1), RingYear(2025, 0, 0, 0, 0), RingYear(2026, 0, 0, 0, 0))
    assert expected == ring_years(small, TODAY) == ring_years(large, TODAY)
