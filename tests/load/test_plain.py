"""The plain reader of donor files: it says what the YAML reader says, at the same places, or leaves it to that."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.load import plain, reading, yaml
from generator.load import text as text_module
from generator.load.books import Books
from generator.load.files import File
from generator.load.findings import Findings
from generator.load.schema.fields import Terms
from generator.load.yaml import Map, Place, Seq, Value

LISTED = """\
# yaml-language-server: $schema=../../schemas/donors.json

- id: lin
  name: 林小雨
  consent: {date: 2021-05-20, to: public}
  aliases: [小雨, "Lin, X.", 'it: #1']
  words: "a: b # c"
  journey:
    - {date: 2021-05-20, gift: "50.00", for: lunch}
    - { date: 2021-06-20, gift: USD 1.10, note: Ella O'Brien's, via: "x, y: z" }
    - {flower: steps, date: 2021-05-20, count: '12'}
    - date: 2021-05-20
      gift: "5"
      note: on
    - {date: 2021-05-21, milestone: 12 30, note: "}"}

# another
- id: wen
  name: 010
  journey:
  - {date: 2021-05-20, gift: 5}
  kind: team
- id: no
  name: no
"""
ALONE = 'name: a - b\njourney:\n- {date: 2021-05-20, gift: "50.00"}\n  \nwords: x\n'.replace("  \n", "")


def as_tree(written: plain.Written) -> dict[str, object]:
    """The donor with its journey, as the YAML reader would have it."""
    tree: dict[str, object] = dict(written.fields)
    if written.days:
        journey = zip(written.days, written.rests, strict=True)
        tree["journey"] = [{"date": day, **dict(plain.pairs(rest))} for day, rest in journey]
    return tree


def everything(value: Value | None) -> object:
    """A tree with all its places."""
    if isinstance(value, Map):
        inner = {key: everything(v) for key, v in value.items()}
        return (value.line, value.column, inner, value.places, value.duplicates)
    if isinstance(value, Seq):
        return (value.line, value.column, [everything(v) for v in value], value.places)
    return value


def nodes(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(1 + nodes(v) for v in value.values())
    return 1 + sum(map(nodes, value)) if isinstance(value, list) else 1


def agrees(item: plain.Written | Value | None, tree: Value | None) -> bool:
    """Proves that both readers say the same of a donor; whether the plain one said it."""
    if not isinstance(item, plain.Written):
        assert everything(tree) == everything(item)
        return False
    assert isinstance(tree, Map)
    assert dict(tree) == as_tree(item)
    assert (tree.line, tree.column) == (item.line, item.column)
    entries: list[Place] = [(line, item.entry_column) for line in item.entry_lines]
    journey = tree.get("journey")
    if isinstance(journey, Seq):
        assert journey.places == [(e.line, e.column) for e in journey if isinstance(e, Map)] == entries
    assert everything(tree) == everything(item.tree())
    assert nodes(tree) <= item.nodes
    return True


def compared(text: str) -> list[bool] | None:
    """For each donor in `text`, whether it was read plainly; None where the whole file was left to the YAML reader."""
    found = plain.donors(text)
    if found is None:
        return None
    root = yaml.parse(text)
    assert [] == list(yaml.duplicates(root))
    if isinstance(found, plain.Written):
        return [agrees(found, root)]
    assert isinstance(root, Seq)
    assert root.places == [place for _, place in found]
    return [agrees(item, tree) for (item, _), tree in zip(found, root, strict=True)]


def test_reads_what_authors_write() -> None:
    assert [True, True, True] == compared(LISTED)
    assert [True] == compared(ALONE)
    assert [True] == compared("---\n# a comment\nname: x\n")


PLAIN = [
    "0777", "on", "1_000", "1.10", "Null", "nulls", "null x", "2021-05-20", "雨\u3000水", "a\u00a0b", "😀", "a-b",
    "a - b", "'x'", '"x"', "'a: b'", '"a # b"', "'\"'", '"\'"', "O'Brien", 'a"b', "x=y", "a&b", "100%", "a\\b",
    "' x '", "'null'", "'~'", "x" * 2000, f"'{'x' * 2000}'", "'}'", '"], {"', "a|b", "a!b", "a @b `", "\u3000x\u3000",
]  # fmt: skip
NOT_PLAIN = [
    "", "~", "null", "''", '""', "12:30:45", "a: b", "a:", "a #b", "a#b", "#a", "'it''s'", r'"a\tb"', r'"\x41"', "a\tb",
    "'a\tb'", "*a", "&a b", "!t b", "!!str b", "|", ">", ">-\n    x", "|+\n    x\n\n", "? a", "- a", "-1", "%a", "@a",
    "`a", "[a", "{a", "{a: }", "{a: b, a: c}", "{a: {b: c}}", "{a}", "[]", "{}", "[a, [b]]", "[a,b]", "[a, ]", "[a: b]",
    '"a', "'a", '"a" b', "'a' # b", "b # c", "b ", '"b" ', "b\n    c", '"b\n    c"', "'b\n\n    c'", '"b\n- id: c"',
    "<<", "=", "a\u2028b", "a\x85b", "a\ufeffb", "{a: b,}", "{a: b , c: d}", "{a : b}", "{a:  b}", "{ 'a': b}",
    "{a: b} # c", "\x85",
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN)
def test_plain_values_are_read(value: str) -> None:
    assert [True, True] == compared(f"- id: a\n  name: {value}\n- id: b\n")
    assert [True, True] == compared(f"- name: {value}\n- id: b\n  journey:\n    - date: {value}\n      via: {value}\n")
    assert [True, True] == compared(f"- id: a\n  aliases: [x, {value}]\n  consent: {{to: {value}, x: y}}\n- id: b\n")
    braces = f"- {{x: {value}, date: 2021-05-20, note: {value}}}\n  - {{date: {value}, note: {value}}}"
    assert [True, True] == compared(f"- id: a\n  journey:\n  {braces}\n- id: b\n")


@pytest.mark.parametrize("value", NOT_PLAIN)
def test_other_values_are_left_to_yaml(value: str) -> None:
    for text in (
        f"- id: a\n  name: {value}\n- id: b\n",
        f"- name: {value}\n- id: b\n",
        f"- id: a\n  journey:\n    - date: {value}\n- id: b\n",
        f"- id: a\n  journey:\n    - {{date: 2021-05-20, note: {value}}}\n- id: b\n",
        f"- id: a\n  journey:\n    - {{date: {value}, note: x}}\n- id: b\n",
    ):
        read = compared(text)
        assert read is None or [False, True] == read or not value.startswith(("[", "{")) or [True, True] == read
    assert compared(f"- id: a\n  name: {value}\n- id: b\n") in (None, [False, True])
    assert compared(f"name: {value}\n") is None


@pytest.mark.parametrize("length", [1024, 1025, 5000])
def test_very_long_keys_are_left_to_yaml(length: int) -> None:
    key = "k" * length
    for fields in (f"{key}: x\n", f"consent: {{{key}: x}}\n"):
        assert compared(f"name: x\n{fields}") is None
        assert compared(f"- id: a\n  {fields}- id: b\n") in (None, [False, True])
    for entry in (f"{{date: x, {key}: y}}\n", f"date: x\n      {key}: y\n"):
        assert compared(f"- id: a\n  journey:\n    - {entry}- id: b\n") in (None, [False, True])


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  name: x\n  id: b\n",
        "- id: a\n  journey:\n  - {date: 2021-05-20, via: a, via: b}\n",
        "- id: a\n  journey:\n  - {date: 2021-05-20, date: 2021-05-21}\n",
        "- id: a\n  journey:\n  - date: x\n    date: y\n",
        "- id: a\n  journey: x\n  journey:\n  - {date: x}\n",
        "- id: a\n  journey:\n  - {date: x}\n  journey: y\n",
        "- id: a\n- <<: {a: b}\n",
        "- id: a\n---\n- id: b\n",
        "- id: a\n...\n- id: b\n",
        "- id: a\n...\n",
        "%YAML 1.1\n---\n- id: a\n",
        "- id: a\n# c\n  name: [\n- id: b\n",
        "- id: 'a\n- id: b'\n",
        "- id: a\nname: b\n",
        "- id: a\n  - b\n",
        "- id: a\n name: b\n",
        "- id: a\n   name: b\n",
        "- &x a\n- *x\n",
        "- id: a\n  name: b",
        "{id: a}\n",
        "[{id: a}]\n",
        "id: a\n- id: b\n",
        "",
        "\n",
        "# c\n",
        "---\n---\nid: a\n",
        "-\tid: a\n",
        "a\n",
    ],
)
def test_files_that_are_left_to_yaml(text: str) -> None:
    assert compared(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("- id: z\n-\n- id: a\n-\n", [False] * 4),
        ("- id:\ta\n- id: c\n", [False, True]),
        ("- a\n- [b]\n- id: c\n", [False, False, True]),
        ("-   id: a\n    name: b\n- id: c\n", [False, True]),
        ("- {id: a, name: b}\n- id: c\n", [False, True]),
        ("- # c\n  id: a\n- id: c\n", [False, True]),
        ("- words: |\n    a\n\n    - b\n  name: x\n\n\n# c\n- id: c\n", [False, True]),
        ("- words: |+\n    a\n\n\n- id: c\n", [False, True]),
        ("- words: a\n    b\n- id: c\n", [False, True]),
        ("- words: a\n\n    b\n- id: c\n", [False, True]),
        ('- words: "a\n\n    b"\n- id: c\n', [False, True]),
        ("- id: a # c\n- id: c\n", [False, True]),
        ("- id: a\n  journey:\n  # c\n  - {date: x}\n- id: c\n", [False, True]),
        ("- id: a\n  journey: []\n- id: c\n", [False, True]),
        ("- id: a\n  journey:\n- id: c\n", [False, True]),
        ("- id: a\n  journey:\n    - {date: x, a: {b: c}}\n- id: c\n", [False, True]),
        ("- id: a\n  journey:\n    - {a: b}\n- id: c\n", [False, True]),
        ("- id: a\n  journey:\n    - {date: x}\n   - {date: x}\n", None),
        ("- id: a\n  journey:\n    -\n    - {date: x}\n- id: c\n", [False, True]),
        ("- 'id': a\n- id: c\n", [False, True]),
        ("- ID: a\n- id: c\n", [False, True]),
        ("\n  # c\n\n- id: a\n \n   # c\n\n", [True]),
    ],
)
def test_donors_that_are_left_to_yaml(text: str, read: list[bool] | None) -> None:
    assert read == compared(text)


def test_too_many_values_are_left_to_yaml() -> None:
    entry = "  - {date: 2021-05-20, gift: 5, note: x}\n"  # 7 values
    most = (yaml.NODES - 6) // 7
    donor = f"- id: a\n  journey:\n{entry * most}"
    assert [True] == compared(donor)
    assert compared(donor + "- id: b\n" * 10) is None
    assert compared(f"id: a\njourney:\n{entry * (most + 1)}") is None
    half = f"- id: a\n  journey:\n{entry * (most // 2 - 1)}"
    slow = f"- id: a\n  journey: # c\n{entry * (most // 2 - 1)}"
    assert [True, False] == compared(half + slow)
    assert compared(half + slow + "- id: b\n" * 10) is None


def test_reads_in_linear_time() -> None:
    for text in (
        "- id: " + "a " * 100_000 + ":\n",
        "- id: a\n  aliases: [" + "a, " * 100_000 + "\n",
        "- id: a\n  journey:\n" + "  - {date: x}\n" * 50_000 + "  - {date: x\n",
        "- id: a\n" * 5_000 + "- id: 'a\n" * 3,
        " #\n" * 100_000 + "a",
    ):
        start = time.process_time()
        plain.donors(text)
        assert time.process_time() - start < 5


SCRAPS = st.text(alphabet=":-{}[],&*!|>'\"%@`?~# \n\tab0_雨\u3000\x85\ufeff", max_size=8)
VALUES = st.sampled_from([*PLAIN, *NOT_PLAIN]) | SCRAPS
KEYS = st.sampled_from(
    ["id", "name", "date", "gift", "for", "journey", "aliases", "consent", "note", "<<", "null", "y", "'id'"]
)
GAPS = st.sampled_from(["", "  ", "  ", "    ", "    ", "   ", "\t"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Donor files that are nearly right, and hostile ones."""
    alone = draw(st.integers(0, 4)) == 0
    indent = "" if alone else "  "
    lines = [draw(st.sampled_from(["", "", "---\n", "# c\n", "\n"]))]
    for _ in range(1 if alone else draw(st.integers(1, 4))):
        names = draw(
            st.lists(st.sampled_from(["id", "name", "words", "kind", "via"]), min_size=1, max_size=4, unique=True)
        )
        donor = [
            f"{name}: {draw(VALUES if draw(st.integers(0, 5)) == 0 else st.sampled_from(PLAIN))}\n" for name in names
        ]
        if draw(st.booleans()):
            gap = indent + draw(st.sampled_from(["", "  ", "    "]))
            journey = ["journey:\n"]
            for _ in range(draw(st.integers(1, 4))):
                fields = [
                    f"{draw(KEYS)}: {draw(VALUES if draw(st.integers(0, 5)) == 0 else st.sampled_from(PLAIN))}"
                    for _ in range(draw(st.integers(1, 3)))
                ]
                fields.insert(draw(st.integers(0, len(fields))), "date: 2021-05-20")
                block = f"\n{gap}  ".join(fields)
                flow = "{" + ", ".join(fields) + "}"
                journey.append(f"{gap}- {draw(st.sampled_from([flow, flow, block]))}\n")
            donor.insert(draw(st.integers(1, len(donor))), "".join(journey))
        lines.append(
            ("" if alone else "- ") + indent.join(donor) + draw(st.sampled_from(["", "", "", "\n", "  # c\n"]))
        )
    text = "".join(lines)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        at, gone = draw(st.integers(0, len(text))), draw(st.integers(0, 3))
        text = text[:at] + draw(SCRAPS) + text[at + gone :]
    return text


