"""Fills each archive into the shell, or takes it from the store where nothing of it changed, in several workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.pages.page import Page
from generator.render.head import head
from generator.render.materials import Materials
from generator.render.shell import Shell
from generator.render.studio import Studio
from generator.write.store import Store, key_of
from generator.write.workers import spread


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


@dataclass(frozen=True, slots=True)
class Written:
    """`keys` of all pages in the store, the addresses of those rendered anew, strings that the leak gate let be."""

    keys: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    unguarded: int = 0


def write_archives(job: Job, jobs: int) -> Written:
    """Write every page of `job` below `job.out`, in `jobs` processes; the same bytes for any number of them."""
    studio = Studio(job.materials)
    studio.prepare({(page.language, page.template) for page in job.pages})  # before the workers begin: once for all
    done = spread(lambda: _Worker(job, studio).write, len(job.pages), jobs)
    return Written(tuple(k for d in done for k in d.keys), tuple(u for d in done for u in d.rendered))


class _Worker:
    """One process's part."""

    def __init__(self, job: Job, studio: Studio) -> None:
        self.job = job
        self.studio = studio
        self.bases = {
            lang: key_of(job.recipe, job.site_url, job.cover, repr(shell), repr(job.materials.frames[lang]))
            for lang, shell in job.shells.items()
        }

    def write(self, start: int, stop: int) -> Written:
        keys, rendered = [], []
        for page in self.job.pages[start:stop]:
            key = key_of(self.bases[page.language], repr(page), photos_of(page, self.job.materials))
            payload = self.job.store.get(key)
            if payload is None:
                payload = self._render(page)
                self.job.store.put(key, payload)
                rendered.append(page.url)
            keys.append(key)
            folder = self.job.out / page.url
            folder.mkdir(parents=True)
            (folder / "index.html").write_bytes(payload)
        return Written(tuple(keys), tuple(rendered))

    def _render(self, page: Page) -> bytes:
        materials, frame = self.job.materials, self.job.materials.frames[page.language]
        top = head(page, self.job.site_url, frame.site_name, materials.photos, self.job.cover)
        return self.job.shells[page.language].fill({**top.slots(), "content": self.studio.render(page)}).encode()


def photos_of(page: Page, materials: Materials) -> str:
    """The addresses of the pictures that the page may show; they change with the picture's bytes."""
    refs = page.context["refs"]
    assert isinstance(refs, Mapping)
    files = {ref.picture.file for ref in refs.values() if ref.picture}
    return repr([materials.photos[file].preview.url for file in sorted(files) if file in materials.photos])
