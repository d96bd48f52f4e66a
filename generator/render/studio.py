"""The Jinja2 environment in which a Page becomes the HTML inside its <main>, one language at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from generator.model.archives import Rings, Share
from generator.model.words import Label, Picture, Words
from generator.pages.page import Page, Ref
from generator.pictures import charts
from generator.pictures.rings import drawn_rings, mark_svg
from generator.pictures.svg import words
from generator.render import faults
from generator.render.attributes import bare
from generator.render.engine import Engine, KeptCodes, SharedCodes
from generator.render.markdown import image_html, to_html
from generator.render.materials import Materials, inside

_REPEATED = 4096  # links and pictures kept as HTML, since pages repeat them
_KEPT = "/#?=&%"  # of an address, when other letters are percent-encoded


def relative(target: str, here: str) -> str:
    """A link from the page at `here` to `target`, both from the site root.

    `relative("updates/", "projects/lunch/")` is `../../updates/`.
    """
    return "../" * here.count("/") + quote(target, safe=_KEPT) or "./"


class Studio:
    """Renders pages. Made once a process; `render` depends on nothing but the page and the materials."""

    def __init__(self, materials: Materials) -> None:
        self.materials = materials
        self.catalog = materials.catalog
        self._linking: dict[tuple[str, int], Mapping[str, Callable[..., Any]]] = {}
        self.environments = {lang: self._folded(lang) for lang in materials.languages}
        self._ordinary: dict[str, Engine] = {}
        self._plain: dict[str, Engine] = {}
        self._codes = KeptCodes(materials.bytecode, "all", {}) if materials.bytecode else SharedCodes()
        self._sharing: dict[tuple[str, int], Mapping[str, Any]] = {}

    def prepare(self, templates: Iterable[tuple[str, str]]) -> None:
        """Compile these templates, by language and name, now."""
        for language, name in templates:
            self.environments[language].compiled(f"pages/{name}")

    def render(self, page: Page) -> str:
        """The HTML inside <main> of `page`."""
        try:
            return self.quickly(page)
        except Exception:  # whatever it is: there is a plain way to the same page, or to a better account of the fault
            return self.plainly(page)

    def quickly(self, page: Page) -> str:
        """As `render`, by templates in which words and values are folded; it fails where only Jinja knows the way."""
        environment = self._engine(page)
        shared = self._shared(page.language, _depth(page))
        template = environment.page(f"pages/{page.template}")
        context = template.new_context({**shared, **page.context, "page": page}, shared=True)
        return "".join(template.root_render_func(context))

    def plainly(self, page: Page) -> str:
        """As `render`, by Jinja as it comes. ContentError where a template is wrong."""
        if page.language not in self._plain:
            self._plain[page.language] = self._environment(page.language, None, plain=True)
        with faults.told(self.materials.themes, self.materials.root):
            template = self._plain[page.language].get_template(f"pages/{page.template}")
            links = self._links(page.language, _depth(page))
            return template.render({**links, **page.context, "page": page})

    def _engine(self, page: Page) -> Engine:
        """Words are folded into the templates of archives alone: what is rendered once or twice costs less unfolded,
        since it is compiled for all languages together."""
        language = page.language
        if page.in_shell:
            return self.environments[language]
        if language not in self._ordinary:
            self._ordinary[language] = self._environment(language, self._codes)
        return self._ordinary[language]

    def _shared(self, language: str, depth: int) -> Mapping[str, Any]:
        """What all pages of a language as deep as this one have in their context."""
        found = self._sharing.get((language, depth))
        if found is None:
            found = {**self.environments[language].globals, **self._links(language, depth)}
            self._sharing[language, depth] = found
        return found

    def _links(self, language: str, depth: int) -> Mapping[str, Callable[..., Any]]:
        """What templates call to lead elsewhere; the same for all pages of a language as deep as this one."""
        found = self._linking.get((language, depth))
        if found is not None:
            return found

        @lru_cache(maxsize=_REPEATED)
        def url(target: str) -> str:
            return relative(target, "/" * depth)

        @lru_cache(maxsize=_REPEATED)
        def link(target: str, spoken: str, title: str) -> Markup:
            return Markup("<a {}{}>{}</a>").format(href(target), in_tongue(spoken), title)

        @lru_cache(maxsize=_REPEATED)
        def href(target: str) -> Markup:
            return bare("href", url(target))

        @cache
        def in_tongue(spoken: str) -> Markup:
            """The attribute of what is not in the page's own language."""
            return Markup(" {}").format(bare("lang", spoken)) if spoken != language else Markup()

        @lru_cache(maxsize=_REPEATED)
        def image(file: str, alt: str, **how: Any) -> Markup:
            return image_html(self.materials.photos[file], alt, url, **how)

        def photo(picture: Picture, **how: Any) -> Markup:
            if picture.file not in self.materials.photos:
                return Markup()
            spoken = _tongue(picture.alt, language, self.materials.languages[0])
            return image(picture.file, picture.alt.get(language), lang="" if spoken == language else spoken, **how)

        def ref_link(ref: Ref) -> Markup:
            return link(ref.url, ref.language, ref.title)

        def figure(picture: Picture, **how: Any) -> Markup:
            return self._figure(picture, language, photo(picture, **how))

        found = {
            "url": url,
            "href": href,
            "in_tongue": in_tongue,
            "ref_link": ref_link,
            "photo": photo,
            "figure": figure,
        }
        self._linking[language, depth] = found
        return found

    def _folded(self, language: str) -> Engine:
        messages, folder = self.catalog.messages[language], self.materials.bytecode
        return self._environment(language, KeptCodes(folder, language, messages) if folder else None, messages)

    def _environment(
        self,
        language: str,
        codes: jinja2.BytecodeCache | None,
        messages: Mapping[str, str] | None = None,
        *,
        plain: bool = False,
    ) -> Engine:
        materials, catalog = self.materials, self.catalog
        environment = Engine(materials.themes, messages, catalog.written[language], codes, plain=plain)

        @jinja2.pass_context
        def markdown(context: jinja2.runtime.Context, words: Words) -> Markup:
            return self._markdown(words, language, context["url"])

        environment.filters |= {
            "markdown": markdown,
            "iso": lambda day: day.isoformat(),
            "label": lambda label: _label(label, language, materials.languages[0]),
            "words": lambda words: _spoken(words, language, materials.languages[0]),
            "bdi": _bdi,
            "one_day": _one_day,
        }
        environment.globals |= {
            "lang": language,
            "frame": materials.frames[language],
            "t": partial(catalog.say_html, language),
            "has_message": lambda key: catalog.has(language, key),
            "rings": _rings,
            "mark": _mark,
            "bare": bare,
            "charts": _Charts(),
        }
        return environment

    def _figure(self, picture: Picture, language: str, image: Markup) -> Markup:
        caption = _label(picture.caption, language, self.materials.languages[0])
        by = _label(picture.credit, language, self.materials.languages[0])
        between = "\u00a0· " if caption else ""  # no line begins with the dot
        credit = Markup("{}<small>{}</small>").format(between, by) if by else ""
        if not caption and not credit:
            return Markup("<figure>{}</figure>").format(image)
        return Markup("<figure>{}<figcaption>{}{}</figcaption></figure>").format(image, caption, credit)

    def _markdown(self, words: Words, language: str, url: Callable[[str], str]) -> Markup:
        file = inside(words.source.file, self.materials.roots)
        html = to_html(
            words.body,
            file,
            page_url=lambda path: self.materials.page_urls.get((path, language)),
            photos=self.materials.photos,
            relative=url,
        )
        if words.language != language:
            return Markup('<div lang="{}">{}</div>').format(words.language, html)
        return html


