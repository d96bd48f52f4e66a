"""Where the key behind personal links comes from, and what is no key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import master
from generator.issues import ContentError
from generator.master import DEMONSTRATION, Master, parse
from generator.settings import read

ONE, TWO, THREE = (Master(bytes([n]) * 32) for n in (1, 2, 3))
CONFIG = """\
site_name: x
site_url: https://x.example.org/
plugins:
  - nianlun:
      secret: a secret of this test and of nothing else
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site_config.yml to which a test adds options."""
    for name in (master.VARIABLE, master.FILE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "site_config.yml"
    config.write_text(CONFIG, "utf-8")
    return config


def option(config: Path, line: str) -> None:
    config.write_text(config.read_text("utf-8") + f"      {line}\n", "utf-8")


@given(st.binary(min_size=32, max_size=32))
def test_both_forms_are_read(raw: bytes) -> None:
    assert Master(raw) == parse(raw.hex()) == parse(raw.hex().upper() + "\n")


def test_a_new_key_is_read_and_never_comes_twice() -> None:
    made = {master.new() for _ in range(50)}
    assert 50 == len(made)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", text) for text in made)
    assert 50 == len({parse(text).raw for text in made})


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "g" * 64, "A" * 42, "A" * 44, "A" * 42 + "B", "０" * 64])
def test_what_is_no_key_is_said_and_not_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="is not a key; a key is 64 hexadecimal digits") as wrong:
        parse(text)
    assert not text or text not in str(wrong.value)


def test_the_bytes_are_in_no_repr(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(master.VARIABLE, ONE.raw.hex())
    told = repr(read(site))
    assert "master=Master()" in told
    assert "x01" not in told


def test_a_site_need_not_have_a_key(site: Path) -> None:
    assert read(site).master is None


def test_the_environment_comes_first(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, key in (("a", TWO), ("b", THREE)):
        (site.parent / name).write_text(key.raw.hex() + "\n", "utf-8")
    option(site, "demonstration_master: yes")
    assert DEMONSTRATION == read(site).master
    option(site, "master_file: b")
    assert THREE == read(site).master
    monkeypatch.setenv(master.FILE_VARIABLE, "a")
    assert TWO == read(site).master
    monkeypatch.setenv(master.VARIABLE, ONE.raw.hex())
    assert ONE == read(site).master


def test_an_empty_variable_is_none(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does GitHub pass a secret that is not there."""
    monkeypatch.setenv(master.VARIABLE, "")
    assert read(site).master is None


def test_a_fork_has_not_the_file_that_the_settings_name(site: Path) -> None:
    option(site, "master_file: ../secret.key")
    assert read(site).master is None


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (master.VARIABLE, "zzz", "NIANLUN_MASTER is not a key"),
        (master.FILE_VARIABLE, "nowhere", "the file that NIANLUN_MASTER_FILE names is not there"),
        (master.FILE_VARIABLE, "site_config.yml", "the file that NIANLUN_MASTER_FILE names is not a key"),
        (master.FILE_VARIABLE, ".", "the file that NIANLUN_MASTER_FILE names cannot be read"),
    ],
)
def test_a_wrong_variable_is_named(
    site: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ContentError, match=message):
        read(site)


@pytest.mark.parametrize("body", [b"no key", b"\xff\xfe", "钥匙".encode()])
def test_a_wrong_file_is_named(site: Path, body: bytes) -> None:
    (site.parent / "key").write_bytes(body)
    option(site, "master_file: key")
    with pytest.raises(ContentError, match=r"plugins\.nianlun\.master_file: is not a key"):
        read(site)


def test_a_key_that_notepad_saved_is_read(site: Path) -> None:
    new = master.new()
    (site.parent / "key").write_bytes(f"\ufeff{new}\r\n".encode())
    option(site, "master_file: key")
    assert parse(new) == read(site).master


def test_a_wrong_demonstration_option_is_named(site: Path) -> None:
    option(site, "demonstration_master: perhaps")
    with pytest.raises(ContentError, match=r"demonstration_master: is neither yes nor no"):
        read(site)
