"""The front page, in every language of the site, and the frame that all pages of a language share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.derive.views import CARDS_AT_HOME
from generator.model.recaps import Recap
from generator.model.words import Picture, Words
from generator.pages.atlas import Atlas
from generator.pages.common import base_context
from generator.pages.page import Frame, NavItem, Page


def plan(atlas: Atlas) -> Iterator[Page]:
    public = atlas.public
    front = next((p for p in public.pages if p.path == ""), None)
    alternates = tuple((lang, atlas.home(lang)) for lang in atlas.languages)
    newest = sorted(public.updates.values(), key=lambda u: (u.date, u.id), reverse=True)
    story = next((u for u in newest if u.pictures), None)
    campaign = current_campaign(public.campaigns.values())
    roots = tuple(view for view in public.projects.values() if view.project.parent is None)
    picture: Picture | None = story.pictures[0] if story else None
    for lang in atlas.languages:
        words: Words | None = atlas.spoken(front.words, lang)[0] if front else None
        refs = atlas.refs(
            lang,
            project=public.projects,
            campaign=[campaign.campaign.id] if campaign else [],
            update=[story.id] if story else [],
        )
        context = base_context(atlas, refs) | {
            "words": words,
            "totals": public.totals,
            "projects": roots,
            "campaign": campaign,
            "latest": atlas.updates([u.id for u in newest[:CARDS_AT_HOME]], lang),
            "digest": atlas.digest(public.digests[0], lang) if public.digests else None,
            "story": story,
        }
        site = public.organisation
        yield Page(
            url=atlas.home(lang),
            template="home.html",
            language=lang,
            title=site.name.get(lang),
            description=(words.summary if words and words.summary else site.tagline.get(lang)),
            context=context,
            alternates=alternates,
            picture=picture,
        )


def current_campaign(campaigns: Iterable[Recap]) -> Recap | None:
    """The running campaign that ends first; else the one that ended last."""
    recaps = list(campaigns)
    running = sorted((r for r in recaps if r.phase == "running"), key=lambda r: r.campaign.end)
    ended = sorted((r for r in recaps if r.phase == "ended"), key=lambda r: r.campaign.end)
    return running[0] if running else ended[-1] if ended else None


def frame(atlas: Atlas, language: str) -> Frame:
    """The navigation and names of one language; sections without any content are left out."""
    public, site = atlas.public, atlas.public.organisation
    sections = (
        ("projects", bool(public.projects)),
        ("updates", bool(public.updates)),
        ("campaigns", bool(public.campaigns)),
        ("donors", public.totals.fund.donors != 0),
        ("transparency", True),
    )
    nav = [
        NavItem(name, atlas.say(language, f"nav.{name}"), atlas.index(name, language))
        for name, there in sections
        if there
    ]
    pages = [atlas.page(p, language) for p in public.pages if p.path]
    nav += [NavItem(ref.id, ref.title, ref.url) for ref in pages if ref.id == "about"]
    footer = [NavItem(ref.id, ref.title, ref.url) for ref in pages if ref.id != "about"]
    if public.digests:
        footer.insert(0, NavItem("digest", atlas.say(language, "nav.digest"), atlas.index("digest", atlas.main)))
    if public.events:
        footer.insert(0, NavItem("events", atlas.say(language, "nav.events"), atlas.index("events", language)))
    return Frame(
        language=language,
        site_name=site.name.get(language),
        tagline=site.tagline.get(language),
        sample=site.sample,
        nav=tuple(nav),
        home=atlas.home(language),
        search=atlas.index("search", language),
        footer=tuple(footer),
    )
