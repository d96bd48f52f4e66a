"""`nian`, which is all that the frame's templates see of a page: its head, its content, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from generator.pages.page import Page
from generator.render.attributes import bare
from generator.render.formats import locale_of
from generator.render.head import Head, head
from generator.render.studio import Studio, relative
from generator.site import Site

_SCRIPTS = {"search.html": "search.js", "open.html": "open.js"}  # by template; other pages have none


def frame(site: Site, studio: Studio, assets: Mapping[str, str], page: Page, content: Markup) -> dict[str, Any]:
    """`nian` of `page`. `assets`: addresses from the root of the theme's own files, by name."""
    name = site.materials.frames[page.language].site_name
    top = head(page, site.settings.site_url, name, site.materials.photos, site.cover)
    return framed(site, studio, assets, page, top, content)


def framed(
    site: Site, studio: Studio, assets: Mapping[str, str], page: Page, top: Head, content: Markup
) -> dict[str, Any]:
    """As `frame`, with `top` as head."""
    settings, materials = site.settings, site.materials
    # 404.html is served at any depth, so its links start at the root of the site
    root = "/" + settings.site_url.split("/", 3)[3] if page.url == "404.html" else None

    def url(target: str) -> str:
        return root + target if root else relative(target, page.url)

    formats = studio.catalog.formats[page.language]
    names = {lang: locale_of(lang).get_language_name() for lang in materials.languages}
    return {name: getattr(top, name) for name in Head.__struct_fields__} | {
        "page": page,
        "lang": page.language,
        "frame": materials.frames[page.language],
        "nav_current": page.nav,
        "is_shell": page.in_shell,
        "switch": [(lang, names[lang], url(at)) for lang, at in page.alternates if lang != page.language],
        "css": url(assets["nianlun.css"]),
        "favicon": url(assets["favicon.svg"]),
        "script": url(assets[_SCRIPTS[page.template]]) if page.template in _SCRIPTS else "",
        "content": content,
        "as_of": formats.day(site.public.today),
        "home": url(materials.frames[page.language].home),
        "url": url,
        "href": lambda address: bare("href", address),
        "t": lambda key, **values: studio.catalog.say_html(page.language, key, **values),
        "others": (
            framed(site, studio, assets, replace(page, language=code), top, content)
            for code in names
            if code != page.language
        ),
    }
