"""From content to a published site: the whole walk.

prepare    reads content, checks it, derives what it implies, lets through what may be seen, plans every page (site.py)
front      renders ordinary pages, and the empty shell of an archive first of all (MkDocs + Material)
filling    archives filled into the shell meanwhile, from the store where nothing changed; pictures, sitemap; the search
           for anything private (filling.py)
staged     all of it beside the published site, then swapped in whole
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.again import ANEW, Again, Anew
from generator.issues import Issue
from generator.settings import Settings
from generator.write.swap import staged, sweep
from generator.write.unchanged import Standing, inputs, recall, remember

if TYPE_CHECKING:  # most of a second to import, which a site that stands need not wait for
    from generator.filling import Filling
    from generator.ondemand import OnDemand
    from generator.render.shell import Shell
    from generator.site import Say, Site


#: So many objects are made between two looks of the cycle collector.
_MADE = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `rendered`: addresses of archives that were rendered, not taken from the store."""

    pages: int
    archives: int
    rendered: tuple[str, ...]
    seconds: float
    warnings: tuple[Issue, ...]
    unguarded: int = 0  # private names that the leak gate cannot tell from words of the site


#: Renders a site's ordinary pages into a folder; hands over the shell of each language as soon as it has them.
Front = Callable[["Site", Path, Callable[[Mapping[str, "Shell"]], None]], None]


def build(settings: Settings, front: Front, say: Say = lambda _: None) -> Report:
    """Build the site into `settings.out`, whole or not at all. ContentError with every issue when content is wrong."""
    started = time.monotonic()
    key = inputs(settings)
    stands = recall(settings, key)
    if stands:
        sweep(settings.out)
        seconds = time.monotonic() - started
        return Report(stands.pages, stands.archives, (), seconds, stands.warnings, stands.unguarded)
    with records_kept():
        report, filling, listing = _build(settings, front, say, started)
    site = filling.site
    zone = site.public.organisation.time_zone
    # what it told beside the site before it is no news of the site that stands
    told = Standing(report.pages, report.archives, report.unguarded, site.warnings, site.public.today, zone)
    remember(settings, key, told, listing)
    return report


def preview(settings: Settings, front: Front, again: Again) -> tuple[Report, OnDemand]:
    """Build the site without its archives into `settings.out`, and what makes an archive when a reader asks for it.

    `again`: what the last preview worked out.
    """
    from generator.ondemand import OnDemand

    started = time.monotonic()
    with records_kept():
        report, filling, _ = _build(settings, front, lambda _: None, started, again, on_demand=True)
    return report, OnDemand(filling, settings.out)


def _build(
    settings: Settings, front: Front, say: Say, started: float, do: Anew = ANEW, on_demand: bool = False
) -> tuple[Report, Filling, str]:
    """The last of these is the listing of what was published."""
    from generator.site import prepare

    site = prepare(settings, say, do)
    from generator.filling import Filling  # not before: while figures are made, there is most in memory

    gc.freeze()  # the records stay to the end: neither this process nor a worker shall walk through them again
    gc.enable()
    say(f"rendering {len(site.ordinary)} pages and {len(site.archives)} archives")
    with staged(settings.out) as stage, Filling(site, stage, on_demand) as filling:
        front(site, stage, filling.begin)
        filled = filling.finish()
    report = Report(
        pages=len(site.ordinary),
        archives=len(site.archives),
        rendered=filled.rendered,
        seconds=time.monotonic() - started,
        warnings=tuple(sorted({*site.warnings, *site.beside})),
        unguarded=filled.unguarded,
    )
    return report, filling, filled.listing


@contextmanager
def records_kept() -> Iterator[None]:
    """Without the cycle collector until there is something to collect: it would look through all records each time.

    And with few looks then, since rendering leaves hardly any cycles behind.
    """
    was_on, often = gc.isenabled(), gc.get_threshold()
    gc.disable()
    gc.set_threshold(_MADE)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()
        if was_on:
            gc.enable()
