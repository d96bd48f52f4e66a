"""One donor out of a file, and not a character of the others."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.load.removal import lines_naming, without_donor, without_rows
from generator.load.yaml import Map, Seq, parse

LIST = """\
# yaml-language-server: $schema=../../schemas/donors.json
# 2019

- id: lin  # called in May
  name: 林
  words: |
    - not an entry

    # not a comment
  # wants no mail
  journey:
    - {date: 2021-05-20, gift: "5.00"}
    -
      date: 2021-05-21
      gift: "6.00"

# 2020, from the fair
-
  # the second
  name: 文
  id: wen
- {id: he, name: 何}
# the end
"""


def test_a_list_without_its_first() -> None:
    begin, end = LIST.index("- id: lin"), LIST.index("\n# 2020")
    assert LIST[:begin] + LIST[end:] == without_donor(LIST, "lin", "all")


def test_a_list_without_one_between() -> None:
    begin, end = LIST.index("-\n  # the second"), LIST.index("- {id: he")
    assert LIST[:begin] + LIST[end:] == without_donor(LIST, "wen", "all")


def test_a_list_without_its_last() -> None:
    assert LIST.replace("- {id: he, name: 何}\n", "") == without_donor(LIST, "he", "all")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_stay(end: str, mark: str) -> None:
    text = mark + LIST.replace("\n", end)
    assert text.replace(f"- {{id: he, name: 何}}{end}", "") == without_donor(text, "he", "all")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("[{id: a, name: x}, {id: lin, name: y}, {id: b, name: z}]", "[{id: a, name: x}, {id: b, name: z}]"),
        ("[{id: a, name: x},\n {id: lin, name: y}]\n", "[{id: a, name: x}]\n"),
        ("[{id: lin, name: y}, {id: a, name: x},]", "[{id: a, name: x},]"),
        ("  - id: lin\n    name: x\n  - id: a\n    name: y\n", "  - id: a\n    name: y\n"),
        ("- id: a\n  name: y\n- id: lin\n  name: 'x\n\n  # y'", "- id: a\n  name: y\n"),
    ],
)
def test_other_ways_to_write_a_list(text: str, without: str) -> None:
    assert without == without_donor(text, "lin", "all")


@pytest.mark.parametrize("text", ["name: x\n", "id: lin\nname: x\n", "- {id: lin, name: x}\n# alone\n"])
def test_nothing_is_left_of_a_file_that_held_nobody_else(text: str) -> None:
    assert None is without_donor(text, "lin", "lin")


@pytest.mark.parametrize("text", [LIST, "name: lin\n", "id: other\nname: x\n", "# nobody\n"])
def test_who_is_not_there_changes_nothing(text: str) -> None:
    assert text == without_donor(text, "nobody", "file")


def test_rows_of_a_table() -> None:
    text = (
        "\ufeffdate,donor,gift,note\r\n"
        '2021-01-01,lin,5,"a\r\nlin, b"\r\n\r\n'
        "2021-01-02, wen ,6,lin\r\n"
        "2021-01-03, lin ,7,\r\n"
    )
    assert "\ufeffdate,donor,gift,note\r\n\r\n2021-01-02, wen ,6,lin\r\n" == without_rows(text, "lin")
    assert text == without_rows(text, "he")
    assert None is without_rows("donor,date,gift\nlin,2021-01-01,5\n", "lin")


def test_lines_that_name_somebody() -> None:
    text = "林小雨来了\nthe lining\nLin, again\nnothing\nmail LIN@example.org"
    assert [1, 3, 5] == list(lines_naming(text, ("林小雨", "lin")))


ENTRY = st.builds(
    lambda kind, words, comment: (kind, words, comment),
    st.sampled_from(["block", "flow", "dash"]),
    st.text(alphabet="ab林 -#:'\n", max_size=12),
    st.sampled_from(["", "# a - b\n", "\n", "\n# 何\n\n", "  # inside\n"]),
)


@given(st.lists(ENTRY, min_size=2, max_size=5), st.data())
def test_the_others_stay_whatever_is_written(entries: list[tuple[str, str, str]], data: st.DataObject) -> None:
    text = "# head\n"
    for n, (kind, words, comment) in enumerate(entries):
        quoted = '"' + words.replace("\n", "\\n") + '"'
        if kind == "flow":
            text += f"- {{id: d{n}, words: {quoted}}}\n{comment}"
        elif kind == "dash":
            text += f"-\n  words: |\n    x{words.strip()[:1]}\n  id: d{n}\n{comment}"
        else:
            text += f"- id: d{n}\n  words: {quoted}\n{comment}"
    gone = data.draw(st.integers(0, len(entries) - 1))
    before = parse(text)
    assume(isinstance(before, Seq))
    after = without_donor(text, f"d{gone}", "all")
    assert after is not None
    assert [i for i in before or () if isinstance(i, Map) and i["id"] != f"d{gone}"] == parse(after)
    assert "# head\n" == after[:7]
    assert after.count("何") == text.count("何") or "words" in text
