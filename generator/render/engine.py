"""Jinja2 for one language: its words folded into the templates, its values written by filters that need no escaping."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, cast

import babel
import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, markup_join
from jinja2.utils import missing
from markupsafe import Markup

from generator.render.compiler import Generator
from generator.render.folding import VALUE, YEAR, Folding
from generator.render.fragments import Fragment, Texts, into
from generator.render.templates import Templates
from generator.render.trees import walk
from generator.render.written import WRITTEN, Written

#: Raised when a template would be compiled to other code than before.
VERSION = "4"
_WRITE = (
    *("money", "band", "total", "compact", "number", "percent"),
    *("day", "short_day", "days", "month", "month_in_year"),
)


class _Template(jinja2.Template):
    """A template whose context is what it is given, if that is meant to be shared, and no copy of it."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> Context:
        if not shared or vars is None:
            return super().new_context(vars, shared, locals)
        own = {name: value for name, value in locals.items() if value is not missing} if locals else None
        return Context(self.environment, {**vars, **own} if own else vars, self.name, self.blocks)


class Engine(jinja2.Environment):
    """An environment in which every template escapes and nothing may be undefined.

    `messages` of the language are what `t` says; without them nothing of the language is in a compiled template, and
    `codes`, where they are kept, may be those of other languages too. `finished` names the filters that return nothing
    but Markup. The `plain` one is Jinja's own, to be asked where the fast one fails: it takes an item for a missing
    attribute, and says what is wrong with a template in Jinja's words.
    """

    html = staticmethod(partial(str.__new__, Markup))

    def __init__(
        self,
        themes: tuple[Path, ...],
        messages: Mapping[str, str] | None,
        values: Written,
        codes: jinja2.BytecodeCache | None = None,
        *,
        plain: bool = False,
    ) -> None:
        super().__init__(
            loader=Templates(themes),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=plain,  # or a filter's value would be computed here, in one language for all
            bytecode_cache=codes,
        )
        self.folding = Folding(messages) if messages is not None else None
        self.code_generator_class = CodeGenerator if plain else Generator
        self.template_class = jinja2.Template if plain else _Template
        finished = {VALUE: values.value, YEAR: values.year} | {name: getattr(values, name) for name in _WRITE}
        self.filters |= finished
        self.finished = frozenset(finished)
        #: COMMONS, in their order.
        self.commons = ("".join, self.html, WRITTEN, values.by_kind, values.years, self.joined, Fragment, into, Texts)
        self._parts: dict[str, jinja2.Template] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.folding:
            for node in walk([self.folding.fold(tree)]):
                node.environment = self
        return tree

    def compiled(self, name: str) -> jinja2.Template:
        """The template `name`, with all that it imports, ready to be rendered."""
        template = self.get_template(name)
        for part in template.root_render_func.__globals__["parts"]:
            with suppress(jinja2.TemplateNotFound):  # it may be one that may be missing
                self.compiled(part)
        return template

    def page(self, name: str) -> jinja2.Template:
        """As `get_template`, in a tenth of the time: templates stay as they are while a site is built."""
        found = self._parts.get(name)
        if found is None:
            found = self._parts[name] = self.get_template(name)
        return found

    def imported(
        self, name: str, importer: str, context: Context, local: Mapping[str, Any], wanted: tuple[str, ...]
    ) -> list[Any]:
        """The `wanted` macros of the template `name`, which see the page that is rendered."""
        template = self.page(name)
        own = template.new_context(context.get_all(), shared=True, locals=local)
        for _ in template.root_render_func(own):
            pass
        return [
            own.vars[one]
            if one in own.exported_vars
            else self.undefined(f"the template {name!r} (imported by {importer!r}) does not export {one!r}", name=one)
            for one in wanted
        ]

    @staticmethod
    def joined(parts: tuple[object, ...]) -> str:
        """What `~` makes: Markup if one of the parts is."""
        for part in parts:
            if part.__class__ is not str:
                return markup_join(parts)
        return "".join(parts)  # type: ignore[arg-type]


class KeptCodes(jinja2.FileSystemBytecodeCache):
    """Compiled templates in `folder`, kept by their source and by the words that are folded into them."""

    def __init__(self, folder: Path, language: str, messages: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder), f"nianlun-{VERSION}-{language}-%s.cache")
        self.words = repr((babel.__version__, sorted(messages.items())))

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256((source + self.words).encode()).hexdigest()


class SharedCodes(jinja2.BytecodeCache):
    """Compiled templates, so that another language need not compile them again."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = cast("CodeType", bucket.code)
