"""A donor opens an archive from a chat on a phone: the page is light, and so is the first visit in all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import settings
from generator.derive import derive
from generator.load import load
from generator.privacy import public_view

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE_HTML = 10752  # bytes, unpacked, of an archive with up to 8 gifts and twice as many lines in its journey
LONGEST_HTML = 21 * 1024  # bytes, unpacked, of any archive of the sample: ten years, 48 gifts
FIRST_VISIT = 80_000  # bytes, gzipped, of everything that a first visit transfers


@pytest.fixture(scope="session")
def archives(sample_site: Path) -> list[Path]:
    pages = sorted(sample_site.glob("d/*/index.html"))
    assert pages, "the sample has no archive"
    return pages


def test_archives_of_up_to_eight_gifts_are_small(sample_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.SECRET_VARIABLE, raising=False)
    config = settings.read(ROOT / "site_config.yml")
    assert config.today
    ledger, _ = load(config.content, None, config.root)
    public = public_view(ledger, derive(ledger, config.today), config.secret, config.today)
    sizes = {a.key: (sample_site / "d" / a.key / "index.html").stat().st_size for a in public.archives}
    few = [a.key for a in public.archives if a.gift_count <= 8 and sum(len(y.entries) for y in a.years) <= 16]

    assert len(few) >= 5
    assert {} == {key: sizes[key] for key in few if sizes[key] >= ARCHIVE_HTML}
    assert {} == {key: size for key, size in sizes.items() if size >= LONGEST_HTML}


@pytest.mark.parametrize("rank", ["smallest", "median"])
def test_a_first_visit_is_light(visit: Callable[..., Any], sample_site: Path, archives: list[Path], rank: str) -> None:
    by_size = sorted(archives, key=lambda p: (p.stat().st_size, p))
    page = by_size[0 if rank == "smallest" else len(by_size) // 2]

    seen = visit(page.parent.relative_to(sample_site).as_posix() + "/")
    sizes = seen.gzipped()

    assert sum(sizes.values()) < FIRST_VISIT, sizes
    assert not [name for name in sizes if "search" in name], "an archive loads no search"


def test_a_month_shows_no_picture_twice(sample_site: Path) -> None:
    shown = [
        re.findall(r"<img src=\S*/([0-9a-f]{20})-", page.read_text("utf-8"))
        for page in sample_site.glob("digest/*/index.html")
    ]
    assert {1, 2} <= {len(pictures) for pictures in shown}
    assert all(len(pictures) == len({*pictures}) for pictures in shown)
