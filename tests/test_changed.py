"""What the workflow publishes without testing the code again: only what changed nothing but content."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / ".github/changed.py"
spec = importlib.util.spec_from_file_location("changed", SCRIPT)
assert spec and spec.loader
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)

CONTENT = [{"filename": "content/updates/2026-03-01-rain.md"}, {"filename": "site_config.yml"}]


def _changed(files: list[dict[str, str]], status: str = "ahead", runs: tuple[tuple[str, str], ...] = ()) -> bool:
    """As GitHub answers it: `runs` are (event, commit), newest first."""
    last = runs or (("push", "last"),)

    def ask(path: str) -> Any:
        if path.startswith("actions/workflows/publish.yml/runs?"):
            return {"workflow_runs": [{"event": event, "head_sha": commit} for event, commit in last]}
        assert path == "compare/last...head"
        return {"status": status, "files": files}

    changed: bool = script.changed(ask, "head")
    return changed


def test_a_change_of_content_is_none_of_code() -> None:
    assert not _changed(CONTENT)
    assert not _changed([], "identical")  # every night


@pytest.mark.parametrize(
    "file",
    [
        {"filename": "generator/build.py"},
        {"filename": "theme/assets/nianlun.css"},
        {"filename": "requirements.lock"},
        {"filename": ".github/workflows/publish.yml"},
        {"filename": "tests/content/x.md"},
        {"filename": "content/build.py", "previous_filename": "generator/build.py"},
        {"filename": "site_config.yml.py"},
    ],
    ids=lambda f: f["filename"],
)
def test_everything_else_is_code(file: dict[str, str]) -> None:
    assert _changed([*CONTENT, file])


@pytest.mark.parametrize("status", ["diverged", "behind"])
def test_another_line_of_history_counts_as_a_change(status: str) -> None:
    assert _changed(CONTENT, status)


def test_a_comparison_that_may_be_cut_off_counts_as_a_change() -> None:
    files = [{"filename": f"content/updates/{n}.md"} for n in range(300)]
    assert _changed(files)
    assert not _changed(files[1:])


def test_what_a_pull_request_tested_was_not_published() -> None:
    assert not _changed(CONTENT, runs=(("pull_request", "other"), ("schedule", "last")))
    assert _changed(CONTENT, runs=(("pull_request", "last"),))


def test_what_cannot_be_found_out_counts_as_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("GITHUB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    script.main()
    assert (tmp_path / "output").read_text() == "code=yes\n"
