"""What holds for every ledger: nobody is shown beyond what they agreed to, and order does not matter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from random_ledgers import SECRET, TODAY, UNNAMED, ledgers

from generator.derive import derive
from generator.derive.allocation import Booking
from generator.model.archives import Archive, Share
from generator.model.ledger import Ledger
from generator.model.money import Money, Total, plus
from generator.model.public import Public
from generator.privacy import donor_key, public_view
from generator.privacy.identity import visibility

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ZERO: Total = (Money(0, "CNY"),)


def view(ledger: Ledger) -> Public:
    return public_view(ledger, derive(ledger, TODAY), SECRET, TODAY)


def monies(value: object) -> Iterator[Money]:
    """Every Money in a value, an indicator's unit cost apart."""
    if isinstance(value, Money):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from monies(part)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if isinstance(value, Share) and name == "indicator":
                continue
            yield from monies(getattr(value, name))


@many
@given(ledgers())
def test_no_private_word_passes_the_gate(ledger: Ledger) -> None:
    told = repr(view(ledger))
    assert UNNAMED not in told
    for donor in ledger.donors.values():
        for private in (donor.id, donor.email, donor.phone, *donor.aliases):
            assert str(private) not in told
        degree = visibility(donor, TODAY)
        if degree != "public":
            assert donor.name not in told
            assert f"Tribute{donor.id.replace('idof', 'to')}" not in told
        if degree not in ("public", "pseudonymous"):
            assert donor_key(donor, SECRET) not in told
            assert not donor.pseudonym or repr(donor.pseudonym) not in told


@many
@given(ledgers())
def test_wall_and_totals_agree(ledger: Ledger) -> None:
    public = view(ledger)
    wall, fund = public.wall, public.totals.fund
    assert (wall.hidden is None) == (fund.donors is None)
    assert (wall.given_by_hidden is None) == (fund.given is None)
    if wall.hidden is not None:
        assert len(wall.entries) + wall.hidden == fund.donors
    if wall.given_by_hidden is not None:
        assert plus(wall.given_by_shown, wall.given_by_hidden) == fund.given
    assert all(m.minor >= 0 for m in (*wall.given_by_shown, *(wall.given_by_hidden or ())))
    shown = {a.key for a in public.archives}
    assert {e.key for e in public.wall.entries} <= shown
    for digest in public.digests:
        assert digest.new_donors is None or len(digest.newcomers) <= digest.new_donors
        assert {n.key for n in digest.newcomers} <= {e.key for e in public.wall.entries}


@many
@given(ledgers())
def test_each_trace_adds_up_to_its_gift(ledger: Ledger) -> None:
    for archive in view(ledger).archives:
        shown = [t for t in archive.traces if t.amount is not None and t.in_kind is None]
        for trace in shown:
            assert trace.amount and trace.refunded and trace.unspent and trace.matched and trace.unspent_matched
            paid = sum(p.amount.minor for p in trace.parts)
            assert trace.amount.minor == paid + trace.unspent.minor + trace.refunded.minor
            assert trace.matched.minor == sum(p.matched.minor for p in trace.parts) + trace.unspent_matched.minor
            assert (trace.spent_percent == 100) == (paid > 0 and trace.unspent.minor == 0)
        if not archive.amounts_hidden:
            assert archive.given and archive.spent and archive.unspent
            assert archive.given == plus(archive.spent, archive.unspent)
            assert archive.given == plus(ZERO, *(y.given for y in archive.years if y.given))
            assert archive.given == plus(ZERO, *((t.amount,) for t in shown), *(_less(t.refunded) for t in shown))


def _less(money: Money | None) -> Total:
    assert money
    return (Money(-money.minor, money.currency),)


@many
@given(ledgers())
def test_who_hides_amounts_shows_none(ledger: Ledger) -> None:
    archives = {a.key: a for a in view(ledger).archives}
    for donor in ledger.donors.values():
        archive = archives.get(donor_key(donor, SECRET))
        if archive and donor.hide_amounts:
            assert archive.amounts_hidden
            assert not any(m.minor for m in monies(archive))
            assert not any(s.units for s in archive.shares)


@many
@given(ledgers())
def test_updates_concern_who_paid_for_them(ledger: Ledger) -> None:
    """Against the rule written out the slow way, donor by donor and update by update."""
    insights = derive(ledger, TODAY)
    archives = {a.key: a for a in public_view(ledger, insights, SECRET, TODAY).archives}
    for donor in ledger.donors.values():
        archive = archives.get(donor_key(donor, SECRET))
        if archive:
            booking, by_month = insights.booking, archive.by_month
            expected = {u for u in ledger.updates if _concerns(ledger, booking, donor.id, u, by_month)}
            assert expected == set(archive.update_ids)
            assert list(archive.update_ids) == sorted(archive.update_ids, reverse=True)
            assert archive.update_ids == tuple(u for y in archive.years for u in y.update_ids)


def _concerns(ledger: Ledger, booking: Booking, donor: str, name: str, by_month: bool) -> bool:
    """Where only months are told, a gift counts from the first of its month, or an update would tell of its day."""
    update, net = ledger.updates[name], booking.net
    if update.date > TODAY:
        return False
    for gift in ledger.gifts:
        mine = gift.donor == donor and gift.refund_of is None and not gift.hide_name
        since = gift.date.replace(day=1) if by_month else gift.date
        if mine and since <= update.date and net(gift) > 0:
            places = {gift.project, *(a.project for a in booking.paid(gift))}
            while places - {None}:
                if places & {*(update.projects or (update.event and ledger.events[update.event].projects) or ())}:
                    return True
                places = {ledger.projects[p].parent for p in places if p}
            if update.campaign and gift.campaign == update.campaign:
                return True
    return False


@many
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(ledger: Ledger, random) -> None:  # type: ignore[no-untyped-def]
    def mixed(records):  # type: ignore[no-untyped-def]
        found = list(records.items() if isinstance(records, dict) else records)
        random.shuffle(found)
        return dict(found) if isinstance(records, dict) else tuple(found)

    other = replace(
        ledger, **{name: mixed(getattr(ledger, name)) for name in ledger.__struct_fields__ if name != "organisation"}
    )
    assert repr(view(ledger)) == repr(view(other))


@many
@given(ledgers())
def test_a_key_is_never_the_id_or_a_plain_hash_of_it(ledger: Ledger) -> None:
    archives: tuple[Archive, ...] = view(ledger).archives
    for donor in ledger.donors:
        for name in ("md5", "sha1", "sha256"):
            plain = hashlib.new(name, donor.encode()).hexdigest()
            assert not {a.key for a in archives} & {donor, plain, plain[:26]}
