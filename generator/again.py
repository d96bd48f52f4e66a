"""What a preview need not work out again: from one saved file to the next, nearly all of a site is as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Anew:
    """Calls pure functions, as a build does, which works out everything once and ends."""

    #: Files' records by what the files say; None: they are not held.
    held: dict[str, Any] | None = None

    def __call__(self, function: Callable[Given, Made], /, *given: Given.args, **named: Given.kwargs) -> Made:
        return function(*given, **named)


class Again(Anew):
    """Calls a function only where it is given something else than the last time. Nobody may change what it made."""

    def __init__(self) -> None:
        self.held = {}
        self._last: dict[Callable[..., Any], tuple[object, Any]] = {}

    def __call__(self, function: Callable[Given, Made], /, *given: Given.args, **named: Given.kwargs) -> Made:
        asked, last = (given, named), self._last.pop(function, None)
        if last is None or last[0] != asked:
            last = asked, function(*given, **named)
        self._last[function] = last
        made: Made = last[1]
        return made


ANEW = Anew()
