"""Fills each archive into the shell, or takes it from the store where nothing of it changed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.pages.page import Page
from generator.render.head import head
from generator.render.materials import Materials
from generator.render.shell import Shell
from generator.render.studio import Studio
from generator.write.fingerprint import Fingerprints
from generator.write.gate import Gate
from generator.write.leaks import NOTHING_LOOKED, Looked, Lookout, all_looked
from generator.write.store import Store, key_of
from generator.write.workers import Row


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker needs. `recipe`: hash of code, templates and messages, part of every key."""

    pages: Sequence[Page]
    shells: Mapping[str, Shell]
    materials: Materials
    site_url: str
    cover: str
    recipe: str
    out: Path
    store: Store
    gate: Gate


@dataclass(frozen=True, slots=True)
class Written:
    """`keys` of the pages in the store, addresses of those that are `listed`, of those `rendered` anew.

    `looked`: what the leak gate has been through.
    """

    keys: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
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
        rendered=tuple(url for part in parts for url in part.rendered),
        looked=all_looked(part.looked for part in parts),
    )


class _Worker:
    """One process's part."""

    def __init__(self, job: Job, studio: Studio) -> None:
        self.job = job
        self.studio = studio
        self.lookout = Lookout(job.gate)
        common = {
            lang: key_of(job.recipe, job.site_url, job.cover, repr(shell), repr(job.materials.frames[lang]))
            for lang, shell in job.shells.items()
        }
        self.fingerprints = Fingerprints(common, job.materials)

    def write(self, start: int, stop: int) -> Written:
        job, keys, listed, rendered = self.job, [], [], []
        for page in job.pages[start:stop]:
            key = self.fingerprints.of(page)
            payload = job.store.get(key)
            if payload is None:
                payload = self._render(page)
                job.store.put(key, payload)
                rendered.append(page.url)
            keys.append(key)
            if page.listed:
                listed.append(page.url)
            self.lookout.written(f"{page.url}index.html", payload, self._put(page.url, payload))
        return Written(tuple(keys), tuple(listed), tuple(rendered), self.lookout.taken())

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
        materials, frame = self.job.materials, self.job.materials.frames[page.language]
        top = head(page, self.job.site_url, frame.site_name, materials.photos, self.job.cover)
        return self.job.shells[page.language].fill({**top.slots(), "content": self.studio.render(page)}).encode()
