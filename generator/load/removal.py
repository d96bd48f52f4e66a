"""A donors file or a table of gifts to the same text without one donor; every other character stays as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import yaml

from generator.load.yaml import Map, Seq, parse

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def without_donor(text: str, donor: str, stem: str) -> str | None:
    """`text` of donors/STEM.yml, known to be sound, without `donor`; None where no other donor is in it.

    What stands inside the donor's entry goes with it, comments too; a comment beside or above the entry stays.
    """
    start = 1 if text.startswith("\ufeff") else 0
    plain = text[start:]
    root = yaml.compose(plain, Loader=_Loader)
    if isinstance(root, yaml.MappingNode):
        return None if _id(root, stem) == donor else text
    if not isinstance(root, yaml.SequenceNode):
        return text
    gone = [n for n, item in enumerate(root.value) if _id(item, None) == donor]
    if not gone:
        return text
    if len(gone) == len(root.value):
        return None
    spans = _flow_spans(root) if root.flow_style else _block_spans(plain, root)
    begin, end = spans[gone[0]]
    changed = plain[:begin] + plain[end:]
    others = [item for item in cast("Seq", parse(plain)) if not (isinstance(item, Map) and item.get("id") == donor)]
    assert others == parse(changed), "nobody else may have changed"
    return text[:start] + changed


def without_rows(text: str, donor: str) -> str | None:
    """`text` of gifts/*.csv, known to be sound, without the donor's rows; None where no other row is in it."""
    start = 1 if text.startswith("\ufeff") else 0
    lines = io.StringIO(text[start:], newline="").readlines()
    kept: list[str] = []
    column: int | None = None
    others = False
    reader = csv.reader(lines, strict=True)
    end = 0
    for cells in reader:
        begin, end = end, reader.line_num
        is_empty = not any(cell.strip() for cell in cells)
        if column is None and not is_empty:
            column = [cell.strip() for cell in cells].index("donor")
        elif column is not None and not is_empty:
            if cells[column].strip() == donor:
                continue
            others = True
        kept.extend(lines[begin:end])
    return text[:start] + "".join(kept) if others else None


def _id(item: yaml.Node, stem: str | None) -> str | None:
    fields = item.value if isinstance(item, yaml.MappingNode) else ()
    return next((value.value for key, value in fields if key.value == "id" and value.value), stem)


def _flow_spans(root: yaml.SequenceNode) -> list[tuple[int, int]]:
    """Each item with the comma and space before the next one; the last with the comma before it."""
    items = root.value
    begins = [item.start_mark.index for item in items]
    last = items[-1].end_mark.index
    return [*pairwise(begins), (items[-2].end_mark.index if len(items) > 1 else begins[-1], last)]


def _block_spans(text: str, root: yaml.SequenceNode) -> list[tuple[int, int]]:
    """Each item from the line of its dash to the last line of its own."""
    column = root.start_mark.column
    dashes = [
        token.start_mark.index
        for token in yaml.scan(text, Loader=_Loader)
        if isinstance(token, yaml.BlockEntryToken) and token.start_mark.column == column
    ]
    begins = [dash - column for dash in dashes]
    return [
        (begin, _own_end(text, begin, end, column)) for begin, end in zip(begins, [*begins[1:], len(text)], strict=True)
    ]


def _own_end(text: str, begin: int, end: int, column: int) -> int:
    """Where an item ends: lines after it that are empty, or comments not further in than its dash, are not its own."""
    while (line := text[:end].splitlines(keepends=True)[-1]) and end - len(line) > begin:
        plain = line.strip("\ufeff \t\r\n")
        inside = len(line) - len(line.lstrip(" ")) > column
        if plain and (inside or not plain.startswith("#")):
            break
        end -= len(line)
    return end


def lines_naming(text: str, words: tuple[str, ...]) -> Iterator[int]:
    """The lines, from 1, in which one of `words` stands, whatever the case; figures and letters do not touch it."""
    for number, line in enumerate(text.splitlines(), 1):
        low = line.casefold()
        if any(_stands(word.casefold(), low) for word in words):
            yield number


def _stands(word: str, line: str) -> bool:
    at = line.find(word)
    while at >= 0:
        before, after = line[at - 1 : at], line[at + len(word) : at + len(word) + 1]
        if not (word.isascii() and any(c.isalnum() and c.isascii() for c in (before, after) if c)):
            return True
        at = line.find(word, at + 1)
    return False
