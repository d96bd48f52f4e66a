"""What stands in a folder, as one hash: the same whoever asks, another after any touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.write.listing import listing_of

FILES = ("index.html", "d/one/index.html", "d/two/index.html", "d/two/deep/er/a.txt", "d/2x/b.txt", "assets/c.js")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path / "site"


@pytest.mark.parametrize("name", FILES)
def test_any_number_of_processes_sees_every_file(folder: Path, name: str) -> None:
    before = {listing_of(folder, jobs) for jobs in (1, 2, 3)}
    (folder / name).write_text("touched")
    after = {listing_of(folder, jobs) for jobs in (1, 2, 3)}

    assert 1 == len(before) == len(after)
    assert before != after


@pytest.mark.parametrize("name", ["new.txt", "d/new.txt", "d/new/new.txt", "d/old/new.txt", "d/two/new.txt"])
def test_what_comes_is_seen_by_any_number_of_processes(folder: Path, name: str) -> None:
    before = listing_of(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).touch()

    assert before != listing_of(folder) == listing_of(folder, 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_that_cannot_be_read_is_like_no_other(folder: Path, jobs: int) -> None:
    assert "" == listing_of(folder / "nowhere", jobs)


def test_a_folder_that_became_a_link_is_seen(folder: Path) -> None:
    before = listing_of(folder)
    (folder / "d/one").rename(folder / "d/aside")
    (folder / "d/one").symlink_to("aside")

    assert before != listing_of(folder) == listing_of(folder, 2)
