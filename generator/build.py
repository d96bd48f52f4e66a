"""From content to a published site: the whole walk.

load       content and private records, each knowing its file and line
check      every rule; all mistakes at once; errors stop the build
derive     what the records imply: matches, allocations, years, medals, recaps, totals
view       the one gate: what may be seen
plan       every page: address, template, context
front      renders ordinary pages and an empty shell (MkDocs + Material)
publish    fills the archives into the shell, from the store where nothing changed
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from generator import pages
from generator.check import check
from generator.derive import derive
from generator.issues import ContentError, Issue, Source, errors
from generator.load import load
from generator.load.files import shown_path
from generator.load.tracked import tracked_records
from generator.master import Master
from generator.model.ledger import Ledger
from generator.model.photo import Photo
from generator.model.private import PrivateArchive
from generator.model.public import Public, Rings
from generator.pages.archives import opening_page
from generator.pages.atlas import Atlas
from generator.pages.page import Page
from generator.privacy import private_archives, private_donors, public_view
from generator.privacy.secrets import Secret, secrets
from generator.render.catalog import Catalog
from generator.render.materials import Materials, gather, pictures_of, site_rings, theme_digest
from generator.render.review import review
from generator.render.shell import Shell
from generator.settings import Settings
from generator.write import brakes
from generator.write.archives import Job, Written, write_archives
from generator.write.extras import COVER, write_cover, write_pictures, write_sitemap
from generator.write.leaks import gate_of, guard
from generator.write.photos import develop
from generator.write.photos import prune as forget_pictures
from generator.write.store import Store
from generator.write.swap import staged, sweep
from generator.write.unchanged import Standing, inputs, recall, remember
from generator.write.vault import Sealed, Vault, write_vault


@dataclass(frozen=True, slots=True)
class Site:
    """A site planned but not yet written."""

    settings: Settings
    public: Public
    ordinary: tuple[Page, ...]
    archives: Sequence[Page]  # planned when they are asked for
    private: tuple[PrivateArchive, ...]  # for the vault alone; none without a key to seal them
    atlas: Atlas
    materials: Materials
    warnings: tuple[Issue, ...]
    cover: str  # address of the preview for pages without a picture
    rings: Rings  # what the cover shows
    recipe: str  # hash of code, templates and messages
    secrets: tuple[Secret, ...]  # for the leak gate alone
    publication: brakes.Publication  # to be compared with the next one


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `rendered`: addresses of archives that were rendered, not taken from the store."""

    pages: int
    archives: int
    rendered: tuple[str, ...]
    seconds: float
    warnings: tuple[Issue, ...]
    unguarded: int = 0  # private names that the leak gate cannot tell from words of the site


#: Renders a site's ordinary pages into a folder and gives back the shell of each language.
Front = Callable[[Site, Path], Mapping[str, Shell]]
#: Hears what the build is doing.
Say = Callable[[str], None]


def build(settings: Settings, front: Front, say: Say = lambda _: None) -> Report:
    """Build the site into `settings.out`, whole or not at all. ContentError with every issue when content is wrong."""
    started = time.monotonic()
    key = inputs(settings, (_code_digest(), *(f"{p.__module__}.{p.__qualname__}" for p in pages.PLANNERS)))
    stands = recall(settings, key)
    if stands:
        sweep(settings.out)
        seconds = time.monotonic() - started
        return Report(stands.pages, stands.archives, (), seconds, stands.warnings, stands.unguarded)
    with _records_kept():
        report, public = _build(settings, front, say, started)
    zone = public.organisation.time_zone
    told = Standing(report.pages, report.archives, report.unguarded, report.warnings, public.today, zone)
    remember(settings, key, told)
    return report


def _build(settings: Settings, front: Front, say: Say, started: float) -> tuple[Report, Public]:
    site = prepare(settings, say)
    gc.freeze()  # the records stay to the end: neither this process nor a worker shall walk through them again
    gc.enable()
    with staged(settings.out) as stage:
        say(f"rendering {len(site.ordinary)} pages")
        shells = front(site, stage)
        say(f"filling {len(site.archives)} archives")
        written = publish(site, shells, stage)
    brakes.remember(site.publication, settings.out, settings.cache)
    report = Report(
        pages=len(site.ordinary),
        archives=len(site.archives),
        rendered=written.rendered,
        seconds=time.monotonic() - started,
        warnings=site.warnings,
        unguarded=written.unguarded,
    )
    return report, site.public


