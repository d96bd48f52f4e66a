"""What the last build knew: no page of it is made again without need, and none passes the gate unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator import build as walk
from generator.fronts.mkdocs import front
from generator.issues import ContentError
from generator.model.archives import Archive
from generator.model.donors import Donor
from generator.privacy import view
from generator.settings import read

MADE = view.archive


def build(root: Path) -> walk.Report:
    return walk.build(read(root / "site_config.yml").but(jobs=1), front)


def add(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The donors whose archives are made from now on."""
    donors: list[str] = []

    def noted(donor: Donor, *rest: Any) -> Archive | None:
        donors.append(donor.id)
        return MADE(donor, *rest)

    monkeypatch.setattr(view, "archive", noted)
    return donors


def test_only_the_archive_of_a_new_gift_is_made(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small)
    donors = made(monkeypatch)
    add(small / "content/donors/ann.yml", '  - {date: 2025-02-20, gift: "5.00", for: kitchen}\n')
    build(small)
    assert {"ann"} == {*donors}


def test_an_update_has_all_archives_made(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small)
    donors = made(monkeypatch)
    add(small / "content/updates/2025-02-10-smoke.md", "\n\n又下雨了。\n")
    build(small)
    assert {"ann", "bo"} == {*donors}


def test_a_page_of_the_last_build_is_looked_through_for_what_is_private_now(small: Path) -> None:
    """Ann tells an address in her own words; later it turns out to be that of somebody who hides."""
    ann = small / "content/donors/ann.yml"
    ann.write_text(ann.read_text("utf-8").replace("journey:", "words: 请写信给 lin@example.org\njourney:"), "utf-8")
    build(small)
    add(small / "content/donors/others.yml", "- id: lin-new\n  name: 林具名\n  email: lin@example.org\n")
    for _ in range(2):  # a build that was refused has looked at nothing
        with pytest.raises(ContentError, match="email"):
            build(small)


def test_what_was_found_once_is_looked_for_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An amount that is a public sum too may stand; once it is none any more, the same page may not."""
    hidden = '- id: zhao-hidden\n  name: 赵不具名\n  journey:\n    - {date: 2024-05-01, gift: "543.21", for: kitchen}\n'
    add(small / "content/donors/others.yml", hidden)
    ann = small / "content/donors/ann.yml"
    ann.write_text(ann.read_text("utf-8").replace("journey:", "words: 我的幸运数字是 543.21\njourney:"), "utf-8")
    monkeypatch.setattr("generator.write.leaks._without_public_sums", lambda gate, found, public: ())
    build(small)
    monkeypatch.undo()
    add(small / "content/donors/others.yml", "- id: later\n  name: 后来的人\n")
    with pytest.raises(ContentError, match="gift: of a donor"):
        build(small)
