"""Finished ordinary pages from the last build, so that a saved file costs the pages that it changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from generator.pages.page import Page
from generator.write.fingerprint import digest_of
from generator.write.store import Store, key_of

Entries = list[dict[str, str]]


class Kept:
    """Pages as they were written, each with what the search finds of it, by all that they are made of.

    `common`: what all pages are made with. What this build does not ask for is forgotten at its end.
    """

    def __init__(self, store: Store, common: Iterable[str]) -> None:
        self.store = store
        self.common = key_of(*common)
        self.keys: dict[str, str] = {}

    def written(self, page: Page, out: Path) -> Entries | None:
        """Write `page` into `out` as it was the last time; its search entries, or None where it must be made anew."""
        key = self.keys[page.url] = key_of("page", self.common, digest_of(page))
        payload = self.store.get(key)
        if payload is None:
            return None
        entries, _, html = payload.partition(b"\n")
        folder = out / page.url
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_bytes(html)
        found: Entries = json.loads(entries)
        return found

    def keep(self, url: str, html: bytes, entries: Entries) -> None:
        """Keep the page at `url`, which `written` was asked for."""
        self.store.put(self.keys[url], json.dumps(entries).encode() + b"\n" + html)

    def forget_the_rest(self) -> None:
        self.store.prune(self.keys.values())
