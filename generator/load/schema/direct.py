"""Models from what is certainly right, by their own fields' converters, without pydantic's walk and explanations.

pydantic stays the judge: whatever this reader does not take, right or wrong, it leaves to `model_validate`. It is made
from the models, so a field added to one is read here too. On a journey's entry it takes a fifth of pydantic's time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, Discriminator, PlainValidator, Tag

from generator.load.schema.fields import converted

M = TypeVar("M", bound=BaseModel)
Read = Callable[[Any], Any]


def direct(model: type[M]) -> Callable[[Mapping[str, Any]], M]:
    """What reads a tree as `model` does; it raises ValueError where it does not take it.

    TypeError for a model with fields that cannot be read by themselves.
    """
    known: dict[str, tuple[str, Read, bool]] = {}
    required = set()
    defaults: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        written = field.alias or name
        convert = _reader(field.annotation, field.metadata)
        if isinstance(convert, partial) and convert.func is converted:
            known[written] = name, convert.args[0], True
        else:
            known[written] = name, convert, False
        if field.is_required():
            required.add(written)
        else:
            defaults[name] = field.get_default(call_default_factory=True)
    new, put = model.__new__, object.__setattr__

    def read(tree: Mapping[str, Any]) -> M:
        if not isinstance(tree, dict) or not required <= tree.keys():
            raise ValueError
        values = defaults.copy()
        for key, given in tree.items():
            if key not in known:
                raise ValueError
            name, convert, of_text = known[key]
            if of_text and given.__class__ is not str:
                raise ValueError
            values[name] = convert(given)
        made = new(model)
        put(made, "__dict__", values)
        put(made, "__pydantic_fields_set__", set())  # nobody asks
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made

    return read


def _reader(annotation: Any, metadata: list[Any]) -> Read:
    """What reads one value of a type as written in a model."""
    for mark in metadata:
        if isinstance(mark, PlainValidator):
            return _converter(mark)
        if isinstance(mark, Discriminator):
            return _tagged(mark, annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        return _reader(inner, marks)
    if origin in (Union, UnionType):
        (inner,) = (a for a in get_args(annotation) if a is not NoneType)
        return _reader(inner, [])
    if origin is list:
        return _listed(_reader(get_args(annotation)[0], []))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return direct(annotation)
    raise TypeError(f"cannot be read without pydantic: {annotation}")


def _converter(mark: PlainValidator) -> Read:
    convert = cast("Read", mark.func)
    if len(inspect.signature(convert).parameters) != 1:
        raise TypeError(f"asks for more than the value: {convert}")
    return convert


def _tagged(mark: Discriminator, union: Any) -> Read:
    kinds: dict[str, Read] = {}
    for kind in get_args(union):
        _, *marks = get_args(kind)
        kinds[next(m.tag for m in marks if isinstance(m, Tag))] = _reader(kind, [])
    tag = cast("Callable[[Any], str | None]", mark.discriminator)

    def read(value: Any) -> Any:
        convert = kinds.get(tag(value) or "")
        if convert is None:
            raise ValueError
        return convert(value)

    return read


def _listed(convert: Read) -> Read:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError
        return [convert(item) for item in value]

    return read
