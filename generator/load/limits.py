"""A Markdown text to what in it is too much: its size, its paragraphs', and what makes Markdown slow or deep.

Measured with Python-Markdown 3.10 on paragraphs of 16 KB: 16,000 open brackets, open links or open tags take 9 s to
minutes (each is looked up to the end of its paragraph, tags to the end of the file), 5,000 list marks on one line
overflow its stack, 2,000 abbreviations take 6 s, 3,000 marks of footnotes 15 s. Within these limits the slowest
paragraph takes half a second, the slowest file (256 KB of lone signs, each a paragraph) ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.issues import Source
from generator.load.findings import Findings

FILE_BYTES = 256 * 1024
PARAGRAPH_BYTES = 16 * 1024
OPEN = 32  # brackets, links or tags that are open at one place
MARKS = 16  # list and quotation marks before a line's text
CELLS = 200  # of a table's row
MEANINGS = 50  # lines of a paragraph that begin with a colon, as meanings of a word do; each nests in the one before
DEFINITIONS = 200  # of abbreviations, link addresses, and footnotes with their marks, each

_SIGN = re.compile(r"\\.|\]\(|[\[\])]", re.DOTALL)
_TAG = re.compile(r"\\.|<(?=[a-zA-Z!/?])|>", re.DOTALL)
_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d+[.)](?=[ \t])))*")
_MEANING = re.compile(r" {0,3}:[ \t]")
_MARK = re.compile(r">|[-*+]|\d+[.)]")
_DEFINITION = {
    "abbreviations": re.compile(r"^ {0,3}\*\[[^\]\n]*\]:", re.MULTILINE),
    "footnotes": re.compile(r"\[\^[^\]\n]*\]"),
    "link addresses": re.compile(r"^ {0,3}\[(?!\^)[^\]\n]*\]:", re.MULTILINE),
}


def within_limits(text: str, name: str, findings: Findings) -> None:
    """Reports what is too much in `text`, the content of file `name`."""
    size = len(text.encode("utf-8"))
    if size > FILE_BYTES:
        findings.error(
            Source(name), "", f"has {size // 1024 + 1} KB; split it, a page has {FILE_BYTES // 1024} at most"
        )
        return
    for kind, pattern in _DEFINITION.items():
        found = len(pattern.findall(text))
        if found > DEFINITIONS:
            findings.error(Source(name), "", f"has {found:,} {kind}; split it, a page has {DEFINITIONS} at most")
    for line, message in _open(text, _TAG, "<", ">", "&lt;"):
        findings.error(Source(name, line + 1, 1), "", message)
    for number, paragraph in _paragraphs(text):
        length = len(paragraph.encode("utf-8")) + 1
        if length > PARAGRAPH_BYTES:
            most = PARAGRAPH_BYTES // 1024
            message = f"a paragraph of {length // 1024 + 1} KB; write at most {most}, with empty lines between"
            findings.error(Source(name, number, 1), "", message)
            continue
        for line, message in _too_much(paragraph):
            findings.error(Source(name, number + line, 1), "", message)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of lines that are not empty, each with the number of its first line."""
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield number - len(lines), "\n".join(lines)
            lines = []


def _too_much(paragraph: str) -> Iterator[tuple[int, str]]:
    """Line from 0, and what is too much there."""
    for number, line in enumerate(paragraph.split("\n")):
        if len(_MARK.findall(_MARKS.match(line)[0])) > MARKS:  # type: ignore[index]  # matches always, if nothing
            yield number, f"begins with over {MARKS} list or quotation marks; write fewer"
        if line.count("|") > CELLS:
            yield number, f"is a table's row of over {CELLS} cells; make the table narrower"
    meanings = [number for number, line in enumerate(paragraph.split("\n")) if _MEANING.match(line)]
    if len(meanings) > MEANINGS:
        yield meanings[MEANINGS], f"over {MEANINGS} meanings begin with a colon here; put empty lines between"
    yield from _open(paragraph, _SIGN, "[", "]", r"\[")
    yield from _open(paragraph, _SIGN, "](", ")", r"\](")


def _open(text: str, signs: re.Pattern[str], opening: str, closing: str, safe: str) -> Iterator[tuple[int, str]]:
    """Line from 0, and what is wrong, where too many are open at once; a `>` closes every `<` before it."""
    count = 0
    for sign in signs.finditer(text):
        if sign[0] == opening:
            count += 1
        elif sign[0].startswith(closing):
            count = 0 if closing == ">" else max(0, count - 1)
        if count > OPEN:
            line = text.count("\n", 0, sign.start())
            yield (
                line,
                f"over {OPEN} {opening} are open here; close them, or write {safe} where you mean the sign itself",
            )
            return
