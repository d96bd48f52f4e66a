"""What passed the leak gate before is looked through for what is new, and nothing slips through by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.issues import ContentError, Source
from generator.model.money import Money
from generator.privacy.secrets import Secret
from generator.write.gate import Find, Gate
from generator.write.leaks import guard, search
from generator.write.passed import Passed, Sought
from generator.write.store import Store

NAMES = ["陈不具名", "Chen Hidden", "chen.hidden@example.org", "欧阳某某"]
CODE, SECRET = "this code", "the site's secret"


def _gate(*names: str, keys: dict[str, bytes] | None = None) -> Gate:
    hidden = Source("content/donors/hidden.yml", 3)
    return Gate([Secret(name, "name", "a private donor", hidden) for name in names], frozenset(), ("zh-CN", "en"), keys)


def _build(root: Path, gate: Gate, made_by: str = CODE, secret: str = SECRET) -> set[str]:
    """What a build with this gate finds in the files below `root/site`; it remembers what passed, as builds do."""
    passed = Passed(Store(root / "passed"), made_by, Sought(gate, secret))
    found = {find.file for find in search(gate, root / "site", 1, passed=passed)}
    if not found:
        passed.remember()
    return found


def _write(root: Path, **files: str) -> None:
    for name, text in files.items():
        file = root / "site" / name.replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@given(
    texts=st.lists(st.lists(st.sampled_from([*NAMES, "安然", "quiet"]), max_size=3), min_size=1, max_size=3),
    builds=st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=4),
)
def test_builds_one_upon_the_other_find_what_each_alone_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], builds: list[set[str]]
) -> None:
    root = tmp_path_factory.mktemp("builds")
    _write(root, **{f"page{n}_html": " ".join(words) for n, words in enumerate(texts)})
    for names in builds:
        gate = _gate(*sorted(names))
        assert _build(root, gate) == {find.file for find in search(gate, root / "site", 1)}


def test_a_file_that_passed_is_not_looked_through_again(tmp_path: Path, watched: list[str]) -> None:
    _write(tmp_path, index_html="安然无恙", other_html="另一页")
    _build(tmp_path, _gate("陈不具名"))
    _write(tmp_path, other_html="改过了")
    watched.clear()
    _build(tmp_path, _gate("陈不具名"))
    assert watched == ["other.html"]


@pytest.mark.parametrize("other", [{"made_by": "other code"}, {"secret": "another secret"}])
def test_a_memory_that_is_not_ours_is_none(tmp_path: Path, watched: list[str], other: dict[str, str]) -> None:
    _write(tmp_path, index_html="安然无恙")
    _build(tmp_path, _gate("陈不具名"), **other)
    watched.clear()
    _build(tmp_path, _gate("陈不具名"))
    assert watched == ["index.html"]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are looked through for anything."""
    names: list[str] = []
    look = Gate.look

    def watching(gate: Gate, name: str, body: bytes) -> frozenset[Find]:
        names.extend([name] if gate.patterns else [])
        return look(gate, name, body)

    monkeypatch.setattr(Gate, "look", watching)
    return names


MANNERS: dict[str, Callable[[], Gate]] = {
    "a key, which counts inside a word too": lambda: _gate(keys={"NIANLUN_MASTER": b"Hidden 123456789"}),
    "an amount, which counts beside letters": lambda: Gate(
        [Secret("", "gift", "a private donor", Source("x.yml"), amount=Money(1234567, "CNY"))], frozenset(), ("en",)
    ),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_what_is_looked_for_in_another_manner_is_new(tmp_path: Path, manner: str) -> None:
    """The same letters as a name, which has to stand alone, passed before."""
    gate = MANNERS[manner]()
    for pattern in list(gate.patterns):
        _write(tmp_path, index_html=f"x{pattern.decode()}x")
        as_name = _gate("Nobody at all")
        as_name.patterns = {pattern: [(0, "plain text")]}
        assert _build(tmp_path, as_name) == set()
        assert _build(tmp_path, gate) == {"index.html"}


def test_what_did_not_pass_is_found_again(tmp_path: Path) -> None:
    _write(tmp_path, index_html="陈不具名")
    gate = _gate("陈不具名")
    passed = Passed(Store(tmp_path / "passed"), CODE, Sought(gate, SECRET))
    assert search(gate, tmp_path / "site", 1, passed=passed)
    passed.remember()  # which no build would do
    assert _build(tmp_path, gate) == {"index.html"}


def test_the_same_bytes_in_a_page_are_not_those_in_a_picture(tmp_path: Path) -> None:
    """A picture is not looked through for what is so short that it stands there by chance."""
    gate = _gate("张三")
    _write(tmp_path, cover_jpg="张三")
    assert _build(tmp_path, gate) == set()
    _write(tmp_path, page_html="张三")
    assert _build(tmp_path, gate) == {"page.html"}


def test_a_damaged_memory_is_none(tmp_path: Path) -> None:
    _write(tmp_path, index_html="陈不具名")
    assert _build(tmp_path, _gate()) == set()
    for file in (tmp_path / "passed").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1])
    assert _build(tmp_path, _gate("陈不具名")) == {"index.html"}


def test_a_preview_in_the_cache_is_searched_once(tmp_path: Path) -> None:
    out = tmp_path / "cache" / ".serve.staging"
    out.mkdir(parents=True)
    (out / "index.html").write_text("陈不具名", "utf-8")
    (tmp_path / "cache" / "notes.txt").write_text("安然", "utf-8")
    with pytest.raises(ContentError) as wrong:
        guard(_gate("陈不具名"), None, out, tmp_path / "cache", 1)  # type: ignore[arg-type]
    assert [i.message.count("index.html") for i in wrong.value.issues] == [1]
    (out / "index.html").write_text("安然", "utf-8")
    (tmp_path / "cache" / "notes.txt").write_text("陈不具名", "utf-8")
    with pytest.raises(ContentError, match=r"cache/notes\.txt"):
        guard(_gate("陈不具名"), None, out, tmp_path / "cache", 1)  # type: ignore[arg-type]
