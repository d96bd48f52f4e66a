"""What figures tell beside those published last is said; a site that is to wait for more goes on standing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from generator import build as walk
from generator.build import Report
from generator.fronts.mkdocs import front
from generator.settings import Settings, read
from generator.write.brakes import MEMORY
from generator.write.swap import WaitError

OF_FEW = "moved since 2025-03-01 by what fewer than 5 donors gave who are not named"


@pytest.fixture
def site(small: Path) -> Path:
    """The small site with eight donors more who are not named, and published."""
    for n in range(8):
        _donor(small, n)
    _build(small)
    return small


def _donor(root: Path, n: int, *more: str, visibility: str = "private") -> None:
    rows = [f'{{date: 2024-04-0{n + 1}, gift: "{10 + n}.00", for: lunch}}', *more]
    consent = f"visibility: {visibility}\nconsent: 2024-01-01\n" if visibility != "private" else ""
    lines = "".join(f"  - {row}\n" for row in rows)
    (root / f"content/donors/quiet-{n}.yml").write_text(f"name: 默默{n}号\n{consent}journey:\n{lines}", "utf-8")


def _gifts(root: Path, donors: int, day: str = "2025-02-27") -> None:
    for n in range(donors):
        _donor(root, n, f'{{date: {day}, gift: "{7 + n}.30", for: lunch}}')


def _settings(root: Path, **more: object) -> Settings:
    return replace(read(root / "site_config.yml"), jobs=1, **more)  # type: ignore[arg-type]


def _build(root: Path, **more: object) -> Report:
    return walk.build(_settings(root, **more), front)


def _said(report: Report) -> list[str]:
    return [i.message for i in report.warnings if i.field == "plugins.nianlun.small_cells"]


def _bytes(root: Path) -> dict[str, bytes]:
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in (root / "site").rglob("*") if f.is_file()}


def test_what_few_gave_since_is_said_once_and_changes_no_page(site: Path, tmp_path: Path) -> None:
    _gifts(site, 4)
    report = _build(site)
    [said] = _said(report)
    assert "figures (all money, " in said and OF_FEW in said and "publish less often" in said
    published = _bytes(site)
    assert _said(_build(site)) == []  # it stands now, and there is no news
    shutil.rmtree(site / "site")
    shutil.rmtree(site / ".cache")
    assert _said(_build(site)) == []  # a first publication is compared with nothing
    assert _bytes(site) == published


def test_what_five_gave_since_is_not(site: Path) -> None:
    _gifts(site, 5)
    assert _said(_build(site)) == []


def test_a_site_that_waits_stands_until_more_has_come_in(site: Path) -> None:
    _gifts(site, 4)
    before = _bytes(site)
    with pytest.raises(WaitError, match=r"goes on standing until more has come in, or for 31 days more"):
        _build(site, wait=31)
    assert _bytes(site) == before
    _gifts(site, 6)
    assert _said(_build(site, wait=31)) == []
    assert _bytes(site) != before


def test_it_waits_no_longer_than_it_was_told(site: Path) -> None:
    _gifts(site, 4)
    settings = _settings(site, wait=31)
    assert settings.today
    for days in (1, 30):
        with pytest.raises(WaitError, match=f"{31 - days} days more"):
            walk.build(replace(settings, today=settings.today + timedelta(days)), front)
    assert OF_FEW in _said(walk.build(replace(settings, today=settings.today + timedelta(31)), front))[0]


def test_it_waits_for_nobody_who_withdraws_and_not_with_accept(site: Path) -> None:
    _gifts(site, 4)
    assert OF_FEW in _said(_build(site, wait=31, accept=True))[0]
    _donor(site, 7, visibility="public")
    _build(site, accept=True)
    _gifts(site, 3, "2025-02-26")
    with pytest.raises(WaitError):
        _build(site, wait=31)
    _donor(site, 7)
    assert OF_FEW in _said(_build(site, wait=31))[0]
    _gifts(site, 2, "2025-02-25")
    with pytest.raises(WaitError):
        _build(site, wait=31)
    (site / "content/donors/quiet-7.yml").unlink()
    assert _said(_build(site, wait=31)) != []


def test_a_job_that_starts_with_nothing_compares_with_the_live_site(site: Path, tmp_path: Path) -> None:
    """As in CI, and by the command: it ends well, says what it waits for, and makes no site."""
    live = tmp_path / MEMORY
    shutil.move(site / "site" / MEMORY, live)
    shutil.rmtree(site / "site")
    shutil.rmtree(site / ".cache")
    config = site / "site_config.yml"
    config.write_text(config.read_text("utf-8").rstrip() + "\n      small_cells_wait: 31\n", "utf-8")
    _gifts(site, 4)

    def job(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "generator", "build", *options]
        environment = {**os.environ, "NIANLUN_LAST": str(live)}
        return subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True)

    waits = job()
    assert (0, False) == (waits.returncode, (site / "site").exists())
    assert "nothing was published: figures (all money, " in waits.stderr and OF_FEW in waits.stderr
    assert "默默" not in waits.stderr
    assert (0, True) == (job("--accept").returncode, (site / "site").exists())


def test_what_the_last_site_does_not_say_cannot_be_compared(site: Path) -> None:
    """An older Nianlun made it, or its memory would have been too large."""
    (site / "site" / MEMORY).unlink()
    _gifts(site, 4)
    [said] = _said(_build(site, wait=31))
    assert "could not be compared with those published last" in said


def test_the_memory_does_not_depend_on_the_order_of_files(site: Path) -> None:
    body = (site / "site" / MEMORY).read_bytes()
    rows = [(site / f"content/donors/quiet-{n}.yml").read_text("utf-8").replace("name", f"id: quiet-{n}\n  name", 1)
            for n in range(8)]  # fmt: skip
    for n in range(8):
        (site / f"content/donors/quiet-{n}.yml").unlink()
    listed = "".join("- " + row.rstrip().replace("\njourney", "\n  journey") + "\n" for row in reversed(rows))
    (site / "content/donors/all.yml").write_text(listed, "utf-8")
    _build(site)
    assert (site / "site" / MEMORY).read_bytes() == body
