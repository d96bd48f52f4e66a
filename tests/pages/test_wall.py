"""The wall in pages: together they show everyone, and none of them knows more than its own entries."""

import shutil
from pathlib import Path

import pytest

from generator.model.public import Wall
from generator.pages import donors
from generator.pages.page import Page
from generator.settings import read
from generator.site import prepare
from generator.write.fingerprint import digest_of

SMALL = Path(__file__).parents[1] / "sites" / "small"


def test_each_page_carries_its_own_entries_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else n pages would carry n entries each, and the cost would grow with the square of the donors."""
    monkeypatch.setattr(donors, "A_PAGE", 1)
    site = prepare(read(SMALL / "site_config.yml").but(cache=tmp_path, jobs=1))
    pages = [p.context for p in site.ordinary if p.template == "wall.html" and p.language == "zh-CN"]
    entries = [p["entries"] for p in pages]
    assert [(e,) for e in site.public.wall.entries] == entries
    assert {len(p["wall"].entries) for p in pages if isinstance(p["wall"], Wall)} == {0}
    assert {p["shown"] for p in pages} == {len(site.public.wall.entries)}


def test_a_gift_changes_the_first_page_and_that_of_its_donor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums stand on the first page alone, or one gift would have every page of a long wall made anew."""
    monkeypatch.setattr(donors, "A_PAGE", 1)
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    before = _wall(tmp_path)
    file = tmp_path / "content" / "donors" / "ann.yml"
    file.write_text(file.read_text("utf-8") + '  - {date: 2025-01-06, gift: "7.00"}\n', "utf-8")
    after = _wall(tmp_path)
    assert [page.url for page in before] == [page.url for page in after]
    assert ["donors/", "en/donors/"] == [
        a.url for a, b in zip(after, before, strict=True) if digest_of(a) != digest_of(b)
    ]


def _wall(folder: Path) -> list[Page]:
    site = prepare(read(folder / "site_config.yml").but(cache=folder / ".cache", jobs=1, accept=True))
    return [page for page in site.ordinary if page.template == "wall.html"]


@pytest.mark.parametrize(
    ("number", "count", "expected"),
    [
        (1, 1, [1]),
        (1, 4, [1, 2, 3, 4]),
        (1, 9, [1, 2, 3, 4, 0, 9]),
        (9, 20, [1, 0, 6, 7, 8, 9, 10, 11, 12, 0, 20]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (354, 354, [1, 0, 351, 352, 353, 354]),
    ],
)
def test_a_page_leads_to_those_beside_it_and_to_both_ends(number: int, count: int, expected: list[int]) -> None:
    assert expected == donors._near(number, count)
