"""Donor files, as they are nearly always written, to what stands in them, ten times sooner than `yaml` does it.

Reads lists of block mappings with one-line `{date: ..., gift: ...}` entries by regular expressions, and of scalars only
those that mean themselves: no escapes, no `:` or `#` unquoted, nothing over several lines. A donor written otherwise
goes through `yaml`, and so does the whole file where donors cannot be told apart for sure. `yaml` stays the judge of
what YAML says: this module says the same or nothing, and leaves it to find the places that a message names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TypeAlias, cast

from msgspec import Struct

from generator.load import yaml
from generator.load.yaml import Map, Place, Seq, Value, YamlError

Pairs: TypeAlias = tuple[tuple[str, str], ...]
Plain: TypeAlias = "str | list[str] | dict[str, str]"
#: What an entry says but for its day: what follows that in its line, or names and values.
Rest: TypeAlias = "str | Pairs"

_STRANGE = ("\x85", "\u2028", "\u2029", "\ufeff")  # line ends for YAML and for nobody else; a mark within the text
_SIGNS = "\"'[{"
_KEY = "[a-z_]{1,99}+"  # over a thousand letters are no key for YAML
_FLOW_STOPS = r":#?,{}\[\]"
_EMPTY = r"(?: *+(?:#[^\n]*+)?\n)*+"  # lines that are empty or a comment


def _scalar(stops: str) -> str:
    """A scalar on one line, quoted, or plain without the signs `stops`; neither empty nor null."""
    inside = rf"[^\x00-\x20{stops}]"
    first = r"[^\x00-/:-@\[-`{-\x9f]"  # letters, digits, all from \xa0 on; to name these would take 5 ms at each place
    plain = rf"(?!null *[,}}\]\n]){first}{inside}*+(?: ++{inside}++)*+"
    return rf""""[^"\\\x00-\x1f]++"|'[^'\x00-\x1f]++'|{plain}"""


@cache  # and made when it is first asked for: each takes a hundredth of a second
def _donor(dash: str, indent: str) -> re.Pattern[str]:
    """A donor: fields, a journey after its gap from the left, more fields, and the empty lines below."""
    flow = f"(?:{_scalar(_FLOW_STOPS)})"
    word = f"{_KEY}: (?:{_scalar(':#')})"
    one_line = rf"\{{ ?{_KEY}: {flow}(?:, {_KEY}: {flow})*+ ?\}}"
    field = rf"(?:{word}|{_KEY}: (?:{one_line}|\[ ?{flow}(?:, {flow})*+ ?\]))\n"
    entry = rf"- (?:{one_line}\n|{word}\n(?:(?P=gap)  {word}\n)*+)"
    journey = rf"{indent}journey:\n(?P<journey>(?P<gap>{indent} {{0,8}}){entry}(?:(?P=gap){entry})*+)"
    more = f"(?:{indent}{field})*+"
    return re.compile(f"{dash}(?P<head>{field}{more})(?:{journey}(?P<tail>{more}))?+{_EMPTY}")


_TOP = re.compile(rf"{_EMPTY}(?:---\n{_EMPTY})?+")
_NEXT = re.compile(r"^-(?=[ \n])", re.MULTILINE)
_OUTSIDE = re.compile(r"\n[^ \n#]")  # a line that is neither indented nor empty
# The rest take apart what matched above, and read nothing else.
_DATED = re.compile(r"^ *+- \{date: ([0-9-]{10})(, .++)\n", re.MULTILINE)
_FIELDS = re.compile("([a-z_]+): (.+)")
_ENTRY = re.compile(r"""([a-z_]++): ["']?+((?<=")[^"]++|(?<=')[^']++|[^ ,}]++(?: ++[^ ,}]++)*+)""")
_ITEMS = re.compile(r"""[\[,] ?["']?+((?<=")[^"]++|(?<=')[^']++|[^ ,\]]++(?: ++[^ ,\]]++)*+)["']?+""")


class _UnsureError(Exception):
    """This is for `yaml` to read."""


class Written(Struct):
    """A donor as written: the fields, and the journey's entries, each with its line, all in one column.

    Every value is text, none is empty, no key stands twice, each entry has a day.
    """

    text: str
    line: int
    column: int
    fields: dict[str, Plain]  # but for the journey
    nodes: int  # as many as YAML counts, or more
    entry_column: int = 0
    entry_lines: Sequence[int] = ()
    days: Sequence[str] = ()
    rests: Sequence[Rest] = ()

    def tree(self) -> Map:
        """The same as `yaml` reads it, with places."""
        root = yaml.parse(self.text, self.line - 1)
        return cast("Map", root[0] if isinstance(root, Seq) else root)


Item: TypeAlias = "tuple[Written | Value | None, Place]"