@settings(max_examples=600, deadline=None)
@given(files())
@example(LISTED)
def test_says_what_yaml_says_or_nothing(text: str) -> None:
    compared(text)


def told(text: str, name: str, monkeypatch: pytest.MonkeyPatch, use_plain: bool) -> object:
    """Everything that donor files with this text, one twice, put into the books and find wrong."""
    books, findings = Books("CNY"), Findings()
    with monkeypatch.context() as patch:
        if not use_plain:
            patch.setattr(plain, "donors", lambda _: None)
        patch.setattr(text_module, "read", lambda path, _: text)
        for twin in (f"donors/{name}.yml", "donors/z.yml"):
            reading.donors([File(Path(twin), f"content/{twin}", twin)], TERMS, books, findings)
    books.settle(findings)
    return (books.donors, books.gifts, books.pledges, books.acts, sorted(findings.issues), findings.broken)


TERMS = Terms("CNY", ("zh-CN", "en"))
GOOD = {
    "date": ["2021-05-20", "2021-5-20", "20210520"],
    "gift": ['"50.00"', "5", "USD 1.10", "5O", "0", "1.005", "-1", "JPY 5.5"],
    "refund": ['"5"', "7"],
    "of": ["2021-05-20", "lin-1", "a"],
    "pledge": ['"30"'],
    "every": ["month", "week"],
    "flower": ["steps", "step"],
    "count": ["'12'", "x", "-1"],
    "visit": ["may"],
    "volunteer": ["6"],
    "milestone": ["first", "a  b"],
    "for": ["lunch", "Lunch", "con"],
    "id": ["a", "lin-1", "A"],
    "currency": ["CNY", "USD", "XXX"],
    "fee": ['"0.30"', "99"],
    "in_honour_of": ["x"],
    "in_memory_of": ["y"],
    "note": ["a", "é", "e\u0301", "\u202ex"],
    "hide_amount": ["yes", "maybe"],
    "until": ["2022-01-01"],
    "campaign": ["may"],
    "via": ["wx"],
    "strange": ["x"],
}
VERBS = [
    ["gift"], ["gift"], ["refund", "of"], ["pledge", "every"], ["flower", "count"], ["visit"], ["volunteer"],
    ["milestone"], [],
]  # fmt: skip
FIELDS = {
    "id": ["lin", "wen", "Lin", "erased", "nul"],
    "name": ["林小雨", "no", "x\u200by"],
    "kind": ["team", "tem"],
    "visibility": ["public", "Public"],
    "consent": ["2021-01-01", "{date: 2021-01-01, to: public}", "{to: public}", "[a]"],
    "aliases": ["[x, y]", "[]", "x"],
    "minor": ["yes", "1"],
    "key": ["abcdefgh", "x"],
    "language": ["en", "english"],
    "email": ["a@example.org", "a"],
    "phone": ["+86 10 5550 1234"],
    "link_version": ["2", "0"],
    "hide_amounts": ["no"],
    "pseudonym": ["鱼"],
    "words": ["w"],
    "journey": ["x", "[]"],
    "nmae": ["x"],
}


