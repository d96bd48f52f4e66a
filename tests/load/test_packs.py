"""Packs: files read before are not read again, and nobody can tell but by the time it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from generator.beside import Beside
from generator.issues import ContentError, Issue
from generator.load import journeys, load, reading
from generator.load.packs import Packs
from generator.load.schema.fields import Terms
from generator.model.ledger import Ledger

TESTS = Path(__file__).parents[1]
SITES = [*sorted(p.parent for p in (TESTS / "broken").glob("*/issues.txt")), TESTS / "sites/small", TESTS.parent]
SECRET = "0123456789abcdef0123456789abcdef"
ORGANISATION = (
    "name: 麦田\ntagline: 读书\nregistration: '5'\ncurrency: CNY\ntime_zone: Asia/Shanghai\nlanguages: [zh-CN]\n"
)
DONORS = """\
- id: lin
  name: 林小雨
  email: lin@example.org
  aliases: [小雨]
  visibility: public
  consent: {date: 2021-01-01, to: pseudonymous}
  journey:
    - {date: 2021-05-20, gift: "50.00", note: 给孩子们, in_honour_of: 外婆}
    - {date: 2021-05-21, gift: "USD 5.00", id: dollars, hide_name: yes, fee: "0.10"}
    - {date: 2021-06-01, refund: "20.00", of: 2021-05-20}
    - {date: 2021-06-02, pledge: "30.00", every: month, until: 2022-06-01}
    - {date: 2021-06-03, flower: steps, count: "8000"}
    - date: 2021-06-04
      milestone: 第一年
- id: wang
  name: "王\\u0020五"
  journey:
    - {date: 2021-05-20, gift: "50.00"}
