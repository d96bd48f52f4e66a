"""What holds for every ledger: money is conserved, counted once, and neither order nor the future matters."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from random_ledgers import TODAY, ledgers

from generator.derive import derive
from generator.derive.allocation import allocate, net_of_credits
from generator.derive.family import ancestors
from generator.model.funds import Fund
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, plus, total

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sums(parts: Counter[str]) -> Total:
    return total((Money(minor, unit) for unit, minor in parts.items()), "CNY")


@many
@given(ledgers())
def test_an_allocation_takes_no_more_than_there_is_from_money_that_may_pay(ledger: Ledger) -> None:
    booking = allocate(ledger, TODAY)
    gifts = {g.id: g for g in ledger.gifts}
    of_gift: Counter[tuple[str, bool]] = Counter()
    of_spending: Counter[str] = Counter()
    for part in chain.from_iterable(map(booking.paid, ledger.gifts)):
        gift = gifts[part.gift]
        assert part.amount > 0
        assert part.currency == gift.currency
        assert gift.in_kind is None
        of_gift[part.gift, part.is_match] += part.amount
        if part.expenditure is None:
            assert (part.project, part.date, part.is_match) == (gift.project, gift.date, False)
            assert part.amount <= gift.fee
        else:
            of_spending[part.expenditure] += part.amount
            row = booking.spending[part.expenditure].expenditure
            assert (part.project, part.currency, part.date) == (row.project, row.currency, row.date)
            assert gift.project in (row.project, *ancestors(row.project, ledger.projects), None)
    for gift in gifts.values():
        if gift.in_kind is None and gift.refund_of is None and gift.date <= TODAY:
            assert booking.net(gift) == of_gift[gift.id, False] + booking.unspent(gift)
    assert all(left > 0 for left in (*booking.left.values(), *booking.left_of_matches.values()))
    for name, match in booking.matches.items():
        assert match == of_gift[name, True] + booking.left_of_matches.get(name, 0)
    for name, row in booking.spending.items():
        assert row.amount == of_spending[name] + booking.uncovered.get(name, 0)


@many
@given(ledgers())
def test_nothing_stays_uncovered_while_money_that_may_pay_lies_there(ledger: Ledger) -> None:
    booking = allocate(ledger, TODAY)
    gifts = {g.id: g for g in ledger.gifts}
    idle = {
        (gifts[name].project, gifts[name].currency)
        for left in (booking.left, booking.left_of_matches)
        for name, minor in left.items()
        if minor
    }
    for name in booking.uncovered:
        row = booking.spending[name].expenditure
        for place in (row.project, *ancestors(row.project, ledger.projects), None):
            assert (place, row.currency) not in idle


@many
@given(ledgers())
def test_a_matching_fund_gives_no_more_than_it_has(ledger: Ledger) -> None:
    booking = allocate(ledger, TODAY)
    given_by_fund: Counter[str] = Counter()
    for gift in ledger.gifts:
        match = booking.matches.get(gift.id, 0)
        if match:
            fund = ledger.campaigns[str(gift.campaign)].matching
            assert fund is not None
            assert gift.currency == fund.amount.currency
            assert match <= booking.net(gift) * fund.rate
            assert fund.per_gift is None or match <= fund.per_gift.minor
            given_by_fund[str(gift.campaign)] += match
            assert given_by_fund[str(gift.campaign)] <= fund.amount.minor


@many
@given(ledgers())
def test_credits_and_spending_cancel_to_the_cent(ledger: Ledger) -> None:
    kept, unused = net_of_credits(ledger.expenditures)
    assert sum(e.amount for e in ledger.expenditures) == sum(s.amount for s in kept) - sum(unused.values())


@many
@given(ledgers())
def test_each_cent_is_in_one_fund_and_received_is_spent_plus_unspent(ledger: Ledger) -> None:
    insights = derive(ledger, TODAY)
    booking, funds = insights.booking, insights.totals
    own = {name: view.own for name, view in insights.projects.items()}
    left: dict[str | None, Counter[str]] = {p: Counter() for p in (*own, None)}
    paid: dict[str | None, Counter[str]] = {p: Counter() for p in (*own, None)}
    received: Counter[str] = Counter()
    for gift in ledger.gifts:
        if gift.in_kind is None and gift.refund_of is None and gift.date <= TODAY:
            left[gift.project][gift.currency] += booking.unspent(gift) + booking.left_of_matches.get(gift.id, 0)
            received[gift.currency] += booking.net(gift) + booking.match(gift)
    for part in chain.from_iterable(map(booking.paid, ledger.gifts)):
        paid[part.project][part.currency] += part.amount
    for place, fund in [*own.items(), (None, funds.unrestricted)]:
        assert sums(left[place]) == fund.unspent
        assert sums(paid[place]) == fund.spent
    assert sums(received) == funds.fund.received
    roots = [v.together for v in insights.projects.values() if v.project.parent is None]
    for parts in ([*own.values(), funds.unrestricted], [*roots, funds.unrestricted]):
        for name in ("given", "refunded", "matched", "received", "spent", "unspent", "in_kind"):
            assert plus(*(getattr(f, name) for f in parts)) == getattr(funds.fund, name)
    for view in insights.projects.values():
        for name in ("given", "refunded", "matched", "received", "spent", "unspent", "in_kind"):
            assert plus(getattr(view.own, name), getattr(view.children, name)) == getattr(view.together, name)
        assert max(view.own.donors, view.children.donors) <= view.together.donors <= funds.fund.donors
        assert view.together.donors <= view.own.donors + view.children.donors
        for fund in (view.own, view.children, view.together, funds.fund):
            _assert_adds_up(fund)


def _assert_adds_up(fund: Fund) -> None:
    zero: Total = (Money(0, "CNY"),)
    assert fund.received == plus(fund.given, fund.matched) == plus(fund.spent, fund.unspent)
    assert fund.spent == plus(*(t for _, t in fund.by_category))
    assert fund.arrived == plus(fund.paid, fund.unspent)
    assert [y.year for y in fund.by_year] == [fund.by_year[0].year + n for n in range(len(fund.by_year))]
    for name in ("given", "matched", "spent"):
        assert plus(zero, *(getattr(y, name) for y in fund.by_year)) == getattr(fund, name)
        assert all(m.minor >= 0 for y in fund.by_year for m in getattr(y, name))


@many
@given(ledgers())
def test_what_donors_gave_is_their_money_less_refunds_and_nothing_else(ledger: Ledger) -> None:
    known = [g for g in ledger.gifts if g.date <= TODAY and g.in_kind is None]
    there = {g.id for g in known}
    goods = {g.id for g in ledger.gifts if g.in_kind is not None}
    money: Counter[str] = Counter()
    for gift in known:
        if gift.refund_of is None or (gift.refund_of in there and gift.refund_of not in goods):
            money[gift.currency] += gift.amount
    assert sums(money) == derive(ledger, TODAY).totals.fund.given


@many
@given(ledgers())
def test_recaps_and_digests_add_up(ledger: Ledger) -> None:
    insights = derive(ledger, TODAY)
    zero: Total = (Money(0, "CNY"),)
    for recap in insights.campaigns.values():
        assert (
            recap.given
            == plus(zero, *(d.given for d in recap.by_day))
            == plus(zero, *(g for _, g, _ in recap.by_project))
        )
        assert recap.matched == plus(zero, *(m for _, _, m in recap.by_project))
        assert recap.gifts == sum(d.gifts for d in recap.by_day)
        assert recap.new_donors <= recap.donors <= recap.gifts
    months = [m.digest for m in insights.digests]
    fund = insights.totals.fund
    assert fund.given == plus(zero, *(d.given for d in months))
    assert (fund.donors, fund.gifts) == (sum(d.new_donors for d in months), sum(d.gifts for d in months))
    assert insights.totals.flowers == sum(n for d in months for _, n in d.flowers)


@many
@given(ledgers())
def test_what_lies_after_today_changes_nothing(ledger: Ledger) -> None:
    past = replace(
        ledger,
        gifts=tuple(g for g in ledger.gifts if g.date <= TODAY),
        acts=tuple(a for a in ledger.acts if a.date <= TODAY),
        pledges=tuple(p for p in ledger.pledges if p.date <= TODAY),
        expenditures=tuple(e for e in ledger.expenditures if e.date <= TODAY),
        updates={i: u for i, u in ledger.updates.items() if u.date <= TODAY},
    )
    now, then = derive(ledger, TODAY), derive(past, TODAY)
    assert (then.booking, then.journeys, then.projects) == (now.booking, now.journeys, now.projects)
    assert (then.totals, then.campaigns, then.digests) == (now.totals, now.campaigns, now.digests)
