"""Where everything is: the address and the words of each page, in each language it is written in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol

from generator.model.campaigns import Campaign
from generator.model.projects import Project
from generator.model.public import Public
from generator.model.recaps import Digest
from generator.model.updates import Event, Update
from generator.model.words import Label, TextPage, Words
from generator.pages.page import Ref, RefKind

LONGEST = 120  # bytes of an address part made of an author's words
FOLDERS: Mapping[RefKind, str] = {
    "project": "projects",
    "update": "updates",
    "campaign": "campaigns",
    "event": "events",
    "series": "series",
    "digest": "digest",
}


class Say(Protocol):
    """The interface's words: `say(language, key, **values)`, from the message catalogs."""

    def __call__(self, language: str, key: str, **values: object) -> str: ...


class Atlas:
    """Addresses and references over one public view.

    Every record has a page in the main language, and one below `/LANG/` for each translation; a reference from a page
    of another language leads to the translation where there is one, else to the main page.
    """

    def __init__(self, public: Public, say: Say) -> None:
        self.public = public
        self.say = say
        self.languages = public.organisation.languages
        self.main = self.languages[0]
        self.series = _series(public.updates.values())

    def home(self, language: str) -> str:
        """The root of a language's pages: "" or "en/"."""
        return "" if language == self.main else f"{language.lower()}/"

    def index(self, folder: str, language: str) -> str:
        return f"{self.home(language)}{folder}/"

    def languages_of(self, words: Mapping[str, Words]) -> tuple[str, ...]:
        """The site's languages that `words` are written in; the main one always, since the page itself is there."""
        return tuple(lang for lang in self.languages if lang == self.main or lang in words)

    def url(self, kind: RefKind, id: str, language: str) -> str:
        return f"{self.home(language)}{FOLDERS[kind]}/{id}/"

    def ref(self, kind: RefKind, id: str, language: str) -> Ref:
        """A reference for a page in `language`."""
        record = self._record(kind, id)
        words, at = self.spoken(record.words, language)
        day = record.date if isinstance(record, Update | Event) else record.start
        picture = record.picture if isinstance(record, Project | Campaign) else next(iter(record.pictures), None)
        return Ref(kind, id, words.title, words.language, self.url(kind, id, at), words.summary, day, picture)

    def spoken(self, words: Mapping[str, Words], language: str) -> tuple[Words, str]:
        """The words for a page in `language`, and the language under which that page lies."""
        if language in words:
            return words[language], language
        found = words.get(self.main) or next(iter(words.values()))
        return found, self.main

    def refs(self, language: str, **ids: Iterable[str | None]) -> dict[str, Ref]:
        """References by "kind/id" for a template: `refs("en", project=[...], update=[...])`."""
        kinds: tuple[RefKind, ...] = ("project", "update", "campaign", "event")
        return {f"{kind}/{id}": self.ref(kind, id, language) for kind in kinds for id in ids.get(kind, ()) if id}

    def updates(self, ids: Iterable[str], language: str) -> tuple[Ref, ...]:
        return tuple(self.ref("update", id, language) for id in ids)

    def series_of(self, update: Update, language: str) -> Ref | None:
        """The series an update belongs to; its page is in the main language and in those its label speaks."""
        if not update.series:
            return None
        at = language if language == self.main or update.series.has(language) else self.main
        slug = slugify(update.series.default)
        return Ref("series", slug, update.series.get(at), at, self.url("series", slug, at))

    def digest(self, digest: Digest, language: str) -> Ref:
        id = f"{digest.year}-{digest.month:02d}"
        title = self.say(self.main, "title.digest", month=(digest.year, digest.month))
        return Ref("digest", id, title, self.main, self.url("digest", id, self.main), picture=digest.picture)

    def page(self, page: TextPage, language: str) -> Ref:
        words, at = self.spoken(page.words, language)
        url = self.home(at) + (f"{page.path}/" if page.path else "")
        return Ref("page", page.path, words.title, words.language, url, words.summary)

    def _record(self, kind: RefKind, id: str) -> Project | Update | Campaign | Event:
        if kind == "project":
            return self.public.projects[id].project
        if kind == "campaign":
            return self.public.campaigns[id].campaign
        return self.public.updates[id] if kind == "update" else self.public.events[id]


def slugify(text: str) -> str:
    """An address part that keeps Chinese: letters and digits of any script, others become one hyphen.

    One that no folder can be called (too long, or a name that Windows keeps for itself) ends with a hash of the text.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    slug = re.sub(r"[^\w]+|_+", "-", plain).strip("-") or "series"
    if len(slug.encode()) > LONGEST or re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug):
        start = slug.encode()[:LONGEST].decode(errors="ignore").strip("-")
        return f"{start}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
    return slug


def _series(updates: Iterable[Update]) -> dict[str, tuple[Label, tuple[str, ...]]]:
    """Series by address part: label and update ids, newest first."""
    found: dict[str, tuple[Label, tuple[str, ...]]] = {}
    for update in sorted(updates, key=lambda u: (u.date, u.id), reverse=True):
        if update.series:
            slug = slugify(update.series.default)
            label, ids = found.get(slug, (update.series, ()))
            found[slug] = (label, (*ids, update.id))
    return found
