"""What a page tells of a child: never the full name, and never the face together with school and place.

Each alone is harmless and every story needs some of them; together they lead a stranger to the school gate. A school is
named where a consent says its name or where a proper name stands before "小学" or "School"; a place, where the page has
one or where its words hold the name of a place that the site knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.check.cards import Card, cards
from generator.check.walk import Page, labels, page_records, pictures
from generator.check.wording import error, listed
from generator.issues import Issue, Source
from generator.model.campaigns import Campaign
from generator.model.ledger import Ledger
from generator.model.projects import Project
from generator.model.updates import Event, Update
from generator.model.words import Consent, Label, Picture

#: A Chinese school with what stands before it, and an English one with at least one word before it.
_SCHOOL = re.compile("([\u4e00-\u9fff]{2,8}?)(?:小学|中学|幼儿园|教学点|(?:职业|特殊教育|九年制)学校)")
_ENGLISH_SCHOOL = re.compile(r"\b((?:[A-Z][\w'’-]* ){1,4})(?:School|Kindergarten|Preschool|Academy)\b")
#: Before a school without a name: "他到小学", "上中学以后". And what a name begins after: "孩子们在雨坪小学".
_NAMELESS_END = tuple("我你他她它们的所个间到去上读在和是里回从由数有合给向离过来出进把被对让叫这那每各几两全")
_BEFORE_NAME = re.compile(".*[的了所个间到去读在是从由给离进把被让叫这那每各]")
#: What a school is, and is not called.
_KIND = re.compile(
    "中心|完全|实验|希望|民族|附属|寄宿制?|山村|乡村|农村|公办|民办|普通|当地|附近|国家|本地|外地|城里|山里|县城|镇上"
    "|全县|全镇|全村|我们|你们|他们|她们|咱们|孩子们?|同学|老师|学生|所有|许多|不少|其他|原来|以前|现在|今年|去年|后来"
    "|[村镇乡县市新老旧本该]"
)
_ENGLISH_KIND = re.compile(
    "An?|The|Our|Their|This|That|Every|Each|At|In|To|From|And|Village|County|Town|State|Primary|Middle|High|Elementary"
    "|Secondary|Nursery|Central|Public|Private|Boarding|Old|New|Most|All|Some|Night|Sunday|Summer"
)
_CHINESE_PLACE = re.compile("([\u4e00-\u9fff]{2,}?)(?:省|市|县|区|乡|镇|村|州|旗)")
_BEFORE_PLACE = re.compile(".*[的所个至到千百]")  # "十一所村小" is no place, 上寨 of "雨坪村至上寨村" is one
_ENGLISH_PLACE = re.compile(r"\b[A-Z][a-z]{3,}\b")
_NO_PLACE = frozenset({"County", "Village", "Town", "Township", "Province", "From", "School", "Schools", "Eleven"})


@dataclass(frozen=True, slots=True)
class _Face:
    """A child in a picture: where its author finds it, and on what page it is, empty on its own."""

    source: Source
    field: str
    person: str
    page: str


@dataclass(frozen=True, slots=True)
class _Text:
    """Words of a page and where an author finds them."""

    where: str
    words: str


def full_names(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A child's full name, where the consent gives it, anywhere in the site's words."""
    texts = [text for record in page_records(ledger) for text in _texts(record)]
    for record in page_records(ledger):
        for n, consent in enumerate(_consents(record)):
            if not consent.child or not consent.name:
                continue
            uses = [text.where for text in texts if _says(text.words, consent.name)]
            if uses:
                yield error(
                    consent.source,
                    f"consents[{n}].name",
                    f'the full name of the child "{consent.person}" is published ({listed(uses)}); '
                    "write a given name or an alias there",
                )


