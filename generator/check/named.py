"""Donors who are not shown by name, named in a story: an author who knows them wrote it, and no gate can tell.

The leak gate judges no name that the site's own words hold, since it may be a common word or a namesake. Neither can
this rule, so it warns: names coincide often in Chinese. It gives the place and neither the name nor the donor's id,
since who reads a log would learn from both together who gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ahocorasick_rs import AhoCorasick

from generator.check.children import place_names, spoken
from generator.check.walk import Page, labels, page_records
from generator.check.wording import warning
from generator.issues import Issue, Source, counted
from generator.model.donors import ERASED, Visibility
from generator.model.ledger import Ledger
from generator.model.updates import Event, Update
from generator.model.words import Label, TextPage, Words

#: Names shorter than this stand in a text by chance: in Chinese characters and the like, and in letters.
_LEAST_WIDE, _LEAST_NARROW = 2, 6
#: Names told one by one.
_MOST = 20
_LETTER = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Text:
    """Words that readers see, and where an author finds them."""

    source: Source
    field: str
    words: str


def hidden_donors_named(ledger: Ledger, today: date) -> Iterator[Issue]:
    """The name or alias of a donor who is not public, in a story, a page or a caption; one warning a name."""
    secret: dict[str, Visibility] = {}
    words: dict[str, str] = {}  # single words of letters, which must stand as they are written: "sunshine" is no name
    for donor in sorted(ledger.donors.values(), key=lambda d: d.id):
        for name in (donor.name, *donor.aliases) if donor.visibility != "public" and donor.id != ERASED else ():
            plain = _plain(name)
            if _tells(plain) and not (name.isascii() and name.islower() and name.isalpha()):
                secret[plain] = donor.visibility
                if name.isascii() and " " not in name:
                    words[plain] = name
    if not secret:
        return
    common = {_plain(name) for name in _common(ledger)} - {""}
    names = [*dict.fromkeys((*secret, *common))]
    automaton = AhoCorasick(names)
    found: dict[str, list[_Text]] = {}
    for text in _texts(ledger):
        for name in _standing(names, automaton, _plain(text.words)):
            if name not in common and words.get(name, "") in text.words:
                found.setdefault(name, []).append(text)
    told = sorted(found.items(), key=lambda one: (one[1][0].source, one[1][0].field, one[0]))
    for name, places in told[:_MOST]:
        more = f" (and in {counted(len(places) - 1, 'more place')})" if len(places) > 1 else ""
        yield warning(
            places[0].source,
            places[0].field,
            f"holds the name or an alias of a donor who is {secret[name]}{more}; if it is this donor, take it out or "
            "get their consent to be named; a namesake may stay",
        )
    if rest := told[_MOST:]:
        first = rest[0][1][0]
        what = "more name or alias" if len(rest) == 1 else "more names or aliases"
        yield warning(
            first.source, first.field, f"is the first place of {len(rest)} {what} of donors who are not public"
        )


def _standing(names: list[str], automaton: AhoCorasick, text: str) -> Iterator[str]:
    """The names in a text, each once: those that stand by themselves and in no longer one."""
    hits = [
        (start, end, names[which])
        for which, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
        if _alone(text, start, end)
    ]
    seen: set[str] = set()
    until = 0
    for _, end, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if end > until and name not in seen:
            seen.add(name)
            yield name
        until = max(until, end)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether letters end where the name does: Linden is not in Lindenberg."""
    begins = not start or not (_LETTER.match(text[start]) and _LETTER.match(text[start - 1]))
    return begins and not (end < len(text) and _LETTER.match(text[end - 1]) and _LETTER.match(text[end]))


def _tells(name: str) -> bool:
    letters = [c for c in name if unicodedata.category(c).startswith("L")]
    wide = sum(unicodedata.category(c) == "Lo" for c in letters)
    return wide >= _LEAST_WIDE or len(letters) >= _LEAST_NARROW


def _common(ledger: Ledger) -> Iterator[str]:
    """Names that the site says by leave or of itself: of donors who are shown, of beneficiaries, of projects."""
    for donor in ledger.donors.values():
        if donor.visibility == "public":
            yield donor.name
        elif donor.visibility == "pseudonymous":
            yield donor.pseudonym or ""
    organisation = ledger.organisation
    yield from (text for _, label in labels(organisation) for text in spoken(label))
    for record in page_records(ledger):
        if not isinstance(record, Update):
            yield from (words.title for words in record.words.values())
        if isinstance(record, Update | Event):
            yield from (name for consent in record.consents for name in (consent.person, consent.name or ""))
    for campaign in ledger.campaigns.values():
        if campaign.matching:
            yield from spoken(campaign.matching.funder)
    yield from place_names(ledger)


def _texts(ledger: Ledger) -> Iterator[_Text]:
    pages: Iterable[Page | TextPage] = (*page_records(ledger), *ledger.pages)
    for page in pages:
        for words in page.words.values():
            yield from _of(words)
        if not isinstance(page, TextPage):
            for path, label in labels(page):
                yield from _label(page.source, path, label)


def _of(words: Words) -> Iterator[_Text]:
    yield _Text(words.source, "title", words.title)
    yield _Text(words.source, "summary", words.summary)
    for n, line in enumerate(words.body.splitlines()):
        yield _Text(Source(words.source.file, words.body_line + n), "", line)


def _label(source: Source, path: str, label: Label) -> Iterator[_Text]:
    return (_Text(source, path, text) for text in spoken(label))


def _plain(text: str) -> str:
    """Text in which case and composition make no difference."""
    return unicodedata.normalize("NFC", text).casefold().strip()
