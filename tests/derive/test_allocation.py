"""Known answers for matching and allocation, with the arithmetic in sight. Amounts in fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ledger_samples import campaign, gift, ledger, project, refund, spent

from generator.derive.allocation import Booking, allocate
from generator.model.campaigns import MatchingFund
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.words import Label

TODAY = date(2026, 1, 1)


def paid(books: Ledger, booking: Booking) -> list[tuple[str, str | None, int]]:
    """(gift, expenditure, amount) of all allocations, matches written as `id+`."""
    parts = [part for gift in books.gifts for part in booking.paid(gift)]
    return sorted((a.gift + "+" * a.is_match, a.expenditure or "fee", a.amount) for a in parts)


def test_first_in_first_out_within_a_fund() -> None:
    booking = allocate(
        books := ledger(
            [project("lunch")],
            [gift("b-1", "2024-01-02", 3000, "lunch"), gift("a-1", "2024-01-01", 5000, "lunch")],
            [spent("e1", "2024-02-01", 6000, "lunch")],
        ),
        TODAY,
    )
    assert [("a-1", "e1", 5000), ("b-1", "e1", 1000)] == paid(books, booking)
    assert {"b-1": 2000} == booking.left


def test_own_money_then_the_nearest_ancestor_then_unrestricted() -> None:
    booking = allocate(
        books := ledger(
            [project("school"), project("meals", "school"), project("lunch", "meals")],
            [
                gift("u-1", "2020-01-01", 1000),
                gift("s-1", "2020-01-02", 1000, "school"),
                gift("m-1", "2020-01-03", 1000, "meals"),
                gift("l-1", "2020-01-04", 1000, "lunch"),
            ],
            [spent("e1", "2020-02-01", 3500, "lunch")],
        ),
        TODAY,
    )
    assert [("l-1", "e1", 1000), ("m-1", "e1", 1000), ("s-1", "e1", 1000), ("u-1", "e1", 500)] == paid(books, booking)


def test_a_childs_money_pays_neither_for_its_parent_nor_for_its_sibling() -> None:
    booking = allocate(
        books := ledger(
            [project("school"), project("lunch", "school"), project("books", "school")],
            [gift("l-1", "2020-01-04", 1000, "lunch")],
            [spent("e1", "2020-02-01", 300, "school"), spent("e2", "2020-02-01", 200, "books")],
        ),
        TODAY,
    )
    assert [] == paid(books, booking)
    assert {"e1": 300, "e2": 200} == booking.uncovered


def test_what_was_pre_financed_is_paid_by_later_money_oldest_first() -> None:
    booking = allocate(
        books := ledger(
            [project("lunch"), project("books")],
            [gift("a-1", "2024-03-01", 700), gift("b-1", "2024-04-01", 900, "lunch")],
            [
                spent("e1", "2024-01-01", 500, "books"),
                spent("e2", "2024-02-01", 400, "lunch"),
                spent("e3", "2024-05-01", 300, "lunch"),
            ],
        ),
        TODAY,
    )
    # 1 March: 700 unrestricted pay e1's 500 and 200 of e2. 1 April: b-1 pays the other 200 of e2. 1 May: 300 for e3.
    assert [("a-1", "e1", 500), ("a-1", "e2", 200), ("b-1", "e2", 200), ("b-1", "e3", 300)] == paid(books, booking)
    assert {"b-1": 400} == booking.left
    assert {} == booking.uncovered


def test_what_waits_in_several_projects_is_paid_by_its_day_whoever_waited_first() -> None:
    booking = allocate(
        books := ledger(
            [project("books"), project("lunch")],
            [
                gift("a-1", "2024-03-01", 100),
                gift("a-2", "2024-03-02", 60),
                gift("b-1", "2024-03-02", 70, "books"),  # on one day for the project and for any
            ],
            [
                spent("e1", "2024-01-01", 100, "books"),
                spent("e2", "2024-01-02", 90, "lunch"),
                spent("e3", "2024-01-03", 80, "books"),
            ],
        ),
        TODAY,
    )
    assert [("a-1", "e1", 100), ("a-2", "e2", 60), ("b-1", "e3", 70)] == paid(books, booking)
    assert {"e2": 30, "e3": 10} == booking.uncovered
    only_books = ledger([project("books")], [books.gifts[1], books.gifts[2]], [spent("e1", "2024-01-01", 130, "books")])
    assert {} == allocate(only_books, TODAY).uncovered


def test_money_of_the_same_day_is_there() -> None:
    booking = allocate(
        ledger([project("p")], [gift("a-1", "2024-01-01", 700, "p")], [spent("e", "2024-01-01", 700, "p")]), TODAY
    )
    assert {} == booking.left


def test_a_fee_is_paid_by_its_gift_and_a_match_follows_its_gift() -> None:
    fund = MatchingFund(Label("F"), Money(10_000, "CNY"), Fraction(1, 2), per_gift=Money(2000, "CNY"))
    booking = allocate(
        books := ledger(
            [project("lunch")],
            [
                gift("a-1", "2024-09-01", 3333, "lunch", campaign="c", fee=33),  # match 1666 (rounded down)
                gift("b-1", "2024-09-02", 9000, "lunch", campaign="c"),  # match 4500, capped at 2000
                gift("c-1", "2024-09-03", 1000, "lunch"),  # no campaign, no match
            ],
            [spent("e1", "2024-10-01", 5000, "lunch")],
            [campaign("c", "2024-09-01", "2024-09-10", matching=fund)],
        ),
        TODAY,
    )
    assert {"a-1": 1666, "b-1": 2000} == booking.matches
    # 3333 - 33 fee = 3300, then its match 1666, then 5000 - 4966 = 34 from the next gift
    assert [("a-1", "e1", 3300), ("a-1", "fee", 33), ("a-1+", "e1", 1666), ("b-1", "e1", 34)] == paid(books, booking)
    assert {"b-1": 2000} == booking.left_of_matches


def test_the_fee_comes_before_what_the_gift_paid_for() -> None:
    books = ledger([project("p")], [gift("a-1", "2024-01-01", 10, "p", fee=1)], [spent("e1", "2024-02-01", 5, "p")])
    assert [None, "e1"] == [part.expenditure for part in allocate(books, TODAY).paid(books.gifts[0])]


def test_a_matching_fund_is_used_up_in_order_and_in_its_own_currency() -> None:
    fund = MatchingFund(Label("F"), Money(1000, "CNY"), Fraction(1))
    booking = allocate(
        ledger(
            gifts=[
                gift("z-1", "2024-09-01", 700, campaign="c"),
                gift("b-1", "2024-09-02", 700, campaign="c"),
                gift("a-1", "2024-09-01", 700, campaign="c", currency="USD"),
                gift("c-1", "2024-09-03", 700, campaign="c"),
            ],
            campaigns=[campaign("c", "2024-09-01", "2024-09-10", matching=fund)],
        ),
        TODAY,
    )
    assert {"z-1": 700, "b-1": 300} == booking.matches


def test_a_refund_comes_off_before_matching_and_allocation() -> None:
    fund = MatchingFund(Label("F"), Money(10_000, "CNY"), Fraction(1))
    booking = allocate(
        books := ledger(
            [project("p")],
            [
                gift("a-1", "2024-01-01", 5000, "p", campaign="c", fee=50),
                refund("a-2", "2025-06-01", 4970, "a-1", "p"),
                gift("b-1", "2024-01-02", 500, "p"),
                refund("b-2", "2027-01-01", 500, "b-1", "p"),  # after today: not yet
            ],
            [spent("e1", "2024-02-01", 100, "p")],
            [campaign("c", "2024-01-01", "2024-01-10", matching=fund)],
        ),
        TODAY,
    )
    # 30 are left of the gift: its fee of 50 can take no more; the match is 30 too
    assert [("a-1", "fee", 30), ("a-1+", "e1", 30), ("b-1", "e1", 70)] == paid(books, booking)


def test_a_gift_that_its_fee_takes_whole_pays_for_nothing_else() -> None:
    gifts = [gift("a-1", "2024-01-01", 20, "p", fee=30), gift("b-1", "2024-01-02", 500, "p")]
    booking = allocate(books := ledger([project("p")], gifts, [spent("e1", "2024-02-01", 100, "p")]), TODAY)
    assert [("a-1", "fee", 20), ("b-1", "e1", 100)] == paid(books, booking)


def test_goods_and_other_currencies_pay_for_nothing() -> None:
    booking = allocate(
        ledger(
            [project("p")],
            [gift("a-1", "2024-01-01", 5000, "p", in_kind="书"), gift("b-1", "2024-01-01", 5000, "p", currency="USD")],
            [spent("e1", "2024-02-01", 100, "p")],
        ),
        TODAY,
    )
    assert {"e1": 100} == booking.uncovered
    assert {"b-1": 5000} == booking.left


def test_a_credit_cancels_the_newest_spending_of_its_kind_and_else_the_next() -> None:
    booking = allocate(
        books := ledger(
            [project("p")],
            [gift("a-1", "2024-01-01", 5000, "p")],
            [
                spent("e1", "2024-02-01", 1000, "p"),
                spent("e2", "2024-03-01", 600, "p"),
                spent("e3", "2024-03-01", 600, "p", "admin"),
                spent("e4", "2024-04-01", -700, "p"),  # all of e2, 100 of e1
                spent("e5", "2024-05-01", -800, "p", "admin"),  # all of e3, 200 wait
                spent("e6", "2024-06-01", 500, "p", "admin"),  # 300
                spent("e7", "2024-06-01", -50, "p", "fundraising"),  # nothing to cancel
            ],
        ),
        TODAY,
    )
    assert [("a-1", "e1", 900), ("a-1", "e6", 300)] == paid(books, booking)
    assert {"e7": 50} == booking.unused_credits
    assert {"a-1": 3800} == booking.left


def test_a_loop_of_parents_and_unknown_projects_do_not_break_it() -> None:
    booking = allocate(
        books := ledger(
            [project("a", "b"), project("b", "a")],
            [gift("x-1", "2024-01-01", 10, "a"), gift("x-2", "2024-01-01", 10, "nowhere")],
            [spent("e1", "2024-02-01", 15, "b"), spent("e2", "2024-02-01", 5, "nowhere")],
        ),
        TODAY,
    )
    assert [("x-1", "e1", 10), ("x-2", "e2", 5)] == paid(books, booking)
    assert {"e1": 5} == booking.uncovered
