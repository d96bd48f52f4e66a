"""From settings to a site planned but not yet written: everything up to the first file.

records    content and private records, each knowing its file and line (records.py)
judge      every rule; all mistakes at once; errors stop the build (records.py)
derive     what the records imply: matches, allocations, years, medals, recaps, totals; where gifts are many, the
           figures that may be told are made in a process beside the checks
view       the one gate: what may be seen
plan       every page: address, template, context
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import pages, records
from generator.again import ANEW, Anew
from generator.beside import Beside, may_begin
from generator.derive import derive
from generator.issues import ContentError, Issue, Source, counted, errors
from generator.load.files import shown_path
from generator.model.archives import Rings
from generator.model.ledger import Ledger
from generator.model.photo import Photo
from generator.model.private import PrivateArchive
from generator.model.public import Public, Stories
from generator.pages.archives import opening_page
from generator.pages.atlas import Atlas
from generator.pages.page import Page
from generator.privacy import private_archives, private_donors
from generator.privacy.figures import Figures
from generator.privacy.secrets import secrets, shown_words
from generator.privacy.since import Covered
from generator.privacy.view import Showing, stories
from generator.render.catalog import Catalog
from generator.render.materials import Materials, gather, pictures_of, site_rings, theme_digest
from generator.settings import Settings
from generator.write import brakes, moved
from generator.write.extras import COVER
from generator.write.leaks import gate_of, keys_of
from generator.write.passed import Sought
from generator.write.photos import develop
from generator.write.store import key_of
from generator.write.unchanged import code_digest, installed

_MANY_GIFTS = 10_000
#: Hears what the build is doing.
Say = Callable[[str], None]


class Site(Struct, frozen=True):
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
    recipe: str  # hash of code, templates, messages and what is installed
    sought: Sought  # what must not be published
    publication: brakes.Publication  # to be compared with the next one
    beside: tuple[Issue, ...]  # what figures tell beside those published last


def prepare(settings: Settings, say: Say = lambda _: None, do: Anew = ANEW) -> Site:
    """Everything up to the first file written. What takes long and has nothing to do with words is left to `do`."""
    say("reading content")
    read = records.read(settings, do)
    ledger, wordless, today = read.ledger, read.wordless, read.today
    say("deriving")
    insights = do(derive, wordless, today, read.booking)
    how = (settings.secret, today, settings.small_cells, settings.by_month, settings.bands)
    showing = do(Showing, wordless, insights, *how)
    apart = _worth_a_process(settings, ledger)
    with Beside(lambda: do(_told, showing, settings.secret), apart=apart) as told:
        issues = records.judge(settings, read, do)
        if errors(issues):
            raise ContentError(issues)
        said = stories(ledger, today)
        sought = _sought(settings, showing, read, said, do)
        degrees = do(brakes.degrees, wordless, settings.secret, today)
        private = private_archives(ledger, insights, settings.secret, today) if settings.master else ()
        unsealed = _unsealed(settings, len(do(private_donors, wordless, insights, today)))
        if apart:
            showing.pack()
        figures, covered = told.result()
    public = showing.public(figures, said)
    catalog = Catalog(settings.themes, public.organisation.languages, settings.root)
    atlas = Atlas(public, catalog.say)
    ordinary = (*pages.plan(atlas), *([opening_page(atlas)] if settings.master else []))
    archives = pages.ARCHIVES(atlas)
    publication = brakes.publication(
        degrees,
        settings,
        today,
        do(Covered.told, covered),
        pages=len(ordinary) + len(archives),
        archives=len(archives),
        sealed=len(private),
    )
    last = brakes.brake(publication, settings)
    beside = moved.look(last, publication, covered, settings)
    say("developing pictures")
    roots = tuple(shown_path(folder, settings.root) + "/" for folder in records.folders(settings))
    photos = _photos(pictures_of(public, roots), settings)
    materials = gather(atlas, settings.root, settings.themes, catalog, photos, roots, _bytecode(settings))
    return Site(
        settings=settings,
        public=public,
        ordinary=ordinary,
        archives=archives,
        private=private,
        atlas=atlas,
        materials=materials,
        warnings=tuple(sorted({*issues, *unsealed})),
        cover=COVER,
        rings=site_rings(public),
        recipe=key_of(code_digest(), theme_digest(settings.themes), *installed()),
        sought=sought,
        publication=publication,
        beside=beside,
    )


def _sought(settings: Settings, showing: Showing, read: records.Records, told: Stories, do: Anew) -> Sought:
    """The leak gate, with its automaton made: once for all processes, and while the figures are on their way."""
    to_hide = do(secrets, read.wordless, read.today, settings.bands)
    said = do(shown_words, read.wordless, showing.identities)
    gate = gate_of(to_hide, told, said, settings.themes, keys_of(settings), do)
    _ = gate.automaton
    return do(Sought, gate, settings.secret)


def _told(showing: Showing, secret: str) -> tuple[Figures, Covered]:
    """The figures, and what they cover of hidden gifts, marked: the gifts themselves would be long on their way."""
    seen = showing.figures()
    return replace(seen, hidden=None), Covered(seen.hidden, secret)


def _worth_a_process(settings: Settings, ledger: Ledger) -> bool:
    """Whether figures take so long that they are made beside the judging of records."""
    return settings.jobs > 1 and len(ledger.gifts) >= _MANY_GIFTS and may_begin()


def _photos(pictures: Iterable[str], settings: Settings) -> Mapping[str, Photo]:
    """The pictures developed, each from the content folder that it lies in."""
    photos: dict[str, Photo] = {}
    for folder, there in records.pictures_by_folder(pictures, settings):
        photos.update(develop(there, folder, settings.cache / "pictures", settings.jobs))
    return photos


def _unsealed(settings: Settings, donors: int) -> tuple[Issue, ...]:
    """What to say where private donors go without their archives."""
    if settings.master or not donors:
        return ()
    how = "run `nianlun keys new` and set NIANLUN_MASTER (README, Private archives)"
    whose = counted(donors, "private donor")
    message = f"the archives of {whose} are left out, since there is no key to seal them; {how}"
    return (Issue(Source(settings.config_file.name), "", message, "warning"),)


def _bytecode(settings: Settings) -> Path | None:
    return settings.cache / "templates" if settings.use_cache else None
