"""What a YAML parser complains of to the place that was meant and words for its author.

Of a sign that a Chinese keyboard typed, or a space that a hurried hand left out, it complains a line too late, or names
a sign that is right: "：" and "，" are letters to it.
"""

from __future__ import annotations

import re

import yaml

_PLAIN = {"：": ": ", "，": ", ", "；": ", ", "、": ", ", "｛": "{", "【": "[", "［": "[", "－": "- ", "＃": "# "}
_CLOSING = {"{": "}", "[": "]"}
_NAME = "[a-z_]+"
_FULL_WIDTH = re.compile(
    rf"(?:^\s*(?:- *)?|[{{｛,，]\s*)\"?{_NAME}\"?\s*(：)"  # after a field's name
    rf"|([，；、])\s*{_NAME}\s*[:：]"  # before one
    rf"|^\s*(?:- *)?(?:{_NAME}[:：])?\s*([｛【［])"  # where a value begins
    rf"|^\s*(－)\s*(?:{_NAME}[:：]|[{{｛])"  # before an item of a list
    r"|^\s*(＃)"
)
_FULL_WIDTH_END = re.compile(r"([{\[])[^{}\[\]]*([｝】］])\s*$")
#: What a Chinese keyboard, a word processor or a web page has for a space.
OTHER_SPACES = "\u00a0\u2000-\u200a\u202f\u3000"
_OTHER_SPACE = re.compile(rf"(?:^ *(?:- *)?|(?:^ *(?:- +)?|[{{,] *){_NAME}:)([{OTHER_SPACES}])")
_TAB = re.compile(r"^ *(?:- *)?(\t)")
_TIGHT = re.compile(rf"^\s*(?:- +)?({_NAME}):(?=[^\s/])")
#: What is wrong began there.
_OPENED = ("while parsing a flow", "while scanning a quoted", "while scanning a simple key")
#: What libyaml and PyYAML say, and we.
_HINTS = (
    ("mapping values are not allowed", 'a ":" stands where none can; put the text before or after it in quotes'),
    ("cannot start any token", "this character cannot begin a value; put the value in quotes, and indent with spaces"),
    ("expected ',' or '}'", 'a "," or "}" is missing; close the braces, put values with signs in quotes'),
    (
        "expected ',' or ']'",
        'a "," or "]" is missing; close the brackets, put values with signs in quotes',
    ),
    ("did not find expected '-' indicator", "the list does not line up; begin each item with - in the same column"),
    ("did not find expected key", "the fields do not line up; write each in the same column, as name: value"),
    ("expected <block end>", "the fields do not line up; write each in the same column, as name: value"),
    ("could not find expected ':'", 'a ":" is missing; write name: value'),
    ("node content", "a value is missing or a bracket is not closed; close it on the same line"),
    ("found unexpected end of stream", "a quotation mark is not closed; close it at the end of the value"),
    ("expected alphabetic or numeric character", "* and & begin no plain value; put the value in quotes"),
    ("found unknown escape character", r"\ means something inside double quotes; use single quotes"),
)


def explained(wrong: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line and column in `text` (from 1), and what to say."""
    began = (wrong.context or "").startswith(_OPENED)
    mark = (began and wrong.context_mark) or wrong.problem_mark or wrong.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = wrong.problem or ""
    hint = next((said for sign, said in _HINTS if sign in problem), "is not YAML; write name: value lines")
    return _slip(text.splitlines(), line) or (line, column, hint)


def _slip(lines: list[str], line: int) -> tuple[int, int, str] | None:
    """A slip of the hand that explains a mistake on `line`: there, or just above it."""
    written = [n for n in range(min(line, len(lines)), 0, -1) if lines[n - 1].strip()]
    found = ((n, _in_line(lines[n - 1])) for n in written[:2])
    return next(((n, *said) for n, said in found if said), None)


def _in_line(line: str) -> tuple[int, str] | None:
    """The column (from 1) of what was probably meant otherwise, and what to say of it."""
    if found := _FULL_WIDTH.search(line):
        sign = found[found.lastindex or 0]
        return found.start(found.lastindex or 0) + 1, _full_width(sign, _PLAIN[sign])
    if found := _FULL_WIDTH_END.search(line):
        return found.start(2) + 1, _full_width(found[2], _CLOSING[found[1]])
    if found := _OTHER_SPACE.search(line):
        return found.start(1) + 1, other_space(found[1])
    if found := _TAB.search(line):
        return found.start(1) + 1, "a tab stands here; indent with spaces"
    if found := _TIGHT.search(line):
        return found.end(1) + 1, 'a space is missing after ":"; write name: value'
    return None


def _full_width(sign: str, plain: str) -> str:
    return f'"{sign}" is a full-width sign; write "{plain}" instead'


def other_space(sign: str) -> str:
    """What to say of a space that YAML takes for a letter."""
    return f"a space of another kind (U+{ord(sign):04X}) stands here; write plain spaces"
