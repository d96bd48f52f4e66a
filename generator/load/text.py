"""Bytes of a content file to text: UTF-8 and nothing else, with the byte offset of what is not."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from generator.issues import Issue, Source

#: A byte order mark, with which Windows begins a file: to Excel in Chinese it says that the file is UTF-8.
MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\n|\r")
_SAVE = "save the file as UTF-8"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .docx, .numbers; .xls, .doc
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(path: Path, name: str) -> str | Issue:
    """The text of the file at `path`, called `name` in messages; an Issue where it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError:
        return Issue(Source(name), "", "cannot be read; check that the file exists and may be read")
    return decode(raw, name)


def decode(raw: bytes, name: str) -> str | Issue:
    """`raw` as text with \\n line ends and no byte order mark, or what is wrong with it and where."""
    other = foreign(raw, name)
    if other:
        return other
    body = raw.removeprefix(codecs.BOM_UTF8)
    skipped = len(raw) - len(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line, column = _place(body[: wrong.start].decode("utf-8"))
        offset = wrong.start + skipped
        return Issue(Source(name, line, column), "", f"byte {offset} is not UTF-8{_guess(body)}; {_SAVE}")
    # No character to be searched for is printable, and this test takes half the time of the search.
    found = None if text.replace("\n", " ").isprintable() else _CONTROL.search(text)
    if found:
        before = text[: found.start()]
        offset = len(before.encode("utf-8")) + skipped
        line, column = _place(before)
        if found[0] == "\0" and text.count("\0") * 3 > len(text):
            what = "is a NUL: the file looks like UTF-16"
        elif found[0] == "\0":
            what = "is a NUL, which text never has; delete it"
        else:
            what = f"begins a control character (U+{ord(found[0]):04X}); delete it"
        return Issue(Source(name, line, column), "", f"byte {offset} {what}; {_SAVE}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def foreign(raw: bytes, name: str) -> Issue | None:
    """What is wrong with a file whose first bytes say that it is in no encoding that is ever read."""
    if raw.startswith(_OFFICE):
        message = f"is a document of an office program; {_SAVE} text, from a spreadsheet as CSV"
        return Issue(Source(name, 1, 1), "", message)
    if raw.startswith(_UTF16):
        return Issue(Source(name, 1, 1), "", f"byte 0: the file is UTF-16; {_SAVE}")
    return None


def line_end(text: str) -> str:
    """What ends the lines of `text`, by the first of them."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _place(before: str) -> tuple[int, int]:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def _guess(raw: bytes) -> str:
    if raw.count(b"\0") * 4 > len(raw):
        return " (it looks like UTF-16)"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return " (it looks like GBK)"
