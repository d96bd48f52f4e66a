"""Pages' bodies to issues: markup and links that the sanitiser drops, links that lead nowhere, pictures not there.

Each body goes through Markdown as it will for its page, so that nothing is said of what stands in code; the places are
then looked up in the author's text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from html.parser import HTMLParser
from pathlib import Path

from generator.issues import Issue, Severity, Source
from generator.load.files import IMAGES, placed, shown_path
from generator.load.schema.fields import folded
from generator.model.ledger import Ledger
from generator.model.words import Words
from generator.render.markdown import ATTRIBUTES, SCHEMES, TAGS, VALUES, converter, resolve

_HOLDS_MARKUP = re.compile(r"\]\(|\]:|\]\s?\[|<")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")  # what browsers take out of an address, and a little more
_NOT_KEPT = "is not kept; text, lists, tables, links and pictures are"


def review(ledger: Ledger, folders: tuple[Path, ...], root: Path, today: date) -> tuple[Issue, ...]:
    """Everything in the bodies of `ledger` that a reader would not find on the page, or would find broken.

    `folders` hold the content; `today`: a link to an update of tomorrow leads nowhere yet.
    """
    shelf = _Shelf(folders, _pages(ledger, today))
    found: list[Issue] = []
    for words in _bodies(ledger):
        if _HOLDS_MARKUP.search(words.body):
            prefix = next((p for f in folders if words.source.file.startswith(p := shown_path(f, root) + "/")), "")
            found.extend(_Body(words, words.source.file.removeprefix(prefix), shelf).issues())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What a body may lead to: pages by content file (whether they are published yet), and files."""

    folders: tuple[Path, ...]
    pages: Mapping[str, bool]

    def holds(self, path: str) -> bool:
        return any(placed(folder, path).is_file() for folder in self.folders)

    def holds_alike(self, path: str) -> bool:
        """Whether a file is there that less careful systems take for this one."""
        files = (f.relative_to(folder) for folder in self.folders for f in (folder / "pictures").rglob("*"))
        return any(folded(file.as_posix()) == folded(path) for file in files)


def _bodies(ledger: Ledger) -> Iterator[Words]:
    for records in (ledger.projects, ledger.campaigns, ledger.updates, ledger.events):
        for record in records.values():
            yield from record.words.values()
    for page in ledger.pages:
        yield from page.words.values()


def _pages(ledger: Ledger, today: date) -> dict[str, bool]:
    found = {f"{page.path or 'index'}.md": True for page in ledger.pages}
    for folder, records in (("projects", ledger.projects), ("campaigns", ledger.campaigns), ("events", ledger.events)):
        found |= {f"{folder}/{name}.md": True for name in records}
    return found | {f"updates/{name}.md": update.date <= today for name, update in ledger.updates.items()}


class _Body:
    """One body under review; the n-th finding of a kind is at its n-th place in the text."""

    def __init__(self, words: Words, file: str, shelf: _Shelf) -> None:
        self.words, self.file, self.shelf = words, file, shelf
        self.seen: dict[str, int] = {}

    def issues(self) -> Iterator[Issue]:
        tags = _Tags()
        tags.feed(converter().convert(self.words.body))
        tags.close()
        for tag, attributes in tags.found:
            if tag not in TAGS:
                with_it = " with all that is in it" if tag in ("script", "style") else ""
                yield self._issue(rf"<\s*{re.escape(tag)}\b", f"<{tag}>{with_it} {_NOT_KEPT}", "warning")
                continue
            for name, value in attributes:
                yield from self._attribute(tag, name, value)

    def _attribute(self, tag: str, name: str, value: str) -> Iterator[Issue]:
        if value in VALUES.get(tag, {}).get(name, ()):
            return
        if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
            yield self._issue(rf"\b{re.escape(name)}\s*=", f"{name}= of <{tag}> {_NOT_KEPT}", "warning")
        elif name in ("href", "src", "cite"):
            said = self._address(value, is_picture=tag == "img")
            if said:
                yield self._issue(re.escape(value), *said)

    def _address(self, written: str, *, is_picture: bool) -> tuple[str, Severity] | None:
        """What is wrong with an address, decoded by the HTML parser."""
        address = _BLANK.sub("", written)
        scheme = _SCHEME.match(address)
        if scheme and scheme[1].lower() not in SCHEMES:
            return f"an address with {scheme[1].lower()}: {_NOT_KEPT}, with http, https, mailto or tel", "warning"
        if is_picture and (scheme or address.startswith("//")):
            return "a picture on another host is not shown; save it in pictures/ and show it from there", "warning"
        if scheme or not address or address.startswith(("//", "#", "?")):
            return None
        path = resolve(written, self.file)
        if path is None:
            return "leads out of the content folder; link a file inside it", "error"
        return self._picture(path) if is_picture else self._page(path)

    def _picture(self, path: str) -> tuple[str, Severity] | None:
        if path.startswith("pictures/") and path.lower().endswith(IMAGES) and self.shelf.holds(path):
            return None
        if self.shelf.holds_alike(path):
            right = "write large and small letters as the file's name has them"
            return f"a picture is spelt otherwise on the disk; {right}", "error"
        return "a picture is not there; put it into pictures/, or write its path from this file", "error"

    def _page(self, path: str) -> tuple[str, Severity] | None:
        if path in self.shelf.pages:
            return None if self.shelf.pages[path] else ("leads to an update whose day has not come yet", "warning")
        if path.endswith(".md") and not self.shelf.holds(path):
            return f"leads to a file that is not there; {_near(path, self.shelf.pages)}", "error"
        if path.endswith(".md") and re.search(r"\.[a-zA-Z-]+\.md$", path):
            return "leads to a translation; link the file of the main language, each page finds its own", "warning"
        if path.endswith(".md"):
            return None  # it is there but could not be read, which is reported
        return (
            "leads to no page; link its content file, such as ../projects/lunch.md, or write a whole address",
            "warning",
        )

    def _issue(self, pattern: str, message: str, severity: Severity) -> Issue:
        places = re.compile(pattern, re.IGNORECASE)
        found = places.search(self.words.body, self.seen.get(pattern, 0)) or places.search(self.words.body)
        line, column = 0, 1
        if found:
            self.seen[pattern] = found.end()
            line = self.words.body.count("\n", 0, found.start())
            column = found.start() - self.words.body.rfind("\n", 0, found.start())
        return Issue(Source(self.words.source.file, self.words.body_line + line, column), "", message, severity)


def _near(path: str, pages: Collection[str]) -> str:
    near = get_close_matches(path, pages, 1)
    return f"did you mean {near[0]}?" if near else "write the path of a content file from this one"


@dataclass
class _Tags(HTMLParser):
    """Every start tag with its attributes, values decoded."""

    found: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value or "") for name, value in attrs]))
