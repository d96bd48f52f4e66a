"""Random small ledgers that `check` could let through, overspending apart, with words that must not leak."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st
from ledger_samples import SRC, act, campaign, event, ledger, project, update

from generator.model.campaigns import MatchingFund
from generator.model.donors import Donor, DonorConsent
from generator.model.gifts import Gift, Pledge, Tribute
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.projects import Expenditure, Indicator
from generator.model.words import Label

START = date(2022, 11, 1)
TODAY = date(2025, 2, 10)
UNNAMED = "note-of-a-gift-without-a-name"  # on every gift with hide_name
SECRET = "0123456789abcdef0123456789abcdef"

days = st.integers(0, 900).map(lambda n: START + timedelta(n))  # some after TODAY
amounts = st.integers(1, 9_000)
currencies = st.sampled_from(["CNY", "CNY", "CNY", "USD"])
spent = st.one_of(amounts, amounts, st.integers(-2000, -1))
categories = st.sampled_from(["programme", "programme", "admin", "fundraising"])
verbs = st.sampled_from(["flower", "visit", "volunteer", "milestone"])
degrees = st.sampled_from(["public", "public", "pseudonymous", "private", "excluded"])
consents = st.sampled_from([START, START, date(2025, 2, 11), None])
perhaps_money = st.one_of(st.none(), amounts.map(lambda n: Money(n, "CNY")))
rates = st.fractions(Fraction(1, 3), 2, max_denominator=3)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    projects = [f"p{n}" for n in range(draw(st.integers(1, 5)))]
    families = [
        project(p, draw(st.sampled_from([None, *projects[:n]])), indicators=_indicators(draw))
        for n, p in enumerate(projects)
    ]
    campaigns = [f"c{n}" for n in range(draw(st.integers(0, 2)))]
    places = st.sampled_from([None, *projects])
    some_project = st.sampled_from(projects)
    donors = [_donor(draw, n) for n in range(draw(st.integers(1, 5)))]
    some_donor = st.sampled_from(donors)
    gifts = [_gift(draw, f"{draw(some_donor).id}-{n}", places, campaigns) for n in range(draw(st.integers(0, 12)))]
    for gift in list(gifts):
        if draw(st.integers(0, 4)) == 0:
            back = draw(st.integers(1, gift.amount))
            gifts.append(
                Gift(
                    SRC,
                    f"{gift.id}-r",
                    gift.donor,
                    draw(days),
                    -back,
                    gift.currency,
                    gift.project,
                    gift.campaign,
                    refund_of=gift.id,
                )
            )
    spending = [
        Expenditure(
            SRC,
            f"e{n}",
            draw(days),
            draw(some_project),
            draw(categories),
            draw(spent),
            draw(currencies),
            draw(st.sampled_from([None, "food"])),
            document=draw(st.sampled_from([None, f"D{n}"])),
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    acts = [
        act(
            draw(some_donor).id,
            str(draw(days)),
            draw(verbs),
            count=draw(st.integers(1, 9)),
            note=draw(st.sampled_from([None, "hello"])),
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    pledges = [
        Pledge(SRC, draw(some_donor).id, draw(days), Money(draw(amounts), "CNY"), "month", draw(places))
        for _ in range(draw(st.integers(0, 2)))
    ]
    updates = {
        u.id: u
        for n in range(draw(st.integers(0, 5)))
        for u in [
            update(
                f"{draw(days)}-u{n}",
                *draw(st.lists(some_project, max_size=1)),
                event=draw(st.sampled_from([None, "e-1"])),
                campaign=draw(st.sampled_from([None, *campaigns])),
            )
        ]
    }
    return ledger(
        families, gifts, spending,
        [campaign(c, "2024-09-01", "2024-09-10", matching=_matching(draw)) for c in campaigns],
        donors, updates.values(), [event("e-1", str(draw(days)), projects[0])], pledges, acts,
    )  # fmt: skip


def _donor(draw: st.DrawFn, n: int) -> Donor:
    consent = draw(consents)
    return Donor(
        SRC, f"idof{n}x", f"Nameof{n}x", visibility=draw(degrees),
        pseudonym=draw(st.sampled_from([None, f"pseudo{n}"])),
        consent=DonorConsent(consent, draw(degrees)) if consent else None,
        minor=draw(st.integers(0, 5)) == 0, hide_amounts=draw(st.integers(0, 3)) == 0,
        words=draw(st.sampled_from([None, "thanks", f"I am Nameof{n}x"])),
        aliases=(f"Aliasof{n}x",), email=f"mail{n}x@example.org", phone=f"1390000{n}x",
    )  # fmt: skip


def _gift(draw: st.DrawFn, id: str, places: st.SearchStrategy[str | None], campaigns: list[str]) -> Gift:
    unnamed = draw(st.integers(0, 4)) == 0
    donor = id.split("-")[0]
    return Gift(
        SRC, id, donor, draw(days), draw(amounts), draw(currencies), draw(places),
        draw(st.sampled_from([None, *campaigns])), fee=draw(st.sampled_from([0, 0, 30])),
        in_kind=draw(st.sampled_from([None, None, None, None, f"books of {donor.replace('idof', 'Nameof')}"])),
        tribute=draw(st.sampled_from([None, Tribute("honour", f"Tribute{donor.replace('idof', 'to')}")])),
        note=UNNAMED if unnamed else draw(st.sampled_from([None, f"note {donor.replace('idof', 'Nameof')}"])),
        hide_amount=draw(st.integers(0, 4)) == 0, hide_name=unnamed,
    )  # fmt: skip


def _matching(draw: st.DrawFn) -> MatchingFund | None:
    if draw(st.booleans()):
        return None
    return MatchingFund(Label("F"), Money(draw(amounts), "CNY"), draw(rates), draw(perhaps_money))


def _indicators(draw: st.DrawFn) -> tuple[Indicator, ...]:
    cost = draw(perhaps_money)
    return (Indicator("i", Label("午餐"), Label("份"), 0, 100, 50, TODAY, cost),) if draw(st.booleans()) else ()
