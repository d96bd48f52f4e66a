"""From gifts to what is left of them after refunds, and to the matches that campaigns' matching funds add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.model.campaigns import Campaign
from generator.model.gifts import Gift


def reduced_gifts(gifts: Sequence[Gift]) -> dict[str, int]:
    """What is left of those gifts of which something was given back, minor units by gift id.

    A refund among `gifts` is deducted whatever its date. One larger than its gift (which `check` reports) leaves zero.
    """
    refunds = [g for g in gifts if g.refund_of is not None]
    refunded = {g.refund_of for g in refunds}
    left = {g.id: g.amount for g in gifts if g.id in refunded and g.refund_of is None} if refunds else {}
    for refund in refunds:
        if refund.refund_of in left:
            left[refund.refund_of] = max(0, left[refund.refund_of] + refund.amount)
    return left


def match_gifts(gifts: Iterable[Gift], reduced: Mapping[str, int], campaigns: Mapping[str, Campaign]) -> dict[str, int]:
    """The match of each net money gift, minor units by gift id; gifts without one are left out.

    In order of (date, id): rate x net gift, rounded down, at most `per_gift`, until the fund is used up. A fund
    matches gifts of its own currency only.
    """
    left = {c.id: c.matching.amount.minor for c in campaigns.values() if c.matching}
    matches: dict[str, int] = {}
    if not left:
        return matches
    hopeful = [g for g in gifts if g.campaign in left and g.in_kind is None and g.refund_of is None]
    for gift in sorted(hopeful, key=lambda g: (g.date, g.id)):
        campaign = campaigns[str(gift.campaign)]
        fund, net = campaign.matching, reduced.get(gift.id, gift.amount)
        if fund is None or fund.amount.currency != gift.currency or net <= 0:
            continue
        match = min(net * fund.rate.numerator // fund.rate.denominator, left[campaign.id])
        if fund.per_gift is not None:
            match = min(match, fund.per_gift.minor)
        if match > 0:
            matches[gift.id] = match
            left[campaign.id] -= match
    return matches
