"""The campaigns, each with its recap."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.recaps import Recap
from generator.model.words import Words
from generator.pages.atlas import Atlas
from generator.pages.common import base_context, index_pages, spoken_pages
from generator.pages.page import Page


def plan(atlas: Atlas) -> Iterator[Page]:
    recaps = tuple(
        sorted(atlas.public.campaigns.values(), key=lambda r: (r.campaign.start, r.campaign.id), reverse=True)
    )
    if not recaps:
        return
    yield from index_pages(
        atlas,
        "campaigns",
        "campaigns.html",
        lambda lang: (
            base_context(atlas, atlas.refs(lang, campaign=[r.campaign.id for r in recaps])) | {"recaps": recaps}
        ),
        title="campaigns",
        nav="campaigns",
    )
    for recap in recaps:
        yield from _recap(atlas, recap)


def newest_first(atlas: Atlas) -> tuple[Recap, ...]:
    recaps = atlas.public.campaigns.values()
    return tuple(sorted(recaps, key=lambda r: (r.campaign.start, r.campaign.id), reverse=True))


def _recap(atlas: Atlas, recap: Recap) -> Iterator[Page]:
    campaign = recap.campaign

    def context(lang: str, words: Words) -> dict[str, object]:
        refs = atlas.refs(
            lang,
            project=dict.fromkeys(
                [*campaign.projects, *(p for p, _, _ in recap.by_project), *(i.project for i in campaign.plan)]
            ),
            campaign=[recap.previous.campaign_id] if recap.previous else [],
            update=recap.update_ids,
        )
        return base_context(atlas, refs) | {"recap": recap, "words": words}

    yield from spoken_pages(
        atlas,
        campaign.words,
        lambda lang: atlas.url("campaign", campaign.id, lang),
        "recap.html",
        context,
        nav="campaigns",
        picture=campaign.picture,
    )
