from pathlib import Path

import pytest

from generator.write.store import Store, key_of


def test_gives_back_what_was_put(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(key_of("a"), b"page")
    assert store.get(key_of("a")) == b"page"


def test_a_store_without_a_folder_remembers_nothing() -> None:
    store = Store(None)
    store.put(key_of("a"), b"page")
    assert store.get(key_of("a")) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 400])
def test_a_corrupt_entry_is_absent(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path)
    store.put(key_of("a"), b"page")
    (entry,) = tmp_path.glob("*/*")
    entry.write_bytes(damage)
    assert store.get(key_of("a")) is None


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(key_of("a"), b"page")
    (entry,) = tmp_path.glob("*/*")
    raw = bytearray(entry.read_bytes())
    raw[-1] ^= 1
    entry.write_bytes(raw)
    assert store.get(key_of("a")) is None


def test_prune_forgets_what_was_not_used(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(key_of("kept"), b"1")
    store.put(key_of("stale"), b"2")
    store.prune([key_of("kept")])
    assert (store.get(key_of("kept")), store.get(key_of("stale"))) == (b"1", None)


def test_a_folder_that_cannot_be_written_costs_the_entry_only(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    store = Store(blocked)
    store.put(key_of("a"), b"page")
    assert store.get(key_of("a")) is None


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
