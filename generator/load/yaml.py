"""YAML text to plain trees that know their places: every scalar stays text, so that `no` is a name and `1.10` a price.

Reads one document and nothing but mappings, lists and scalars: anchors, aliases, merge keys, tags and duplicate keys
are mistakes, and so is a document that is too deep or too large. Events, not PyYAML's nodes, are read, since an alias
bomb or a deep nest is then refused before it costs anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.misspelt import explained

DEPTH = 32
NODES = 200_000

Place: TypeAlias = tuple[int, int]  # line and column, from 1
Value: TypeAlias = "str | Map | Seq"

_NULLS = frozenset({"", "~", "null"})
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where it is there


class YamlError(Exception):
    """The text is not YAML that we read; line and column from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Map(dict[str, "Value"]):
    """A mapping; `places` has key and value place of each field, also of those left out because they are empty."""

    __slots__ = ("column", "duplicates", "line", "places", "repeated")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.repeated = False  # on the root: whether a key stands twice anywhere below
        self.places: dict[str, tuple[Place, Place]] = {}
        self.duplicates: list[tuple[str, Place]] = []


class Seq(list["Value | None"]):
    """A list; `places` has the place of each item. An empty item is None."""

    __slots__ = ("column", "line", "places", "repeated")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.repeated = False  # on the root: whether a key stands twice anywhere below
        self.places: list[Place] = []


def parse(text: str, line_offset: int = 0) -> Value | None:
    """The one document in `text`, None where it is empty; `line_offset` lines stand before it in its file.

    Raises YamlError. Keys that stand twice do not raise: `duplicates` lists them, so that all are reported at once.
    """
    try:
        return _compose(text, line_offset)
    except yaml.MarkedYAMLError as wrong:
        line, column, words = explained(wrong, text)
        raise YamlError(words, line + line_offset, column) from None
    except yaml.YAMLError:
        raise YamlError("has a character that YAML does not allow; delete it", 1 + line_offset, 1) from None


def duplicates(root: Value | None) -> Iterator[tuple[str, str, Place]]:
    """Field path, key and place of each key that stands twice in its mapping, below what `parse` gave."""
    stack: list[tuple[str, Value | None]] = [("", root)] if getattr(root, "repeated", False) else []
    while stack:
        path, node = stack.pop()
        if isinstance(node, Map):
            for key, place in node.duplicates:
                yield f"{path}.{key}" if path else key, key, place
            stack.extend((f"{path}.{k}" if path else k, v) for k, v in node.items() if not isinstance(v, str))
        elif isinstance(node, Seq):
            stack.extend((f"{path}[{n}]", v) for n, v in enumerate(node) if not isinstance(v, str))


def _compose(source: str, offset: int) -> Value | None:
    """The tree of a text. A stack of our own, and no generator: this is hot."""
    take = _Parser(source).get_event
    repeated = False
    root: Value | None = None
    open_nodes: list[Map | Seq] = []
    top: Map | Seq | None = None
    key: tuple[str, Place] | None = None  # of the mapping on top, waiting for its value
    nodes = documents = 0
    first = 1 + offset
    while (kind := (event := take()).__class__) is not StreamEndEvent:
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            open_nodes.pop()
            top = open_nodes[-1] if open_nodes else None
            continue
        is_scalar = kind is ScalarEvent
        if not is_scalar and kind is not MappingStartEvent and kind is not SequenceStartEvent:
            mark = event.start_mark
            if kind is AliasEvent:
                raise YamlError("aliases (*) are not read; write the value out", mark.line + first, mark.column + 1)
            if kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise YamlError("a second document begins; one file holds one", mark.line + first, mark.column + 1)
            continue
        mark = event.start_mark
        line, column = place = (mark.line + first, mark.column + 1)
        if event.anchor is not None:
            raise YamlError("anchors (&) are not read; put the value in quotes or write it out", line, column)
        if event.tag is not None:
            raise YamlError("tags (!) are not read; put the value in quotes", line, column)
        nodes += 1
        if nodes > NODES:
            raise YamlError(f"the document has over {NODES:,} values; split it into several files", line, column)
        node: Value | None
        if is_scalar:
            text: str = event.value
            node = text
            if top.__class__ is Map and key is None:
                if text == "<<" and not event.style:
                    raise YamlError("merge keys (<<) are not read; write the fields out", line, column)
                key = (text, place)
                continue
            if text in _NULLS and (not event.style or not text):
                node = None
        else:
            if top.__class__ is Map and key is None:
                raise YamlError("a field's name must be plain text; put it in quotes", line, column)
            if len(open_nodes) >= DEPTH:
                raise YamlError(f"the document is nested deeper than {DEPTH} levels; make it flatter", line, column)
            node = Map(line, column) if kind is MappingStartEvent else Seq(line, column)
        if top is None:
            root = node
        elif key is not None:
            owner = cast("Map", top)
            name, at = key
            if name in owner.places:
                owner.duplicates.append(key)
                repeated = True
            else:
                owner.places[name] = (at, place)
                if node is not None:
                    owner[name] = node
            key = None
        else:
            owner_list = cast("Seq", top)
            owner_list.append(node)
            owner_list.places.append(place)
        if not is_scalar:
            top = cast("Map | Seq", node)
            open_nodes.append(top)
    if isinstance(root, Map | Seq):
        root.repeated = repeated
    return root
