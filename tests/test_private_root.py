"""The second root: personal records and pictures outside the public repository, wherever they lie."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.settings import read


@pytest.fixture
def split(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site with its donors, a picture and an update moved to a folder beside it."""
    for name in ("donors", "pictures", "updates"):
        shutil.move(small / "content" / name, tmp_path / "personal" / name)
    monkeypatch.chdir(small)
    monkeypatch.delenv("NIANLUN_PRIVATE", raising=False)
    return small


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_a_split_site_is_the_whole_site(split: Path, tmp_path: Path, copy_small: Callable[[Path], Path]) -> None:
    whole = copy_small(tmp_path / "whole")
    built = [
        run("build", "--jobs", "1", "--private", "../personal"),
        run("--config", str(whole / "site_config.yml"), "build", "--jobs", "1"),
    ]
    assert [0, 0] == [b.exit_code for b in built], built[0].output
    assert tree(whole / "site") == tree(split / "site")


def test_it_may_be_a_repository_with_a_readme(split: Path) -> None:
    (split.parent / "personal" / "README.md").write_text("Who may read this.\n", "utf-8")
    (split.parent / "personal" / ".git").mkdir()
    assert "README" not in run("check", "--private", "../personal").output


def test_its_place_comes_from_the_environment_or_the_settings_or_is_private(
    split: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(split / "site_config.yml").private is None
    monkeypatch.setenv("NIANLUN_PRIVATE", "../personal")
    assert run("check").exit_code == 0
    monkeypatch.delenv("NIANLUN_PRIVATE")
    config = (split / "site_config.yml").read_text("utf-8")
    (split / "site_config.yml").write_text(config + "      private_dir: ../personal\n", "utf-8")
    assert run("check").exit_code == 0
    (split / "site_config.yml").write_text(config, "utf-8")
    shutil.move(split.parent / "personal", split / "private")
    assert run("check").exit_code == 0


def test_without_the_personal_records_the_rest_builds_and_says_so(split: Path) -> None:
    config = (split / "site_config.yml").read_text("utf-8")
    (split / "site_config.yml").write_text(config + "      private_dir: ../nowhere\n", "utf-8")
    checked = run("check")
    assert checked.exit_code == 0
    assert "../nowhere: warning: is not there; the site is made without its records" in checked.output
    assert run("build", "--jobs", "1").exit_code == 0  # as a pull request from a fork does: gifts are not there, too


def test_a_named_place_that_is_not_there_is_a_mistake(split: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check", "--private", "nowhere").exit_code == 2
    monkeypatch.setenv("NIANLUN_PRIVATE", "nowhere")
    refused = run("check")
    assert refused.exit_code == 1
    assert "NIANLUN_PRIVATE names no folder that is there" in refused.output


def test_one_picture_lies_in_one_place(split: Path) -> None:
    (split / "content/pictures").mkdir()
    shutil.copy(split.parent / "personal/pictures/pot.png", split / "content/pictures/pot.png")
    checked = run("check", "--private", "../personal")
    assert checked.exit_code == 1
    assert "../personal/pictures/pot.png: stands in the content folder already; delete this one" in checked.output