def chosen(draw: st.DrawFn, options: dict[str, list[str]], names: list[str]) -> list[str]:
    """Fields with a value each, the first of its kind more often than not."""
    return [f"{name}: {draw(st.sampled_from([options[name][0]] * 3 + options[name]))}" for name in names]


@st.composite
def donor_files(draw: st.DrawFn) -> str:
    """Donors that are right or wrong in every field that there is."""
    text = ""
    for _ in range(draw(st.integers(1, 3))):
        more = draw(st.lists(st.sampled_from([n for n in FIELDS if n not in ("id", "name")]), max_size=3, unique=True))
        lines = chosen(
            draw, FIELDS, [*draw(st.sampled_from([["id", "name"], ["id", "name"], ["name"], ["id"]])), *more]
        )
        entries = []
        for _ in range(draw(st.integers(0, 4))):
            names = ["date", *draw(st.sampled_from(VERBS))]
            names += draw(st.lists(st.sampled_from([n for n in GOOD if n not in names]), max_size=2, unique=True))
            entries.append("    - {" + ", ".join(chosen(draw, GOOD, draw(st.permutations(names)))) + "}\n")
        text += "- " + "\n  ".join(lines) + "\n" + ("  journey:\n" + "".join(entries) if entries else "")
    if draw(st.integers(0, 3)) == 0:  # one donor alone in the file
        text = "".join(line[2:] for line in text.split("\n- ")[0].splitlines(keepends=True))
        text += "" if text.endswith("\n") else "\n"
    return text


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=donor_files() | files(), name=st.sampled_from(["lin", "Lin", "erased"]))
def test_both_ways_tell_the_same(text: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(text, name, monkeypatch, False) == told(text, name, monkeypatch, True)