def recognisable_children(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A child's face on a page that names a school and a place too; cards of other pages are part of it.

    A face is told of once, and of the page that it belongs to rather than of one that shows a card of it.
    """
    children = _children(ledger)
    alone = ((update, ()) for update in ledger.updates.values())
    pages = (*alone, *cards(ledger, today)) if children else ()
    found = sorted(_recognisable(ledger, pages, children), key=lambda one: one[0])
    yield from {(issue.source, issue.field): issue for _, issue in reversed(found)}.values()


def _recognisable(
    ledger: Ledger, pages: Iterable[tuple[Page | None, tuple[Card, ...]]], children: dict[str, list[Consent]]
) -> Iterator[tuple[bool, Issue]]:
    """Whether it is by a card, and what is wrong."""
    places = _places(ledger, children)
    for record, beside in pages:
        faces = list(_faces(record, beside, children))
        if not faces:
            continue
        texts = [*(_texts(record) if record else _front(ledger)), *(text for card in beside for text in _card(card))]
        known = {c.school for face in faces for c in children[face.person] if c.school}
        schools = [t.where for t in texts if _names_school(t.words) or any(_says(t.words, s) for s in known)]
        stands = [f"place of {_name(record)}"] if isinstance(record, Project | Event) and record.place else []
        where = [*stands, *(t.where for t in texts if any(_says(t.words, place) for place in places))]
        if schools and where:
            named = f"that names a school ({listed(_once(schools))}) and a place ({listed(_once(where))})"
            for face in faces:
                message = (
                    f'shows the child "{face.person}" on a page {face.page}{named}; '
                    "take one of the three out: the picture, the school or the place"
                )
                yield face.page != "", error(face.source, face.field, message)


def _faces(record: Page | None, beside: Iterable[Card], children: Collection[str]) -> Iterator[_Face]:
    """The children's faces on the record's page, or on the front page."""
    for path, picture in pictures(record) if record else ():
        yield from (_Face(picture.source, f"{path}.people[{n}]", p, "") for n, p in _seen(picture, children))
    page = f"({_name(record)}, as a card there) " if record else "(the front page) "
    for card in beside:
        if card.picture:
            path, picture = card.picture
            yield from (_Face(picture.source, f"{path}.people[{n}]", p, page) for n, p in _seen(picture, children))


def _seen(picture: Picture, children: Collection[str]) -> Iterator[tuple[int, str]]:
    return ((n, person) for n, person in enumerate(picture.people) if person in children)


def _card(card: Card) -> Iterator[_Text]:
    """The words of a card."""
    for words in card.record.words.values():
        yield _Text(f"title in {words.source.file}", words.title)
        if card.summed_up:
            yield _Text(f"summary in {words.source.file}", words.summary)
    if card.picture:
        path, picture = card.picture
        for name, label in (("alt", picture.alt), ("caption", picture.caption)):
            if label:
                yield from (_Text(f"{path}.{name} of {_name(card.record)}", text) for text in spoken(label))


def _front(ledger: Ledger) -> Iterator[_Text]:
    """The front page's own words."""
    yield from (_Text("tagline in the organisation", text) for text in spoken(ledger.organisation.tagline))
    for page in ledger.pages:
        if not page.path:
            yield from (_Text(f"summary in {words.source.file}", words.summary) for words in page.words.values())


def _once(places: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(places)


def _children(ledger: Ledger) -> dict[str, list[Consent]]:
    """The consents of every child, by person. Who is a child in one consent is one in all."""
    every = [consent for record in page_records(ledger) for consent in _consents(record)]
    young = {consent.person for consent in every if consent.child}
    return {person: [c for c in every if c.person == person] for person in sorted(young)}


def _texts(record: Page) -> Iterator[_Text]:
    """All words that the record's page shows: titles, summaries, paragraphs, captions and other labels."""
    name = _name(record)
    for words in record.words.values():
        yield _Text(f"title in {words.source.file}", words.title)
        yield _Text(f"summary in {words.source.file}", words.summary)
        for n, line in enumerate(words.body.splitlines()):
            if line.strip():
                yield _Text(f"{words.source.file}:{words.body_line + n}", line)
    for path, label in labels(record):
        if path != "place":
            yield from (_Text(f"{path} of {name}", text) for text in spoken(label))


def spoken(label: Label) -> Iterator[str]:
    """A label in every language."""
    yield label.default
    yield from (text for _, text in label.others)


def _names_school(text: str) -> bool:
    for found in _SCHOOL.finditer(text):
        before = found[1]
        if not before.endswith(_NAMELESS_END) and len(_KIND.sub("", _BEFORE_NAME.sub("", before))) >= 2:
            return True
    return any(
        not _ENGLISH_KIND.fullmatch(word) for found in _ENGLISH_SCHOOL.finditer(text) for word in found[1].split()
    )


def _places(ledger: Ledger, children: dict[str, list[Consent]]) -> frozenset[str]:
    """The names of places that the site knows, and those of children's consents."""
    given = {consent.place for consents in children.values() for consent in consents if consent.place}
    return place_names(ledger) | {place for place in given if len(place) > 1}


def place_names(ledger: Ledger) -> frozenset[str]:
    """The names of places that the site knows, Chinese ones without their kind: "雨坪" of 青岚县雨坪村."""
    given: Iterable[Label | None] = (
        *(p.place for p in ledger.projects.values()),
        *(e.place for e in ledger.events.values()),
        *(c.area for c in ledger.campaigns.values() if isinstance(c, Campaign)),
    )
    written = [text for label in given if label for text in spoken(label)]
    found = {_BEFORE_PLACE.sub("", place) for text in written for place in _CHINESE_PLACE.findall(text)}
    found |= {place for text in written for place in _ENGLISH_PLACE.findall(text) if place not in _NO_PLACE}
    return frozenset(place for place in found if len(place) > 1)


def _says(text: str, name: str) -> bool:
    """Whether `name` stands in `text` by itself, in whatever letter case."""
    edges = rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
    return re.search(edges, text, re.IGNORECASE) is not None


def _consents(record: Page) -> tuple[Consent, ...]:
    return record.consents if isinstance(record, Update | Event) else ()


def _name(record: Page) -> str:
    return f"{type(record).__name__.lower()}/{record.id}"
