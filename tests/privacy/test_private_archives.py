"""What a private donor may see of themselves: all of it, and nobody else any of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from ledger_samples import act, donor, gift, ledger, refund
from msgspec.structs import replace
from random_ledgers import SECRET, TODAY, ledgers

from generator.derive import derive
from generator.model.ledger import Ledger
from generator.model.private import PrivateArchive
from generator.model.public import Public
from generator.pages.archives import plan
from generator.pages.atlas import Atlas
from generator.privacy import private_archives, private_donors, public_view
from generator.privacy.identity import visibility

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def private(ledger: Ledger) -> dict[str, PrivateArchive]:
    return {own.uid: own for own in private_archives(ledger, derive(ledger, TODAY), SECRET, TODAY)}


@many
@given(ledgers())
def test_private_donors_and_only_they_have_one(ledger: Ledger) -> None:
    insights = derive(ledger, TODAY)
    private_ones = {d.id for d in ledger.donors.values() if visibility(d, TODAY) == "private"}
    given_or_done = {r.donor for r in ledger.gifts if r.refund_of is None and r.date <= TODAY}
    given_or_done |= {r.donor for r in (*ledger.pledges, *ledger.acts) if r.date <= TODAY}
    expected = private_ones & given_or_done
    assert expected == private(ledger).keys()
    assert expected == {donor.id for donor in private_donors(ledger, insights, TODAY)}


def test_who_did_nothing_but_take_back_has_none() -> None:
    """Where the refund of another's gift stands in their record by a slip; nor are they counted as left out."""
    records = ledger(
        gifts=[gift("ann-1", "2024-01-01", 500), refund("bo-2", "2024-02-01", 100, "ann-1")],
        acts=[act("cy", "2024-03-01")],
        donors=[donor(name, "private", None) for name in ("ann", "bo", "cy", "dee")],
    )
    insights = derive(records, TODAY)
    assert "bo" in insights.journeys
    assert ["ann", "cy"] == [d.id for d in private_donors(records, insights, TODAY)] == [*private(records)]
    assert all(own.archive.private for own in private(records).values())


@many
@given(ledgers())
def test_nothing_of_it_is_public(ledger: Ledger) -> None:
    public: Public = public_view(ledger, derive(ledger, TODAY), SECRET, TODAY)
    keys = {archive.key for archive in public.archives} | {entry.key for entry in public.wall.entries}
    assert set() == keys & {own.archive.key for own in private(ledger).values()}
    assert not any(archive.private for archive in public.archives)


@many
@given(ledgers())
def test_the_donor_sees_every_gift_and_amount(ledger: Ledger) -> None:
    insights = derive(ledger, TODAY)
    for name, own in private(ledger).items():
        journey, archive = insights.journeys[name], own.archive
        assert archive.private
        assert ledger.donors[name].name == archive.name
        assert (False, 0, False) == (archive.amounts_hidden, archive.hidden_gifts, archive.pseudonymous)
        assert (len(journey.gifts), len(journey.kept)) == (len(archive.traces), archive.gift_count)
        assert all(trace.amount is not None for trace in archive.traces)
        assert [g.note for g in reversed(journey.gifts)] == [trace.note for trace in archive.traces]
        given = {m.currency: m.minor for m in archive.given or ()}
        money = [g for g in journey.kept if g.in_kind is None]
        for currency in {g.currency for g in money}:
            assert sum(insights.booking.net(g) for g in money if g.currency == currency) == given[currency]


@many
@given(ledgers())
def test_the_version_is_the_donor_s(ledger: Ledger) -> None:
    donors = {name: replace(donor, link_version=7) for name, donor in ledger.donors.items()}
    assert {7} >= {own.version for own in private(replace(ledger, donors=donors)).values()}
    assert {1} >= {own.version for own in private(ledger).values()}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers())
def test_no_planner_takes_one(ledger: Ledger) -> None:
    """The type alone forbids it; an archive taken out of its wrapping is refused too."""
    public = public_view(ledger, derive(ledger, TODAY), SECRET, TODAY)
    for own in list(private(ledger).values())[:1]:
        assert list(plan(Atlas(replace(public, archives=(replace(own.archive, private=False),)), _say)))
        with pytest.raises(AssertionError):
            list(plan(Atlas(replace(public, archives=(own.archive,)), _say)))


def _say(language: str, key: str, **values: object) -> str:
    return key
