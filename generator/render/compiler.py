"""Jinja's code generator with the hot paths of our templates shortened; templates mean the same, as a test compares.

Jinja allows at each step for what ours do without: items for attributes, functions that want the context, macros that
take any arguments. An archive does each some hundred times. What is left out: `it.name` reads an attribute and never
an item, and a name that no template sets is looked up once a page. For macros and what is written out see calls.py.
"""

# ruff: noqa: N802 - the names of Jinja's methods

from __future__ import annotations

import keyword
import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from jinja2 import meta, nodes
from jinja2.compiler import Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import Markup

from generator.render.calls import Calls, escapes
from generator.render.folding import VALUE, YEAR
from generator.render.trees import names_set, set_throughout, walk

_MAY_LACK = {"defined", "undefined", "default", "d"}  # tests and filters of what may not be there
_NAMES = "names_"  # a line in the code where names are looked up, once it is known which
_KINDS = {VALUE: "values", YEAR: "years"}


class Generator(Calls):
    stream: StringIO
    _fixed: frozenset[str] = frozenset()  # names that mean one thing through a page, outside of scopes that set them
    _never_set: frozenset[str] = frozenset()  # those of them that the template sets nowhere
    _may_lack = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        tree = walk([node])
        node.find_all = lambda node_type: (one for one in tree if isinstance(one, node_type))  # type: ignore[method-assign]
        named, stored = {name.name for name in tree if isinstance(name, nodes.Name)}, [*names_set(tree)]
        self._never_set = frozenset(named.difference(stored))
        self._fixed = frozenset(named.difference(set_throughout(node.body)))
        self._asked: set[str] = set()
        self._literals: list[str] = []
        self.find_calls(node, tree, stored)
        super().visit_Template(node, frame)
        names = "; ".join(map(_found, sorted(self._asked))) or "pass"
        code = re.sub(rf"^( *){_NAMES}$", lambda line: line[1] + names, self.stream.getvalue(), flags=re.MULTILINE)
        self.stream.seek(0)
        self.stream.write(code)
        self.stream.truncate()
        self.writeline(f"parts = {tuple(name for name in meta.find_referenced_templates(node) if name)}")
        for number, html in enumerate(self._literals):
            self.writeline(f"h_{number} = environment.html({str(html)!r})")

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline(_NAMES)

    def enter_frame(self, frame: Frame) -> None:
        loads = frame.symbols.loads
        fixed = {target: load for target, load in loads.items() if self._is_fixed(load, self._fixed)}
        for target, (_, name) in fixed.items():
            if name not in self._never_set:
                self._asked.add(name)
                self.writeline(f"{target} = r_{name}")
            del loads[target]
        super().enter_frame(frame)
        loads.update(fixed)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        loads = frame.symbols.loads
        frame.symbols.loads = {t: load for t, load in loads.items() if not self._is_fixed(load, self._never_set)}
        super().leave_frame(frame, with_python_scope)
        frame.symbols.loads = loads

    def _is_fixed(self, load: tuple[str, str | None] | None, names: Container[object]) -> bool:
        """Whether `load` asks for a name that means the same all through a page."""
        how, name = load or (None, None)
        return how == VAR_LOAD_RESOLVE and name in names and self.get_resolve_func() == "resolve"

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        symbols = frame.symbols
        if node.ctx == "load" and self._is_fixed(symbols.find_load(symbols.ref(node.name)), self._never_set):
            self._asked.add(node.name)
            self.write(f"r_{node.name}")
        else:
            super().visit_Name(node, frame)

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
        if node.name in _KINDS and node.node is not None and escapes(frame):
            self.visit_written(node.node, frame, _KINDS[node.name])
            return
        with self._lacking(node):
            super().visit_Filter(node, frame)

    def visit_TemplateData(self, node: nodes.TemplateData, frame: Frame) -> None:
        self._literal(node.data) if escapes(frame) else super().visit_TemplateData(node, frame)

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        self._literal(node.value) if isinstance(node.value, Markup) else super().visit_Const(node, frame)

    def _literal(self, html: str) -> None:
        """Finished HTML as a constant of the template, made once and not each time it is read."""
        if html not in self._literals:
            self._literals.append(html)
        self.write(f"h_{self._literals.index(html)}")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Parts that are all plain text, as nearly always, are an f-string; else Jinja says what is Markup."""
        if not escapes(frame):
            super().visit_Concat(node, frame)
            return
        if any(isinstance(part, nodes.TemplateData | nodes.MarkSafe) for part in node.nodes):
            self._parts("joined", node.nodes, frame)
            return
        texts, tests = "", []
        for part in node.nodes:
            if isinstance(part, nodes.Const) and type(part.value) is str:
                texts += repr(part.value) + " "
            else:
                tests.append((self.temporary_identifier(), part))
                texts += f"f'{{{tests[-1][0]}}}' "
        self.write(f"({texts}if ")
        for name, part in tests:
            self.write(f"type({name} := (")
            self.visit(part, frame)
            self.write(")) is str and " if name != tests[-1][0] else ")) is str ")
        self.write("else " if tests else "True else ")
        self._parts("joined", node.nodes, frame)
        self.write(")")

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

    def visit_written(self, node: nodes.Expr, frame: Frame, kinds: str = "written") -> None:
        if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            self.write("(")
            self.visit_written(node.expr1, frame, kinds)
            self.write(" if ")
            self.visit(node.test, frame)
            self.write(" else ")
            self.visit_written(node.expr2, frame, kinds)
            self.write(")")
        elif self._is_finished(node):
            self.visit(node, frame)
        else:
            self.write("(w if (k := type(w := ")
            self.visit(node, frame)
            self.write(f")) is Markup else {kinds}[k](w))")

    def _is_finished(self, node: nodes.Expr) -> bool:
        """Whether `node` is HTML by the way it is made."""
        if isinstance(node, nodes.Filter):
            return node.name in self.environment.finished
        return isinstance(node, nodes.TemplateData | nodes.MarkSafe) or (
            isinstance(node, nodes.Const) and isinstance(node.value, Markup)
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if escapes(frame):
            self.write("(w if (k := type(w := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if escapes(frame):
            self.write(")) is Markup else written[k](w))")
        else:
            super()._output_child_post(node, frame, finalize)

    @contextmanager
    def _lacking(self, node: nodes.Filter | nodes.Test) -> Iterator[None]:
        before = self._may_lack
        self._may_lack = before or node.name in _MAY_LACK
        yield
        self._may_lack = before


def _found(name: str) -> str:
    """Code that looks up a name of the page."""
    return f"r_{name} = undefined(name={name!r}) if (r_{name} := given({name!r}, missing)) is missing else r_{name}"
