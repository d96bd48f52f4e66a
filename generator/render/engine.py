"""Jinja2 as it is, with two of its hot paths shortened: calling a function of ours, and writing out finished HTML.

Templates mean the same. Jinja looks for markers on every function that a template calls, and makes a new Markup of each
that it writes; an archive does both some hundred times.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType, MethodType
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Undefined
from markupsafe import Markup, escape

#: In the names of compiled templates: others are not read.
VERSION = "1"
_PLAIN = (FunctionType, MethodType, type(cache(lambda: None)))


class _Context(Context):
    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any | Undefined:  # noqa: N805 - Jinja's
        if __obj.__class__ in _PLAIN and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Generator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class Engine(jinja2.Environment):
    """An environment in which every template escapes and nothing may be undefined."""

    context_class = _Context
    code_generator_class = _Generator

    @staticmethod
    def written(value: object) -> str:
        """`value` as HTML."""
        return cast("str", value) if value.__class__ is Markup else escape(value)
