"""pydantic's errors about one tree to Issues in our own words, each at the place of the value that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from generator.issues import Issue, Source
from generator.load import synonyms
from generator.load.schema.fields import Within
from generator.load.schema.journeys import ENTRIES, VERBS, EntryModel
from generator.load.yaml import Map, Seq, Value
from generator.misspelt import OTHER_SPACES, other_space

Path = tuple[str | int, ...]
FIELD_LIKE = re.compile(r"[a-z_][a-z0-9_-]{0,40}\Z")
_RUN_TOGETHER = re.compile(r"([a-z_]+)\s*[:：]")
_OTHER_SPACE = re.compile(rf"(?:^|(?<=:))[{OTHER_SPACES}]|[{OTHER_SPACES}]$")
_TAGS = frozenset({"<day>", "<terms>", *(f"<{v}>" for v in VERBS)})  # of unions, in pydantic's paths


def place(tree: Value | None, path: Path, file: str) -> Source:
    """Where the value at `path` stands; where it is missing, the mapping or field that should hold it."""
    line, column = getattr(tree, "line", 1), getattr(tree, "column", 1)
    node = tree
    for step in path:
        if isinstance(node, Map) and step in node.places:
            line, column = node.places[str(step)][1] if step in node else node.places[str(step)][0]
            node = node.get(str(step))
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            line, column = node.places[step]
            node = node[step]
        else:
            break
    return Source(file, line, column)


def field_path(path: Path, prefix: str = "") -> str:
    """`journey[3].gift`."""
    text = prefix
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def explain(
    wrong: ValidationError, model: type[BaseModel], tree: Value, file: str, prefix: str = ""
) -> Iterator[Issue]:
    """An Issue for each error that `model` found in `tree`; `prefix` leads from the file to the tree."""
    for error in wrong.errors(include_url=False):
        loc: Path = error["loc"]
        kind = error["type"]
        own = loc[-1:] if kind == "extra_forbidden" else ()
        path: Path = tuple(s for s in loc[: len(loc) - len(own)] if s not in _TAGS) + own
        if kind in ("union_tag_not_found", "union_tag_invalid"):
            yield from _no_one_verb(error["input"], path, tree, file, prefix)
            continue
        if kind == "value_error":
            raised = error["ctx"]["error"]
            path = path + raised.path if isinstance(raised, Within) else path
            message = str(raised)
        else:
            message = _message(kind, error, _model_at(model, loc[:-1]), path, tree)
        where = place(tree, path, file)
        if kind == "extra_forbidden":
            where = key_place(tree, path, file)
            path = _safe(path, _fields_at(model, loc), _stands_alone(tree, path))
        yield Issue(where, field_path(path, prefix), message)


def unknown(name: str, known: Sequence[str], alone: bool = False) -> str:
    """What to say of a field that nobody knows; `alone`: it has no value, and may be the rest of one."""
    if space := _OTHER_SPACE.search(name):
        return other_space(space[0])
    begun = _RUN_TOGETHER.match(name)
    if begun and begun[1] in known:
        return f'a ":" and a space are missing after "{begun[1]}"; write {begun[1]}: value'
    near = _near(name, known)
    what = f'"{name}"' if _like_a_field(name, known, alone) else "this"
    if alone and not near:
        return f"{what} stands by itself; write name: value, or put a value with a comma in it in quotes"
    rest = f'did you mean "{near[0]}"?' if near else f"the fields are {', '.join(known)}"
    return f"{what} is not a field{' here' if what != 'this' else ''}; {rest}"


def field_names(model: type[BaseModel]) -> list[str]:
    """The fields of `model` as authors write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def key_place(tree: Value | None, path: Path, file: str) -> Source:
    """Where the field's own name stands."""
    owner = tree
    for step in path[:-1]:
        owner = owner.get(str(step)) if isinstance(owner, Map) else owner[int(step)] if isinstance(owner, Seq) else None
    if isinstance(owner, Map) and path[-1] in owner.places:
        return Source(file, *owner.places[str(path[-1])][0])
    return place(tree, path, file)


def _safe(path: Path, known: Sequence[str], alone: bool) -> Path:
    """A path without what may be a private word written where a field's name belongs."""
    return path if _like_a_field(str(path[-1]), known, alone) else path[:-1]


