"""Puts the words of a language into a template before it is compiled: `t("gift.part", amount=x)` becomes text, x, text.

A template is compiled once a language and rendered 100,000 times, so nothing is looked up, taken apart or escaped then
that could be now. A call whose key is not written out stays a call.
"""

# ruff: noqa: N802 - the names of Jinja's methods

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from generator.render.catalog import taken_apart, worded
from generator.render.trees import names_set, walk

#: The filters that write a message's value as HTML: any value, and one whose name says that it is a year.
VALUE, YEAR = "_value", "_year"


class Folding(NodeTransformer):
    """Rewrites the calls of `t` in a template's syntax tree; a template that calls something else `t` is left alone."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages = messages

    def fold(self, tree: nodes.Template) -> nodes.Template:
        if "t" not in names_set(walk([tree])):
            self.visit(tree)
        return tree

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        simple = len(node.args) == 1 and node.dyn_args is None and node.dyn_kwargs is None
        if not simple or not isinstance(node.node, nodes.Name) or node.node.name != "t":
            return node
        return _Call(self.messages, node).folded(node.args[0]) or node

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:
        """What is written out needs no joining; where a number decides on the words, an `if` does."""
        return _written([self.visit(child) for child in node.nodes], node.lineno)


class _Call:
    """One call of `t` with the values it names."""

    def __init__(self, messages: Mapping[str, str], node: nodes.Call) -> None:
        self.messages, self.lineno = messages, node.lineno
        self.values = {pair.key: pair.value for pair in node.kwargs}

    def folded(self, key: nodes.Expr) -> nodes.Expr | None:
        """The words of `key` with the values in place, as finished HTML; None where that must wait."""
        if isinstance(key, nodes.CondExpr) and key.expr2 is not None:
            return self._either(key.test, self.folded(key.expr1), self.folded(key.expr2))
        if not isinstance(key, nodes.Const):
            return None
        if "count" not in self.values:
            return self._filled(self.messages.get(key.value))
        none, one, more = (worded(self.messages, key.value, count) for count in (0, 1, 2))
        words = self._filled(more)
        if one != more:
            words = self._either(self._counts(1), self._filled(one), words)
        return words if none == more else self._either(self._counts(0), self._filled(none), words)

    def _filled(self, message: str | None) -> nodes.Expr | None:
        if message is None:
            return None
        html = taken_apart(message)
        names = [name for name, _ in html.places]
        if len({*names}) < len(names) or not self.values.keys() >= {*names}:
            return None
        if not names:
            return self._text(html.first)
        parts = [self._text(html.first)] if html.first else []
        for name, text in html.places:
            how = YEAR if name.endswith("year") else VALUE
            parts.append(nodes.Filter(self.values[name], how, [], [], None, None, lineno=self.lineno))
            parts += [self._text(text)] if text else []
        return nodes.MarkSafe(nodes.Concat(parts, lineno=self.lineno), lineno=self.lineno)

    def _text(self, html: str) -> nodes.Expr:
        return nodes.TemplateData(html, lineno=self.lineno)

    def _counts(self, number: int) -> nodes.Expr:
        same = nodes.Operand("eq", nodes.Const(number, lineno=self.lineno), lineno=self.lineno)
        return nodes.Compare(self.values["count"], [same], lineno=self.lineno)

    def _either(self, test: nodes.Expr, yes: nodes.Expr | None, no: nodes.Expr | None) -> nodes.Expr | None:
        return None if yes is None or no is None else nodes.CondExpr(test, yes, no, lineno=self.lineno)


def _written(children: list[nodes.Expr], lineno: int) -> list[nodes.Stmt]:
    """The statements that write `children`."""
    done: list[nodes.Stmt] = []
    together: list[nodes.Expr] = []
    for child in children:
        if isinstance(child, nodes.CondExpr) and _is_html(child):
            assert child.expr2 is not None
            yes, no = _written([child.expr1], lineno), _written([child.expr2], lineno)
            done += [nodes.Output(together, lineno=lineno)] if together else []
            done.append(nodes.If(child.test, yes, [], no, lineno=lineno))
            together = []
        else:
            parts = child.expr if isinstance(child, nodes.MarkSafe) else None
            together += parts.nodes if isinstance(parts, nodes.Concat) else [child]
    return [*done, nodes.Output(together, lineno=lineno)] if together else done


def _is_html(node: nodes.Expr | None) -> bool:
    """Whether `node` is a folded message."""
    if isinstance(node, nodes.CondExpr):
        return _is_html(node.expr1) and _is_html(node.expr2)
    return isinstance(node, nodes.MarkSafe | nodes.TemplateData)
