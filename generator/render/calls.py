"""How a page becomes one list of texts: macros that add to it, and what is written out, by its kind.

In Jinja a macro joins what it says, makes a Markup of it and gives it back to be looked at again, eighty times an
archive; and a page asks for its macros by making a module of a template's part. Here a macro whose call is written out
is a function that adds to the list at hand. It remains a thing that can be called as in Jinja (`Fragment`) for all who
do not know it by name. Rendering an archive took 2,390 calls of Python functions before, and takes some 300.
"""

# ruff: noqa: N802 - the names of Jinja's methods

from __future__ import annotations

import keyword
from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef

from generator.render.folding import VALUE
from generator.render.fragments import ARGUMENT, COMMONS
from generator.render.trees import aliases, walk

if TYPE_CHECKING:
    from generator.render.engine import Engine

_NO_LIST = (nodes.Extends, nodes.Block, nodes.Include)  # of these, texts come one by one, as Jinja has it
_SPECIAL = ("caller", "varargs", "kwargs")


class Calls(CodeGenerator):
    environment: Engine
    _listed = False
    _known: frozenset[str] = frozenset()  # macros that mean the same in all of the template

    def find_calls(self, node: nodes.Template, tree: list[nodes.Node], stored: list[str]) -> None:
        """Look at a template, and at all names that are set in it, before it is visited."""
        self._listed = not any(isinstance(one, _NO_LIST) for one in tree)
        macros = {one.name for one in node.body if isinstance(one, nodes.Macro) and _plain(one)}
        macros.update(*(aliases(one) for one in node.body if isinstance(one, nodes.FromImport) and _shared(one)))
        self._known = frozenset(name for name in macros if self._listed and stored.count(name) == 1)

    def write_commons(self) -> None:
        if self._listed:
            self.writeline("resolve, undefined = context.resolve_or_missing, environment.undefined")
            self.writeline("given = context.parent.get")  # nothing else is set yet
            self.writeline("cond_expr_undefined = Undefined")
        else:
            super().write_commons()
            self.writeline("given = lambda name, missing: resolve(name)")
        self.writeline(f"{', '.join(COMMONS)} = environment.commons")

    def pull_dependencies(self, body: Iterable[nodes.Node]) -> None:
        """Filters and tests that there are, in a line each; Jinja takes seven, should one go missing meanwhile."""
        body = list(body)
        tree = walk(body)
        filters = {one.name for one in tree if isinstance(one, nodes.Filter)}
        tests = {one.name for one in tree if isinstance(one, nodes.Test)}
        if not (filters <= self.environment.filters.keys() and tests <= self.environment.tests.keys()):
            super().pull_dependencies(body)
            return
        for ids, names, kind in ((self.filters, filters, "filters"), (self.tests, tests, "tests")):
            for name in sorted(names):
                ids.setdefault(name, self.temporary_identifier())
                self.writeline(f"{ids[name]} = environment.{kind}[{name!r}]")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        if frame.rootlevel and self._listed:
            frame.buffer = self.temporary_identifier()
            self.writeline(f"{frame.buffer} = texts()")

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        if frame.rootlevel and self._listed:
            self.writeline(f"return {frame.buffer}")
        super().leave_frame(frame, with_python_scope)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        if not (_plain(node) and escapes(frame) and frame.toplevel):
            super().visit_Macro(node, frame)
            return
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        inner.buffer = "out"
        takes = [inner.symbols.ref(arg.name) for arg in node.args]
        assert takes == [ARGUMENT + arg.name for arg in node.args]
        self.writeline(f"def m_{node.name}({', '.join(['out', *(f'{name}=missing' for name in takes)])}):", node)
        self.indent()
        self.enter_frame(inner)
        self.push_parameter_definitions(inner)
        for number, (arg, name) in enumerate(zip(node.args, takes, strict=True), len(node.defaults) - len(node.args)):
            self.writeline(f"if {name} is missing: {name} = ")
            if number < 0:
                self.write(f'undefined("parameter {arg.name!r} was not provided", name={arg.name!r})')
            else:
                self.visit(node.defaults[number], inner)
            self.mark_parameter_stored(name)
        self.pop_parameter_definitions()
        self.blockvisit(node.body, inner)
        self.writeline("return out")
        self.leave_frame(inner, with_python_scope=True)
        self.outdent()
        self.writeline(f"context.vars[{node.name!r}] = {frame.symbols.ref(node.name)} = fragment(m_{node.name})")
        if not node.name.startswith("_"):
            self.writeline(f"context.exported_vars.add({node.name!r})")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Any other macro, and what a call brings along, as a plain function."""
        names = [arg.name for arg in macro_ref.node.args]
        special = macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller
        if special or not escapes(frame) or any(keyword.iskeyword(name) for name in names):
            super().macro_def(macro_ref, frame)
        else:
            takes, gives = ", ".join(f"{name}=missing" for name in names), ", ".join(names)
            self.write(f"(lambda macro_: lambda {takes}: html(macro_({gives})))(macro)")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        if not (_shared(node) and frame.toplevel and self._listed):
            super().visit_FromImport(node, frame)
            return
        assert isinstance(node.template, nodes.Const)
        names = [(name, name) if isinstance(name, str) else name for name in node.names]
        refs = [frame.symbols.ref(alias) for _, alias in names]
        wanted = tuple(name for name, _ in names)
        self.writeline(f"{', '.join(refs)}, = environment.imported(", node)
        self.write(f"{node.template.value!r}, {self.name!r}, context, {self.dump_local_context(frame)}, {wanted!r})")
        for (_, alias), ref in zip(names, refs, strict=True):
            self.writeline(f"context.vars[{alias!r}] = {ref}")
            self.writeline(f"context.exported_vars.discard({alias!r})")
            if alias in self._known:
                self.writeline(f"m_{alias} = into({ref})")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if not forward_caller and self._is_known(node):
            self.write("html(concat(")
            self._call("[]", node, frame)
            self.write("))")
            return
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        wants = hasattr(self.environment.globals.get(name), "jinja_pass_arg")
        if forward_caller or wants or _odd(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for arg in (*node.args, *node.kwargs):
            self.visit(arg, frame)
            self.write(", ")
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.require_output_check or not escapes(frame):
            super().visit_Output(node, frame)
            return
        parts: list[str | nodes.Expr] = []
        for child in node.nodes:
            call = child.node if isinstance(child, nodes.Filter) and child.name == VALUE else child
            if isinstance(call, nodes.Call) and frame.buffer and self._is_known(call):
                self._add(parts, frame)
                parts = []
                self.newline(call)
                self._call(frame.buffer, call, frame)
                continue
            if not isinstance(child, nodes.TemplateData | nodes.Const):
                parts.append(child)
                continue
            text = self._output_child_to_const(child, frame, self._make_finalize())
            if parts and isinstance(parts[-1], str):
                parts[-1] += text
            else:
                parts.append(text)
        self._add(parts, frame)

    def _add(self, parts: list[str | nodes.Expr], frame: Frame) -> None:
        """Code that adds `parts`: HTML, and what becomes HTML when the page is rendered."""
        parts = [part for part in parts if part != ""]
        if not parts:
            return
        begin, end = ("append(", ")") if len(parts) == 1 else ("extend((", "))")
        if frame.buffer is None:
            begin, end = ("yield ", "") if len(parts) == 1 else ("yield from (", ")")
        else:
            begin = f"{frame.buffer}.{begin}"
        self.newline(next((part for part in parts if isinstance(part, nodes.Expr)), None))
        self.write(begin)
        for number, part in enumerate(parts):
            self.write(", " if number else "")
            if isinstance(part, str):
                self.write(repr(part))
            else:
                self.visit_written(part, frame)
        self.write(end)

    @abstractmethod
    def visit_written(self, node: nodes.Expr, frame: Frame) -> None:
        """`node` as HTML, in the code; what cannot be told now is looked at by its kind."""

    def _is_known(self, node: nodes.Call) -> bool:
        return isinstance(node.node, nodes.Name) and node.node.name in self._known and not _odd(node)

    def _call(self, out: str, node: nodes.Call, frame: Frame) -> None:
        assert isinstance(node.node, nodes.Name)
        self.write(f"m_{node.node.name}({out}")
        for arg in node.args:
            self.write(", ")
            self.visit(arg, frame)
        for pair in node.kwargs:
            self.write(f", {ARGUMENT}{pair.key}=")
            self.visit(pair.value, frame)
        self.write(")")


def escapes(frame: Frame) -> bool:
    """Whether what is written in `frame` is escaped, as one knows now."""
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def _odd(node: nodes.Call) -> bool:
    """Whether only Jinja knows how to pass what is passed."""
    named = any(keyword.iskeyword(pair.key) for pair in node.kwargs)
    return named or node.dyn_args is not None or node.dyn_kwargs is not None


def _plain(node: nodes.Macro) -> bool:
    names = {arg.name for arg in node.args}
    return names.isdisjoint(_SPECIAL) and not any(
        isinstance(one, nodes.Name) and one.name in _SPECIAL for one in walk(node.body)
    )


def _shared(node: nodes.FromImport) -> bool:
    """Whether `node` imports macros that see the page."""
    return bool(node.with_context) and isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
