"""From private archives to sealed blobs at a/b/LOCATOR.bin, among decoys, and to the cache as ciphertext only.

A blob that is in the store is not rendered again: it lies there under a keyed hash of all that went into it, so that
neither its name nor its bytes tell anything without MASTER. Blobs are written in order of locator, all with one time,
so that nothing about a file says whose it is or whether it changed.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from generator.issues import ContentError, Issue, Source
from generator.master import Master
from generator.model.private import PrivateArchive
from generator.pages.archives import OPENED_AT, sealed_pages
from generator.pages.atlas import Atlas
from generator.pages.page import Page
from generator.render.head import titled
from generator.render.materials import Materials
from generator.render.studio import Studio
from generator.write import dga1
from generator.write.dga1 import LinkKey
from generator.write.fingerprint import Fingerprints
from generator.write.gate import Gate
from generator.write.leaks import NOTHING_LOOKED, Looked, Lookout, all_looked
from generator.write.store import Store, key_of
from generator.write.workers import Row

BLOBS = f"{OPENED_AT}b/"
#: Every blob's time, in seconds since 1970: the start of 1980, the first that any archive format can hold.
WRITTEN = 315_532_800


class Vault(Struct, frozen=True):
    """All that a worker needs to seal. `recipe`: hash of code, templates and messages."""

    master: Master
    archives: Sequence[PrivateArchive]
    atlas: Atlas
    materials: Materials
    recipe: str
    out: Path
    store: Store
    gate: Gate


class Sealed(Struct, frozen=True):
    """`keys` of the blobs in the store; how many archives were `rendered` anew; ids of those `too_large` to seal."""

    keys: tuple[str, ...] = ()
    rendered: int = 0
    too_large: tuple[str, ...] = ()
    looked: Looked = NOTHING_LOOKED


class _Blob(Struct, frozen=True):
    """A blob to be made: a donor's archive, or a decoy."""

    locator: str
    key: LinkKey
    archive: PrivateArchive | None


def vault_row(vault: Vault) -> Row:
    """The work of writing every archive of `vault` and the decoys; what it gives is `Sealed`, a batch at a time."""
    (vault.out / BLOBS).mkdir(parents=True, exist_ok=True)
    blobs = sorted(_blobs(vault), key=lambda blob: blob.locator)
    return lambda: _Worker(vault, blobs).write, len(blobs)


def sealer(vault: Vault) -> Callable[[str], Sealed]:
    """Writes one blob by its locator, for a preview in which few are ever opened. KeyError: no such blob."""
    (vault.out / BLOBS).mkdir(parents=True, exist_ok=True)
    blobs = {blob.locator: blob for blob in _blobs(vault)}
    return lambda locator: sealed([_Worker(vault, [blobs[locator]]).write(0, 1)])


def sealed(parts: Sequence[Sealed]) -> Sealed:
    """What all batches sealed. ContentError naming every archive that no blob can hold."""
    too_large = sorted(uid for part in parts for uid in part.too_large)
    if too_large:
        what = f"has more than the {dga1.LARGEST:,} bytes that a private archive holds; show it, or split the donor"
        raise ContentError([Issue(Source("donors"), uid, what) for uid in too_large])
    keys = tuple(k for part in parts for k in part.keys)
    return Sealed(keys, sum(part.rendered for part in parts), looked=all_looked(part.looked for part in parts))


def _blobs(vault: Vault) -> Iterator[_Blob]:
    raw = vault.master.raw
    for own in vault.archives:
        key = dga1.link_key(raw, own.uid, own.version)
        yield _Blob(key.locator, key, own)
    for number in range(dga1.decoys(len(vault.archives))):
        key = dga1.decoy_key(raw, number)
        yield _Blob(key.locator, key, None)


class _Worker:
    """One process's part; its Studio is made when the first archive has to be rendered."""

    def __init__(self, vault: Vault, blobs: Sequence[_Blob]) -> None:
        self.vault, self.blobs = vault, blobs
        self.plan = sealed_pages(vault.atlas)
        self.studio: Studio | None = None
        self.lookout = Lookout(vault.gate)
        common = {lang: key_of(vault.recipe, repr(f)) for lang, f in vault.materials.frames.items()}
        self.fingerprints = Fingerprints(common, vault.materials)

    def write(self, start: int, stop: int) -> Sealed:
        keys, too_large, rendered = [], [], 0
        for blob in self.blobs[start:stop]:
            if blob.archive is None:
                self._put(blob.locator, dga1.seal(blob.key, b""))
                continue
            page = self.plan(blob.archive)
            name = self._name(blob.key, page)
            payload = self.vault.store.get(name)
            if payload is None:
                try:
                    payload = dga1.seal(blob.key, self._plaintext(page))
                except dga1.TooLargeError:
                    too_large.append(blob.archive.uid)
                    continue
                self.vault.store.put(name, payload)
                rendered += 1
            keys.append(name)
            self._put(blob.locator, payload)
        return Sealed(tuple(keys), rendered, tuple(too_large), self.lookout.taken())

    def _plaintext(self, page: Page) -> bytes:
        self.studio = self.studio or Studio(self.vault.materials)
        title = titled(page.title, self.vault.materials.frames[page.language].site_name)
        told = {"html": self.studio.render(page), "lang": page.language, "title": title}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def _name(self, key: LinkKey, page: Page) -> str:
        """The blob's name in the store, which says nothing to those without MASTER."""
        return hmac.digest(key.derive(b"cache"), self.fingerprints.of(page).encode(), "sha256").hex()

    def _put(self, locator: str, payload: bytes) -> None:
        name = f"{BLOBS}{locator}.bin"
        file = self.vault.out / name
        file.write_bytes(payload)
        os.utime(file, (WRITTEN, WRITTEN))
        self.lookout.written(name, payload, file.stat())
