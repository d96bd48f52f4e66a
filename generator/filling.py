"""Writes what the front does not: archives, open and sealed, pictures, sitemap; then searches for anything private.

Archives are filled by worker processes while the front renders the ordinary pages, as soon as it has made the shells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.beside import Beside, may_begin
from generator.master import Master
from generator.pages.archives import TEMPLATE
from generator.render.shell import Shell
from generator.site import Site
from generator.stops import unbroken
from generator.write import brakes
from generator.write.archives import Job, archives_row, together
from generator.write.extras import cover_key, write_cover, write_pictures, write_sitemap
from generator.write.fingerprint import digest_of
from generator.write.known import Known
from generator.write.leaks import all_looked, guard
from generator.write.passed import Passed
from generator.write.photos import prune as forget_pictures
from generator.write.store import Store, key_of
from generator.write.vault import Sealed, Vault, sealed, sealer, vault_row
from generator.write.workers import Crew, Row, Work


class Filled(Struct, frozen=True):
    """Addresses of the archives `rendered` anew; `unguarded`: private names that the leak gate cannot look for;
    `listing`: of all files of the site."""

    rendered: tuple[str, ...]
    unguarded: int
    listing: str


class Filling:
    """Fills `site` into `out`. Used as a context: whatever happens, no process goes on after it."""

    def __init__(self, site: Site, out: Path, on_demand: bool = False) -> None:
        """`on_demand`: leave the archives to `makers`."""
        self.site, self.out, self.on_demand = site, out, on_demand
        self.store = Store(site.settings.cache / "pages" if site.settings.use_cache else None)
        self.crew: Crew | None = None
        self.cover: Beside[None] | None = None
        self.gate = site.sought.gate
        self.known: Known | None = None
        self.passed: Passed | None = None

    def __enter__(self) -> Filling:
        return self

    def __exit__(self, *_: object) -> None:
        if self.crew:
            self.crew.__exit__()
        if self.cover:
            self.cover.end()

    def begin(self, shells: Mapping[str, Shell]) -> None:
        """Let the workers begin; `shells` by language."""
        self.shells, settings = shells, self.site.settings
        self.common = self._common()
        if settings.use_cache:
            self.known = self._known()
            self.passed = Passed(Store(settings.cache / "passed"), self.site.recipe, self.site.sought)
        rows: list[Row] = []
        if not self.on_demand:
            rows.append(archives_row(self._job(self.out), [TEMPLATE]))
            if settings.master:
                rows.append(vault_row(self._vault(settings.master, self.out)))
        with unbroken():  # or what had begun would be nobody's to end, and go on writing
            self.crew = Crew(rows, settings.jobs)
            self.cover = self._cover()

    def finish(self) -> Filled:
        """Wait for the workers and write the rest. ContentError if anything private shows."""
        assert self.crew and self.cover
        site, settings, out = self.site, self.site.settings, self.out
        photos = site.materials.photos.values()
        write_pictures(photos, out)
        self.cover.result()
        parts = [*self.crew.results(), [], []]
        written, kept = together(parts[0]), sealed(parts[1])
        write_sitemap((*(p.url for p in site.ordinary if p.listed), *written.listed), settings.site_url, out)
        if not self.on_demand:
            self.store.prune((*written.keys, *kept.keys, cover_key(site.rings, site.recipe)))
            forget_pictures(photos, settings.cache / "pictures")
        brakes.write(site.publication, settings.secret, out)
        looked = all_looked((written.looked, kept.looked))
        listing = guard(self.gate, site.public, out, settings.cache, settings.jobs, looked, self.passed)
        if self.known and not self.on_demand:
            self.known.remember(written.places)
        return Filled(written.rendered, self.gate.unguarded, listing)

    def makers(self, out: Path) -> tuple[Work, Callable[[str], Sealed] | None]:
        """What writes archives into `out` by number, and sealed ones by locator."""
        start, _ = archives_row(self._job(out), [TEMPLATE])
        master = self.site.settings.master
        return start(), sealer(self._vault(master, out)) if master else None

    def _cover(self) -> Beside[None]:
        """The cover, drawn where what the drawing takes is given back: it is as much as a third of all else."""
        site, store, out = self.site, self.store, self.out
        drawn = store.get(cover_key(site.rings, site.recipe)) is not None
        apart = site.settings.jobs > 1 and not drawn and may_begin()
        return Beside(lambda: write_cover(site.rings, site.recipe, store, out), apart=apart)

    def _job(self, out: Path) -> Job:
        site = self.site
        return Job(
            pages=site.archives,
            inputs=site.public.archive_inputs,
            known=self.known,
            shells=self.shells,
            materials=site.materials,
            site_url=site.settings.site_url,
            cover=site.cover,
            common=self.common,
            out=out,
            store=self.store,
            gate=self.gate,
        )

    def _common(self) -> dict[str, str]:
        """What all archives of a language are made with, as one hash."""
        site, frames = self.site, self.site.materials.frames
        return {
            lang: key_of(site.recipe, site.settings.site_url, site.cover, repr(shell), repr(frames[lang]))
            for lang, shell in self.shells.items()
        }

    def _known(self) -> Known:
        """What the last build knew of archives, where all that they have in common is as it was."""
        site, public = self.site, self.site.public
        told = (
            public.today,
            public.organisation,
            [view.project for view in public.projects.values()],
            [recap.campaign for recap in public.campaigns.values()],
            list(public.updates.values()),
            list(public.events.values()),
            sorted(site.materials.photos.items()),
        )
        shared = key_of(digest_of(told), *(self.common[lang] for lang in sorted(self.common)))
        return Known(Store(site.settings.cache / "known"), shared, site.sought)

    def _vault(self, master: Master, out: Path) -> Vault:
        site = self.site
        return Vault(
            master=master,
            archives=site.private,
            atlas=site.atlas,
            materials=site.materials,
            recipe=site.recipe,
            out=out,
            store=self.store,
            gate=self.gate,
        )
