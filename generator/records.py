"""From settings to the records, and everything that is wrong with them: all that `nianlun check` needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.again import ANEW, Anew
from generator.check import check
from generator.derive.allocation import Booking, allocate
from generator.issues import ContentError, Issue, Source
from generator.load import load
from generator.load.files import placed, shown_path
from generator.load.packs import Packs
from generator.load.schema.fields import Terms
from generator.load.tracked import tracked_records
from generator.model.ledger import Ledger
from generator.render.review import review
from generator.settings import Settings
from generator.write.store import Store
from generator.write.unchanged import code_digest


class Records(Struct, frozen=True):
    """The records as read and `misread`, and the allocations of the day, which both rules and pages are made of.

    `wordless`: the ledger without what pages say.
    """

    ledger: Ledger
    wordless: Ledger
    misread: tuple[Issue, ...]
    today: date
    booking: Booking


def read(settings: Settings, do: Anew = ANEW) -> Records:
    ledger, issues = load(settings.content, settings.private, settings.root, _packing(settings, do), settings.jobs)
    wordless = ledger.wordless()
    today = settings.today or datetime.now(ZoneInfo(ledger.organisation.time_zone)).date()
    return Records(ledger, wordless, tuple(issues), today, do(allocate, wordless, today))


def judge(settings: Settings, records: Records, do: Anew = ANEW) -> tuple[Issue, ...]:
    """Everything that is wrong with the records."""
    ledger, today, lie_in = records.ledger, records.today, folders(settings)
    found = {*records.misread, *check(ledger, today, records.booking, do), *_demonstration(settings, ledger)}
    found |= {*review(ledger, lie_in, settings.root, today), *tracked_records(ledger, lie_in, settings.root)}
    return tuple(sorted(found))


def inspect(settings: Settings) -> tuple[Ledger, tuple[Issue, ...], date]:
    """The records, everything that is wrong with them, and the day on which that was judged."""
    records = read(settings)
    found = {*judge(settings, records), *_refused_pictures(settings, records.ledger)}
    found |= set(_wrong_messages(settings, records.ledger))
    return records.ledger, tuple(sorted(found)), records.today


def pictures_by_folder(pictures: Iterable[str], settings: Settings) -> tuple[tuple[Path, tuple[str, ...]], ...]:
    """The folder of content that holds each of `pictures` (the first, where none does), with those that lie there."""
    content, private = settings.content, settings.private
    every = tuple(pictures)
    if not private:
        return ((content, every),)
    personal = {p for p in every if not placed(content, p).is_file() and placed(private, p).is_file()}
    return (content, tuple(p for p in every if p not in personal)), (private, tuple(sorted(personal)))


def _refused_pictures(settings: Settings, ledger: Ledger) -> Iterator[Issue]:
    """Pictures that a build would refuse. It finds out as it develops them, so only a mere check looks here."""
    from generator.render.materials import pictures_shown
    from generator.write.photos import refused

    roots = tuple(shown_path(folder, settings.root) + "/" for folder in folders(settings))
    kinds = (ledger.projects, ledger.campaigns, ledger.updates, ledger.events)
    shown = pictures_shown((*(record for kind in kinds for record in kind.values()), *ledger.pages), roots)
    for folder, there in pictures_by_folder(shown, settings):
        yield from refused(there, folder, settings.cache / "pictures")


def _wrong_messages(settings: Settings, ledger: Ledger) -> tuple[Issue, ...]:
    """What a build would find wrong with the catalogs of messages."""
    from generator.render.catalog import Catalog

    try:
        Catalog(settings.themes, ledger.organisation.languages, settings.root)
    except ContentError as wrong:
        return wrong.issues
    return ()


def folders(settings: Settings) -> tuple[Path, ...]:
    """Where records lie: the content, and the personal records where there are any."""
    return tuple(folder for folder in (settings.content, settings.private) if folder)


def _packing(settings: Settings, do: Anew) -> Callable[[Terms], Packs] | None:
    """Where donor files that were read are kept, if anything is."""
    if not settings.use_cache:
        return None
    return partial(Packs, Store(settings.cache / "donors"), settings.secret, code_digest(), held=do.held)


def _demonstration(settings: Settings, ledger: Ledger) -> tuple[Issue, ...]:
    """The demonstration key opens every archive for everybody, so it may seal nothing but the sample."""
    if not settings.master or not settings.master.demonstration or ledger.organisation.sample:
        return ()
    message = "is the key of the sample, which everybody knows; take it out and run `nianlun keys new` for your own"
    return (Issue(Source(settings.config_file.name), "plugins.nianlun.demonstration_master", message),)
