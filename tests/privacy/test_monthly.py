from datetime import date

from generator.model.archives import Entry
from generator.model.money import Money
from generator.privacy.monthly import joined


def gift(month: int, day: int = 5, yuan: int = 50, project: str | None = "lunch", **more: object) -> Entry:
    return Entry(date(2025, month, day), "gift", Money(yuan * 100, "CNY"), project, **more)  # type: ignore[arg-type]


def told(*entries: Entry) -> list[tuple[int, int, int | None]]:
    """Month, how many gifts, and month of the first of them, of every line."""
    lines = joined(sorted(entries, key=lambda e: e.date))
    return [(e.date.month, e.count, e.since.month if e.since else None) for e in lines]


def test_gifts_alike_month_after_month_are_one_line() -> None:
    assert told(*(gift(m) for m in range(2, 8))) == [(7, 6, 2)]


def test_two_months_are_no_habit() -> None:
    assert told(gift(1), gift(2)) == [(1, 1, None), (2, 1, None)]


def test_what_else_was_done_stands_where_it_stood() -> None:
    flower = Entry(date(2025, 2, 20), "flower", flower="share")
    other = gift(2, day=9, yuan=199)
    assert told(gift(1), gift(2), gift(3), flower, other) == [(2, 1, None), (2, 1, None), (3, 3, 1)]


def test_a_month_left_out_ends_the_line() -> None:
    months = (1, 2, 3, 5, 6, 7, 9)
    assert told(*(gift(m) for m in months)) == [(3, 3, 1), (7, 3, 5), (9, 1, None)]


def test_a_second_gift_of_a_month_stays_its_own() -> None:
    assert told(gift(1), gift(2, day=1), gift(2, day=28), gift(3)) == [(2, 1, None), (3, 3, 1)]


def test_another_amount_aim_or_a_word_of_its_own_is_another_line() -> None:
    for other in (gift(3, yuan=60), gift(3, project=None), gift(3, campaign_id="spring"), gift(3, note="for Mother")):
        assert told(gift(1), gift(2), other, gift(4)) == [(m, 1, None) for m in (1, 2, 3, 4)]


def test_goods_and_refunds_are_never_joined() -> None:
    goods = [gift(m, in_kind="a box of books") for m in (1, 2, 3)]
    refunds = [Entry(date(2025, m, 5), "refund", Money(5000, "CNY"), "lunch") for m in (4, 5, 6)]
    assert told(*goods, *refunds) == [(m, 1, None) for m in range(1, 7)]


def test_amounts_that_are_hidden_stay_hidden() -> None:
    hidden = [Entry(date(2025, m, 5), "gift", None, "lunch") for m in (1, 2, 3)]
    (line,) = joined(hidden)
    assert (line.amount, line.band, line.count) == (None, None, 3)
