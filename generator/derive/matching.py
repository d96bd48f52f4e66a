"""From gifts to what is left of them after refunds, and to the matches that campaigns' matching funds add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from generator.model.campaigns import Campaign
from generator.model.gifts import Gift


def net_gifts(gifts: Iterable[Gift], today: date) -> dict[str, int]:
    """What is left of each gift dated up to `today`, minor units by gift id, goods at their fair value too.

    A refund dated up to `today` is deducted whatever its date. One larger than its gift (which `check` reports)
    leaves zero.
    """
    known = [g for g in gifts if g.date <= today]
    net = {g.id: g.amount for g in known if g.refund_of is None}
    for refund in known:
        if refund.refund_of in net:
            net[refund.refund_of] = max(0, net[refund.refund_of] + refund.amount)
    return net


def match_gifts(gifts: Iterable[Gift], net: Mapping[str, int], campaigns: Mapping[str, Campaign]) -> dict[str, int]:
    """The match of each net money gift, minor units by gift id; gifts without one are left out.

    In order of (date, id): rate x net gift, rounded down, at most `per_gift`, until the fund is used up. A fund
    matches gifts of its own currency only.
    """
    left = {c.id: c.matching.amount.minor for c in campaigns.values() if c.matching}
    matches: dict[str, int] = {}
    if not left:
        return matches
    hopeful = [g for g in gifts if g.campaign in left and g.in_kind is None and net.get(g.id, 0) > 0]
    for gift in sorted(hopeful, key=lambda g: (g.date, g.id)):
        campaign = campaigns[str(gift.campaign)]
        fund = campaign.matching
        if fund is None or fund.amount.currency != gift.currency:
            continue
        match = min(net[gift.id] * fund.rate.numerator // fund.rate.denominator, left[campaign.id])
        if fund.per_gift is not None:
            match = min(match, fund.per_gift.minor)
        if match > 0:
            matches[gift.id] = match
            left[campaign.id] -= match
    return matches
