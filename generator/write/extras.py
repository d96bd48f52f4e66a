"""What a site needs beside its pages: pictures, the sitemap, robots.txt."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from generator.model.photo import Photo
from generator.pages.page import Page


def write_pictures(photos: Iterable[Photo], out: Path) -> None:
    """Copy every size of every picture from the store to its address."""
    for photo in photos:
        for variant in (*photo.variants, photo.preview):
            target = out / variant.url
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(variant.path, target)


def write_sitemap(pages: Iterable[Page], site_url: str, out: Path) -> None:
    """Every listed page; pseudonymous archives are not. No dates: a rebuilt page is not a changed page."""
    urls = "".join(f"<url><loc>{escape(site_url + quote(page.url))}</loc></url>\n" for page in pages if page.listed)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    (out / "sitemap.xml").write_text(text, "utf-8")
    (out / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n", "utf-8")
