"""A donor opens an archive from a chat on a phone: the page is light, and so is the first visit in all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ARCHIVE_HTML = 12_000  # bytes, unpacked, of an archive with up to 8 gifts
FIRST_VISIT = 80_000  # bytes, gzipped, of everything that a first visit transfers


@pytest.fixture(scope="session")
def archives(sample_site: Path) -> list[Path]:
    pages = sorted(sample_site.glob("d/*/index.html"))
    assert pages, "the sample has no archive"
    return pages


def test_archives_are_small(archives: list[Path]) -> None:
    """The median archive; one of a donor with a hundred gifts may be longer."""
    sizes = sorted(p.stat().st_size for p in archives)
    assert sizes[len(sizes) // 2] < ARCHIVE_HTML, sizes


@pytest.mark.parametrize("rank", ["smallest", "median"])
def test_a_first_visit_is_light(visit: Callable[..., Any], sample_site: Path, archives: list[Path], rank: str) -> None:
    by_size = sorted(archives, key=lambda p: (p.stat().st_size, p))
    page = by_size[0 if rank == "smallest" else len(by_size) // 2]

    seen = visit(page.parent.relative_to(sample_site).as_posix() + "/")
    sizes = seen.gzipped()

    assert sum(sizes.values()) < FIRST_VISIT, sizes
    assert not [name for name in sizes if "search" in name], "an archive loads no search"
