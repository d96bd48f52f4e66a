"""Where archives under a pseudonym tell amounts by bands: the band holds the amount, and nothing else tells it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import day, donor, gift, ledger, project, refund, spent
from msgspec import Struct
from msgspec.structs import replace
from random_ledgers import SECRET, TODAY, ledgers

from generator.derive import derive
from generator.model.archives import Archive
from generator.model.gifts import Gift, Pledge
from generator.model.ledger import Ledger
from generator.model.money import Band, Money
from generator.model.projects import Indicator
from generator.model.public import Public
from generator.privacy import donor_key, private_archives, public_view
from generator.privacy.bands import band
from generator.privacy.identity import visibility
from generator.privacy.secrets import secrets

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def view(records: Ledger, bands: bool = True) -> Public:
    return public_view(records, derive(records, TODAY), SECRET, TODAY, bands=bands)


def monies(value: object) -> Iterator[Money]:
    """Every Money in a value but in an indicator, which is the project's own."""
    if isinstance(value, Money):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from monies(part)
    elif isinstance(value, Struct) and not isinstance(value, Indicator):
        for name in value.__struct_fields__:
            yield from monies(getattr(value, name))


@pytest.mark.parametrize(
    ("minor", "currency", "low", "high"),
    [
        (1, "CNY", 0, 1),
        (99, "CNY", 0, 1),
        (100, "CNY", 1, 5),
        (499, "CNY", 1, 5),
        (9_999, "CNY", 50, 100),
        (10_000, "CNY", 100, 500),
        (51_888, "CNY", 500, 1000),
        (123_456_789, "CNY", 1_000_000, 5_000_000),
        (518, "JPY", 500, 1000),
        (5_188, "KWD", 5, 10),
    ],
)
def test_there_are_two_bands_to_a_decade(minor: int, currency: str, low: int, high: int) -> None:
    assert Band(low, high, currency) == band(Money(minor, currency))


@given(st.integers(1, 10**15), st.sampled_from([("CNY", 100), ("JPY", 1), ("KWD", 1000)]))
def test_a_band_holds_its_amount_and_is_no_finer_than_half(minor: int, unit: tuple[str, int]) -> None:
    found = band(Money(minor, unit[0]))
    assert found.low * unit[1] <= minor < found.high * unit[1]
    assert found.high >= 2 * found.low


def _records(degree: str, **changes: bool) -> Ledger:
    return replace(
        ledger(
            [project("lunch")],
            [
                gift("a-1", "2024-01-17", 51_888, "lunch", fee=30),
                refund("a-2", "2024-06-18", 777, "a-1", "lunch"),
                gift("a-3", "2025-02-03", 9_900, "lunch", hide_amount=True),
                gift("a-4", "2025-02-04", 4_200, in_kind="书"),
            ],
            [spent("e1", "2024-02-19", 12_345, "lunch")],
            donors=[donor("a", degree, **changes)],
        ),
        pledges=(Pledge(donor("a").source, "a", day("2024-01-02"), Money(3_333, "CNY"), "month"),),
    )


def test_an_archive_under_a_pseudonym_tells_bands_and_percent() -> None:
    (archive,) = view(_records("pseudonymous")).archives
    hundreds, tens = Band(500, 1000, "CNY"), Band(10, 50, "CNY")
    assert [None, None, hundreds] == [t.band for t in archive.traces]  # goods, an amount that is hidden, a gift
    entries = [(e.kind, e.amount, e.band) for y in reversed(archive.years) for e in y.entries]
    assert [
        ("pledge", None, tens), ("gift", None, hundreds), ("refund", None, None), ("gift", None, None),
        ("gift", None, None),
    ] == entries  # fmt: skip
    assert (True, True, None, None, None) == (
        archive.banded, archive.amounts_hidden, archive.given, archive.spent, archive.unspent,
    )  # fmt: skip
    assert 24 == archive.traces[-1].spent_percent  # (30 + 12,345) / (51,888 - 777)
    assert [(True, True), (True, True)] == [(p.amount.minor == 0, p.count < 2) for p in archive.traces[-1].parts]


def test_who_hides_amounts_tells_no_band() -> None:
    (archive,) = view(_records("pseudonymous", hide_amounts=True)).archives
    assert not archive.banded
    assert "Band(" not in repr(archive)


def test_what_is_told_by_bands_is_a_hidden_amount_in_figures() -> None:
    """Four of them are in no figure, five are; and who is shown says nothing of them."""
    for n, expected in ((4, None), (5, 5700)):
        gifts = [gift(f"p{i}-1", f"2024-03-{i + 1:02}", 1000) for i in range(n)]
        people = [donor(f"p{i}", "pseudonymous") for i in range(n)]
        records = ledger(gifts=[*gifts, gift("ann-1", "2024-03-02", 700)], donors=[donor("ann"), *people])
        public = view(records)
        given_, wall = public.totals.fund.given, public.wall
        assert expected == (given_ and given_[0].minor)
        assert (700, n + 1) == (wall.given_by_shown[0].minor, len(wall.entries))
        exact = view(records, bands=False).totals.fund.given
        assert exact and n * 1000 + 700 == exact[0].minor


def test_their_telling_amounts_are_looked_for() -> None:
    def sought(degree: str, bands: bool) -> set[int]:
        return {s.amount.minor for s in secrets(_records(degree), TODAY, bands) if s.amount}

    assert {51_888} == sought("pseudonymous", bands=True)
    assert set() == sought("pseudonymous", bands=False) == sought("public", bands=True)


@many
@given(ledgers())
def test_nothing_of_them_tells_more_than_the_band(records: Ledger) -> None:
    public, exact = view(records), view(records, bands=False)
    under = {donor_key(d, SECRET): d for d in records.donors.values() if visibility(d, TODAY) == "pseudonymous"}
    journeys = derive(records, TODAY).journeys
    before = {a.key: a for a in exact.archives}
    assert before.keys() == {a.key for a in public.archives}
    for archive in public.archives:
        if archive.key not in under:
            assert before[archive.key] == archive
            continue
        assert not any(m.minor for m in monies(archive))
        assert not any(s.units for s in archive.shares)
        told = [g for g in journeys[under[archive.key].id].gifts if not g.hide_name]
        _matches(archive, told, hidden=under[archive.key].hide_amounts)
    own = private_archives(records, derive(records, TODAY), SECRET, TODAY)
    assert not any("Band(" in repr(private.archive) for private in own)


def _matches(archive: Archive, gifts: list[Gift], hidden: bool) -> None:
    assert len(gifts) == len(archive.traces)
    for trace, record in zip(reversed(archive.traces), gifts, strict=True):
        if hidden or record.hide_amount or record.in_kind is not None:
            assert trace.band is None
        else:
            assert trace.band == band(Money(record.amount, record.currency))
    entries = [e for y in archive.years for e in y.entries if e.kind == "gift"]
    assert sorted(repr(e.band) for e in entries) == sorted(repr(t.band) for t in archive.traces)
