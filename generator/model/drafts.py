"""Frozen records, made in a fifth of the time: for those who make a million of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, field, fields, make_dataclass
from operator import attrgetter
from typing import Any, TypeVar, cast

R = TypeVar("R")


def maker(record: type[R]) -> Callable[..., R]:
    """Takes what `record`, a frozen dataclass with slots, takes, and gives the same.

    A frozen dataclass sets each field through `object.__setattr__`: 2.9 us for a Gift, by keyword 4.3 us. Its thawed
    twin has the same slots, sets them as any object does, and then becomes the record: 0.6 us.
    """

    def freeze(twin: Any) -> None:
        twin.__class__ = record

    given: Any = [
        (f.name, Any, field(default=f.default)) if f.default is not MISSING else (f.name, Any)
        for f in fields(cast("Any", record))
    ]
    twin = make_dataclass(record.__name__, given, slots=True, namespace={"__post_init__": freeze})
    return cast("Callable[..., R]", twin)


def changer(record: type[R], name: str) -> Callable[[R, Any], R]:
    """Takes a record and gives it with another value of its field `name`: a tenth of what `replace` takes."""
    names = [f.name for f in fields(cast("Any", record))]
    values, at, make = attrgetter(*names), names.index(name), maker(record)

    def changed(given: R, value: Any) -> R:
        own = list(values(given))
        own[at] = value
        return make(*own)

    return changed
