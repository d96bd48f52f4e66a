"""The bytes of a delimited file to rows of cells; a row that cannot be read is kept as what it was, with the reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from generator.issues import ContentError, Issue, Source
from generator.load.text import foreign

_UNDECODED = re.compile("[\ud800-\udfff]")
LONGEST = 131_072  # characters of one cell, the csv module's own limit


@dataclass(frozen=True, slots=True)
class Row:
    """Row `number` as a spreadsheet counts, lines above the header and empty ones too. `wrong`: why its cells cannot
    be used, or empty."""

    number: int
    cells: tuple[str, ...]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(raw: bytes, encoding: str, delimiter: str, skip: int, name: str) -> Table:
    """Header and rows of a file called `name`; ContentError where there is no header in this encoding."""
    no_text = foreign(raw, name)
    if no_text:
        raise ContentError([no_text])
    text = raw.decode(encoding, "surrogateescape").removeprefix("\ufeff")
    lines = io.StringIO(text, newline="").readlines()[skip:]
    found = list(_rows(lines, delimiter, skip + 1))
    if not found:
        raise ContentError([Issue(Source(name), "", "is empty; export it again, with a line of column names first")])
    at, _, header, wrong = found[0]
    if wrong or _UNDECODED.search("".join(header)):
        other = "gb18030" if encoding == "utf-8" else "utf-8"
        message = f"the column names are not {encoding} text; write encoding: {other} in the map"
        raise ContentError([Issue(Source(name, at), "", f"the header {wrong}" if wrong else message)])
    header = tuple(cell.strip() for cell in header)
    rows = []
    for number, spanned, cells, unread in found[1:]:
        rows.append(Row(number, cells, unread or _wrong(cells, len(header), spanned, encoding)))
    return Table(header, tuple(rows))


def _rows(lines: list[str], delimiter: str, first: int) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Number from `first`, lines spanned, cells, and what the csv module says is wrong; blank lines only count."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    for number in count(first):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            kept = "".join(lines[before : reader.line_num]).rstrip("\r\n")
            yield number, reader.line_num - before, (kept,), _said(str(wrong))
        else:
            if cells:
                yield number, reader.line_num - before, tuple(cells), ""
        before = reader.line_num


def _said(wrong: str) -> str:
    if "limit" in wrong:
        return f"has a cell of over {LONGEST:,} characters; is a quotation mark left open?"
    return 'has a quotation mark that is not closed or stands inside a value; write "" for one inside quotes'


def _wrong(cells: tuple[str, ...], columns: int, spanned: int, encoding: str) -> str:
    if not any(cell.strip() for cell in cells):
        return "is empty"
    if _UNDECODED.search("".join(cells)):
        return f"holds bytes that are not {encoding} text; correct it in the export"
    if len(cells) != columns:
        over = f" over {spanned} lines; is a quotation mark left open?" if spanned > 1 else "; correct it in the export"
        return f"has {len(cells)} cells where the header has {columns}{over}"
    return ""
