"""The commands as people type them: what they say, what they write, how they end."""

import errno
import gc
import json
import os
import re
import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator import build as walk
from generator.cli import main


@pytest.fixture
def small(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(small)
    return small


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def _break(root: Path) -> None:
    ann = root / "content" / "donors" / "ann.yml"
    ann.write_text(ann.read_text("utf-8").replace('"50.00"', '"5O.00"').replace("for: lunch", "for: lunhc"), "utf-8")


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        below = (*path, name)
        found += _commands(command, below) if isinstance(command, click.Group) else [below]
    return found


@pytest.mark.parametrize("words", _commands(main), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    result = _run(*words, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 5
    assert max(map(len, result.output.splitlines())) <= 80


def test_check_names_every_mistake_with_its_place_and_counts_them(small: Path) -> None:
    _break(small)
    result = _run("check")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert (
        'content/donors/ann.yml:7:30: journey[2].gift: "5O.00" is not an amount; write digits, such as "50.00"' in lines
    )
    assert any("lunhc" in line and "lunch" in line for line in lines)
    assert re.fullmatch(r"2 errors, \d+ warnings?", lines[-1])


def test_check_speaks_json_and_annotations(small: Path) -> None:
    _break(small)
    rows = json.loads(_run("check", "--format", "json").output)
    assert {"file": "content/donors/ann.yml", "line": 7, "column": 30}.items() <= next(
        r for r in rows if r["field"] == "journey[2].gift"
    ).items()
    assert (
        "::error file=content/donors/ann.yml,line=7,col=30::journey[2].gift"
        in _run("check", "--format", "github").output
    )


def test_check_of_good_content_ends_well(small: Path) -> None:
    assert _run("check").exit_code == 0


def test_build_writes_where_it_is_told_and_says_where(small: Path) -> None:
    result = _run("build", "--out", "elsewhere", "--today", "2025-03-05", "--jobs", "1", "--no-cache")
    assert result.exit_code == 0, result.output
    assert "elsewhere/index.html" in result.output
    assert "2025年3月5日" in (small / "elsewhere" / "transparency" / "index.html").read_text("utf-8")
    assert not (small / "site").exists()


def test_build_in_a_pipe_shows_no_progress(small: Path) -> None:
    assert "\r" not in _run("build").output


def test_wrong_content_is_1_and_wrong_usage_is_2(small: Path) -> None:
    _break(small)
    assert _run("build").exit_code == 1
    assert _run("build", "--jobs", "none").exit_code == 2
    assert _run("build", "--today", "tomorrow").exit_code == 2
    assert _run("biuld").exit_code == 2


def test_where_there_is_no_site_it_says_how_to_start_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run("build")
    assert result.exit_code == 1
    assert "nianlun new site" in result.output


def test_settings_name_their_mistakes(small: Path) -> None:
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("today: 2025-03-01", "todya: 2025-03-01"), "utf-8")
    result = _run("check")
    assert result.exit_code == 1
    assert "plugins.nianlun.todya" in result.output


def test_settings_that_are_no_yaml_are_said_in_the_words_of_content(small: Path) -> None:
    config = small / "site_config.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("site_name:", "site_name："), "utf-8")
    line = next(n for n, written in enumerate(text.splitlines(), 1) if written.startswith("site_name:"))
    assert f'site_config.yml:{line}:10: "：" is a full-width sign; write ": " instead' in _run("check").output
    config.write_bytes(text.encode("utf-16"))
    assert "site_config.yml: is not UTF-8 text; save the file as UTF-8" in _run("check").output


def test_settings_without_a_name_are_said_as_all_that_is_missing(small: Path) -> None:
    config = small / "site_config.yml"
    config.write_text(re.sub(r"(?m)^site_name:.*$", "", config.read_text("utf-8")), "utf-8")
    result = _run("check")
    assert (result.exit_code, "site_config.yml: site_name: is missing" in result.output) == (1, True)


def test_check_refuses_the_pictures_that_a_build_refuses(small: Path) -> None:
    (small / "content/pictures/pot.png").write_bytes(b"no picture")
    for command in ("check", "build"):
        result = _run(command)
        assert (result.exit_code, "content/pictures/pot.png: is not a picture" in result.output) == (1, True)


def test_a_setting_that_stands_twice_is_named_both_times(small: Path) -> None:
    config = small / "site_config.yml"
    before = config.read_text("utf-8").rstrip("\n")
    first = 1 + next(n for n, line in enumerate(before.splitlines()) if line.startswith("plugins:"))
    again = len(before.splitlines()) + 1
    config.write_text(f"{before}\nplugins: [search]\nextra: {{a: 1, a: 2, b: 1}}\n", "utf-8")
    for command in ("check", "build"):
        output = _run(command).output
        stands = f"plugins: stands twice, on line {first} too, and the last would count; keep one"
        assert f"site_config.yml:{again}:1: {stands}" in output
        assert f"site_config.yml:{again + 1}:15: a: stands twice" in output
        assert " b: " not in output


@pytest.mark.parametrize("where", ["content/site", "private", ".cache/pictures"])
def test_a_site_is_not_put_among_what_it_is_made_from(small: Path, where: str) -> None:
    (small / "private").mkdir()
    folder = where.partition("/")[0]
    told = f"lies in {folder}, which is not for sites; choose another folder, such as site\n1 error, 0 warnings\n"
    by_option = _run("build", "--out", where)
    assert (1, f"site_config.yml: --out: {told}") == (by_option.exit_code, by_option.output)
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("site_dir: site", f"site_dir: {where}"), "utf-8")
    by_setting = _run("build")
    assert (1, f"site_config.yml: site_dir: {told}") == (by_setting.exit_code, by_setting.output)
    assert not [path for path in small.rglob("*") if path.name == "index.html" or path.name.startswith(".site")]


@pytest.mark.parametrize(
    ("field", "where", "example"),
    [
        ("site_dir", "/", "site"),
        ("site_dir", ".", "site"),
        ("site_dir", "content/../..", "site"),
        ("docs_dir", "..", "content"),
        ("plugins.nianlun.private_dir", ".", "private"),
        ("plugins.nianlun.cache_dir", "content", ".cache"),
    ],
)
def test_no_folder_may_hold_what_a_site_is_made_from(small: Path, field: str, where: str, example: str) -> None:
    unused = small / "content/pictures/unused.jpg"
    unused.write_bytes(b"")
    config = small / "site_config.yml"
    name = field.rpartition(".")[2]
    if name == field:
        config.write_text(re.sub(rf"(?m)^{field}:.*$", f"{field}: {where}", config.read_text("utf-8")), "utf-8")
    else:
        config.write_text(f"{config.read_text('utf-8')}      {name}: {where}\n", "utf-8")
    told = "is a folder that holds the settings or the content too; choose one of its own, such as"
    for command in ("check", "build"):
        output = _run(command).output
        assert f"site_config.yml: {field}: {told} {example}\n1 error, 0 warnings\n" == output
    assert unused.is_file()


@pytest.mark.parametrize("where", ["content", "content/donors", ".cache", ".cache/own"])
def test_private_records_lie_neither_in_the_content_nor_in_the_cache(small: Path, where: str) -> None:
    config = small / "site_config.yml"
    config.write_text(f"{config.read_text('utf-8')}      private_dir: {where}\n", "utf-8")
    lies = (
        f"lies in {where.partition('/')[0]}, which is not for private records; choose another folder, such as private"
    )
    for command in ("check", "build"):
        expected = f"site_config.yml: plugins.nianlun.private_dir: {lies}\n1 error, 0 warnings\n"
        assert expected == _run(command).output


def test_a_folder_named_on_the_command_line_may_hold_no_content_either(small: Path) -> None:
    for option in ("--out", "--private"):
        result = _run("build", option, str(small))
        assert (1, True) == (result.exit_code, f"{option}: is a folder that holds the settings" in result.output)


def test_a_folder_is_named_by_text(small: Path) -> None:
    config = small / "site_config.yml"
    before = re.sub("(?m)^docs_dir:.*$", "docs_dir: 2025", config.read_text("utf-8"))
    config.write_text(f"{before}      private_dir: yes\n      cache_dir: [a, b]\n", "utf-8")
    output = _run("check").output
    for field in ("docs_dir", "plugins.nianlun.private_dir", "plugins.nianlun.cache_dir"):
        assert f"site_config.yml: {field}: is not a folder; write its name as text, in quotes" in output
    assert "3 errors" in output


def test_an_output_that_cannot_be_written_is_one_plain_line(small: Path) -> None:
    (small / "blocked").write_text("a file")
    result = _run("build", "--out", "blocked/site")
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "blocked" in result.output


def test_schemas_are_written_for_editors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run("schema").exit_code == 0
    written = {f.stem: json.loads(f.read_text("utf-8")) for f in (tmp_path / "schemas").glob("*.json")}
    assert {"donor", "donors", "project", "campaign", "update", "event", "organisation", "import-map"} <= set(written)
    assert all(schema.get("$schema") for schema in written.values())


def test_a_new_site_builds_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run("new", "site", "mine").exit_code == 0
    monkeypatch.chdir(tmp_path / "mine")
    result = _run("build")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "mine" / "site" / "index.html").is_file()
    assert _run("new", "site", ".").exit_code == 1


