from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import settings, starter
from generator.issues import ContentError


def test_a_new_site_has_every_file_an_author_starts_from(tmp_path: Path) -> None:
    written = starter.create(tmp_path / "new")

    assert [
        ".gitignore",
        "content/donors/example.yml",
        "content/index.md",
        "content/organisation.yml",
        "content/projects/lunch.md",
        "content/spending/2025.csv",
        "content/updates/2025-10-12-first-lunch.md",
        "site_config.yml",
    ] == [f.relative_to(tmp_path / "new").as_posix() for f in written]


def test_each_new_site_has_settings_that_are_right_and_a_secret_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(settings.SECRET_VARIABLE, raising=False)
    for name in "ab":
        starter.create(tmp_path / name)

    a, b = (settings.read(tmp_path / name / "site_config.yml") for name in "ab")

    assert (tmp_path / "a/content", tmp_path / "a/site", None) == (a.content, a.out, a.today)
    assert len(a.secret) >= 32
    assert a.secret != b.secret


def test_an_empty_folder_is_good_enough(tmp_path: Path) -> None:
    assert starter.create(tmp_path)


def test_a_new_repository_is_as_good_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert len(starter.create(tmp_path)) == 8


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_nothing_is_ever_written_over(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine"
    if kind == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(ContentError, match="empty or does not exist yet"):
        starter.create(target)

    assert before == sorted(tmp_path.rglob("*"))


def test_a_new_site_builds_as_it_is(tmp_path: Path) -> None:
    starter.create(tmp_path)
    environment = {k: v for k, v in os.environ.items() if k != settings.SECRET_VARIABLE}

    for command in (["check"], ["build", "--jobs", "1"]):
        done = subprocess.run(
            [sys.executable, "-m", "generator", *command], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert (0, "") == (done.returncode, done.stderr)

    assert "一顿热午餐" in (tmp_path / "site/index.html").read_text("utf-8")
    archive = next((tmp_path / "site/d").glob("*/index.html")).read_text("utf-8")
    assert "示例捐赠人" in archive
    assert "第一顿热午餐" in archive
