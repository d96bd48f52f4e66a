"""The donor wall: who walks along, by years together and never by money, some hundred marks a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from generator.pages.atlas import Atlas
from generator.pages.common import base_context
from generator.pages.page import Page

A_PAGE = 240
BESIDE = 3  # pages before and after one that it leads to


def plan(atlas: Atlas) -> Iterator[Page]:
    public = atlas.public
    donors, entries = public.totals.fund.donors, public.wall.entries
    if donors == 0:
        return
    # a page knows its own entries, and only the first the sums: any other changes where its own donors do
    sums = replace(public.wall, entries=())
    count = max(1, -(-len(entries) // A_PAGE))
    site = public.organisation.name
    for number in range(1, count + 1):
        shown = entries[(number - 1) * A_PAGE : number * A_PAGE]
        alternates = tuple((lang, _url(atlas, lang, number)) for lang in atlas.languages)
        for lang in atlas.languages:
            yield Page(
                url=_url(atlas, lang, number),
                template="wall.html",
                language=lang,
                title=atlas.say(lang, "title.donors"),
                description=atlas.say(
                    lang, "description.donors", site=site.get(lang), count=len(entries) if donors is None else donors
                ),
                context=base_context(atlas)
                | {
                    "wall": sums if number == 1 else None,
                    "totals": public.totals if number == 1 else None,
                    "donors": donors,
                    "shown": len(entries),
                    "entries": shown,
                    "number": number,
                    "pages": tuple((n, _url(atlas, lang, n) if n else "") for n in _near(number, count)),
                },
                alternates=alternates,
                nav="donors",
                searchable=False,  # names are found on their own pages, by those who have the link
            )


def _near(number: int, count: int) -> list[int]:
    """The pages that a page leads to: the first, the last, and those beside it; 0 for those between that are left out.

    Not all, or n pages would have n links each.
    """
    told = sorted({1, count, *range(max(1, number - BESIDE), min(count, number + BESIDE) + 1)})
    found = told[:1]
    for before, after in pairwise(told):
        found += [after] if after == before + 1 else [0, after]
    return found


def _url(atlas: Atlas, language: str, number: int) -> str:
    first = atlas.index("donors", language)
    return first if number == 1 else f"{first}{number}/"
