"""Personal records that git keeps in the public tree are warned of; a private root of its own is not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generator.issues import Issue
from generator.load import load
from generator.load.tracked import tracked_records

ORGANISATION = "name: 读\ntagline: 书\nregistration: '1'\ncurrency: CNY\ntime_zone: Asia/Shanghai\nlanguages: [zh-CN]\n"
FILES = {
    "content/organisation.yml": ORGANISATION,
    "content/donors/lin.yml": "name: 林\n",
    "content/donors/wen.yml": "name: 文\nvisibility: public\nconsent: 2021-01-01\n",
    "content/donors/reached.yml": "name: 何\nvisibility: public\nconsent: 2021-01-01\nemail: he@example.org\n",
    "content/gifts/a.csv": "donor,date,gift\nlin,2021-01-01,5\n",
    "private/donors/chen.yml": "name: 陈\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def found(root: Path) -> tuple[Issue, ...]:
    folders = [root / "content", root / "private"]
    ledger, issues = load(*folders, root)
    assert issues == ()
    return tracked_records(ledger, folders, root)


def test_private_donors_in_the_public_tree_are_one_warning(tree: Path) -> None:
    git(tree, "init", "-q")
    git(tree, "add", "content")
    (issue,) = found(tree)
    assert issue.severity == "warning"
    assert issue.source.file == "content/donors/lin.yml"
    assert "and so are 2 other files" in issue.message  # reached.yml, for its e-mail address, and a.csv
    assert not any(name in issue.message for name in ("林", "何"))


def test_what_git_ignores_or_keeps_elsewhere_is_fine(tree: Path) -> None:
    git(tree, "init", "-q")
    git(tree / "private", "init", "-q")
    git(tree / "private", "add", ".")
    git(tree, "add", "content/organisation.yml", "content/donors/wen.yml")
    assert found(tree) == ()


def test_a_private_folder_that_is_not_ignored_is_warned_of(tree: Path) -> None:
    git(tree, "init", "-q")
    git(tree, "add", "private")
    assert [i.source.file for i in found(tree)] == ["private/donors/chen.yml"]


def test_the_sample_is_exempt(tree: Path) -> None:
    git(tree, "init", "-q")
    git(tree, "add", "content")
    (tree / "content/organisation.yml").write_text(ORGANISATION + "sample: yes\n", "utf-8")
    assert found(tree) == ()


def test_without_git_or_a_repository_it_is_quiet(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tree.parent))
    assert found(tree) == ()
    git(tree, "init", "-q")
    git(tree, "add", "content")
    monkeypatch.setenv("PATH", os.devnull)
    assert found(tree) == ()
