"""What is saved is noticed, however it is saved."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.saved import saves
from generator.settings import read


@pytest.fixture
def saved(small: Path) -> Iterator[bool]:
    """As heard from now on."""
    heard = saves(lambda: read(small / "site_config.yml"))
    assert not next(heard)
    return heard


def _heard(saved: Iterator[bool]) -> bool:
    """Whether anything was saved; then all of it is heard."""
    until = time.monotonic() + 10
    while not next(saved):
        if time.monotonic() > until:
            return False
    while next(saved):
        pass
    return True


def test_a_file_that_an_editor_replaces_is_noticed_each_time(small: Path, saved: Iterator[bool]) -> None:
    config = small / "site_config.yml"
    for number in range(3):
        new = small / "site_config.yml.new"
        new.write_text(config.read_text("utf-8") + f"# {number}\n", "utf-8")
        new.replace(config)
        assert _heard(saved)


def test_a_folder_that_is_replaced_is_noticed_and_what_is_saved_in_it(small: Path, saved: Iterator[bool]) -> None:
    content = small / "content"
    for number in range(2):
        shutil.copytree(content, small / "other")
        shutil.rmtree(content)
        (small / "other").rename(content)
        assert _heard(saved)
        (content / "about.md").write_text(f"# {number}\n", "utf-8")
        assert _heard(saved)


def test_a_folder_of_personal_records_that_comes_later_is_noticed(small: Path, saved: Iterator[bool]) -> None:
    (small / "private" / "donors").mkdir(parents=True)
    assert _heard(saved)
    (small / "private" / "donors" / "zhou.yml").write_text("name: 周\n", "utf-8")
    assert _heard(saved)


def test_a_folder_that_the_settings_name_anew_is_noticed(small: Path, saved: Iterator[bool]) -> None:
    (small / "theme").mkdir()
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("  name: material", "  name: material\n  custom_dir: theme"))
    assert _heard(saved)
    (small / "theme" / "main.html").write_text("", "utf-8")
    assert _heard(saved)


def test_settings_that_others_inherit_are_noticed_also_those_that_come_later(small: Path) -> None:
    config, base, first = small / "site_config.yml", small / "settings" / "base.yml", small / "settings" / "first.yml"
    base.parent.mkdir()
    base.write_text("INHERIT: first.yml\nextra: {said: one}\n", "utf-8")
    config.write_text(config.read_text("utf-8") + "INHERIT: settings/base.yml\n", "utf-8")
    heard = saves(lambda: read(config))
    next(heard)
    first.write_text("copyright: ours\n", "utf-8")
    assert _heard(heard)
    base.write_text("INHERIT: first.yml\nextra: {said: two}\n", "utf-8")
    assert _heard(heard)
    base.write_text("INHERIT: base.yml\n", "utf-8")  # a slip, and no end of it
    assert _heard(heard)
