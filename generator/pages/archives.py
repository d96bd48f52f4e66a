"""A growth archive (公益成长档案) for each donor who agreed to one, filled into the shell and kept out of search.

A private donor's archive is the same page, and one page opens them all (see write/vault.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from generator.model.archives import Archive
from generator.model.lazy import Lazy
from generator.model.private import PrivateArchive
from generator.pages.atlas import Atlas
from generator.pages.common import base_context
from generator.pages.page import Page, Ref, RefKind

#: What an archive is rendered with.
TEMPLATE = "archive.html"
#: Where private archives are opened, and so where links in them start.
OPENED_AT = "a/"
#: What the opening page may have to say, `open.NAME` in the catalogs.
OPENING_WORDS = (
    "title",
    "opening",
    "empty",
    "broken",
    "gone",
    "damaged",
    "offline",
    "old",
    "insecure",
    "again",
    "noscript",
    "help",
)


def plan(atlas: Atlas) -> Sequence[Page]:
    """A page for each archive, planned when it is asked for."""
    ref = cache(atlas.ref)

    def page(archive: Archive) -> Page:
        assert not archive.private
        return _page(atlas, archive, f"d/{archive.key}/", ref)

    return Lazy(atlas.public.archives, page)


def sealed_pages(atlas: Atlas) -> Callable[[PrivateArchive], Page]:
    """Plans a private donor's archive as it reads at the opening page; only the vault asks for it."""
    ref = cache(atlas.ref)
    return lambda own: _page(atlas, own.archive, OPENED_AT, ref)


def opening_page(atlas: Atlas) -> Page:
    """The page that opens private archives: the same for everyone, in every language of the site at once."""
    lang = atlas.main
    said = {code: {name: atlas.say(code, f"open.{name}") for name in OPENING_WORDS} for code in atlas.languages}
    return Page(
        url=OPENED_AT,
        template="open.html",
        language=lang,
        title=atlas.say(lang, "title.open"),
        description=atlas.say(lang, "description.open", site=atlas.public.organisation.name.get(lang)),
        context=base_context(atlas) | {"said": tuple(said.items())},
        listed=False,
        searchable=False,
    )


def _page(atlas: Atlas, archive: Archive, url: str, ref: Callable[[RefKind, str, str], Ref]) -> Page:
    """The archive's page. A private one has no name in its title, which a browser's history keeps."""
    lang = archive.language if archive.language in atlas.languages else atlas.main
    refs = {f"{kind}/{id}": ref(kind, id, lang) for kind, ids in _mentioned(archive) for id in ids if id}
    told = [refs[f"update/{id}"] for id in archive.update_ids]
    latest = next((r for r in told if r.picture), told[0] if told else None)
    return Page(
        url=url,
        template=TEMPLATE,
        language=lang,
        title=atlas.say(lang, "archive.kind" if archive.private else "title.archive", name=archive.name),
        description=atlas.say(
            lang, "description.archive", name=archive.name, year=archive.since.year, count=archive.years_together
        ),
        context=base_context(atlas, refs) | {"archive": archive, "latest": latest},
        picture=latest.picture if latest else None,
        nav="donors",
        listed=not archive.pseudonymous,
        searchable=False,
        in_shell=True,
    )


def _mentioned(archive: Archive) -> tuple[tuple[RefKind, Iterable[str | None]], ...]:
    """What an archive speaks of, each once and in a fixed order, by kind; None where it speaks of nothing."""
    updates = dict.fromkeys(archive.update_ids)
    projects: dict[str | None, None] = dict.fromkeys([share.project_id for share in archive.shares])
    campaigns: dict[str | None, None] = {}
    events: dict[str | None, None] = {}
    for trace in archive.traces:
        projects[trace.project_id] = campaigns[trace.campaign_id] = None
        for part in trace.parts:
            projects[part.project_id] = None
    for year in archive.years:
        for entry in year.entries:
            projects[entry.project_id] = campaigns[entry.campaign_id] = events[entry.event_id] = None
    return ("update", updates), ("project", projects), ("campaign", campaigns), ("event", events)
