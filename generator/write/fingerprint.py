"""From a page to the hash of all that went into it: its name in the store.

A page's context is hashed by value, so a page is made anew exactly where one of its values changed. References, which
pages share, are hashed once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from generator.model.lazy import Lazy
from generator.pages.page import Page, Ref
from generator.render.materials import Materials


def _plain(value: object) -> object:
    """What msgspec has no form for: a row made on demand as what it makes, other values as Python writes them."""
    return tuple(value) if isinstance(value, Lazy) else repr(value)


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode


def digest_of(told: object) -> str:
    """64 hexadecimal digits of a page, or other records, by value."""
    return hashlib.sha256(_encode(told)).hexdigest()


class Fingerprints:
    """Names pages. `common`: what all pages are made with, by language: code, templates, frame, shell."""

    def __init__(self, common: Mapping[str, str], materials: Materials) -> None:
        self.common = {language: text.encode() for language, text in common.items()}
        self.photos = materials.photos
        self._refs: dict[tuple[str, str], bytes] = {}

    def of(self, page: Page) -> str:
        """64 hexadecimal digits."""
        language, own = page.language, dict(page.context)
        refs: Any = own.pop("refs")
        head = (page.url, page.template, page.title, page.description, page.alternates, page.nav, page.listed)
        digest = hashlib.sha256(self.common[language])
        digest.update(_encode((head, page.picture, own, tuple(refs))))
        for name, ref in refs.items():
            digest.update(self._ref(language, name, ref))
        return digest.hexdigest()

    def _ref(self, language: str, name: str, ref: Ref) -> bytes:
        """The reference, and the address of its picture, which changes with the picture's bytes."""
        known = self._refs.get((language, name))
        if known is None:
            photo = self.photos.get(ref.picture.file) if ref.picture else None
            known = hashlib.sha256(_encode((ref, photo.preview.url if photo else ""))).digest()
            self._refs[language, name] = known
        return known
