"""The first line of a CSV file to what is wrong with it: said once, before its rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from generator.load import explain
from generator.load.schema.fields import Model

#: What a spreadsheet, or a hand at a Chinese keyboard, puts between columns where we read commas.
_OTHER_COMMAS = {";": "semicolons", "\t": "tabs", "，": "full-width commas", "；": "full-width semicolons"}
_IMPORT = "read the file with `nianlun import csv`"


class Columns(Struct, frozen=True):
    """The columns that a kind of file may have, and of which sets of them one has to be there."""

    names: Sequence[str]
    needed: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, model: type[Model], *needed: str) -> Columns:
        """Those of `model`. `needed` come first; `gift|refund` is one of the two."""
        either = tuple(tuple(words.split("|")) for words in needed)
        first = [words[0] for words in either]
        return cls([*first, *(name for name in explain.field_names(model) if name not in first)], either)

    def begin(self) -> str:
        return f"begin with a line such as {','.join(self.names[:4])}"


def mistakes(header: list[str], columns: Columns) -> Iterator[tuple[str, str]]:
    """Field and message of each: all of it is strange, or some names are, or a column is not there."""
    known = columns.names
    parted = _parted_by(header[0], known) if len(header) == 1 else None
    if parted:
        yield "", f"its columns are parted by {parted}; save it with commas, or {_IMPORT}"
        return
    if not any(get_close_matches(name.lower(), known, 1) for name in header):
        yield "", f"names no column that is read; {columns.begin()}, or {_IMPORT}"
        return
    strange = False
    for number, name in enumerate(header, 1):
        if not name:
            yield "", f"column {number} has no name; delete the column, or name it"
        elif name in header[: number - 1]:
            yield name, "stands twice in the header; keep one"
        elif name not in known:
            strange = True
            yield "", explain.unknown(name, known).replace("this is", f"column {number} is", 1)
    for either in columns.needed:
        if not strange and not set(either) & set(header):
            yield "", f'has no column "{either[0]}"; add it'


def _parted_by(line: str, known: Sequence[str]) -> str | None:
    """What stands between the columns of a header that came as one, if names that are known do."""
    cells = {word: line.split(sign) for sign, word in _OTHER_COMMAS.items() if sign in line}
    return next((word for word, names in cells.items() if any(name.strip() in known for name in names)), None)
