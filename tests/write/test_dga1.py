"""The format of private archives against its known answers, and what holds for every archive."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.write import dga1
from generator.write.dga1 import DamagedError, LinkKey, WrongKeyError, decoy_key, decoys, link_key, seal, unseal

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors-dga1.json").read_text("utf-8"))
MASTER = bytes(range(32))
KEY = link_key(MASTER, "lin", 1)


@pytest.mark.parametrize("known", VECTORS, ids=lambda v: f"{v['uid']}-{v['version']}-{v['blob_len']}")
def test_known_answers(known: dict[str, Any]) -> None:
    key = link_key(bytes.fromhex(known["master_hex"]), known["uid"], known["version"])
    plaintext = known["plaintext_utf8"].encode()
    blob = seal(key, plaintext)

    assert known["fragment"] == key.fragment
    assert known["locator"] == key.locator
    assert known["blob_len"] == len(blob)
    assert known["blob_head_hex"] == blob[:68].hex()
    assert known["blob_sha256"] == hashlib.sha256(blob).hexdigest()
    assert plaintext == unseal(key, blob)


def test_there_are_known_answers() -> None:
    assert len(VECTORS) >= 5
    assert len({v["blob_len"] for v in VECTORS}) > 1


@given(st.binary(max_size=20_000))
def test_what_is_sealed_opens_again(plaintext: bytes) -> None:
    assert plaintext == unseal(KEY, seal(KEY, plaintext))


@pytest.mark.parametrize("size", dga1.SIZES)
def test_a_length_shows_only_its_class(size: int) -> None:
    whole = size + 68 + 16
    assert whole == len(seal(KEY, bytes(size - 4)))
    assert whole == len(seal(KEY, bytes(size // 2)))
    assert bytes(size - 4) == unseal(KEY, seal(KEY, bytes(size - 4)))


def test_an_archive_past_the_last_class_is_refused() -> None:
    with pytest.raises(ValueError, match="over 4,194,300"):
        seal(KEY, bytes(dga1.LARGEST + 1))


def test_another_link_is_told_from_damage() -> None:
    blob = seal(KEY, b"{}")
    with pytest.raises(WrongKeyError):
        unseal(link_key(MASTER, "lin", 2), blob)
    with pytest.raises(WrongKeyError):
        unseal(link_key(MASTER, "lim", 1), blob)


@given(st.data())
def test_no_bit_can_change_unnoticed(data: st.DataObject) -> None:
    blob = bytearray(seal(KEY, b"what was written"))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= 1 << data.draw(st.integers(0, 7))
    expected = WrongKeyError if 4 <= place < 68 else DamagedError
    with pytest.raises(expected):
        unseal(KEY, bytes(blob))


@pytest.mark.parametrize("length", [0, 3, 67, 68, 83, 8275])
def test_a_torn_blob_is_damaged(length: int) -> None:
    with pytest.raises(DamagedError):
        unseal(KEY, seal(KEY, b"{}")[:length])


def test_a_blob_moved_to_another_name_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    blob = seal(KEY, b"{}")
    monkeypatch.setattr(LinkKey, "locator", "00" * 16)
    with pytest.raises(DamagedError):
        unseal(KEY, blob)


def test_ids_do_not_run_into_versions() -> None:
    """`uid` is written with its length: no id and version make the key of another pair."""
    keys = {link_key(MASTER, uid, version).raw for uid in ("a", "a1", "a11", "1") for version in (1, 11, 49, 12593)}
    assert 16 == len(keys)


def test_a_key_is_never_printed() -> None:
    assert KEY.fragment not in f"{KEY!r} {KEY}"
    assert str(KEY.raw) not in f"{KEY!r} {KEY}"


@given(st.integers(0, 100_000))
def test_archives_and_decoys_are_a_power_of_two(archives: int) -> None:
    together = archives + decoys(archives)
    assert together >= 8
    assert 0 == together & (together - 1)
    assert together == 8 or together < 2 * archives


def test_a_decoy_looks_like_an_archive() -> None:
    one, two = (seal(decoy_key(MASTER, n), b"") for n in (0, 1))
    real = seal(KEY, b'{"html":"","lang":"en","title":""}')
    assert {len(real)} == {len(one), len(two)}
    assert real[:4] == one[:4] == two[:4]
    assert decoy_key(MASTER, 0).locator != decoy_key(MASTER, 1).locator
    assert decoy_key(MASTER, 0).locator != decoy_key(bytes(32), 0).locator
    # no byte of two blobs but the magic stands still more often than chance allows
    assert sum(a == b for a, b in zip(one[4:], two[4:], strict=True)) < 100
