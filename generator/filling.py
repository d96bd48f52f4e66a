"""Writes what the front does not: archives, open and sealed, pictures, sitemap; then searches for anything private.

Archives are filled by worker processes while the front renders the ordinary pages, as soon as it has made the shells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.master import Master
from generator.pages.archives import TEMPLATE
from generator.render.shell import Shell
from generator.site import Site
from generator.write import brakes
from generator.write.archives import Job, archives_row, together
from generator.write.extras import write_cover, write_pictures, write_sitemap
from generator.write.leaks import all_looked, gate_of, guard, keys_of
from generator.write.photos import prune as forget_pictures
from generator.write.store import Store
from generator.write.vault import Vault, sealed, vault_row
from generator.write.workers import Crew


@dataclass(frozen=True, slots=True)
class Filled:
    """Addresses of the archives `rendered` anew; `unguarded`: private names that the leak gate cannot look for."""

    rendered: tuple[str, ...]
    unguarded: int


class Filling:
    """Fills `site` into `out`. Used as a context: whatever happens, no process goes on after it."""

    def __init__(self, site: Site, out: Path) -> None:
        self.site, self.out = site, out
        self.store = Store(site.settings.cache / "pages" if site.settings.use_cache else None)
        self.crew: Crew | None = None
        settings = site.settings
        self.gate = gate_of(site.secrets, site.public, site.said, settings.themes, keys_of(settings))

    def __enter__(self) -> Filling:
        return self

    def __exit__(self, *_: object) -> None:
        if self.crew:
            self.crew.__exit__()

    def begin(self, shells: Mapping[str, Shell]) -> None:
        """Let the workers begin; `shells` by language."""
        settings = self.site.settings
        _ = self.gate.automaton  # once for all workers
        rows = [archives_row(self._job(shells), [TEMPLATE])]
        if settings.master:
            rows.append(vault_row(self._vault(settings.master)))
        self.crew = Crew(rows, settings.jobs)

    def finish(self) -> Filled:
        """Wait for the workers and write the rest. ContentError if anything private shows."""
        assert self.crew
        site, settings, out = self.site, self.site.settings, self.out
        photos = site.materials.photos.values()
        write_pictures(photos, out)
        cover = write_cover(site.rings, site.recipe, self.store, out)
        archives, *vault = self.crew.results()
        written = together(archives)
        kept = sealed([part for parts in vault for part in parts])
        write_sitemap((*(p.url for p in site.ordinary if p.listed), *written.listed), settings.site_url, out)
        self.store.prune((*written.keys, *kept.keys, cover))
        forget_pictures(photos, settings.cache / "pictures")
        brakes.write(site.publication, settings.secret, out)
        guard(self.gate, site.public, out, settings.cache, settings.jobs, all_looked((written.looked, kept.looked)))
        return Filled(written.rendered, self.gate.unguarded)

    def _job(self, shells: Mapping[str, Shell]) -> Job:
        site = self.site
        return Job(
            pages=site.archives,
            shells=shells,
            materials=site.materials,
            site_url=site.settings.site_url,
            cover=site.cover,
            recipe=site.recipe,
            out=self.out,
            store=self.store,
            gate=self.gate,
        )

    def _vault(self, master: Master) -> Vault:
        site = self.site
        return Vault(
            master=master,
            archives=site.private,
            atlas=site.atlas,
            materials=site.materials,
            recipe=site.recipe,
            out=self.out,
            store=self.store,
            gate=self.gate,
        )
