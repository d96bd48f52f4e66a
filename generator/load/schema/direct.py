"""Models from what is certainly right, by their own fields' converters, without pydantic's walk and explanations.

pydantic stays the judge: whatever this reader does not take, right or wrong, it leaves to `model_validate`. It is made
from the models, so a field added to one is read here too. On a journey's entry it takes a fifth of pydantic's time,
and pydantic need not build a validator, which takes it 10 ms a kind of page, where nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import FunctionType, NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel, Discriminator, PlainValidator, Tag, WithJsonSchema

from generator.load.schema.fields import Terms, converted
from generator.load.yaml import Map

M = TypeVar("M", bound=BaseModel)


class _Told(NamedTuple):
    """What pydantic tells converters beside the value."""

    context: Terms | None


_NOTHING = _Told(None)
#: What reads one value.
Read = Callable[[Any, _Told], Any]


def read(model: type[M], tree: Mapping[str, Any], terms: Terms) -> M:
    """`tree` as `model`; pydantic's ValidationError says what is wrong with it."""
    try:
        found: M = direct(model)(tree, _Told(terms))
    except ValueError:
        return model.model_validate(tree, context=terms)
    return found


@cache
def direct(model: type[M]) -> Callable[..., M]:
    """What reads a tree as `model` does; it raises ValueError where it does not take it.

    TypeError for a model with fields that cannot be read by themselves.
    """
    known: dict[str, tuple[str, Callable[..., Any], bool]] = {}
    required = set()
    defaults: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        written = field.alias or name
        parse = _of_text(field.metadata)
        known[written] = (name, parse, True) if parse else (name, _reader(field.annotation, field.metadata), False)
        if field.is_required():
            required.add(written)
        else:
            factory = cast("Callable[[], Any] | None", field.default_factory)
            defaults[name] = factory() if factory else field.default
    new, put = model.__new__, object.__setattr__

    def read(tree: Mapping[str, Any], told: _Told = _NOTHING) -> M:
        if not isinstance(tree, dict) or not required <= tree.keys():
            raise ValueError
        if isinstance(tree, Map) and len(tree.places) > len(tree) and not tree.places.keys() <= known.keys():
            raise ValueError  # a field that is none of ours, left empty
        values = defaults.copy()
        for key, given in tree.items():
            if key not in known:
                raise ValueError
            name, convert, of_text = known[key]
            if not of_text:
                values[name] = convert(given, told)
            elif given.__class__ is str:
                values[name] = convert(given)
            else:
                raise ValueError
        made = new(model)
        put(made, "__dict__", values)
        put(made, "__pydantic_fields_set__", set())  # nobody asks
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made

    return read


def _of_text(metadata: list[Any]) -> Callable[[str], Any] | None:
    """What a plain field makes of a text."""
    for mark in metadata:
        if isinstance(mark, PlainValidator) and isinstance(mark.func, partial) and mark.func.func is converted:
            return cast("Callable[[str], Any]", mark.func.args[0])
    return None


def _reader(annotation: Any, metadata: list[Any]) -> Read:
    """What reads one value of a type as written in a model."""
    fewest = 0
    for mark in metadata:
        if isinstance(mark, PlainValidator):
            return _converter(mark)
        if isinstance(mark, Discriminator):
            return _tagged(mark, annotation)
        if isinstance(mark, MinLen):
            fewest = mark.min_length
        elif not isinstance(mark, WithJsonSchema | Tag):
            raise TypeError(f"cannot be read without pydantic: {mark}")
    origin = get_origin(annotation)
    if origin is list:
        return _listed(_reader(get_args(annotation)[0], []), fewest)
    if fewest:
        raise TypeError(f"cannot be read without pydantic: {annotation} of {fewest} or more")
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        return _reader(inner, marks)
    if origin in (Union, UnionType):
        (inner,) = (a for a in get_args(annotation) if a is not NoneType)
        return _reader(inner, [])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return direct(annotation)
    raise TypeError(f"cannot be read without pydantic: {annotation}")


def _converter(mark: PlainValidator) -> Read:
    convert = cast("Callable[..., Any]", mark.func)
    if isinstance(convert, FunctionType) and convert.__code__.co_argcount == 2:
        return convert
    return lambda value, _: convert(value)


def _tagged(mark: Discriminator, union: Any) -> Read:
    kinds: dict[str, Read] = {}
    for kind in get_args(union):
        _, *marks = get_args(kind)
        kinds[next(m.tag for m in marks if isinstance(m, Tag))] = _reader(kind, [])
    tag = cast("Callable[[Any], str | None]", mark.discriminator)

    def read(value: Any, told: _Told) -> Any:
        convert = kinds.get(tag(value) or "")
        if convert is None:
            raise ValueError
        return convert(value, told)

    return read


def _listed(convert: Read, fewest: int) -> Read:
    def read(value: Any, told: _Told) -> list[Any]:
        if not isinstance(value, list) or len(value) < fewest:
            raise ValueError
        return [convert(item, told) for item in value]

    return read
