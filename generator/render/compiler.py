"""Jinja's code generator with the hot paths of our templates shortened; templates mean the same, as a test compares.

Jinja allows at each step for what ours do without: items for attributes, functions that want the context, macros that
take any arguments. An archive does each some hundred times. What is left out: `it.name` reads an attribute and never
an item, and a name that no template sets is looked up once a page.
"""

# ruff: noqa: N802 - the names of Jinja's methods

from __future__ import annotations

import keyword
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import meta, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import Markup

from generator.render.folding import VALUE

if TYPE_CHECKING:
    from generator.render.engine import Engine

_MAY_LACK = {"defined", "undefined", "default", "d"}  # tests and filters of what may not be there


class Generator(CodeGenerator):
    environment: Engine
    _fixed: tuple[str, ...] = ()  # names that the template reads and never sets
    _may_lack = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        named = list(node.find_all(nodes.Name))
        stored = {name.name for name in named if name.ctx != "load"}
        self._fixed = tuple(sorted({name.name for name in named} - stored))
        self._literals: list[str] = []
        super().visit_Template(node, frame)
        self.writeline(f"parts = {tuple(name for name in meta.find_referenced_templates(node) if name)}")
        for number, html in enumerate(self._literals):
            self.writeline(f"h_{number} = environment.html({str(html)!r})")

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("html, written, joined = environment.html, environment.written, environment.joined")
        for name in self._fixed:
            self.writeline(f"r_{name} = resolve({name!r})")

    def enter_frame(self, frame: Frame) -> None:
        fixed = {}
        if self.get_resolve_func() == "resolve":
            loads = frame.symbols.loads
            fixed = {t: name for t, (how, name) in loads.items() if how == VAR_LOAD_RESOLVE and name in self._fixed}
        for target, name in fixed.items():
            self.writeline(f"{target} = r_{name}")
            del frame.symbols.loads[target]
        super().enter_frame(frame)
        frame.symbols.loads.update({target: (VAR_LOAD_RESOLVE, name) for target, name in fixed.items()})

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro as a plain function."""
        names = [arg.name for arg in macro_ref.node.args]
        special = macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller
        if special or not _escapes(frame) or any(keyword.iskeyword(name) for name in names):
            super().macro_def(macro_ref, frame)
        else:
            takes, gives = ", ".join(f"{name}=missing" for name in names), ", ".join(names)
            self.write(f"(lambda macro_: lambda {takes}: html(macro_({gives})))(macro)")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        wants = hasattr(self.environment.globals.get(name), "jinja_pass_arg")
        odd = (
            node.dyn_args is not None
            or node.dyn_kwargs is not None
            or any(keyword.iskeyword(p.key) for p in node.kwargs)
        )
        if forward_caller or wants or odd:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for arg in (*node.args, *node.kwargs):
            self.visit(arg, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._may_lack or keyword.iskeyword(node.attr) or isinstance(node.node, nodes.Const):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if self._may_lack or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
        else:
            self.visit(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        if node.name == "none":
            self.write("(")
            self.visit(node.node, frame)
            self.write(" is None)")
        else:
            with self._lacking(node):
                super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        if node.name == VALUE and node.node is not None and _escapes(frame):
            self.write("(w if (w := ")
            self.visit(node.node, frame)
            self.write(f").__class__ is Markup else {self.filters[VALUE]}(w))")
            return
        with self._lacking(node):
            super().visit_Filter(node, frame)

    def visit_TemplateData(self, node: nodes.TemplateData, frame: Frame) -> None:
        self._literal(node.data) if _escapes(frame) else super().visit_TemplateData(node, frame)

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        self._literal(node.value) if isinstance(node.value, Markup) else super().visit_Const(node, frame)

    def _literal(self, html: str) -> None:
        """Finished HTML as a constant of the template, made once and not each time it is read."""
        if html not in self._literals:
            self._literals.append(html)
        self.write(f"h_{self._literals.index(html)}")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if not _escapes(frame):
            super().visit_Concat(node, frame)
            return
        if len(node.nodes) == 2 and isinstance(node.nodes[0], nodes.Const) and type(node.nodes[0].value) is str:
            self.write(f"({node.nodes[0].value!r} + w if (w := ")
            self.visit(node.nodes[1], frame)
            self.write(f").__class__ is str else joined(({node.nodes[0].value!r}, w)))")
            return
        self._parts("joined", node.nodes, frame)

    def visit_MarkSafe(self, node: nodes.MarkSafe, frame: Frame) -> None:
        """A folded message that is handed on: its parts are finished."""
        assert isinstance(node.expr, nodes.Concat)
        self.write("html(")
        self._parts("concat", node.expr.nodes, frame)
        self.write(")")

    def _parts(self, joining: str, parts: list[nodes.Expr], frame: Frame) -> None:
        self.write(f"{joining}((")
        for part in parts:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _escapes(frame):
            super()._output_child_pre(node, frame, finalize)
        elif not self._is_finished(node):
            self.write("(w if (w := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _escapes(frame):
            super()._output_child_post(node, frame, finalize)
        elif not self._is_finished(node):
            self.write(").__class__ is Markup else written(w))")

    def _is_finished(self, node: nodes.Expr) -> bool:
        """Whether `node` is HTML by the way it is made."""
        if isinstance(node, nodes.Filter):
            return node.name in self.environment.finished
        return isinstance(node, nodes.TemplateData) or (
            isinstance(node, nodes.Const) and isinstance(node.value, Markup)
        )

    @contextmanager
    def _lacking(self, node: nodes.Filter | nodes.Test) -> Iterator[None]:
        before = self._may_lack
        self._may_lack = before or node.name in _MAY_LACK
        yield
        self._may_lack = before


def _escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile
