"""A page to be written, before anything is rendered: its address, its template and all that the template may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from generator.model.words import Picture

RefKind = Literal["project", "update", "campaign", "event", "series", "digest", "page"]


class Ref(Struct, frozen=True, gc=False):
    """Another page as a link needs it. `language` is that of `title` and `summary`, for `lang` where it differs."""

    kind: RefKind
    id: str
    title: str
    language: str
    url: str  # from the site root
    summary: str = ""
    date: date | None = None
    picture: Picture | None = None


class Page(Struct, frozen=True):
    """One page of the site.

    `url` is from the site root: "" for home, else it ends with "/". `template` lies below theme/pages/. `context` holds
    plain frozen values only, so that equal contexts mean equal pages.
    """

    url: str
    template: str
    language: str
    title: str
    description: str
    context: Mapping[str, object]
    alternates: tuple[tuple[str, str], ...] = ()  # (language, url) of this page in each language it has, its own too
    picture: Picture | None = None  # the preview of a shared link
    nav: str = ""  # the main navigation's entry that this page belongs to
    listed: bool = True  # for search engines: in the sitemap, without noindex
    searchable: bool = True  # in the site's own search
    in_shell: bool = False  # filled into the shell by Nianlun, not rendered by MkDocs

    def __post_init__(self) -> None:
        """No address may lead out of the output folder, whatever an author called a page."""
        steps = self.url.removesuffix("/").split("/") if self.url else ()
        if any(step in ("", ".", "..") or "\\" in step or "\0" in step for step in steps):
            raise ValueError("a page's address leads out of the site")


class NavItem(Struct, frozen=True):
    """An entry of the main navigation in one language."""

    id: str
    title: str
    url: str


class Frame(Struct, frozen=True):
    """What every page of one language shares: navigation, organisation's name, languages."""

    language: str
    site_name: str
    tagline: str
    sample: bool
    nav: tuple[NavItem, ...]
    home: str
    search: str
    footer: tuple[NavItem, ...] = ()
