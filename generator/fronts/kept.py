"""Bodies and search entries of ordinary pages from the last build, so that a saved file costs its own pages only."""

from __future__ import annotations

import json
from typing import Any, Protocol

from generator.fronts.entries import entries
from generator.pages.page import Page
from generator.render.materials import Materials
from generator.render.studio import Studio
from generator.write.fingerprint import digest_of
from generator.write.store import Store, key_of


class SearchIndex(Protocol):
    """The part of Material's search index that is used here."""

    entries: list[dict[str, Any]]

    def add_entry_from_context(self, page: Any) -> None: ...


class Kept:
    """What was rendered from the same inputs before is not rendered again; at the end the rest is forgotten."""

    def __init__(self, store: Store, recipe: str, materials: Materials) -> None:
        self.store = store
        self.used: list[str] = []
        frames = {lang: repr(frame) for lang, frame in materials.frames.items()}
        shared = key_of(recipe, repr(sorted(materials.photos.items())), repr(sorted(materials.page_urls.items())))
        self.bases = {lang: key_of(shared, frame) for lang, frame in frames.items()}

    def body(self, page: Page, studio: Studio) -> str:
        """The HTML inside <main>."""
        key = key_of("body", self.bases[page.language], digest_of(page))
        self.used.append(key)
        payload = self.store.get(key)
        if payload is None:
            payload = studio.render(page).encode()
            self.store.put(key, payload)
        return payload.decode()

    def index(self, index: SearchIndex) -> None:
        """Let `index` take a page's entries from the store where the page's text is the same."""

        def add_or_recall(page: Any) -> None:
            key = key_of("entries", page.url, str(page.meta), page.content)
            self.used.append(key)
            payload = self.store.get(key)
            if payload is not None:
                index.entries += json.loads(payload)
                return
            found = [] if "search" in page.meta else entries(page.content, page.url, page.meta["title"])
            index.entries += found
            self.store.put(key, json.dumps(found).encode())

        index.add_entry_from_context = add_or_recall  # type: ignore[method-assign]

    def forget_the_rest(self) -> None:
        self.store.prune(self.used)
