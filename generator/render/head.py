"""What stands in a page's head, the same for pages that MkDocs renders and for archives filled into the shell."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec import Struct

from generator.model.photo import Photo
from generator.pages.page import Page
from generator.render.shell import Shell
from generator.render.written import written

COVER_SIZE = (1200, 630)


class Head(Struct, frozen=True):
    """Values for the frame's template; `image_alt`, `robots` and `alternates` are whole tags or empty."""

    title: str
    description: str
    canonical: str
    image: str
    image_width: str
    image_height: str
    image_alt: Markup
    og_type: str
    locale: str
    robots: Markup
    alternates: Markup

    def slots(self) -> dict[str, str]:
        """The values as escaped HTML, by slot name."""
        return {name: written(getattr(self, name)) for name in self.__struct_fields__}


#: What differs from one archive to the next; all else stands alike in the heads of thousands.
_OWN = ("title", "description", "canonical")


class Filler:
    """Fills archives of one language into their shell: 10 us each, where to make all of each head took 35."""

    def __init__(self, shell: Shell, site_name: str, site_url: str, cover: str, photos: Mapping[str, Photo]) -> None:
        self.shell, self.site_name, self.site_url, self.cover, self.photos = shell, site_name, site_url, cover, photos
        self._alike: dict[tuple[object, ...], Shell] = {}

    def fill(self, page: Page, content: str) -> str:
        """The whole of `page`; `content` is what stands in its <main>."""
        kind = (page.picture, page.listed, page.in_shell, page.template, page.language, page.alternates)
        shell = self._alike.get(kind)
        if shell is None:
            slots = head(page, self.site_url, self.site_name, self.photos, self.cover).slots()
            shell = self.shell.partly({name: html for name, html in slots.items() if name not in _OWN})
            self._alike[kind] = shell
        return shell.fill(
            {
                "title": escape(titled(page.title, self.site_name)),
                "description": escape(_on_one_line(page.description)),
                "canonical": escape(self.site_url + quote(page.url)),
                "content": content,
            }
        )


def head(page: Page, site_url: str, site_name: str, photos: Mapping[str, Photo], cover: str) -> Head:
    """The head of `page`. `cover`: address from the root of the picture for pages that have none of their own."""
    picture = page.picture if page.picture and page.picture.file in photos else None
    preview = photos[picture.file].preview if picture else None
    image, width, height = (preview.url, preview.width, preview.height) if preview else (cover, *COVER_SIZE)
    return Head(
        title=titled(page.title, site_name),
        description=_on_one_line(page.description),
        canonical=site_url + quote(page.url),
        image=site_url + image,
        image_width=str(width),
        image_height=str(height),
        image_alt=_alt(picture.alt.get(page.language) if picture else "" if page.in_shell else site_name),
        og_type="article" if page.template in {"update.html", "event.html", "recap.html"} else "website",
        locale=page.language.replace("-", "_"),
        robots=Markup() if page.listed else Markup("<meta name=robots content=noindex>"),
        alternates=_alternates(page, site_url),
    )


def titled(title: str, site_name: str) -> str:
    """What stands in a window's title bar."""
    return title if title == site_name else f"{title} · {site_name}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _alt(said: str) -> Markup:
    return Markup(f'<meta property=og:image:alt content="{escape(said)}">') if said else Markup()  # noqa: S704


def _alternates(page: Page, site_url: str) -> Markup:
    if len(page.alternates) < 2:
        return Markup()
    link = Markup('<link rel="alternate" hreflang="{}" href="{}">')
    links = [link.format(language, site_url + quote(url)) for language, url in page.alternates]
    return Markup("").join([*links, link.format("x-default", site_url + quote(page.alternates[0][1]))])
