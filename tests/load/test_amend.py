"""One field of one donor changed in its file, and not a character beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.issues import Source
from generator.load.amend import AmendError, amend, amended
from generator.load.yaml import Map, Seq, parse
from generator.model.donors import Donor

LIST = """\
# 我们的捐赠人
- id: lin   # the first
  name: 林小雨
  journey:   # what she did
    - {date: 2021-05-20, gift: "50.00"}

- {id: wei, name: 魏, journey: [{date: 2021-05-20, gift: "5.00"}]}
-   id: bo
    link_version: "3" # renewed
    name: 博
- name: 安   # name first
  id: an
"""


def donor(text: str, id: str) -> Donor:
    root = parse(text.removeprefix("\ufeff"))
    for tree in root if isinstance(root, Seq) else [root]:
        if isinstance(tree, Map) and tree.get("id", "alone") == id:
            return Donor(Source("donors.yml", tree.line, tree.column), id, "…")
    raise LookupError(id)


def version(text: str, id: str) -> object:
    root = parse(text.removeprefix("\ufeff"))
    return {t.get("id", "alone"): t.get("link_version") for t in (root if isinstance(root, Seq) else [root])}[id]


@pytest.mark.parametrize(
    ("id", "before", "after"),
    [
        ("lin", "  journey:   # what", "  link_version: 2\n  journey:   # what"),
        ("wei", "魏, journey", "魏, link_version: 2, journey"),
        ("bo", 'link_version: "3" # renewed', "link_version: 2 # renewed"),
        ("an", "- name: 安   # name", "- link_version: 2\n  name: 安   # name"),
    ],
)
def test_nothing_else_changes(id: str, before: str, after: str) -> None:
    changed = amended(LIST, donor(LIST, id), "link_version", "2")
    assert LIST.replace(before, after) == changed
    assert "2" == version(changed, id)


def test_a_file_of_one_donor() -> None:
    text = "# yaml-language-server: $schema=x\nname: 林小雨\n"
    assert text.replace("name", "link_version: 2\nname") == amended(text, donor(text, "alone"), "link_version", "2")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_mark_are_kept(start: str, end: str) -> None:
    text = f"{start}name: 林小雨{end}journey: []{end}"
    changed = amended(text, donor(text, "alone"), "link_version", "2")
    assert f"{start}name: 林小雨{end}link_version: 2{end}journey: []{end}" == changed


def test_a_donor_who_has_moved_is_not_touched() -> None:
    with pytest.raises(AmendError):
        amended("# a new line\n" + LIST, donor(LIST, "lin"), "link_version", "2")


def test_a_value_over_two_lines_is_not_touched() -> None:
    text = 'name: 林\nlink_version: "1\n  "\n'
    with pytest.raises(AmendError):
        amended(text, donor(text, "alone"), "link_version", "2")


@given(
    st.lists(
        st.sampled_from(["# c", "", "kind: person", "words: |\n    a: b\n    - c", "minor: 'no' # d"]), unique=True
    )
)
def test_whatever_stands_around(lines: list[str]) -> None:
    text = "- id: lin\n" + "".join(f"  {line}\n" for line in lines) + "  name: 林\n- id: wei\n  name: 魏\n"
    once = amended(text, donor(text, "lin"), "link_version", "2")
    twice = amended(once, donor(once, "lin"), "link_version", "3")
    assert ("3", None) == (version(twice, "lin"), version(twice, "wei"))
    assert text == twice.replace("  link_version: 3\n", "")


def test_the_file_is_replaced_with_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "donors.yml"
    file.write_text(LIST, "utf-8")
    file.chmod(0o640)
    assert file == amend(donor(LIST, "lin"), "link_version", "2", tmp_path)
    assert "2" == version(file.read_text("utf-8"), "lin")
    assert 0o640 == file.stat().st_mode & 0o777
    assert [file] == list(tmp_path.iterdir())
