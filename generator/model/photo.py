"""A picture of the content, developed for the web: what a page needs to show it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Variant(Struct, frozen=True):
    """One encoded file: its address from the site root, its size in pixels, and where it lies in the store."""

    url: str
    width: int
    height: int
    path: Path


class Photo(Struct, frozen=True):
    """A developed picture: the size of the upright source in pixels, WebP variants narrowest first, a JPEG preview.

    The preview is 1200 x 630, or as much of that shape as a smaller source gives: nothing is enlarged.
    """

    width: int
    height: int
    variants: tuple[Variant, ...]
    preview: Variant
