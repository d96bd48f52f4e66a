"""The YAML reader: plain text with places, and nothing that YAML can do to surprise an author."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load import yaml
from generator.load.yaml import Map, Seq, YamlError, parse


def test_scalars_stay_text() -> None:
    text = "{a: no, b: 1.10, c: 010, d: 12:30:45, e: 1_000, f: on, g: 0x1F, h: 2021-05-20, i: Null, j: true}"
    expected = {
        "a": "no", "b": "1.10", "c": "010", "d": "12:30:45", "e": "1_000", "f": "on", "g": "0x1F",
        "h": "2021-05-20", "i": "Null", "j": "true",
    }  # fmt: skip
    assert expected == parse(text)


@pytest.mark.parametrize("empty", ["a:", "a: ~", "a: null", 'a: ""', "a: # nothing"])
def test_an_empty_value_is_left_out_but_keeps_its_place(empty: str) -> None:
    tree = parse(empty)
    assert isinstance(tree, Map)
    assert {} == tree
    assert (1, 1) == tree.places["a"][0]


def test_every_value_knows_its_place() -> None:
    tree = parse('name: 林小雨\njourney:\n  - {date: 2021-05-20, gift: "50.00"}\n  -\n', line_offset=1)
    assert isinstance(tree, Map)
    journey = tree["journey"]
    assert isinstance(journey, Seq)
    entry = journey[0]
    assert isinstance(entry, Map)
    assert ((2, 1), (2, 7)) == tree.places["name"]
    assert [(4, 5), (5, 4)] == journey.places
    assert None is journey[1]
    assert ((4, 24), (4, 30)) == entry.places["gift"]


def test_columns_count_characters_not_bytes() -> None:
    tree = parse("{名: 林小雨, 别: 雨}")
    assert isinstance(tree, Map)
    assert ((1, 10), (1, 13)) == tree.places["别"]


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("a: &x 1", "anchors", 1, 4),
        ("a: 1\nb: *x", "aliases", 2, 4),
        ("<<: {a: 1}", "merge", 1, 1),
        ("a: !!python/none x", "tags", 1, 4),
        ("a: ! x", "tags", 1, 4),
        ("a: 1\n---\nb: 2", "second document", 2, 1),
        ("{a: 1}: 2", "plain text", 1, 1),
        ("a: [" + "[" * 40, "deeper", 1, 35),
    ],
)
def test_refuses(text: str, word: str, line: int, column: int) -> None:
    with pytest.raises(YamlError) as wrong:
        parse(text)
    assert word in wrong.value.message
    assert (line, column) == (wrong.value.line, wrong.value.column)


def test_a_quoted_merge_sign_is_a_key() -> None:
    assert {"<<": "x"} == parse('"<<": x')


def test_depth_is_allowed_up_to_the_limit() -> None:
    assert parse("[" * yaml.DEPTH + "]" * yaml.DEPTH) is not None


def test_too_many_values() -> None:
    parse("[" + "1," * (yaml.NODES - 1) + "]")
    with pytest.raises(YamlError, match="200,000"):
        parse("[" + "1," * yaml.NODES + "]")


@pytest.mark.parametrize("bomb", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "a: &a [x]\nb: [" + "*a," * 100_000])
def test_bombs_are_refused_at_once(bomb: str) -> None:
    start = time.perf_counter()
    with pytest.raises(YamlError):
        parse(bomb)
    assert time.perf_counter() - start < 2


def test_lists_all_duplicate_keys() -> None:
    tree = parse("a: 1\nb: [{c: 1, c: , c: 3}]\na: 2\n")
    assert [("a", "a", (3, 1)), ("b[0].c", "c", (2, 12)), ("b[0].c", "c", (2, 17))] == list(yaml.duplicates(tree))


def test_without_duplicates_there_are_none() -> None:
    assert [] == list(yaml.duplicates(parse("a: {b: 1}\nc: {b: 2}\n")))


@given(st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet=":-{}[],&*!#|>'\"%@`?~ \n\tab<0"))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except YamlError as wrong:
        assert wrong.line >= 1
        assert wrong.column >= 1
    else:
        assert tree is None or isinstance(tree, str | Map | Seq)


def test_reads_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'name: 林小雨\nwords: |\n  a\n  b\njourney:\n  - {date: 2021-05-20, gift: "50.00", note: ~}\n  -\nname: x\n'
    fast = parse(text)
    monkeypatch.setattr(yaml, "_Parser", yaml.yaml.BaseLoader)
    slow = parse(text)
    assert isinstance(fast, Map)
    assert isinstance(slow, Map)
    assert (fast, fast.places, fast.duplicates) == (slow, slow.places, slow.duplicates)
    with pytest.raises(YamlError, match="deeper"):
        parse("[" * 100)
