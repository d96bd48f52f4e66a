"""The monthly digests (每月小红花): a month's updates, flowers and newcomers on one page, in the main language."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.recaps import Digest
from generator.pages.atlas import Atlas
from generator.pages.common import base_context, index_pages
from generator.pages.page import Page


def plan(atlas: Atlas) -> Iterator[Page]:
    digests, lang, today = atlas.public.digests, atlas.main, atlas.public.today
    if not digests:
        return
    yield from index_pages(
        atlas,
        "digest",
        "digests.html",
        lambda lang: base_context(atlas) | {"digests": digests},
        title="digests",
        nav="updates",
        languages=[lang],
    )
    for place, digest in enumerate(digests):
        ref = atlas.digest(digest, lang)
        yield Page(
            url=ref.url,
            template="digest.html",
            language=lang,
            title=ref.title,
            description=_described(atlas, digest),
            context=base_context(atlas, atlas.refs(lang, update=digest.update_ids, event=digest.event_ids))
            | {
                "digest": digest,
                "unfinished": (digest.year, digest.month) == (today.year, today.month),
                "newer": atlas.digest(digests[place - 1], lang) if place else None,
                "older": atlas.digest(digests[place + 1], lang) if place + 1 < len(digests) else None,
            },
            picture=digest.picture,
            nav="updates",
        )


def _described(atlas: Atlas, digest: Digest) -> str:
    """What the month had, in a sentence that never says "0 letters"; where it had neither, what the page is about."""
    lang = atlas.main
    counts = (("updates", len(digest.update_ids)), ("flowers", sum(n for _, n in digest.flowers)))
    what = [atlas.say(lang, f"digests.{name}", count=count) for name, count in counts if count]
    key = "description.digest" if what else "description.digest.money"
    joined = atlas.say(lang, "list.gap").join(what)
    return atlas.say(lang, key, month=(digest.year, digest.month), what=joined)
