"""Sets one field of one donor in the file it was read from, and leaves every other character as it was."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from generator.load.text import line_end
from generator.load.yaml import Map, Place, Seq, parse
from generator.model.donors import Donor

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML counts lines
_SCALAR = re.compile(r"""'[^'\n]*'|"[^"\n]*"|[^\s,#}\]]+""")


class AmendError(Exception):
    """The file is not as it was when the donor was read."""


def amend(donor: Donor, field: str, value: str, root: Path) -> Path:
    """Write `field: value` (a plain word or number) into the donor's file, in one step; the file's path.

    `root` is the folder that the donor's Source starts from. AmendError where the field cannot be set for sure.
    """
    file = (root / donor.source.file).resolve()
    before = file.read_bytes().decode("utf-8")
    after = amended(before, donor, field, value)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(after.encode("utf-8"))
        shutil.copymode(file, aside)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return file


def amended(text: str, donor: Donor, field: str, value: str) -> str:
    """`text`, the whole of the donor's file, with the field set."""
    start = 1 if text.startswith("\ufeff") else 0
    plain = text[start:]
    tree = _tree(plain, donor)
    if field in tree.places:
        at = _offset(plain, tree.places[field][1])
        old = _SCALAR.match(plain, at)
        if old is None:
            raise AmendError
        changed = plain[:at] + value + plain[old.end() :]
    else:
        changed = _inserted(plain, tree, f"{field}: {value}")
    _prove(tree, _tree(changed, donor), field, value)
    return text[:start] + changed


def _tree(text: str, donor: Donor) -> Map:
    """The donor's mapping in `text`."""
    root = parse(text)
    for tree in root if isinstance(root, Seq) else [root]:
        if isinstance(tree, Map) and (tree.line, tree.column) == (donor.source.line, donor.source.column):
            return tree
    raise AmendError


def _inserted(text: str, tree: Map, line: str) -> str:
    """`text` with a new field before the journey, or else before the name."""
    at = _offset(text, tree.places["journey" if "journey" in tree.places else "name"][0])
    if text[_offset(text, (tree.line, tree.column))] == "{":
        return f"{text[:at]}{line}, {text[at:]}"
    ends = [end.end() for end in _LINE_END.finditer(text, 0, at)]
    indent = re.sub(r"[^\t]", " ", text[ends[-1] if ends else 0 : at])
    return f"{text[:at]}{line}{line_end(text)}{indent}{text[at:]}"


def _offset(text: str, place: Place) -> int:
    """Where a line and column from 1 are in `text`."""
    line, column = place
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    return starts[line - 1] + column - 1


def _prove(before: Map, after: Map, field: str, value: str) -> None:
    """Nothing but the field may have changed."""
    if {**before, field: value} != dict(after):
        raise AmendError
