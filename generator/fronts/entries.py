"""What the search index says of a page, as Material's search plugin says it, at a sixth of the cost.

Material follows each page with html.parser; to it an element whose end tag is left out stays open to the end of the
page. Odd in places, but what readers find shall not change: the rules here are its rules, and a test compares the two.
"""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import islice

from msgspec import Struct, field

_TOKEN = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|"
    r"<(/?)([a-z][^\s/>]*)([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>",
    re.DOTALL | re.IGNORECASE,
)
_ID = re.compile(r"\sid=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_VALUE_AT_THE_END = re.compile(r"=[^\s\"']+$")  # a / there belongs to the value
_EXCLUDED = "data-search-exclude"
_KEPT = {"p", "code", "pre", "li", "ol", "ul", "sub", "sup"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TOLD = _KEPT | _HEADINGS
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}


class _Section(Struct):
    """A heading with an id and what follows it; what comes before the first has the `tag` of no element."""

    tag: str = "hx"
    depth: float = 0
    id: str = ""
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def entries(html: str, url: str, title: str) -> list[dict[str, str]]:
    """The entries of the page at `url`; what stands before its headings goes by the page's `title`."""
    return [
        {
            "location": f"{url}#{section.id}" if section.id else url,
            "title": ("".join(section.title) if section.title else title).strip(),
            "text": "".join(section.text).strip(),
        }
        for section in _Reader().read(html)
        if not section.excluded
    ]


class _Reader:
    def __init__(self) -> None:
        self.section = _Section()
        self.sections: list[_Section] = []
        self.parts = self.section.text  # what is read goes here, or to a title
        self.path: list[str] = []  # the elements that are open
        self.skipped = {"object"}  # elements whose text is not found
        self.hidden = 0  # how many of these are open
        self.pre = 0  # and how many <pre>

    def read(self, html: str) -> list[_Section]:
        path, (before, *found) = self.path, _TOKEN.split(html)
        if before:
            self._text(before)
        for code, end, tag, attributes, text in zip(*(found[n::5] for n in range(5)), strict=True):
            if code:
                self._begin()
            elif tag:
                name = tag.lower()
                if not end and name not in _VOID:
                    path.append(name)
                    if name in _TOLD or name in self.skipped or not self.sections or _EXCLUDED in attributes:
                        self._start(name, attributes)
                if path and path[-1] == name and (end or _closed(attributes)):
                    if self.section.depth > len(path):
                        self._go_back()
                    path.pop()
                    if name in _TOLD or name in self.skipped:
                        self._end(name)
            if text and not self.hidden:
                self._text(text)
        return self.sections

    def _start(self, tag: str, attributes: str) -> None:
        self.hidden += tag in self.skipped
        self.pre += tag == "pre"
        excluded = _EXCLUDED in attributes
        if tag in _HEADINGS:
            if named := _ID.search(attributes):
                depth = len(self.path)
                if tag != "h1":
                    self._begin(depth)
                id = unescape(named[named.lastindex or 1]) if self.sections else ""
                self.section = _Section(tag, depth, id, excluded)
                self.sections.append(self.section)
            self._turn()
        self._begin()
        if excluded:
            self.hidden += 0 if tag in self.skipped else self.path.count(tag)
            self.skipped.add(tag)
        elif tag in _KEPT and not self.hidden:
            self.parts.append(f"<{tag}>")

    def _end(self, tag: str) -> None:
        self.pre -= tag == "pre"
        if tag in _HEADINGS:
            self._turn()
        if tag in self.skipped:
            self.hidden -= 1
            if tag != "object":
                self.skipped.remove(tag)
                self.hidden -= self.path.count(tag)
        elif tag in _KEPT and not self.hidden:
            self._close(tag, self.parts)

    def _close(self, tag: str, parts: list[str]) -> None:
        """End an element; the first of its kind goes if nothing but space has come since."""
        start = parts.index(f"<{tag}>") if f"<{tag}>" in parts else len(parts)
        if start < len(parts) and all(part.isspace() for part in islice(parts, start + 1, None)):
            del parts[start:]
        else:
            parts.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        text = unescape(text)
        blank, parts = text.isspace(), self.parts
        if not self.pre:
            text = " " if blank else text.replace("\n", " ")
        self._begin()
        if not blank or parts is self.section.title:
            parts.append(escape(text, quote=False))
        elif not parts or not parts[-1].isspace() or self.pre:
            parts.append(text)

    def _begin(self, depth: int = 0) -> None:
        """What stands before all headings is a section too."""
        if not self.sections:
            self.section.depth = depth
            self.sections.append(self.section)

    def _go_back(self) -> None:
        """What a heading stood in ends: what follows belongs to the section before it."""
        for section in reversed(self.sections):
            if section.depth <= len(self.path):
                self.section.depth = float("inf")
                self.section = section
                self._turn()
                break

    def _turn(self) -> None:
        self.parts = self.section.title if self.section.tag in self.path else self.section.text


def _closed(attributes: str) -> bool:
    """Whether a tag ends its element too, as `<path d="" />` does."""
    return attributes.endswith("/") and not _VALUE_AT_THE_END.search(attributes)