def _depth(page: Page) -> int:
    """How many folders below the root; 404.html is served anywhere and has its links from one folder."""
    return 1 if page.template == "404.html" else page.url.count("/")


def _spoken(words: Mapping[str, Words], language: str, main: str) -> Words:
    return words.get(language) or words.get(main) or next(iter(words.values()))


def _label(label: Label | str | None, language: str, main: str) -> str:
    """In the page's language, or marked as what they are: in the main one, as is a text that is never translated."""
    if not label:
        return ""
    words = Label(label) if isinstance(label, str) else label
    spoken = _tongue(words, language, main)
    if spoken == language:
        return words.get(language)
    return Markup('<span lang="{}">{}</span>').format(spoken, words.default)


def _tongue(label: Label, language: str, main: str) -> str:
    """What language `label` has on a page in `language`."""
    return language if language == main or label.has(language) else main


def _one_day(shares: Sequence[Share]) -> date | None:
    """The day as of which all of several outcomes are told, so that it is said once; None where each has its own."""
    days = [share.indicator.as_of for share in shares if share.units]
    return days[0] if len(days) > 1 and days.count(days[0]) == len(days) else None


class _Charts:
    """The charts as templates call them, marked as finished HTML."""

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        draw: Callable[..., str] = getattr(charts, name)

        def drawn(*args: Any, **named: Any) -> Markup:
            return _drawn(draw(*args, **{k: _text(v) for k, v in named.items()}))

        return drawn


@lru_cache(maxsize=1024)
def _mark(rings: Rings) -> Markup:
    """Kept a while, since a page of the wall comes once in each language."""
    return _drawn(mark_svg(rings))


def _rings(rings: Rings, title: str, description: str) -> Markup:
    """A label that is escaped and has none of the signs that XML forbids, as nearly always, stays as it is."""
    label = f"{escape(title)!s} {escape(description)!s}"
    return _drawn(drawn_rings(rings, label if label.isprintable() else words(f"{_text(title)} {_text(description)}")))


def _bdi(name: str) -> Markup:
    return Markup(f"<bdi>{escape(name)}</bdi>")  # noqa: S704 - escaped here


def _drawn(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - drawn by generator/pictures, which escapes what it is given


def _text(value: Any) -> Any:
    """Messages come to a template escaped; a chart escapes by itself."""
    return value.unescape() if isinstance(value, Markup) else value
