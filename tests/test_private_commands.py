"""keys new, links and rotate as a person uses them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import master
from generator.cli import main
from generator.write.dga1 import link_key
from generator.write.links import Link

KEY = master.parse("ab" * 32)


@pytest.fixture
def small(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small site, whose one private donor is chen-hidden, with a key in the environment."""
    monkeypatch.setenv(master.VARIABLE, KEY.raw.hex())
    monkeypatch.chdir(small)
    return small


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], catch_exceptions=False)


def address(uid: str, version: int = 1) -> str:
    return f"https://small.example.org/site/a/#{link_key(KEY.raw, uid, version).fragment}"


def test_a_new_key_is_printed() -> None:
    one, two = run("keys", "new"), run("keys", "new")
    assert (0, 0) == (one.exit_code, two.exit_code)
    assert master.parse(one.output) != master.parse(two.output)


def test_a_new_key_goes_into_a_file_of_its_owner(small: Path) -> None:
    done = run("keys", "new", "--file", "../master.key")
    file = small.parent / "master.key"
    assert 0 == done.exit_code
    assert file.read_text("ascii").strip() not in done.output
    assert 0o600 == file.stat().st_mode & 0o777
    assert master.parse(file.read_text("ascii"))


def test_no_key_is_lost_to_a_new_one(small: Path) -> None:
    run("keys", "new", "--file", "../master.key")
    before = (small.parent / "master.key").read_bytes()
    again = run("keys", "new", "--file", "../master.key")
    assert 2 == again.exit_code
    assert "is there already" in again.output
    assert before == (small.parent / "master.key").read_bytes()


@pytest.mark.parametrize("place", ["content/k", "content/donors/k", "site/k", "content/../content/k"])
def test_no_key_is_written_where_it_would_be_published(small: Path, place: str) -> None:
    done = run("keys", "new", "--file", place)
    assert 2 == done.exit_code
    assert "site's folder" in done.output
    assert not (small / place).exists()


def test_the_table_holds_private_donors_only(small: Path) -> None:
    done = run("links")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert [["donor", "name", "link"], ["chen-hidden", "陈不具名", address("chen-hidden")]] == rows


def test_the_table_as_a_file_that_a_spreadsheet_reads(small: Path) -> None:
    file = small.parent / "links.csv"
    done = run("links", "--out", file)
    assert 0 == done.exit_code
    assert "陈不具名" not in done.output
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdonor,name,link\r\n")
    assert 0o600 == file.stat().st_mode & 0o777


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_name_is_a_formula(small: Path, sign: str) -> None:
    others = small / "content/donors/others.yml"
    others.write_text(others.read_text("utf-8").replace("陈不具名", f'"{sign}1+cmd"'), "utf-8")
    rows = list(csv.reader(io.StringIO(run("links").stdout)))
    assert f"'{sign}1+cmd" == rows[1][1]


def test_what_a_traceback_would_show_opens_nothing() -> None:
    link = Link("bo", "薄荷", f"https://example.org/a/#{link_key(b'k' * 32, 'bo', 1).fragment}")
    assert "#" not in repr(link)


@pytest.mark.parametrize("place", ["links.csv", "content/links.csv", "site/x/links.csv", "private/links.csv"])
def test_links_stay_out_of_the_site(small: Path, place: str) -> None:
    for option in ("--out", "--qr"):
        done = run("links", option, place)
        assert 2 == done.exit_code
        assert "site's folder" in done.output
        assert not (small / place).exists()


def test_a_way_round_into_the_site_is_seen(small: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(small / "content")
    assert 2 == run("links", "--out", tmp_path / "way/links.csv").exit_code
    assert not (small / "content/links.csv").exists()


def test_a_code_for_each(small: Path, tmp_path: Path) -> None:
    done = run("links", "--qr", tmp_path / "codes")
    file = tmp_path / "codes/chen-hidden.png"
    assert 0 == done.exit_code
    assert [file] == list((tmp_path / "codes").iterdir())
    assert file.read_bytes().startswith(b"\x89PNG")
    assert 0o600 == file.stat().st_mode & 0o777
    assert address("chen-hidden") not in done.output


def test_only_those_who_are_named(small: Path) -> None:
    others = small / "content/donors/others.yml"
    more = '- id: du\n  name: 杜\n  journey:\n    - {date: 2024-03-04, gift: "30.00"}\n'
    others.write_text(others.read_text("utf-8") + more, "utf-8")
    assert 3 == len(run("links").stdout.splitlines())
    assert ["donor,name,link", f"du,杜,{address('du')}"] == run("links", "du").stdout.splitlines()


def test_a_public_donor_has_no_link(small: Path) -> None:
    done = run("links", "ann", "chen-hidden")
    assert 2 == done.exit_code
    assert "no private archive belongs to ann" in done.output


def test_without_a_key_there_are_no_links(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(master.VARIABLE)
    done = run("links")
    assert 1 == done.exit_code
    assert "nianlun keys new" in done.output


def test_wrong_content_is_said_first(small: Path) -> None:
    ann = small / "content/donors/ann.yml"
    ann.write_text(ann.read_text("utf-8").replace('"50.00"', '"5O.00"'), "utf-8")
    done = run("links")
    assert 1 == done.exit_code
    assert "ann.yml:7:30" in done.output


def test_rotate_renews_one_link(small: Path) -> None:
    others = small / "content/donors/others.yml"
    before = others.read_text("utf-8")
    done = run("rotate", "chen-hidden")
    assert 0 == done.exit_code
    assert "until you publish again" in done.output
    assert "陈不具名" not in done.output
    where = "  email: chen.hidden@example.org\n"
    assert before.replace(where, where + "  link_version: 2\n") == others.read_text("utf-8")
    assert address("chen-hidden", 2) in run("links").stdout
    run("rotate", "chen-hidden")
    assert address("chen-hidden", 3) in run("links").stdout


def test_rotate_knows_its_donors(small: Path) -> None:
    done = run("rotate", "nobody")
    assert 2 == done.exit_code
    assert "no donor has the id nobody" in done.output


def test_rotate_says_what_is_wrong_with_a_donor(small: Path) -> None:
    others = small / "content/donors/others.yml"
    others.write_text(others.read_text("utf-8").replace("  name: 陈不具名", "  nmae: 陈不具名"), "utf-8")
    before = others.read_bytes()
    done = run("rotate", "chen-hidden")
    assert 1 == done.exit_code
    assert "others.yml:10:3" in done.output
    assert before == others.read_bytes()


def test_rotate_reaches_the_private_root(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "records/donors/du.yml"
    file.parent.mkdir(parents=True)
    file.write_text('name: 杜\njourney:\n  - {date: 2024-03-04, gift: "30.00"}\n', "utf-8")
    assert 0 == run("rotate", "du", "--private", tmp_path / "records").exit_code
    assert "link_version: 2" in file.read_text("utf-8")


@pytest.mark.parametrize("version", ["0", "-1", "4294967296", "two"])
def test_a_version_that_is_none(small: Path, version: str) -> None:
    others = small / "content/donors/others.yml"
    text = others.read_text("utf-8").replace("- id: chen-hidden", f"- id: chen-hidden\n  link_version: {version}")
    others.write_text(text, "utf-8")
    done = run("check")
    assert 1 == done.exit_code
    assert "link_version" in done.output
