"""MkDocs + Material as the front: it renders ordinary pages, navigation and the search index, and one empty shell.

The only module that knows MkDocs. `front` is what `nianlun build` calls; the plugin also serves a plain
`mkdocs build -f site_config.yml`, which gives the same site without the swap in one step.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.filling import Filling
from generator.fronts.kept import Kept
from generator.issues import ContentError, errors
from generator.pages.page import Page
from generator.render.attributes import bare
from generator.render.formats import locale_of
from generator.render.head import Head, head
from generator.render.shell import Shell, slot, split
from generator.render.studio import Studio, relative
from generator.settings import read
from generator.site import Site, prepare
from generator.write.store import Store
from generator.write.swap import PublicationError

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advice to leave MkDocs; the versions are pinned

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext
from msgspec.structs import replace

_ASSETS = ("nianlun.css", "search.js", "open.js", "favicon.svg")
_SCRIPTS = {"search.html": "search.js", "open.html": "open.js"}  # by template; other pages have none
_SHELL_URL = "d/-/"


class Options(Config):  # type: ignore[no-untyped-call]
    """Nianlun's options as settings.py reads them; here only so that MkDocs knows their names."""

    today = config_options.Optional(config_options.Type(object))
    secret = config_options.Optional(config_options.Type(str))
    cache_dir = config_options.Optional(config_options.Type(str))
    private_dir = config_options.Optional(config_options.Type(str))
    small_cells = config_options.Optional(config_options.Type(object))
    pseudonymous_dates = config_options.Optional(config_options.Type(object))
    pseudonymous_amounts = config_options.Optional(config_options.Type(object))
    master_file = config_options.Optional(config_options.Type(str))
    demonstration_master = config_options.Optional(config_options.Type(object))


