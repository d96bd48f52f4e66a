"""MkDocs + Material as the front: it renders ordinary pages, navigation and the search index, and one empty shell.

The only module that knows MkDocs. `front` is what `nianlun build` calls; the plugin also serves a plain
`mkdocs build -f site_config.yml`, which gives the same site without the swap in one step.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from generator.filling import Filling
from generator.fronts.entries import entries
from generator.fronts.frame import frame, framed
from generator.fronts.kept import Entries, Kept
from generator.issues import ContentError, Issue, Source, errors
from generator.pages.page import Page
from generator.render import faults
from generator.render.engine import KeptCodes
from generator.render.head import Head
from generator.render.shell import Shell, slot, split
from generator.render.studio import Studio
from generator.render.templates import Templates
from generator.settings import read
from generator.site import Site, prepare
from generator.write.store import Store
from generator.write.swap import PublicationError

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advice to leave MkDocs; the versions are pinned

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

_ASSETS = ("nianlun.css", "search.js", "open.js", "favicon.svg")
_SHELL_URL = "d/-/"


class Options(Config):  # type: ignore[no-untyped-call]
    """Nianlun's options as settings.py reads them; here only so that MkDocs knows their names."""

    today = config_options.Optional(config_options.Type(object))
    secret = config_options.Optional(config_options.Type(str))
    cache_dir = config_options.Optional(config_options.Type(str))
    private_dir = config_options.Optional(config_options.Type(str))
    small_cells = config_options.Optional(config_options.Type(object))
    small_cells_wait = config_options.Optional(config_options.Type(object))
    pseudonymous_dates = config_options.Optional(config_options.Type(object))
    pseudonymous_amounts = config_options.Optional(config_options.Type(object))
    master_file = config_options.Optional(config_options.Type(str))
    demonstration_master = config_options.Optional(config_options.Type(object))


