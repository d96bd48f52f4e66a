"""All that rendering needs besides a page, gathered once: frames, developed pictures, addresses of content files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from generator.model.archives import Rings, RingYear
from generator.model.campaigns import Campaign
from generator.model.photo import Photo
from generator.model.projects import Project
from generator.model.public import Public
from generator.model.updates import Event, Update
from generator.model.words import Picture, TextPage
from generator.pages.atlas import Atlas
from generator.pages.home import frame
from generator.pages.page import Frame
from generator.render.catalog import Catalog
from generator.render.markdown import pictures_in

#: A record with a page of its own.
Shown: TypeAlias = Project | Campaign | Update | Event | TextPage


class Materials(Struct, frozen=True):
    """All that rendering needs besides a page.

    `page_urls`: address by (content file, language), such as ("projects/lunch.md", "en").
    """

    root: Path  # the site's folder
    themes: tuple[Path, ...]
    languages: tuple[str, ...]
    catalog: Catalog
    frames: Mapping[str, Frame]
    photos: Mapping[str, Photo]
    page_urls: Mapping[tuple[str, str], str]
    roots: tuple[str, ...]  # the folders of content as Sources name them, such as "content/"
    bytecode: Path | None = None  # where compiled templates are kept


def gather(
    atlas: Atlas,
    root: Path,
    themes: tuple[Path, ...],
    catalog: Catalog,
    photos: Mapping[str, Photo],
    roots: tuple[str, ...],
    bytecode: Path | None,
) -> Materials:
    """The materials of a site; `roots` are the folders of content as Sources name them, such as "content/"."""
    return Materials(
        root=root,
        themes=themes,
        languages=atlas.languages,
        catalog=catalog,
        frames={lang: frame(atlas, lang) for lang in atlas.languages},
        photos=photos,
        page_urls=_page_urls(atlas.public, atlas),
        roots=roots,
        bytecode=bytecode,
    )


def inside(file: str, roots: tuple[str, ...]) -> str:
    """A file as Sources name it, from the content folder that it lies in."""
    return next((file.removeprefix(root) for root in roots if file.startswith(root)), file)


def site_rings(public: Public) -> Rings:
    """The organisation's own rings: a year's width and marks from its updates, a leaf for each event."""
    years = [money.year for money in public.totals.fund.by_year] or [public.today.year]
    told = Counter(update.date.year for update in public.updates.values())
    held = Counter(event.date.year for event in public.events.values())
    most = max(told.values(), default=1)
    return Rings(
        seed=public.organisation.registration,
        years=tuple(RingYear(y, 30 + 70 * told[y] // most, told[y], 0, held[y]) for y in years),
    )


def pictures_of(public: Public, roots: tuple[str, ...]) -> tuple[str, ...]:
    """Every picture that a public record shows, by path from the content root."""
    projects = (view.project for view in public.projects.values())
    campaigns = (recap.campaign for recap in public.campaigns.values())
    records: tuple[Shown, ...] = (
        *projects,
        *campaigns,
        *public.updates.values(),
        *public.events.values(),
        *public.pages,
    )
    return pictures_shown(records, roots)


def pictures_shown(records: Iterable[Shown], roots: tuple[str, ...]) -> tuple[str, ...]:
    """Every picture that `records` show, in front matter or in their bodies, by path from the content root."""
    found: dict[str, None] = {}
    for record in records:
        shown: tuple[Picture | None, ...] = (getattr(record, "picture", None), *getattr(record, "pictures", ()))
        found.update({p.file: None for p in shown if p})
        for spoken in record.words.values():
            found.update(dict.fromkeys(pictures_in(spoken.body, inside(spoken.source.file, roots))))
    return tuple(sorted(found))


def _page_urls(public: Public, atlas: Atlas) -> dict[tuple[str, str], str]:
    """The address made from each content file, by language, so that a link between files becomes one between pages."""
    found: dict[tuple[str, str], str] = {}
    for lang in public.organisation.languages:
        for page in public.pages:
            found[f"{page.path or 'index'}.md", lang] = atlas.page(page, lang).url
        for id in public.projects:
            found[f"projects/{id}.md", lang] = atlas.ref("project", id, lang).url
        for id in public.campaigns:
            found[f"campaigns/{id}.md", lang] = atlas.ref("campaign", id, lang).url
        for id in public.updates:
            found[f"updates/{id}.md", lang] = atlas.ref("update", id, lang).url
        for id in public.events:
            found[f"events/{id}.md", lang] = atlas.ref("event", id, lang).url
    return found


def theme_digest(themes: tuple[Path, ...]) -> str:
    """All that the themes hold, as one hash: a page rendered with others is another page. Assets go by other names."""
    digest = hashlib.sha256()
    for theme in themes:
        for file in sorted(theme.rglob("*")):
            name = file.relative_to(theme).as_posix()
            if file.is_file() and not name.startswith("assets/"):
                digest.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()