def front(site: Site, out: Path, begin: Callable[[Mapping[str, Shell]], None]) -> None:
    """Render the ordinary pages of `site` into `out`; `begin` is given the shells by language before that."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(str(site.settings.config_file), site_dir=str(out), strict=False)
    plugin = config.plugins["nianlun"]
    assert isinstance(plugin, NianlunPlugin)
    plugin.site = site
    plugin.begin = begin
    mkdocs_build(config)


class NianlunPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the planned pages as virtual files and lets it put each into the frame."""

    def __init__(self) -> None:
        self.site: Site | None = None
        self.begin: Callable[[Mapping[str, Shell]], None] | None = None  # of `nianlun build`, which fills by itself
        self.assets: dict[str, str] = {}

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
        folder = settings.cache / "bodies" if settings.use_cache else None
        self.kept = Kept(Store(folder), self.site.recipe, self.site.materials)
        if search := config.plugins.get("material/search"):
            search.config.update({"lang": ["en"], "separator": " ", "pipeline": []})  # our search.js needs none of it
        config.markdown_extensions, config.mdx_configs = [], {}  # Nianlun has turned Markdown into HTML already
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep search entries from build to build, and spare MkDocs the listing of Material's 12,000 icons.

        That listing is most of its start, and no file of Material's is copied.
        """
        if search := config.plugins.get("material/search"):
            self.kept.index(search.search_index)
        theme, get_env = config.theme, config.theme.get_env

        def get_lean_env() -> jinja2.Environment:
            env = get_env()
            env.list_templates = lambda *_, **__: []  # type: ignore[method-assign]
            self.env = env
            return env

        theme.get_env = get_lean_env  # type: ignore[method-assign]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The planned pages and the theme's own assets; nothing of content/, nothing of Material's."""
        assert self.site
        made = Files([])
        for page in self.site.ordinary:
            if page.template != "404.html":
                made.append(_file(config, f"{page.url}index.md", content=""))
        for name in _ASSETS:
            source = next((p for t in self.site.settings.themes if (p := t / "assets" / name).is_file()), None)
            if source:
                payload = source.read_bytes()
                stem, _, suffix = name.partition(".")
                url = f"assets/{stem}.{sha256(payload).hexdigest()[:8]}.{suffix}"
                self.assets[name] = url
                made.append(_file(config, url, content=payload))
        return made

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """From here on a template can be rendered: the shells, before all pages."""
        assert self.site
        self.shells = {lang: self._shell(lang, config, nav, files) for lang in self.site.materials.languages}
        if self.begin:
            self.begin(self.shells)
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        return ""

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        planned = self.pages[_address(page.file)]
        page.title = planned.title
        page.meta = {"title": planned.title, "template": "main.html"}
        if not planned.searchable:
            page.meta["search"] = {"exclude": True}
        return self.kept.body(planned, self.studio)

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        planned = self.pages[_address(page.file)]
        context["nian"] = self._frame(planned, self._head(planned), Markup(page.content))  # type: ignore[typeddict-unknown-key]  # noqa: S704
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """404.html is served at any depth, so its links start at the root of the site."""
        page = self.pages["404.html"]
        content = Markup(self.kept.body(page, self.studio))  # noqa: S704 - our own render
        context["nian"] = self._frame(page, self._head(page), content)  # type: ignore[typeddict-unknown-key]
        return context

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

    def _shell(self, language: str, config: MkDocsConfig, nav: Navigation, files: Files) -> Shell:
        """The frame around nothing, with a mark at each place that an archive fills."""
        template = self.env.get_template("shell.html")
        nothing = Page(_SHELL_URL, "archive.html", language, "", "", {}, nav="donors", in_shell=True)
        marked = Head(**{name: Markup(slot(name)) for name in Head.__slots__})  # noqa: S704 - a mark is plain letters
        context = get_context(nav, files, config, base_url="../..")
        content = Markup(slot("content"))  # noqa: S704
        return split(template.render(**context, nian=self._frame(nothing, marked, content)))

    def _head(self, page: Page) -> Head:
        assert self.site
        materials = self.site.materials
        name = materials.frames[page.language].site_name
        return head(page, self.site.settings.site_url, name, materials.photos, self.site.cover)

    def _frame(self, page: Page, top: Head, content: Markup) -> dict[str, Any]:
        """`nian` as the frame's templates see it."""
        assert self.site
        settings, materials, public = self.site.settings, self.site.materials, self.site.public
        root = "/" + settings.site_url.split("/", 3)[3] if page.url == "404.html" else None

        def url(target: str) -> str:
            return root + target if root else relative(target, page.url)

        formats = self.studio.catalog.formats[page.language]
        names = {lang: locale_of(lang).get_language_name() for lang in materials.languages}
        return {name: getattr(top, name) for name in Head.__slots__} | {
            "page": page,
            "lang": page.language,
            "frame": materials.frames[page.language],
            "nav_current": page.nav,
            "is_shell": page.in_shell,
            "switch": [(lang, names[lang], url(at)) for lang, at in page.alternates if lang != page.language],
            "css": url(self.assets["nianlun.css"]),
            "favicon": url(self.assets["favicon.svg"]),
            "script": url(self.assets[_SCRIPTS[page.template]]) if page.template in _SCRIPTS else "",
            "content": content,
            "as_of": formats.day(public.today),
            "home": url(materials.frames[page.language].home),
            "url": url,
            "href": lambda address: bare("href", address),
            "t": lambda key, **values: self.studio.catalog.say_html(page.language, key, **values),
            "others": (
                self._frame(replace(page, language=code), top, content) for code in names if code != page.language
            ),
        }


def _prepared(config_file: Path) -> Site:
    """The site for a plain `mkdocs build`; mistakes in the content end it with every one of them named."""
    try:
        return prepare(read(config_file))
    except ContentError as wrong:
        raise Abort("\n".join(str(i) for i in errors(wrong.issues))) from None
    except PublicationError as refused:
        raise Abort(str(refused)) from None


def _file(config: MkDocsConfig, path: str, *, content: str | bytes) -> File:
    return File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def _address(file: File) -> str:
    """A file's address from the site root, as the planner wrote it: not quoted, "" for home."""
    return file.dest_uri.removesuffix("index.html")