def front(site: Site, out: Path, begin: Callable[[Mapping[str, Shell]], None]) -> None:
    """Render the ordinary pages of `site` into `out`; `begin` is given the shells by language before that."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    logging.getLogger("mkdocs.commands.build").setLevel(logging.CRITICAL)  # it logs what it raises, which is said once
    # It would import these Markdown extensions, and Pygments, to see that they are there; they have nothing to do here.
    MkDocsConfig.markdown_extensions.builtins = []  # type: ignore[attr-defined]
    config = _config(site.settings.config_file, out)
    plugin = config.plugins["nianlun"]
    assert isinstance(plugin, NianlunPlugin)
    plugin.site = site
    plugin.begin = begin
    with faults.told(site.settings.themes, site.settings.root):
        mkdocs_build(config)


class NianlunPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the planned pages as virtual files and lets it put each into the frame."""

    def __init__(self) -> None:
        self.site: Site | None = None
        self.begin: Callable[[Mapping[str, Shell]], None] | None = None  # of `nianlun build`, which fills by itself
        self.assets: dict[str, str] = {}
        self.found: dict[str, Entries] = {}  # what the search finds, by a page's address

    @event_priority(100)  # before Material's search, which would look up its settings in a template
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.site = self.site or _prepared(Path(config.config_file_path or "site_config.yml"))
        settings = self.site.settings
        own = [str(theme) for theme in settings.themes]
        config.theme.dirs = own + [folder for folder in config.theme.dirs if folder not in own]
        config.theme.static_templates = {"404.html"}
        config.nav = None
        self.pages: dict[str, Page] = {page.url: page for page in self.site.ordinary}
        self.studio = Studio(self.site.materials)
        if search := config.plugins.get("material/search"):
            search.config.update({"lang": ["en"], "separator": " ", "pipeline": []})  # our search.js needs none of it
            config.plugins.events["page_context"].remove(search.on_page_context)  # on_env does what it would do, faster
        config.markdown_extensions, config.mdx_configs = [], {}  # Nianlun has turned Markdown into HTML already
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Spare MkDocs the listing of Material's 12,000 icons: most of its start, and none of its files is copied.

        The frame is kept compiled, as our own templates are.
        """
        assert self.site
        theme, get_env = config.theme, config.theme.get_env
        folder = self.site.materials.bytecode if _alone(config) else None
        codes = KeptCodes(folder, "frame", {"made by": self.site.recipe}) if folder else None

        def get_lean_env() -> jinja2.Environment:
            env = get_env()
            env.list_templates = lambda *_, **__: []  # type: ignore[method-assign]
            env.loader = Templates(theme.dirs)
            env.bytecode_cache = codes
            self.env = env
            return env

        theme.get_env = get_lean_env  # type: ignore[method-assign]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The planned pages and the theme's own assets; nothing of content/, nothing of Material's.

        The shells are made first, since workers wait for them. A page that was finished by an earlier build is written
        now, and MkDocs hears nothing of it.
        """
        assert self.site
        made = Files([])
        for name in _ASSETS:
            source = next((p for t in self.site.settings.themes if (p := t / "assets" / name).is_file()), None)
            if source:
                payload = source.read_bytes()
                stem, _, suffix = name.partition(".")
                url = f"assets/{stem}.{sha256(payload).hexdigest()[:8]}.{suffix}"
                self.assets[name] = url
                made.append(_file(config, url, content=payload))
        self.shells = {lang: self._shell(lang, config) for lang in self.site.materials.languages}
        if self.begin:
            self.begin(self.shells)
        self.kept = Kept(self._store(config), self._common(config))
        for page in self.site.ordinary:
            if page.template == "404.html":
                continue
            found = self.kept.written(page, Path(config.site_dir))
            if found is None:
                made.append(_file(config, f"{page.url}index.md", content=""))
            else:
                self.found[page.url] = found
        return made

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        return ""

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        planned = self.pages[_address(page.file)]
        page.title = planned.title
        page.meta = {"title": planned.title, "template": "main.html"}
        self.found[planned.url] = []
        if self._late(planned, config):
            return ""
        body = self.studio.render(planned)
        if planned.searchable:
            self.found[planned.url] = entries(body, page.url, planned.title)
        return body

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """All pages are known: fill the search index, which Material writes."""
        if search := config.plugins.get("material/search"):
            search.search_index.entries += chain.from_iterable(
                self.found[url] for url in self.pages if url in self.found
            )
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        planned = self.pages[_address(page.file)]
        body = self.studio.render(planned) if self._late(planned, config) else page.content or ""
        context["nian"] = self._nian(planned, body)  # type: ignore[typeddict-unknown-key]
        return _framing(context)

    @event_priority(-100)  # after whatever else is done to a page
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        url = _address(page.file)
        self.kept.keep(url, output.encode("utf-8", "xmlcharrefreplace"), self.found[url])  # as MkDocs writes it
        return output

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """404.html, the only page that is a template of MkDocs' own."""
        page = self.pages["404.html"]
        context["nian"] = self._nian(page, self.studio.render(page))  # type: ignore[typeddict-unknown-key]
        return _framing(context)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        assert self.site
        self.kept.forget_the_rest()
        if not self.begin:
            out = Path(config.site_dir)
            try:
                with Filling(self.site, out) as filling:
                    filling.begin(self.shells)
                    filling.finish()
            except ContentError as wrong:  # this site stands there already: better none than one with a leak
                shutil.rmtree(out)
                raise Abort("\n".join(str(i) for i in errors(wrong.issues))) from None

    def on_build_error(self, *, error: Exception) -> None:
        """A slip in a template, in a plain `mkdocs build`; `nianlun build` says it by itself."""
        if self.site and not self.begin and isinstance(error, ContentError | jinja2.TemplateError):
            try:
                with faults.told(self.site.settings.themes, self.site.settings.root):
                    raise error
            except ContentError as wrong:
                raise Abort("\n".join(str(i) for i in wrong.issues)) from None

    def _shell(self, language: str, config: MkDocsConfig) -> Shell:
        """The frame around nothing, with a mark at each place that an archive fills."""
        assert self.site
        template = self.env.get_template("shell.html")
        nothing = Page(_SHELL_URL, "archive.html", language, "", "", {}, nav="donors", in_shell=True)
        marked = Head(**{name: Markup(slot(name)) for name in Head.__struct_fields__})  # noqa: S704 - a mark is plain letters
        context = get_context(Navigation([], []), [], config, base_url="../..")
        content = Markup(slot("content"))  # noqa: S704
        nian = framed(self.site, self.studio, self.assets, nothing, marked, content)
        return split(template.render(**context, nian=nian))

    def _late(self, page: Page, config: MkDocsConfig) -> bool:
        """Whether a page is rendered as it is written. MkDocs holds all pages at once, and of those that the search
        does not find, the wall's, there are more the more donors there are."""
        return not page.searchable and _alone(config)

    def _store(self, config: MkDocsConfig) -> Store:
        """Where finished pages are kept."""
        assert self.site
        settings = self.site.settings
        return Store(settings.cache / "ordinary" if settings.use_cache and _alone(config) else None)

    def _common(self, config: MkDocsConfig) -> Iterator[str]:
        """What all pages are made with."""
        assert self.site
        site, materials = self.site, self.site.materials
        yield from (site.recipe, site.settings.site_url, site.cover, site.public.today.isoformat())
        for told in (materials.photos, materials.page_urls, materials.frames, self.assets):
            yield repr(sorted(told.items()))
        yield repr([{k: v for k, v in part.items() if k != "site_dir"} for part in config.user_configs])

    def _nian(self, page: Page, body: str) -> dict[str, Any]:
        assert self.site
        return frame(self.site, self.studio, self.assets, page, Markup(body))  # noqa: S704 - our own render


def _config(file: Path, out: Path) -> MkDocsConfig:
    """MkDocs' settings, as its own `load_config` reads them; ContentError with everything that it finds wrong."""
    config = MkDocsConfig(config_file_path=str(file))
    try:
        with file.open("rb") as opened:
            config.load_file(opened)
    except ConfigurationError as wrong:
        raise ContentError([Issue(Source(file.name), "", str(wrong))]) from None
    config.load_dict({"site_dir": str(out), "strict": False})
    failed, _ = config.validate()
    if failed:
        raise ContentError(Issue(Source(file.name), name, str(why).partition("\n")[0]) for name, why in failed)
    return config


def _prepared(config_file: Path) -> Site:
    """The site for a plain `mkdocs build`; mistakes in the content end it with every one of them named."""
    try:
        return prepare(read(config_file))
    except ContentError as wrong:
        raise Abort("\n".join(str(i) for i in errors(wrong.issues))) from None
    except PublicationError as refused:
        raise Abort(str(refused)) from None


def _alone(config: MkDocsConfig) -> bool:
    """Whether no hooks and plugins of the site's own may do anything to its pages."""
    return not config.hooks and {*config.plugins} <= {"material/search", "nianlun"}


def _framing(context: TemplateContext) -> TemplateContext:
    """What a frame may know beside `nian`: not the other pages, of which MkDocs sees only those that changed."""
    context["pages"] = []
    return context


def _file(config: MkDocsConfig, path: str, *, content: str | bytes) -> File:
    return File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def _address(file: File) -> str:
    """A file's address from the site root, as the planner wrote it: not quoted, "" for home."""
    return file.dest_uri.removesuffix("index.html")
