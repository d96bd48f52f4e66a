"""What a site needs beside its pages: pictures, the cover, the sitemap, robots.txt."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from generator.model.archives import Rings
from generator.model.photo import Photo
from generator.write.store import Store, key_of

COVER = "assets/cover.jpg"


def write_pictures(photos: Iterable[Photo], out: Path) -> None:
    """Copy every size of every picture from the store to its address."""
    for photo in photos:
        for variant in (*photo.variants, photo.preview):
            target = out / variant.url
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(variant.path, target)


def write_sitemap(listed: Iterable[str], site_url: str, out: Path) -> None:
    """The addresses of listed pages, from the site's root. No dates: a rebuilt page is not a changed page."""
    urls = "".join(f"<url><loc>{escape(site_url + quote(url), quote=False)}</loc></url>\n" for url in listed)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    (out / "sitemap.xml").write_text(text, "utf-8")
    (out / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n", "utf-8")


def cover_key(rings: Rings, recipe: str) -> str:
    """Under which key the cover is in the store."""
    return key_of("cover", recipe, repr(rings))


def write_cover(rings: Rings, recipe: str, store: Store, out: Path) -> None:
    """The site's own rings as preview for pages without a picture."""
    key = cover_key(rings, recipe)
    payload = store.get(key)
    target = out / COVER
    target.parent.mkdir(parents=True, exist_ok=True)
    if payload is None:
        from generator.write.preview import preview  # draws with Pillow, which takes a while to import and stays

        preview(rings, target)
        store.put(key, target.read_bytes())
    else:
        target.write_bytes(payload)
