"""Fills each archive into the shell, or takes it from the store where nothing of it changed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from generator.pages.page import Page
from generator.render.head import Filler
from generator.render.materials import Materials
from generator.render.shell import Shell
from generator.render.studio import Studio
from generator.write.fingerprint import Fingerprints
from generator.write.gate import Gate
from generator.write.known import Known, Place
from generator.write.leaks import NOTHING_LOOKED, Looked, Lookout, all_looked
from generator.write.store import Store
from generator.write.workers import Row


class Job(Struct, frozen=True):
    """All that a worker needs."""

    pages: Sequence[Page]
    inputs: Sequence[bytes]  # of each page, what it is made of
    known: Known | None  # None: nothing is remembered
    shells: Mapping[str, Shell]
    materials: Materials
    site_url: str
    cover: str
    common: Mapping[str, str]  # hash of what all pages are made with, by language
    out: Path
    store: Store
    gate: Gate


class Written(Struct, frozen=True):
    """`keys` of the pages in the store, addresses of those that are `listed`, of those `rendered` anew.

    `places`: what to know of them in the next build, by inputs. `looked`: what the leak gate has been through.
    """

    keys: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    places: tuple[tuple[bytes, Place], ...] = ()
    rendered: tuple[str, ...] = ()
    looked: Looked = NOTHING_LOOKED


def archives_row(job: Job, templates: Sequence[str]) -> Row:
    """The work of writing every page of `job` below `job.out`; what it gives is `Written`, a batch at a time.

    `templates`: what is compiled before the workers begin, once for all.
    """
    studio = Studio(job.materials)
    studio.prepare((language, name) for language in job.materials.languages for name in templates)
    return lambda: _Worker(job, studio).write, len(job.pages)


def together(parts: Sequence[Written]) -> Written:
    """What all batches wrote."""
    return Written(
        keys=tuple(key for part in parts for key in part.keys),
        listed=tuple(url for part in parts for url in part.listed),
        places=tuple(place for part in parts for place in part.places),
        rendered=tuple(url for part in parts for url in part.rendered),
        looked=all_looked(part.looked for part in parts),
    )


class _Draft(NamedTuple):
    """A page about to be written; `gate` is what is left to be looked for in it, if not all."""

    place: Place
    payload: bytes
    gate: Gate | None = None
    anew: bool = False


class _Worker:
    """One process's part."""

    def __init__(self, job: Job, studio: Studio) -> None:
        self.job = job
        self.studio = studio
        self.lookout = Lookout(job.gate)
        self.fingerprints = Fingerprints(job.common, job.materials)
        frames, photos = job.materials.frames, job.materials.photos
        self.fillers = {
            lang: Filler(shell, frames[lang].site_name, job.site_url, job.cover, photos)
            for lang, shell in job.shells.items()
        }

    def write(self, start: int, stop: int) -> Written:
        """All pages take a step before any takes the next: page by page, each step would drive the other steps' code
        and tables out of the processor's caches, which costs a third more."""
        job, numbers = self.job, range(start, stop)
        inputs = list(job.inputs[start:stop]) if job.known else [b""] * len(numbers)
        known = {n: draft for n, told in zip(numbers, inputs, strict=True) if (draft := self._remembered(told))}
        pages = {n: job.pages[n] for n in numbers if n not in known}
        made = {n: self._made(page) for n, page in pages.items()}
        drafts = [known.get(n) or made[n] for n in numbers]
        files = [self._put(draft.place.url, draft.payload) for draft in drafts]
        places = [
            (told, draft.place)
            for told, draft, file in zip(inputs, drafts, files, strict=True)
            if self.lookout.written(f"{draft.place.url}index.html", draft.payload, file, draft.gate)
        ]
        return Written(
            keys=tuple([draft.place.key for draft in drafts]),
            listed=tuple([draft.place.url for draft in drafts if draft.place.listed]),
            places=tuple(places),
            rendered=tuple([draft.place.url for draft in drafts if draft.anew]),
            looked=self.lookout.taken(),
        )

    def _remembered(self, inputs: bytes) -> _Draft | None:
        """The page that the last build made of the same inputs, if it is still there."""
        known, store = self.job.known, self.job.store
        place = known.places.get(inputs) if known else None
        payload = store.get(place.key) if place else None
        return _Draft(place, payload, gate=known.newer) if known and place and payload else None

    def _made(self, page: Page) -> _Draft:
        """The page from the store, or else rendered anew."""
        store = self.job.store
        key = self.fingerprints.of(page) if store.remembers else ""
        place = Place(page.url, page.listed, key)
        payload = store.get(key)
        if payload is not None:
            return _Draft(place, payload)
        payload = self._render(page)
        store.put(key, payload)
        return _Draft(place, payload, anew=True)

    def _put(self, url: str, payload: bytes) -> os.stat_result:
        """Write the page in as few steps as there are: with pathlib, and for 100,000 pages, they are ten seconds."""
        folder = f"{self.job.out}/{url}"
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileNotFoundError:  # the first of all
            Path(folder).mkdir(parents=True)
        handle = os.open(folder + "index.html", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            with memoryview(payload) as rest:
                written = 0
                while written < len(payload):
                    written += os.write(handle, rest[written:])
            return os.fstat(handle)
        finally:
            os.close(handle)

    def _render(self, page: Page) -> bytes:
        return self.fillers[page.language].fill(page, self.studio.render(page)).encode()
