"""Amounts must be amounts, refunds must fit their gifts, and no fund may spend more than came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from generator.check.references import is_broken
from generator.check.wording import amount, error, listed, warning
from generator.issues import Issue, Source
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.model.money import Money


def amounts(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A gift, pledge, budget line, goal or match of nothing or less; an expenditure of nothing."""
    for gift in ledger.gifts:
        if gift.refund_of is None and gift.amount <= 0:
            yield error(
                gift.source, "gift", 'is not more than zero; write what was given, or a "refund:" for money given back'
            )
        if gift.refund_of is not None and gift.amount >= 0:
            yield error(gift.source, "refund", "is not more than zero; write what was given back, without a sign")
    for spent in ledger.expenditures:
        if spent.amount == 0:
            yield error(
                spent.source, "amount", "is zero; write what was spent (less than zero for money that came back)"
            )
    for source, field, money in _stated(ledger):
        if money is not None and money.minor <= 0:
            yield error(source, field, "is not more than zero; write an amount, or leave it out")


def _stated(ledger: Ledger) -> Iterator[tuple[Source, str, Money | None]]:
    for pledge in ledger.pledges:
        yield pledge.source, "pledge", pledge.amount
    for project in ledger.projects.values():
        for n, line in enumerate(project.budget):
            yield project.source, f"budget[{n}].amount", line.amount
        for n, indicator in enumerate(project.indicators):
            yield project.source, f"indicators[{n}].unit_cost", indicator.unit_cost
    for campaign in ledger.campaigns.values():
        yield campaign.source, "goal", campaign.goal
        for n, item in enumerate(campaign.plan):
            yield campaign.source, f"plan[{n}].amount", item.amount
        if campaign.matching is not None:
            yield campaign.source, "matching.amount", campaign.matching.amount
            yield campaign.source, "matching.per_gift", campaign.matching.per_gift


def refunds(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A refund must give back money of a gift of the same donor, after it came and no more than came."""
    parts_back = [(refund, refund.refund_of) for refund in ledger.gifts if refund.refund_of is not None]
    given_back = {name for _, name in parts_back}
    gifts = {gift.id: gift for gift in ledger.gifts if gift.id in given_back}
    returned: dict[str, list[Gift]] = defaultdict(list)
    for refund, name in parts_back:
        gift = gifts.get(name)
        if gift is None and is_broken(ledger, "gift", name):
            continue
        if gift is None:
            yield error(refund.source, "of", f'"{name}" is not a gift; write the id of the gift given back')
        elif gift.refund_of is not None:
            yield error(refund.source, "of", f'"{gift.id}" is a refund itself; write the id of the gift')
        elif gift.donor != refund.donor:
            yield error(
                refund.source, "of", f'"{gift.id}" is a gift of another donor; write the id of one of this donor'
            )
        elif gift.in_kind is not None:
            yield error(
                refund.source, "of", f'"{gift.id}" is goods, not money; note in words that they were given back'
            )
        elif gift.currency != refund.currency:
            yield error(
                refund.source,
                "currency",
                f'is {refund.currency}, but gift "{gift.id}" is in {gift.currency}; write both in one currency',
            )
        else:
            if refund.date < gift.date:
                yield error(
                    refund.source,
                    "date",
                    f"the refund is dated {refund.date}, before its gift on {gift.date}; correct one of the two",
                )
            returned[gift.id].append(refund)
    for name, parts in returned.items():
        over = -sum(part.amount for part in parts) - gifts[name].amount
        if over > 0:
            yield error(
                max(parts, key=lambda part: (part.date, part.id)).source,
                "refund",
                f'gives back {amount(over, gifts[name].currency)} more than gift "{name}" brought; '
                f"all its refunds together may be {amount(gifts[name].amount, gifts[name].currency)}",
            )


def fees(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A channel fee lies between nothing and the gift, and only money has one."""
    for gift in ledger.gifts:
        if gift.fee < 0:
            yield error(gift.source, "fee", "is less than zero; write what the channel kept")
        elif gift.fee and gift.in_kind is not None:
            yield error(gift.source, "fee", "stands on a gift of goods; leave it out, or book what it cost as spending")
        elif gift.refund_of is None and gift.fee > gift.amount > 0:
            yield error(gift.source, "fee", "is more than the gift; write what the channel kept of it")


def matching_funds(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A matching fund has a rate, one currency, and gifts in that currency to match."""
    unmatched: dict[str, set[str]] = defaultdict(set)
    for gift in ledger.gifts:
        if gift.campaign is not None and gift.in_kind is None:
            unmatched[gift.campaign].add(gift.currency)
    for campaign in ledger.campaigns.values():
        fund = campaign.matching
        if fund is None:
            continue
        if fund.rate <= 0:
            yield error(campaign.source, "matching.rate", 'is not more than zero; write a rate such as "1:1" or "0.5"')
        if fund.per_gift is not None and fund.per_gift.currency != fund.amount.currency:
            yield error(
                campaign.source,
                "matching.per_gift",
                f"is in {fund.per_gift.currency}, but the fund is in {fund.amount.currency}; use one currency",
            )
        others = unmatched[campaign.id] - {fund.amount.currency}
        if others:
            yield warning(
                campaign.source,
                "matching.amount",
                f"is in {fund.amount.currency}; gifts in {listed(sorted(others))} get no match; "
                "say so in the campaign's words",
            )


def budget_currencies(ledger: Ledger, today: date) -> Iterator[Issue]:
    """An expenditure in another currency than its budget line does not count against it."""
    for spent in ledger.expenditures:
        project = ledger.projects.get(spent.project)
        lines = {line.id: line for line in project.budget} if project else {}
        line = lines.get(spent.line or "")
        if line is not None and line.amount.currency != spent.currency:
            yield warning(
                spent.source,
                "currency",
                f'is {spent.currency}, but budget line "{line.id}" is in {line.amount.currency}; '
                "it does not count against that line; name a line in the same currency",
            )
