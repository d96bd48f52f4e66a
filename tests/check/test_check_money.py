from datetime import date
from fractions import Fraction

import pytest
from check_ledgers import at, campaign, donor, found, fund, gift, issues, line, pledge, project, refund, spent

from generator.model.money import Money


def fields(*records):
    return [(severity, field) for severity, field, _ in found(*records)]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (gift(minor=0), "gift"),
        (gift(minor=-1), "gift"),
        (pledge(0), "pledge"),
        (spent(minor=0), "amount"),
        (project(budget=(line(money=Money(0, "CNY")),)), "budget[0].amount"),
        (campaign(goal=Money(0, "CNY")), "goal"),
        (campaign(matching=fund(0)), "matching.amount"),
        (campaign(matching=fund(rate=Fraction(0))), "matching.rate"),
        (campaign(matching=fund(per_gift=Money(1, "USD"))), "matching.per_gift"),
        (gift(fee=-1), "fee"),
        (gift(minor=100, fee=101), "fee"),
        (gift(in_kind="200 本绘本", fee=1), "fee"),
    ],
)
def test_an_amount_that_is_none_is_an_error(record, field):
    assert fields(record) == [("error", field)]


def test_a_fee_may_be_all_of_the_gift():
    assert found(gift(minor=100, fee=100)) == []


@pytest.mark.parametrize(
    ("given", "back", "field"),
    [
        (gift(), refund("lin-9"), "of"),
        (gift(), refund(minor=-10001), "refund"),
        (gift(), refund(minor=1), "refund"),
        (gift(), refund(date=date(2025, 2, 1)), "date"),
        (gift(), refund(currency="USD"), "currency"),
        (gift(in_kind="200 本绘本"), refund(), "of"),
        (gift(), refund(donor="wang"), "of"),
    ],
)
def test_a_refund_must_fit_its_gift(given, back, field):
    assert fields(donor("wang", "王"), given, back) == [("error", field)]


def test_a_refund_of_a_refund_is_an_error():
    assert fields(gift(), refund(), refund("lin-2", id="lin-3")) == [("error", "of")]


def test_refunds_together_may_not_pass_the_gift():
    parts = (refund(minor=-6000), at(refund(minor=-5000, id="lin-3", date=date(2025, 5, 1)), 9))
    [issue] = issues(gift(), *parts)
    assert issue.source.line == 9
    assert issue.message == (
        'gives back CNY 10.00 more than gift "lin-1" brought; all its refunds together may be CNY 100.00'
    )
    assert found(gift(), refund(minor=-6000), refund(minor=-4000, id="lin-3")) == []
    assert found(gift(), refund(date=gift().date)) == []


def test_a_match_is_in_the_currency_of_the_gifts():
    dollars = gift(currency="USD", campaign="spring")
    assert found(campaign(matching=fund()), gift(campaign="spring")) == []
    assert fields(campaign(matching=fund()), dollars) == [("warning", "matching.amount")]


def test_spending_counts_against_a_budget_line_of_its_currency():
    assert fields(project(budget=(line(),)), gift(currency="USD"), spent(currency="USD", line="food")) == [
        ("warning", "currency")
    ]


def test_more_spent_than_came_in_stands_at_the_expenditure_that_went_over():
    rows = (at(spent("a", 6000), 2), at(spent("b", 6000), 3), at(spent("c", 100), 4))
    [issue] = issues(gift(), *rows)
    assert (issue.severity, issue.source.line, issue.field) == ("error", 3, "amount")
    assert issue.message.startswith('CNY 21.00 more was spent on "lunch" than came in for it;')


def test_unrestricted_money_and_later_money_cover_spending():
    assert found(gift(project=None, date=date(2025, 6, 1)), spent()) == []


def test_money_for_another_project_does_not():
    assert fields(project("books"), gift(project="books"), spent()) == [("error", "amount")]


def test_each_currency_has_to_cover_its_own():
    [(_, _, message)] = found(gift(), spent(minor=300, currency="JPY"))
    assert message.startswith("JPY 300 more")


def test_a_credit_has_spending_to_give_back():
    assert found(gift(), spent("a"), spent("b", -1000)) == []
    assert fields(spent("b", -1000)) == [("warning", "amount")]


def test_a_document_booked_twice_is_a_warning_but_a_receipt_may_be_split():
    receipt = spent("a", 3000, document="R-1", receiver="粮店")
    assert found(gift(), receipt, spent("b", 2000, document="R-1", receiver="粮店")) == []
    for again in (
        spent("b", 3000, document="R-1", receiver="粮店"),
        spent("b", 2000, document="R-1", receiver="书店"),
        spent("b", 2000, document="R-1", receiver="粮店", date=date(2025, 4, 2)),
    ):
        assert fields(gift(), receipt, again) == [("warning", "document")]


def test_a_document_is_said_once():
    [issue] = issues(gift(), *(at(spent(f"a{n}", 100, document="R-1"), n) for n in (3, 2, 4)))
    assert issue.source.line == 3
    assert 'document of "a2" (content/spending/2025.csv:2) (so are 1 more after it)' in issue.message


def test_spending_on_a_project_that_is_not_there_is_one_mistake():
    assert fields(gift(), spent(project="lunhc")) == [("error", "project")]