"""


class Shelf:
    """Packs in memory; `opened` counts those that were there."""

    def __init__(self) -> None:
        self.packs: dict[str, bytes] = {}
        self.opened = 0

    def get(self, key: str) -> bytes | None:
        self.opened += key in self.packs
        return self.packs.get(key)

    def put(self, key: str, payload: bytes) -> None:
        self.packs[key] = payload

    def prune(self, used: Iterable[str]) -> None:
        self.packs = {key: self.packs[key] for key in used}


def told(root: Path, pack: Callable[[Terms], Packs] | None, jobs: int = 1) -> tuple[Ledger | None, tuple[Issue, ...]]:
    try:
        return load(root / "content", None, root, pack, jobs)
    except ContentError as wrong:
        return None, tuple(wrong.issues)


def site(root: Path, **donors: str) -> Path:
    (root / "content/donors").mkdir(parents=True)
    (root / "content/organisation.yml").write_text(ORGANISATION, "utf-8")
    for name, text in donors.items():
        (root / f"content/donors/{name}.yml").write_text(text, "utf-8")
    return root


def packing(shelf: Shelf, secret: str = SECRET, version: str = "1") -> Callable[[Terms], Packs]:
    return partial(Packs, shelf, secret, version)


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_every_site_is_read_the_same_from_packs(root: Path) -> None:
    shelf = Shelf()
    assert told(root, None) == told(root, packing(shelf)) == told(root, packing(shelf))


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> list[Beside[object]]:
    """The processes that read beside this one, which they do however little there is."""
    begun: list[Beside[object]] = []

    class Counted(Beside[object]):
        def __init__(self, work: Callable[[], object]) -> None:
            begun.append(self)
            super().__init__(work)

    monkeypatch.setattr(reading, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(reading, "may_begin", lambda: True)  # a runner of tests may have threads of its own
    monkeypatch.setattr(reading, "Beside", Counted)
    return begun


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_every_site_is_read_the_same_by_several_processes(root: Path, others: list[Beside[object]]) -> None:
    shelf = Shelf()
    alone = told(root, None)
    assert alone == told(root, None, jobs=3) == told(root, packing(shelf), jobs=3) == told(root, packing(shelf), jobs=3)
    assert bool(others) is (len(list(root.glob("content/donors/*.yml"))) > 1)


def test_what_other_processes_read_is_packed_too(tmp_path: Path, others: list[Beside[object]]) -> None:
    files = {name: f"- id: {name}\n  name: 李四\n" for name in "abcdefgh"}
    root, shelf = site(tmp_path, **files), Shelf()
    first = told(root, packing(shelf), jobs=3)
    assert (len(shelf.packs), len(others), shelf.opened) == (8, 2, 0)
    assert told(root, packing(shelf), jobs=3) == first == told(root, None)
    assert (len(others), shelf.opened) == (2, 8)


def test_what_is_packed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, shelf = site(tmp_path, a=DONORS), Shelf()
    before = told(root, packing(shelf))
    assert before == told(root, None)
    assert (before[1], len(before[0].gifts if before[0] else ())) == ((), 4)
    monkeypatch.setattr(journeys.plain, "donors", None)
    assert told(root, packing(shelf)) == before
    assert shelf.opened


@pytest.mark.parametrize(
    "changed",
    [
        DONORS.replace("of: 2021-05-20", "of: 2021-05-29"),  # a refund that finds no gift
        DONORS.replace('refund: "20.00"', 'refund: "USD 20.00"'),
        DONORS.replace("id: wang", "id: lin"),
    ],
)
def test_a_mistake_is_told_as_ever(tmp_path: Path, changed: str) -> None:
    root, shelf = site(tmp_path, a=changed), Shelf()
    first = told(root, None)
    assert [told(root, packing(shelf)) for _ in range(2)] == [first, first]
    assert first[1]


@pytest.mark.parametrize(
    "other",
    [
        "- id: wang\n  name: 王五\n",  # a donor of the other file's
        '- id: li\n  name: 李四\n  journey:\n    - {date: 2021-05-20, gift: "1.00", id: dollars}\n',
    ],
)
def test_packs_that_meet_in_an_id_are_read_again(tmp_path: Path, other: str) -> None:
    root, shelf = site(tmp_path, a=DONORS, b="- id: li\n  name: 李四\n"), Shelf()
    told(root, packing(shelf))
    (root / "content/donors/b.yml").write_text(other, "utf-8")
    first = told(root, None)
    assert [told(root, packing(shelf)) for _ in range(2)] == [first, first]
    assert first[1]


def test_a_pack_is_for_one_secret_one_reader_and_one_currency(tmp_path: Path) -> None:
    root, shelf = site(tmp_path, a=DONORS), Shelf()
    told(root, packing(shelf))
    told(root, packing(shelf, secret="f" * 32))
    told(root, packing(shelf, version="2"))
    organisation = root / "content/organisation.yml"
    organisation.write_text(ORGANISATION.replace("CNY", "EUR"), "utf-8")
    assert told(root, packing(shelf, version="2")) == told(root, None)
    assert not shelf.opened


def test_a_damaged_pack_is_read_again(tmp_path: Path) -> None:
    root, shelf = site(tmp_path, a=DONORS), Shelf()
    before = told(root, packing(shelf))
    for damage in (b"", b"not what you wrote, but as long as it", *(p[:-1] + b"x" for p in shelf.packs.values())):
        shelf.packs = dict.fromkeys(shelf.packs, damage)
        assert told(root, packing(shelf)) == before


def test_a_pack_tells_nobody_anything(tmp_path: Path) -> None:
    root, shelf = site(tmp_path, a=DONORS), Shelf()
    told(root, packing(shelf))
    (body,) = shelf.packs.values()
    for private in ("林", "小雨", "lin@example.org", "外婆", "给孩子们"):
        assert private.encode() not in body
    assert "lin" not in "".join(shelf.packs)


def test_packs_of_files_that_are_gone_go(tmp_path: Path) -> None:
    root, shelf = site(tmp_path, a=DONORS, b="- id: li\n  name: 李四\n"), Shelf()
    told(root, packing(shelf))
    (root / "content/donors/b.yml").unlink()
    told(root, packing(shelf))
    assert len(shelf.packs) == 1