def _like_a_field(name: str, known: Sequence[str], alone: bool) -> bool:
    """Whether this may be said: what stands `alone` may be the rest of a private text, if it is near no field."""
    return synonyms.is_one(name) or bool(FIELD_LIKE.match(name) and (not alone or _near(name, known)))


def _near(name: str, known: Sequence[str]) -> list[str]:
    """The field that was probably meant, if any."""
    meant = synonyms.field(name, known)
    return [meant] if meant else get_close_matches(name.lower(), known, 1)


def _stands_alone(tree: Value, path: Path) -> bool:
    """Whether the field at `path` has no value."""
    owner: Any = tree
    for step in path[:-1]:
        owner = owner[step]
    return isinstance(owner, Map) and path[-1] in owner.places and path[-1] not in owner


def _fields_at(model: type[BaseModel], loc: Path) -> list[str]:
    found = _model_at(model, loc[:-1])
    return field_names(found) if found else []


def _message(kind: str, error: Any, model: type[BaseModel] | None, path: Path, tree: Value) -> str:
    name = str(path[-1]) if path else ""
    owner: Any = tree
    if kind == "missing":
        for step in path[:-1]:
            owner = owner[step]
        example = _example(model, name)
        empty = isinstance(owner, Map) and name in owner.places
        if empty and not owner.column:  # a row of a table
            return f"is empty; fill it in, such as {example}" if example else "is empty; fill it in"
        return (
            f"is {'empty' if empty else 'missing'}; add it, such as {name}: {example}"
            if example
            else (f"is {'empty' if empty else 'missing'}; add it")
        )
    if kind == "extra_forbidden":
        return unknown(name, field_names(model) if model else [], _stands_alone(tree, path))
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        empty = error["input"] is None
        return "is empty; fill it in or delete it" if empty else "is not a mapping; write name: value lines"
    if kind == "list_type":
        return "is not a list; begin each line with -, or write [one, two]"
    if kind == "too_short":
        return "is an empty list; write at least one"
    return "cannot be read; see `nianlun schema` for what may stand here"


def _example(model: type[BaseModel] | None, name: str) -> str:
    for plain, field in model.model_fields.items() if model else ():
        if (field.alias or plain) == name and field.examples:
            example = field.examples[0]
            if isinstance(example, list):
                return f"[{', '.join(str(e) for e in example)}]"
            return f'"{example}"' if re.match(r"[0-9.:]+\Z", str(example)) and "." in str(example) else str(example)
    return ""


def _model_at(model: type[BaseModel], loc: Path) -> type[BaseModel] | None:
    """The model of the mapping at `loc`, through optional, listed and tagged types."""
    here: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, int) or here is None:
            continue
        if step in _TAGS:
            here = ENTRIES.get(step[1:-1], here)
            continue
        field = next((f for n, f in here.model_fields.items() if (f.alias or n) == step), None)
        found = list(_models(field.annotation)) if field else []
        here = next((m for m in found if not issubclass(m, EntryModel)), found[0] if found else None)
    return here


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _no_one_verb(entry: Any, path: Path, tree: Value, file: str, prefix: str) -> Iterator[Issue]:
    """An entry that says nothing that happened, or several things."""
    where, field = place(tree, path, file), field_path(path, prefix)
    if not isinstance(entry, dict):
        yield Issue(where, field, 'is not an entry; write one such as {date: 2021-05-20, gift: "50.00"}')
        return
    found = [v for v in VERBS if v in entry]
    if found:
        yield Issue(where, field, f"has {' and '.join(found)} in one entry; write an entry for each")
        return
    all_names = list(dict.fromkeys([*VERBS, *(n for m in ENTRIES.values() for n in field_names(m))]))
    strange = [k for k in (entry.places if isinstance(entry, Map) else entry) if k not in all_names]
    for name in strange:
        inner: Path = (*path, name)
        yield Issue(
            key_place(tree, inner, file),
            field_path(_safe(inner, all_names, name not in entry), prefix),
            unknown(name, all_names, name not in entry),
        )
    if not strange:
        empty = next((v for v in VERBS if isinstance(entry, Map) and v in entry.places), None)
        if empty:
            inner = (*path, empty)
            yield Issue(key_place(tree, inner, file), field_path(inner, prefix), "is empty; fill it in")
        else:
            yield Issue(where, field, f"does not say what happened; add one of {', '.join(VERBS)}")