def test_a_spreadsheet_comes_in_once(small: Path) -> None:
    (small / "export.csv").write_text("Who,When,How much\nA1,2024-07-01,12.50\nA2,2024-07-02,zwölf\n", "utf-8")
    (small / "map.yml").write_text(
        "kind: gifts\nname: old-books\ncolumns: {donor: Who, date: When, gift: How much}\nconstants: {currency: CNY}\n",
        "utf-8",
    )
    words = ("import", "csv", "export.csv", "--map", "map.yml", "--into", "content", "--rejects", "rejects.csv")
    first = _run(*words)
    assert first.exit_code == 0, first.output
    assert "2 rows read: 1 imported, 0 already there, 1 rejected" in first.output
    assert "zwölf" in (small / "rejects.csv").read_text("utf-8")
    assert "1 already there" in _run(*words).output


def test_a_command_leaves_nothing_for_the_last_collection(small: Path) -> None:
    gc.unfreeze()
    try:
        _run("check")
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("today: 2025-03-01", "today: 2025-02-30", "plugins.nianlun.today: is not a day; write one such as 2026-03-15"),
        ("today: 2025-03-01", "today: 2025-03-01 10:00:00", "plugins.nianlun.today: is not a day"),
        ("  - nianlun:", "  - nianlun: yes\n  - other:", "plugins.nianlun: holds no options; write each below it, as"),
        ("  - nianlun:", "  - nianlun: [a]\n  - other:", "plugins.nianlun: holds no options; write each below it, as"),
    ],
)
def test_settings_that_are_none_are_told(small: Path, before: str, after: str, said: str) -> None:
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace(before, after), "utf-8")
    result = _run("check")
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
    assert f"site_config.yml: {said}" in result.output


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "x: No space left on device; make room on this disk, then run the command again\n"),
        (errno.EACCES, "x: Permission denied; see that you may read and write there, or choose another place\n"),
        (errno.EROFS, "x: Read-only file system; this disk is read-only, choose a folder on another\n"),
    ],
)
def test_what_the_machine_refuses_is_said_with_what_to_do(
    small: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number), "x")

    monkeypatch.setattr(walk, "build", refuse)
    result = _run("build")
    assert (1, said) == (result.exit_code, result.stderr)


def test_a_port_that_is_taken_is_said_with_what_to_do(small: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = _run("serve", "--port", str(taken.getsockname()[1]))
    assert (1, True) == (result.exit_code, "has this port: choose one with --port" in result.stderr)
