"""Who is shown must have agreed: to this picture, on this site, by that day, and still today.

Updates and events carry the consents for the people in their pictures. The pictures of projects and campaigns have
no consents of their own and lean on those of the whole site.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from generator.check.walk import Page, page_records, pictures
from generator.check.wording import error, listed
from generator.issues import Issue
from generator.model.campaigns import Campaign
from generator.model.ledger import Ledger
from generator.model.projects import Project
from generator.model.updates import Event, Update
from generator.model.words import Consent

CHANNEL = "site"


def pictured_people(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A person in a picture whom no consent covers. One that has ended is said by `ended_consents`."""
    everywhere = tuple(c for record in page_records(ledger) for c in _consents(record))
    for record in page_records(ledger):
        own = everywhere if isinstance(record, Project | Campaign) else _consents(record)
        day = record.date if isinstance(record, Update | Event) else today
        for path, picture in pictures(record):
            for n, person in enumerate(picture.people):
                wrong = _uncovered(person, own, min(day, today), today)
                if wrong:
                    yield error(picture.source, f"{path}.people[{n}]", wrong)


def _uncovered(person: str, consents: tuple[Consent, ...], day: date, today: date) -> str | None:
    """Why no consent lets `person` be seen on the site on `day`, with what would be right; None where one does."""
    theirs = [c for c in consents if c.person == person]
    if not theirs:
        return f'"{person}" has no consent here; record it under "consents", or take the picture out'
    seen = [c for c in theirs if "picture" in c.scope]
    if not seen:
        return (
            f'the consent of "{person}" is not for pictures; ask for it and add "picture" to its scope, or take it out'
        )
    shown = [c for c in seen if CHANNEL in c.channel]
    if not shown:
        return (
            f'the consent of "{person}" is not for channel "{CHANNEL}"; ask for it and add it, or take the picture out'
        )
    if any(c.since <= day and not _ended(c, day) for c in shown):
        return None
    if all(c.since > day for c in shown):
        first = min(c.since for c in shown)
        return f'"{person}" agreed on {first}, after {day}; correct the dates, or take the picture out'
    if all(_ended(c, today) for c in shown):
        return None  # `ended_consents` says so, with every use
    return f'no consent of "{person}" covers {day}; correct its dates, or take the picture out'


def ended_consents(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A consent withdrawn or run out by today that no other replaces, with every use of it."""
    records = tuple(page_records(ledger))
    everywhere = tuple(c for record in records for c in _consents(record))
    for record in records:
        for n, consent in enumerate(_consents(record)):
            if not _ended(consent, today):
                continue
            lost = set(consent.scope) - {
                part
                for other in _consents(record)
                if other.person == consent.person and not _ended(other, today) and other.since <= today
                for part in other.scope
                if CHANNEL in other.channel
            }
            if CHANNEL not in consent.channel or not lost:
                continue
            withdrawn = consent.withdrawn is not None and consent.withdrawn <= today
            how = f"was withdrawn on {consent.withdrawn}" if withdrawn else f"ran out on {consent.until}"
            uses = _uses(consent, record, lost, records, everywhere, today)
            yield error(
                consent.source,
                f"consents[{n}]",
                f'the consent of "{consent.person}" {how}; take out every use ({listed(uses)}) or record a new one',
            )


def _uses(
    consent: Consent,
    record: Page,
    lost: AbstractSet[str],
    records: tuple[Page, ...],
    everywhere: tuple[Consent, ...],
    today: date,
) -> list[str]:
    """Where the person is told of or seen without another consent: pages as kind/id, pictures as files."""
    uses = [f"{part} in {_name(record)}" for part in ("story", "name") if part in lost]
    if "picture" not in lost:
        return uses
    others = [c for c in everywhere if c is not consent and c.person == consent.person]
    live = any("picture" in c.scope and CHANNEL in c.channel and not _ended(c, today) for c in others)
    for page in records:
        if page is record or (isinstance(page, Project | Campaign) and not live):
            uses += [f"{p.file} in {_name(page)}" for _, p in pictures(page) if consent.person in p.people]
    return uses or [f"picture in {_name(record)}"]


def _name(record: Page) -> str:
    return f"{type(record).__name__.lower()}/{record.id}"


def consent_records(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A consent for a child given by nobody, of a day to come, or that ends before it begins."""
    for record in page_records(ledger):
        for n, consent in enumerate(_consents(record)):
            field = f"consents[{n}]"
            if consent.child and not (consent.given_by or "").strip():
                yield error(
                    consent.source,
                    f"{field}.given_by",
                    'is missing for a child; write who agreed for the child, such as "mother"',
                )
            if consent.since > today:
                yield error(
                    consent.source,
                    f"{field}.since",
                    f"is {consent.since}, after today ({today}); write the day it was given",
                )
            for name, end in (("until", consent.until), ("withdrawn", consent.withdrawn)):
                if end is not None and end < consent.since:
                    yield error(
                        consent.source,
                        f"{field}.{name}",
                        f"is {end}, before the consent was given on {consent.since}; correct one of the two",
                    )


def _consents(record: Page) -> tuple[Consent, ...]:
    return record.consents if isinstance(record, Update | Event) else ()


def _ended(consent: Consent, today: date) -> bool:
    """Whether the consent no longer holds: `until` is its last day, from `withdrawn` on it does not."""
    return (consent.withdrawn is not None and consent.withdrawn <= today) or (
        consent.until is not None and consent.until < today
    )