def donors(text: str) -> Written | list[Item] | None:
    """The one donor of a file, or its list of donors, each with its place; None where `yaml.parse` has to say.

    `text` is a whole file as `text.decode` gives it.
    """
    if any(sign in text for sign in _STRANGE) or not text.endswith("\n"):
        return None
    at = cast("re.Match[str]", _TOP.match(text)).end()
    line = text.count("\n", 0, at) + 1
    try:
        found = _listed(text, at, line) if text.startswith("- ", at) else _alone(text, at, line)
    except (_UnsureError, YamlError):
        return None
    return found


@lru_cache(maxsize=4096)
def pairs(rest: Rest) -> Pairs:
    """Names and values in the rest of an entry."""
    return tuple(_ENTRY.findall(rest)) if isinstance(rest, str) else rest


def _alone(text: str, at: int, line: int) -> Written:
    match = _donor("", "").match(text, at)
    if not match or match.end() < len(text):
        raise _UnsureError
    found = _written(match, line, 1, set())
    if found.nodes > yaml.NODES:
        raise _UnsureError
    return found


def _listed(text: str, at: int, line: int) -> list[Item]:
    listed = _donor("- ", "  ")
    items: list[Item] = []
    sound: set[str] = set()
    nodes = 1
    while at < len(text):
        match = listed.match(text, at)
        end = match.end() if match else at
        try:
            if not match or not (text.startswith("- ", end) or end == len(text)):
                raise _UnsureError
            found = _written(match, line, 3, sound)
            items.append((found, (line, 3)))
            nodes += found.nodes
        except _UnsureError:
            following = _NEXT.search(text, at + 1)
            end = following.start() if following else len(text)
            root = _by_itself(text[at:end], line)
            items.append((root[0], root.places[0]))
            nodes += _nodes(root[0])
        at, line = end, line + text.count("\n", at, end)
    if nodes > yaml.NODES:
        raise _UnsureError
    return items


def _by_itself(piece: str, line: int) -> Seq:
    """The list of one donor that `piece` is, where it cannot be anything else in its file."""
    root = yaml.parse(piece, line - 1)
    if _OUTSIDE.search(piece) or not isinstance(root, Seq) or root.repeated or len(root) != 1:
        raise _UnsureError
    return root


def _nodes(tree: Value | None) -> int:
    """How many values YAML counts in a tree without repeated keys."""
    if isinstance(tree, Map):
        return 1 + sum(1 + _nodes(tree.get(key)) for key in tree.places)
    return 1 + sum(map(_nodes, tree)) if isinstance(tree, Seq) else 1


def _written(match: re.Match[str], line: int, column: int, sound: set[str]) -> Written:
    """The donor that was matched; `sound`: rests of entries in which no key stands twice, which grows."""
    head, gap, journey, tail = match.group("head", "gap", "journey", "tail")
    found = _FIELDS.findall(head + tail if tail else head)
    fields: dict[str, Plain] = {name: _value(raw) if raw[0] in _SIGNS else raw for name, raw in found}
    if len(fields) < len(found) or (journey and "journey" in fields):
        raise _UnsureError
    nodes = 1 + sum(2 + (2 * len(value) if value.__class__ is not str else 0) for value in fields.values())
    there = Written(match[0], line, column, fields, nodes)
    if journey:
        _add_journey(there, journey, len(gap), line + head.count("\n") + 1, sound)
    return there


def _add_journey(there: Written, journey: str, gap: int, line: int, sound: set[str]) -> None:
    """Adds the entries, which begin after `gap` and a dash, the first on `line`."""
    there.entry_column = gap + 3
    dated: list[tuple[str, str]] = _DATED.findall(journey)
    lines = range(line, line + journey.count("\n"))
    if len(dated) == len(lines):
        there.days, rests = zip(*dated, strict=True)
        there.entry_lines, there.rests = lines, rests
        for rest in set(rests).difference(sound):
            _unique([("date", ""), *pairs(rest)])
            sound.add(rest)
    else:
        there.entry_lines, there.days, there.rests = zip(*_entries(journey, gap, line), strict=True)
    there.nodes += 2 + len(there.days) + 2 * journey.count(":")


def _value(raw: str) -> Plain:
    """A scalar in quotes, a list or a mapping, as it stands after its field's name."""
    if raw[0] == "[":
        return _ITEMS.findall(raw)
    return _unique(_ENTRY.findall(raw)) if raw[0] == "{" else raw[1:-1]


def _entries(journey: str, gap: int, line: int) -> Iterator[tuple[int, str, Pairs]]:
    """Line, day and rest of each entry of a journey of which not all are in one line with the day first."""
    for written in journey[gap + 2 : -1].split(f"\n{' ' * gap}- "):
        if written[0] == "{":
            told = _unique(_ENTRY.findall(written))
        else:
            told = _unique([(name, raw[1:-1] if raw[0] in _SIGNS else raw) for name, raw in _FIELDS.findall(written)])
        day = told.pop("date", None)
        if day is None:
            raise _UnsureError
        yield line, day, tuple(told.items())
        line += written.count("\n") + 1


def _unique(found: list[tuple[str, str]]) -> dict[str, str]:
    fields = dict(found)
    if len(fields) < len(found):
        raise _UnsureError
    return fields
