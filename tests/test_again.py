"""A preview that works out again only what a saved file changes: the same site, sooner."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import records
from generator.again import Again
from generator.build import preview
from generator.fronts.mkdocs import front
from generator.issues import ContentError
from generator.settings import read

Edit = Callable[[Path], None]


def _in(name: str, old: str, new: str) -> Edit:
    """Puts `new` for `old`, which stands in the file once."""

    def edit(root: Path) -> None:
        file = root / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1, (name, old)
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def _new(name: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")

    return edit


#: What an author does to a site in an afternoon, one after the other.
AFTERNOON: dict[str, Edit] = {
    "an update says something else": _in("content/updates/2024-05-06-first-lunch.md", "title: ", "title: 又见"),
    "so does a project": _in("content/projects/kitchen.md", "title: ", "title: 新"),
    "and a campaign": _in("content/campaigns/spring.md", "title: ", "title: 早"),
    "an update comes": _new(
        "content/updates/2025-02-20-more.md", "---\ntitle: 又一天\nprojects: [lunch]\n---\n汤很热，一粒米也没剩。\n"
    ),
    "a gift comes": _in("content/donors/ann.yml", "journey:\n", 'journey:\n  - {date: 2025-02-03, gift: "8.00"}\n'),
    "a donor is hidden": _in("content/donors/others.yml", "visibility: pseudonymous", "visibility: private"),
    "a story names that donor": _in("content/about.md", "一辆车", "一辆车，博文远"),
    "and names nobody again": _in("content/about.md", "，博文远", ""),
    "a donor comes": _new(
        "content/donors/yu.yml",
        "name: 于思\nvisibility: public\nconsent: 2024-01-01\n"
        'journey:\n  - {date: 2024-04-09, gift: "12.00", for: kitchen, note: 谢谢}\n',
    ),
    "and goes": lambda root: (root / "content/donors/yu.yml").unlink(),
    "money is spent": _new(
        "content/spending/2025.csv",
        "date,project,category,amount,document\n2025-02-12,kitchen,programme,15.00,2025-001\n",
    ),
    "the organisation says something else": _in("content/organisation.yml", "registration: ", "registration: 新"),
    "an update goes": lambda root: (root / "content/updates/2025-02-20-more.md").unlink(),
    "the day changes": _in("site_config.yml", "today: 2025-03-01", "today: 2025-03-02"),
    "figures tell of three or more": _in("site_config.yml", "  - nianlun:\n", "  - nianlun:\n      small_cells: 3\n"),
    "the secret changes": _in("site_config.yml", "secret: a secret", "secret: another secret"),
}


def _site(root: Path, again: Again) -> dict[str, bytes]:
    """Every file of a preview, with all archives, but what each build seals anew."""
    settings = read(root / "site_config.yml")
    out = settings.cache / "serve"
    _, archives = preview(settings.but(out=out, jobs=1, accept=True), front, again)
    for archive in archives.filling.site.public.archives:
        archives.make(f"d/{archive.key}/index.html")
    files = {f.relative_to(out).as_posix(): f.read_bytes() for f in out.rglob("*") if f.is_file()}
    return {name: payload for name, payload in files.items() if name != "published.bin"}


def test_an_afternoon_of_saving_shows_what_a_new_preview_shows(small: Path) -> None:
    again = Again()
    before = _site(small, again)
    for what, edit in AFTERNOON.items():
        edit(small)
        after = _site(small, again)
        assert after != before, f"{what}: nothing changed"
        assert after == _site(small, Again()), what
        before = after


def test_words_cost_no_sum(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again, booked = Again(), []
    monkeypatch.setattr(records, "allocate", lambda *given, real=records.allocate: booked.append(1) or real(*given))
    _site(small, again)
    for what in ("an update says something else", "so does a project", "and a campaign"):
        AFTERNOON[what](small)
        _site(small, again)
    assert len(booked) == 1
    AFTERNOON["a gift comes"](small)
    _site(small, again)
    assert len(booked) == 2


def test_a_mistake_is_told_until_it_is_mended(small: Path) -> None:
    again, name = Again(), "content/donors/ann.yml"
    _site(small, again)
    _in(name, '"50.00"', '"5O.00"')(small)
    for _ in range(2):
        with pytest.raises(ContentError, match="5O"):
            _site(small, again)
    _in(name, '"5O.00"', '"50.00"')(small)
    assert _site(small, again) == _site(small, Again())


def test_files_that_are_gone_are_not_held(small: Path) -> None:
    again = Again()
    _site(small, again)
    held = set(again.held or ())
    AFTERNOON["a donor comes"](small)
    _site(small, again)
    AFTERNOON["and goes"](small)
    _site(small, again)
    assert set(again.held or ()) == held
    assert len(held) == 2


def test_only_what_is_given_something_else_is_called() -> None:
    called: list[tuple[int, ...]] = []

    def added(*numbers: int) -> int:
        called.append(numbers)
        return sum(numbers) // (len(numbers) - 1)

    again = Again()
    assert [again(added, 1, 2), again(added, 1, 2), again(added, 1, 3), again(added, 1, 2)] == [3, 3, 4, 3]
    assert called == [(1, 2), (1, 3), (1, 2)]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            again(added, 1)
    assert called[3:] == [(1,), (1,)]
