"""What the code of a compiled template is made with: its list of texts, and macros that add to such a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

#: What a macro's arguments are called in code, before the name that its author gave them.
ARGUMENT = "l_1_"

#: What code may call by these names; `Engine.commons` has each.
COMMONS = ("concat", "html", "written", "values", "years", "joined", "fragment", "into", "texts")

Into = Callable[..., list[str]]


class Texts(list[str]):
    """What a template says; may be closed, as the generator that Jinja expects where a template is included."""

    def close(self) -> None:
        pass


class Fragment:
    """A macro: `into(out, ...)` adds what it says to `out`; called as in Jinja it gives that as Markup."""

    __slots__ = ("into",)

    def __init__(self, into: Into) -> None:
        self.into = into

    def __call__(self, *args: Any, **named: Any) -> Markup:
        named = {ARGUMENT + name: value for name, value in named.items()}
        return Markup("".join(self.into([], *args, **named)))  # noqa: S704 - a macro escapes what it writes


def into(macro: Any) -> Into:
    """How to add to a list what an imported macro says, or whatever else was imported."""
    if isinstance(macro, Fragment):
        return macro.into

    def add(out: list[str], *args: Any, **named: Any) -> list[str]:
        out.append(escape(macro(*args, **{name.removeprefix(ARGUMENT): value for name, value in named.items()})))
        return out

    return add
