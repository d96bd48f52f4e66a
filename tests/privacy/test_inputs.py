"""Archives whose inputs are as they were are as they were; else a donor would be shown last week's page for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_ledgers import SECRET, START, TODAY, ledgers

from generator.derive import derive
from generator.issues import Source
from generator.model.donors import DonorConsent
from generator.model.ledger import Ledger
from generator.model.public import Public
from generator.privacy import public_view

many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def view(ledger: Ledger) -> Public:
    return public_view(ledger, derive(ledger, TODAY), SECRET, TODAY, bands=True)


def shown(ledger: Ledger) -> Ledger:
    """The ledger with half of its donors public, so that there are archives to look at."""
    consent = DonorConsent(START, "public")
    half = list(ledger.donors.values())[::2]
    public = {d.id: replace(d, visibility="public", consent=consent, minor=False) for d in half}
    return replace(ledger, donors=ledger.donors | public)


def changes(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger with one record less, or with one field of one as the next record has it."""
    for kind in ("donors", "gifts", "pledges", "acts", "expenditures"):
        own = getattr(ledger, kind)
        rows: list[Any] = list(own.values() if kind == "donors" else own)
        for at, row in enumerate(rows):
            names = {*row.__struct_fields__} - {"source", "id", "donor", "refund_of"}
            after = rows[(at + 1) % len(rows)]
            changed = [replace(row, **{name: getattr(after, name)}) for name in sorted(names)]
            other = [[*rows[:at], one, *rows[at + 1 :]] for one in changed if one != row]
            if kind != "donors":
                other.append([*rows[:at], *rows[at + 1 :]])
            for found in other:
                yield replace(ledger, **{kind: {d.id: d for d in found} if kind == "donors" else tuple(found)})


@settings(many, max_examples=8)
@given(ledgers())
def test_equal_inputs_are_equal_archives(ledger: Ledger) -> None:
    before = view(shown(ledger))
    made = dict(zip(before.archive_inputs, before.archives, strict=True))
    for other in changes(shown(ledger)):
        after = view(other)
        for inputs, archive in zip(after.archive_inputs, after.archives, strict=True):
            assert made.get(inputs, archive) == archive


@many
@given(ledgers(), st.integers(1, 99))
def test_lines_that_move_in_their_file_change_no_inputs(ledger: Ledger, lines: int) -> None:
    def moved(record: Any) -> Any:
        return replace(record, source=Source(record.source.file, record.source.line + lines, record.source.column))

    donors = {name: moved(donor) for name, donor in ledger.donors.items()}
    rows = {kind: tuple(map(moved, getattr(ledger, kind))) for kind in ("gifts", "pledges", "acts", "expenditures")}
    other = replace(ledger, donors=donors, **rows)
    assert list(view(ledger).archive_inputs) == list(view(other).archive_inputs)


@many
@given(ledgers())
def test_inputs_tell_nothing_to_who_has_not_the_key(ledger: Ledger) -> None:
    other = public_view(ledger, derive(ledger, TODAY), "f" * 32, TODAY, bands=True)
    assert not {*view(ledger).archive_inputs} & {*other.archive_inputs}
