"""Archives go through the build one at a time: memory holds who is shown, never what every archive says."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.privacy import private, view
from generator.settings import read
from generator.site import prepare

SMALL = Path(__file__).parent / "sites" / "small"


class MadeError(Exception):
    """An archive was made."""


def test_a_site_is_planned_without_making_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def archive(*_: object) -> None:
        raise MadeError

    monkeypatch.setattr(view, "archive", archive)
    monkeypatch.setattr(private, "archive", archive)
    monkeypatch.setenv("NIANLUN_MASTER", "0f" * 32)
    site = prepare(read(SMALL / "site_config.yml").but(cache=tmp_path, jobs=1))
    assert (2, 1) == (len(site.archives), len(site.private))
    with pytest.raises(MadeError):
        _ = site.archives[0]
    with pytest.raises(MadeError):
        _ = site.private[0].archive


def test_an_archive_is_equal_however_often_it_is_made(tmp_path: Path) -> None:
    site = prepare(read(SMALL / "site_config.yml").but(cache=tmp_path, jobs=1))
    assert list(site.archives) == [site.archives[n] for n in range(len(site.archives))] == list(site.archives[:])
