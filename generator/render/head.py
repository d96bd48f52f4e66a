"""What stands in a page's head, the same for pages that MkDocs renders and for archives filled into the shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.model.photo import Photo
from generator.pages.page import Page
from generator.render.written import written

COVER_SIZE = (1200, 630)


@dataclass(frozen=True, slots=True)
class Head:
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
        return {name: written(getattr(self, name)) for name in self.__slots__}


def head(page: Page, site_url: str, site_name: str, photos: Mapping[str, Photo], cover: str) -> Head:
    """The head of `page`. `cover`: address from the root of the picture for pages that have none of their own."""
    picture = page.picture if page.picture and page.picture.file in photos else None
    preview = photos[picture.file].preview if picture else None
    image, width, height = (preview.url, preview.width, preview.height) if preview else (cover, *COVER_SIZE)
    return Head(
        title=titled(page.title, site_name),
        description=" ".join(page.description.split()),
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


def _alt(said: str) -> Markup:
    return Markup(f'<meta property=og:image:alt content="{escape(said)}">') if said else Markup()  # noqa: S704


def _alternates(page: Page, site_url: str) -> Markup:
    if len(page.alternates) < 2:
        return Markup()
    link = Markup('<link rel="alternate" hreflang="{}" href="{}">')
    links = [link.format(language, site_url + quote(url)) for language, url in page.alternates]
    return Markup("").join([*links, link.format("x-default", site_url + quote(page.alternates[0][1]))])