@contextmanager
def _records_kept() -> Iterator[None]:
    """Without the cycle collector until there is something to collect: it would look through all records each time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def inspect(settings: Settings) -> tuple[Ledger, tuple[Issue, ...], date]:
    """The records, everything that is wrong with them, and the day on which that was judged."""
    ledger, issues = load(settings.content, settings.private, settings.root)
    today = settings.today or datetime.now(ZoneInfo(ledger.organisation.time_zone)).date()
    folders = _folders(settings)
    found = {*issues, *check(ledger, today), *_demonstration(settings, ledger)}
    found |= {*review(ledger, folders, settings.root, today), *tracked_records(ledger, folders, settings.root)}
    return ledger, tuple(sorted(found)), today


def _folders(settings: Settings) -> tuple[Path, ...]:
    """Where records lie: the content, and the personal records where there are any."""
    return tuple(folder for folder in (settings.content, settings.private) if folder)


def prepare(settings: Settings, say: Say = lambda _: None) -> Site:
    """Everything up to the first file written."""
    say("reading content")
    ledger, issues, today = inspect(settings)
    if errors(issues):
        raise ContentError(issues)
    say("deriving")
    insights = derive(ledger, today)
    public = public_view(ledger, insights, settings.secret, today, settings.small_cells)
    private = private_archives(ledger, insights, settings.secret, today) if settings.master else ()
    atlas = Atlas(public, Catalog(settings.themes, public.organisation.languages).say)
    ordinary = (*pages.plan(atlas), *([opening_page(atlas)] if settings.master else []))
    archives = pages.ARCHIVES(atlas)
    publication = brakes.publication(ledger, len(ordinary) + len(archives), settings.secret, today)
    brakes.brake(publication, settings.out, settings.cache, settings.accept)
    say("developing pictures")
    roots = tuple(shown_path(folder, settings.root) + "/" for folder in _folders(settings))
    photos = _photos(pictures_of(public, roots), settings)
    materials = gather(atlas, settings.themes, photos, roots, _bytecode(settings))
    return Site(
        settings=settings,
        public=public,
        ordinary=ordinary,
        archives=archives,
        private=private,
        atlas=atlas,
        materials=materials,
        warnings=tuple(sorted({*issues, *_unsealed(settings, len(private_donors(ledger, insights, today)))})),
        cover=COVER,
        rings=site_rings(public),
        recipe=_code_digest() + theme_digest(settings.themes),
        secrets=secrets(ledger, today),
        publication=publication,
    )


def _photos(pictures: Iterable[str], settings: Settings) -> Mapping[str, Photo]:
    """The pictures developed, each from the content folder that it lies in."""
    content, private, store = settings.content, settings.private, settings.cache / "pictures"
    personal = {p for p in pictures if private and (private / p).is_file() and not (content / p).is_file()}
    photos = develop((p for p in pictures if p not in personal), content, store, settings.jobs)
    return photos if not private else {**photos, **develop(personal, private, store, settings.jobs)}


def _demonstration(settings: Settings, ledger: Ledger) -> tuple[Issue, ...]:
    """The demonstration key opens every archive for everybody, so it may seal nothing but the sample."""
    if not settings.master or not settings.master.demonstration or ledger.organisation.sample:
        return ()
    message = "is the key of the sample, which everybody knows; take it out and run `nianlun keys new` for your own"
    return (Issue(Source(settings.config_file.name), "plugins.nianlun.demonstration_master", message),)


def _unsealed(settings: Settings, donors: int) -> tuple[Issue, ...]:
    """What to say where private donors go without their archives."""
    if settings.master or not donors:
        return ()
    how = "run `nianlun keys new` and set NIANLUN_MASTER (README, Private archives)"
    whose = "1 private donor" if donors == 1 else f"{donors:,} private donors"
    message = f"the archives of {whose} are left out, since there is no key to seal them; {how}"
    return (Issue(Source(settings.config_file.name), "", message, "warning"),)


def _bytecode(settings: Settings) -> Path | None:
    return settings.cache / "templates" if settings.use_cache else None


def publish(site: Site, shells: Mapping[str, Shell], out: Path) -> Written:
    """Write into `out` what the front did not: archives, pictures, sitemap. ContentError if anything private shows."""
    settings = site.settings
    store = Store(settings.cache / "pages" if settings.use_cache else None)
    job = Job(
        pages=site.archives,
        shells=shells,
        materials=site.materials,
        site_url=settings.site_url,
        cover=site.cover,
        recipe=site.recipe,
        out=out,
        store=store,
    )
    written = write_archives(job, settings.jobs)
    sealed = write_vault(_vault(site, settings.master, out, store), settings.jobs) if settings.master else Sealed()
    write_pictures(site.materials.photos.values(), out)
    write_sitemap((*site.ordinary, *site.archives), settings.site_url, out)
    cover = write_cover(site.rings, site.recipe, store, out)
    store.prune((*written.keys, *sealed.keys, cover))
    forget_pictures(site.materials.photos.values(), settings.cache / "pictures")
    gate = gate_of(site.secrets, site.public, settings.themes)
    guard(gate, site.public, out, settings.cache, settings.jobs)
    return replace(written, unguarded=gate.unguarded)


def _vault(site: Site, master: Master, out: Path, store: Store) -> Vault:
    return Vault(
        master=master,
        archives=site.private,
        atlas=site.atlas,
        materials=site.materials,
        recipe=site.recipe,
        out=out,
        store=store,
    )


@cache
def _code_digest() -> str:
    """Nianlun's own source as one hash: a page made by other code is another page."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
