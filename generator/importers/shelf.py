"""The content folder that an import writes into: what is there already, and new text added at the end of it.

What is there stays as it is, with the mark and the line ends that Windows and Excel give it: without the mark Excel in
Chinese would show every name of the sheet as other signs.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.issues import ContentError, Issue, Source
from generator.load import text
from generator.load.yaml import Map, Seq, YamlError, parse


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file of ours as it is: its text, to the letter, its columns and rows."""

    text: str
    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def sheet(file: Path) -> Sheet:
    """The CSV file at `file`; an empty sheet where there is none. ContentError where it cannot be read."""
    if not file.exists():
        return Sheet("", (), ())
    found = _text(file)
    try:
        reader = csv.DictReader(io.StringIO(found.removeprefix(text.MARK), newline=""), strict=True)
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        rows = tuple(_row(row, file, reader) for row in reader)
    except csv.Error:
        raise ContentError(
            [Issue(Source(file.as_posix()), "", "is not a CSV file; correct it, or delete it to import all of it anew")]
        ) from None
    return Sheet(found, tuple(reader.fieldnames), rows)


def _row(row: dict[str | None, Any], file: Path, reader: csv.DictReader[str]) -> dict[str, str]:
    """A row's cells by column. ContentError where one has none: it would be lost."""
    if None in row:
        columns = len(reader.fieldnames or ())
        message = f"has {columns + len(row[None])} cells, the header {columns}; put a text with commas in double quotes"
        raise ContentError([Issue(Source(file.as_posix(), reader.line_num), "", message)])
    return {name: (cell or "").strip() for name, cell in row.items() if name is not None}


def with_rows(old: Sheet, fields: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """The text of `old` with `rows` added. Written afresh only where it lacks one of their columns."""
    used = {name for row in rows for name in row}
    header = [*old.header, *(name for name in fields if name not in old.header and (not old.header or name in used))]
    if not rows and old.header:
        return old.text
    end = text.line_end(old.text)
    if old.header and list(old.header) == header:
        return _ended(old.text) + _lines(header, rows, end)
    mark = text.MARK if old.text.startswith(text.MARK) else ""
    return mark + _lines(header, [dict(zip(header, header, strict=True)), *old.rows, *rows], end)


def _lines(header: Sequence[str], rows: Iterable[Mapping[str, str]], end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class DonorFile:
    """A file of donors as it is; `listed` says whether it is a list, so that donors can be added at its end."""

    text: str
    records: tuple[tuple[str, Map], ...]  # id and record
    listed: bool


def donor_file(file: Path) -> DonorFile:
    """The donors in the YAML file at `file`; ContentError where it cannot be read."""
    found = _text(file)
    try:
        tree = parse(found.removeprefix(text.MARK))
    except YamlError as wrong:
        raise ContentError([Issue(Source(file.as_posix(), wrong.line, wrong.column), "", wrong.message)]) from None
    records = [r for r in (tree if isinstance(tree, Seq) else [tree]) if isinstance(r, Map)]
    return DonorFile(found, tuple((str(r.get("id", file.stem)), r) for r in records), isinstance(tree, Seq | None))


def with_items(old: DonorFile, items: Sequence[str]) -> str | None:
    """The text of `old` with list items added; None where its author writes lists in another way, as in brackets."""
    new = _ended(old.text) + "".join(items).replace("\n", text.line_end(old.text))
    try:
        tree = parse(new.removeprefix(text.MARK))
    except YamlError:
        return None
    return new if isinstance(tree, Seq) and len(tree) == len(old.records) + len(items) else None


def _text(file: Path) -> str:
    found = text.read(file, file.as_posix())
    if isinstance(found, Issue):
        raise ContentError([found])
    return file.read_bytes().decode("utf-8")


def _ended(old: str) -> str:
    """A text with its last line ended, so that another can follow."""
    return old if not old.removeprefix(text.MARK) or old[-1] in "\r\n" else old + text.line_end(old)


def put(files: Mapping[Path, str]) -> tuple[Path, ...]:
    """Write what differs from what is there, each file whole or not at all; the files written."""
    written = []
    for file, content in files.items():
        new = content.encode("utf-8")
        if file.exists() and file.read_bytes() == new:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.new")
        try:
            beside.write_bytes(new)
            if file.exists():
                shutil.copymode(file, beside)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        written.append(file)
    return tuple(written)
