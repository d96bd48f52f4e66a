"""An author's Markdown as clean HTML: links to content become links to pages, pictures become responsive ones.

Raw HTML goes through one allow-list (nh3) after Markdown, so nothing active and no style survives; review.py reports
what is dropped. Links and pictures that are written as raw HTML lead to the same places. A picture that is not one of
the site's own is not shown, since no page asks another host for anything. Headings start at h2, since the page's
template writes the h1.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote
from xml.etree import ElementTree

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from generator.model.photo import Photo
from generator.render.attributes import bare

EXTENSIONS = ("tables", "footnotes", "sane_lists", "def_list", "abbr")
TAGS = (
    {"h2", "h3", "h4", "h5", "h6", "p", "div", "br", "hr", "blockquote", "pre", "figure", "figcaption", "img"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "th", "td"}
    | {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby"}
    | {"s", "small", "span", "strong", "sub", "sup", "time", "u"}
)
_EVERYWHERE = {"lang", "id", "class", "title"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": _EVERYWHERE,
    "a": {"href", "hreflang"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
#: Attributes of one value: a wide table's frame scrolls by keyboard too, and nothing gets before others in line.
VALUES = {"div": {"tabindex": {"0"}}}
SCHEMES = {"http", "https", "mailto", "tel"}
_PICTURES = (
    re.compile(r"!\[[^\]]*\]\(\s*(?:<([^>\n]+)>|([^<()\s](?:[^()\n]|\([^()\n]*\))*?)\s*(?:[\"'][^\n]*?[\"']\s*)?\))"),
    re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+\.(?:jpe?g|png|webp|avif|gif))\b", re.MULTILINE | re.IGNORECASE),
    re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\">]+)\"|'([^'>]+)'|([^\"'\s>]+))", re.IGNORECASE),
)
SIZES = "(min-width: 60rem) 42rem, 94vw"


def pictures_in(body: str, file: str) -> tuple[str, ...]:
    """Paths from the content root of the pictures that a body shows; `file` is its own path from there."""
    targets = (match[match.lastindex or 0] for pattern in _PICTURES for match in pattern.finditer(body))
    found = (resolve(unescape(target), file) for target in targets)
    return tuple(dict.fromkeys(path for path in found if path))


def resolve(target: str, file: str) -> str | None:
    """A relative link in `file` as a path from the content root, in NFC; None when it leads elsewhere."""
    path = normalize("NFC", unquote(target.split("#")[0].split("?")[0]))
    if not path or ":" in path or path.startswith("//"):
        return None
    if path.startswith("/"):
        return path.lstrip("/")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    return None if found.startswith("..") else found


def to_html(
    body: str,
    file: str,
    *,
    page_url: Callable[[str], str | None],
    photos: Mapping[str, Photo],
    relative: Callable[[str], str],
) -> Markup:
    """`body` (of content file `file`) as HTML.

    `page_url` gives the address of the page made from a content file, `relative` a link to an address from this page.
    """
    md = converter()
    places = _Places(file, page_url, photos, relative)
    md.treeprocessors.register(_Responsive(md, places), "nianlun", 5)
    return Markup(_clean(md.convert(body), places))  # noqa: S704 - cleaned on this very line


def converter() -> markdown.Markdown:
    """Markdown as authors may write it, with raw HTML still in what it gives."""
    md = markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
    md.treeprocessors.register(_Tables(md), "nianlun-tables", 6)
    return md


def image_html(
    photo: Photo, alt: str, relative: Callable[[str], str], *, sizes: str = SIZES, lead: bool = False, lang: str = ""
) -> Markup:
    """An <img> with every width; the lead picture is fetched at once, others when they come near.

    `lang`: the language of `alt`, where it is not the page's.
    """
    largest = photo.variants[-1]
    attributes = {
        "src": relative(_fallback(photo)),
        "srcset": _srcset(photo, relative),
        "sizes": sizes,
        "width": str(largest.width),
        "height": str(largest.height),
        "alt": alt,
        "decoding": "async",
    }
    if lang:
        attributes["lang"] = lang
    if lead:
        attributes["fetchpriority"] = "high"
    else:
        attributes["loading"] = "lazy"
    if len(photo.variants) == 1:
        del attributes["srcset"], attributes["sizes"]
    return Markup(f"<img {' '.join(bare(k, v) for k, v in attributes.items())}>")  # noqa: S704 - every value is escaped above


def _srcset(photo: Photo, relative: Callable[[str], str]) -> str:
    return ", ".join(f"{relative(v.url)} {v.width}w" for v in photo.variants)


def _fallback(photo: Photo) -> str:
    """For a browser without srcset: the second size, big enough for a phone."""
    return photo.variants[min(1, len(photo.variants) - 1)].url


class _Places:
    """Where a body's links and pictures lead, from the page that shows it."""

    def __init__(
        self,
        file: str,
        page_url: Callable[[str], str | None],
        photos: Mapping[str, Photo],
        relative: Callable[[str], str],
    ) -> None:
        self.file, self.page_url, self.photos, self.relative = file, page_url, photos, relative
        self.made: set[str] = set()  # values for src and srcset that are ours

    def photo(self, target: str) -> Photo | None:
        return self.photos.get(resolve(target, self.file) or "")

    def keep(self, tag: str, attribute: str, value: str) -> str | None:
        """An attribute's value as the page has it; None where the attribute goes."""
        if tag == "a" and attribute == "href":
            path = resolve(value, self.file)
            url = self.page_url(path) if path else None
            _, mark, anchor = value.partition("#")
            return value if url is None else self.relative(url) + mark + anchor
        if tag == "img" and attribute in ("src", "srcset") and value not in self.made:
            photo = self.photo(value) if attribute == "src" else None
            return self.relative(_fallback(photo)) if photo else None
        return value


class _Tables(Treeprocessor):
    """A table scrolls by itself where it is too wide; a class aligns its columns, since no style comes through."""

    def run(self, root: ElementTree.Element) -> None:
        for parent in list(root.iter()):
            for place, table in enumerate(parent):
                if table.tag == "table":
                    parent[place] = frame = ElementTree.Element("div", {"class": "tw", "tabindex": "0"})
                    frame.append(table)
        for element in root.iter("th"):
            if not len(element) and not (element.text or "").strip():
                element.tag = "td"  # a corner that heads nothing
        for element in root.iter():
            if element.tag in ("th", "td") and (side := element.attrib.pop("style", "")[len("text-align: ") : -1]):
                element.set("class", f"to-{side}")


class _Responsive(Treeprocessor):
    """The highest heading becomes h2, whichever an author began with; pictures come in every width."""

    def __init__(self, md: markdown.Markdown, places: _Places) -> None:
        super().__init__(md)
        self.places = places

    def run(self, root: ElementTree.Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch(r"h[1-6]", element.tag)]
        shift = 2 - min((int(heading.tag[1]) for heading in headings), default=2)
        for heading in headings:
            heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"
        for element in root.iter("img"):
            self._picture(element)

    def _picture(self, element: ElementTree.Element) -> None:
        photo = self.places.photo(element.get("src") or "")
        if photo:
            largest = photo.variants[-1]
            element.set("src", self.places.relative(_fallback(photo)))
            element.set("srcset", _srcset(photo, self.places.relative))
            element.set("sizes", SIZES)
            element.set("width", str(largest.width))
            element.set("height", str(largest.height))
            element.set("loading", "lazy")
            element.set("decoding", "async")
            self.places.made |= {element.get("src", ""), element.get("srcset", "")}


def _clean(html: str, places: _Places) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=VALUES,
        attribute_filter=places.keep,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
