"""A picture of the content, developed for the web: what a page needs to show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoded file: its address from the site root, its size in pixels, and where it lies in the store."""

    url: str
    width: int
    height: int
    path: Path


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture upright, `width` x `height` pixels; `variants` by rising width; `preview` for shared links."""

    width: int
    height: int
    variants: tuple[Variant, ...]
    preview: Variant
