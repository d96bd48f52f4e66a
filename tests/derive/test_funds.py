"""Known answers for where the money stands, with the arithmetic in sight. Amounts in fen."""

from __future__ import annotations

from datetime import date

from ledger_samples import gift, ledger, project, refund, spent

from generator.derive import derive
from generator.model.funds import Fund
from generator.model.money import Money, Total
from generator.model.projects import BudgetLine
from generator.model.words import Label

TODAY = date(2026, 3, 1)


def cny(minor: int) -> Total:
    return (Money(minor, "CNY"),)


def figures(fund: Fund) -> tuple[int, int, int]:
    return fund.received[0].minor, fund.spent[0].minor, fund.unspent[0].minor


def test_money_that_paid_elsewhere_counts_where_it_paid() -> None:
    insights = derive(
        ledger(
            [project("school"), project("lunch", "school"), project("books")],
            [
                gift("a-1", "2023-12-01", 10_000, fee=60),  # unrestricted
                gift("b-1", "2024-01-01", 5000, "school"),
                gift("b-2", "2024-01-02", 2000, "lunch"),
                refund("b-3", "2024-03-01", 500, "b-2", "lunch"),
                gift("c-1", "2024-01-03", 8000, "lunch", in_kind="200 本绘本"),
            ],
            [spent("e1", "2024-02-01", 9000, "lunch"), spent("e2", "2024-02-02", 300, "books", "admin")],
        ),
        TODAY,
    )
    # lunch: 9000 spent = 1500 (2000 - 500) its own + 5000 of school + 2500 unrestricted
    views, totals = insights.projects, insights.totals
    assert (9000, 9000, 0) == figures(views["lunch"].own)
    assert (0, 0, 0) == figures(views["school"].own)
    assert figures(views["lunch"].own) == figures(views["school"].children) == figures(views["school"].together)
    assert (300, 300, 0) == figures(views["books"].together)
    assert (7200, 60, 7140) == figures(totals.unrestricted)  # 10000 - 2500 - 300; the fee
    assert (16_500, 9360, 7140) == figures(totals.fund)
    assert (cny(7140), cny(0)) == (totals.unrestricted.arrived, totals.unrestricted.paid)
    assert (cny(16_440), cny(9300)) == (totals.fund.arrived, totals.fund.paid)
    assert (cny(500), cny(8000)) == (views["lunch"].own.refunded, views["lunch"].own.in_kind)
    assert (("programme", cny(9000)), ("admin", cny(300)), ("fundraising", cny(60))) == totals.fund.by_category
    by_year = [(y.year, y.given[0].minor, y.spent[0].minor) for y in totals.fund.by_year]
    assert [(2023, 10_000, 60), (2024, 6500, 9300)] == by_year
    # lunch: a, b and c; of b both gifts paid; school counts the same ones once
    assert (3, 4) == (views["lunch"].own.donors, views["lunch"].own.gifts)
    assert (3, 4) == (views["school"].together.donors, views["school"].together.gifts)
    assert (1, 1) == (views["school"].own.donors, views["school"].own.gifts)
    assert (3, 4) == (totals.fund.donors, totals.fund.gifts)
    none = views["books"].children
    assert (0, 0, (), ()) == (none.donors, none.gifts, none.by_year, none.given[1:])


def test_currencies_stay_apart() -> None:
    fund = derive(
        ledger(
            [project("p")],
            [gift("a-1", "2024-01-01", 700, "p"), gift("a-2", "2024-01-01", 900, "p", currency="USD")],
            [spent("e1", "2024-02-01", 400, "p", currency="USD")],
        ),
        TODAY,
    ).totals.fund
    assert (Money(700, "CNY"), Money(900, "USD")) == fund.given
    assert (Money(0, "CNY"), Money(400, "USD")) == fund.spent
    assert (Money(700, "CNY"), Money(500, "USD")) == fund.unspent


def test_a_budget_line_holds_what_was_spent_under_it() -> None:
    lines = tuple(BudgetLine(i, Label(i), "programme", Money(9000, "CNY")) for i in ("food", "fuel"))
    view = derive(
        ledger(
            [project("p", budget=lines)],
            [gift("a-1", "2024-01-01", 9000, "p")],
            [
                spent("e1", "2024-02-01", 400, "p", line="food"),
                spent("e2", "2024-02-02", -100, "p", line="food"),
                spent("e3", "2024-02-03", 50, "p"),
                spent("e4", "2026-03-02", 7, "p", line="fuel"),  # after today
            ],
        ),
        TODAY,
    ).projects["p"]
    assert [Money(300, "CNY"), Money(0, "CNY")] == [b.spent for b in view.budget]
    assert ["e3", "e2", "e1"] == [e.id for e in view.expenditures]
