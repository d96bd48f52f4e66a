"""A row of values that are made one at a time, when they are asked for: 100,000 of them need not lie in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

Made = TypeVar("Made", covariant=True)


class Lazy(Sequence[Made], Generic[Made]):
    """What `make` makes of each of `rows`; the same row gives an equal value each time. A slice is as lazy."""

    def __init__(self, rows: Sequence[Any], make: Callable[[Any], Made]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Made: ...
    @overload
    def __getitem__(self, at: slice) -> Lazy[Made]: ...
    def __getitem__(self, at: int | slice) -> Made | Lazy[Made]:
        return Lazy(self._rows[at], self._make) if isinstance(at, slice) else self._make(self._rows[at])

    def __iter__(self) -> Iterator[Made]:
        return map(self._make, self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # equal to a tuple, but not hashed as one

    def __repr__(self) -> str:
        return repr(tuple(self))
