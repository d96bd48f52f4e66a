"""A donor that was read, with what they did, to records in the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple, cast

from msgspec import Struct

from generator.issues import Source
from generator.load import explain
from generator.load.books import Books, Given, Wrong, amount_in, given
from generator.load.findings import Findings
from generator.load.schema import journeys as schema
from generator.load.yaml import Map
from generator.model.donors import Donor, DonorConsent
from generator.model.gifts import Act, Gift, Pledge
from generator.model.money import Money


class Acted(NamedTuple):
    """What an entry says that is not about money, apart from donor and day: what an Act has from its kind on."""

    facts: tuple[Any, ...]


#: An entry of a journey: its number from 0, its place, its day, and what it says.
Told = tuple[int, Source, date, schema.EntryModel | Given | Acted]


def places(file: str, lines: Iterable[int], column: int) -> Iterator[Source]:
    """A place on each of `lines`, at a third of what `Source(...)` takes."""
    return map(partial(tuple.__new__, Source), zip(repeat(file), lines, repeat(column), strict=False))


def known(entry: schema.EntryModel, currency: str) -> schema.EntryModel | Given | Acted:
    """What all entries like this have in common, made once for all. ValueError where something is wrong with it."""
    if isinstance(entry, schema.GiftEntry):
        return cast("Given", given(entry, entry.gift, currency, _refuse))
    return entry if isinstance(entry, schema.RefundEntry | schema.PledgeEntry) else _acted(entry)


def _refuse(field: str, message: str) -> None:
    raise ValueError


def _acted(entry: schema.EntryModel) -> Acted:
    if isinstance(entry, schema.FlowerEntry):
        return Acted(("flower", entry.flower, entry.count, entry.for_, None, entry.note))
    if isinstance(entry, schema.VisitEntry):
        return Acted(("visit", None, 1, None, entry.visit, entry.note))
    if isinstance(entry, schema.VolunteerEntry):
        return Acted(("volunteer", None, entry.volunteer, entry.for_, None, entry.note))
    assert isinstance(entry, schema.MilestoneEntry)
    return Acted(("milestone", None, 1, None, None, entry.milestone))


class Teller(Struct):
    """Enters one donor. `prefix` leads from the file to the donor; `tree` is asked only for places of what is wrong."""

    source: Source
    id: str
    prefix: str
    tree: Callable[[], Map]
    books: Books
    findings: Findings

    def tell(self, model: schema.DonorModel, journey: Iterable[Told]) -> bool:
        """False, and nothing entered, where the id is taken."""
        donor = Donor(
            source=self.source,
            id=self.id,
            name=model.name,
            kind=model.kind,
            visibility=model.visibility,
            pseudonym=model.pseudonym,
            consent=_consent(model),
            minor=model.minor,
            key=model.key,
            language=model.language,
            words=model.words,
            hide_amounts=model.hide_amounts,
            aliases=tuple(model.aliases),
            email=model.email,
            phone=model.phone,
            link_version=model.link_version,
        )
        field = f"{self.prefix}.id" if self.prefix else "id" if model.id is not None else ""
        if not self.books.add_donor(donor, field, self.findings):
            self.findings.broken.add(f"donor/{self.id}")
            return False
        self.findings.broken.discard(f"donor/{self.id}")
        self._journey(journey, self.source.file, self.id, self.books)
        return True

    def _journey(self, journey: Iterable[Told], file: str, donor: str, books: Books) -> None:
        gifts, enter = 0, books.gifts.setdefault
        for number, source, day, what in journey:
            if isinstance(what, Given):
                gifts += 1
                gift = Gift(source, what.id or f"{donor}-{gifts}", donor, day, *what.facts)
                if enter(gift.id, gift) is not gift:
                    books.refuse(gift, partial(self._report, number))
            elif isinstance(what, Acted):
                books.acts.append(Act(source, donor, day, *what.facts))
            else:
                self._entry(what, day, source, partial(self._report, number))
        if gifts:
            books.start_numbers(donor, file, gifts)

    def _entry(self, entry: schema.EntryModel, day: date, source: Source, wrong: Wrong) -> None:
        if isinstance(entry, schema.GiftEntry):
            self.books.add_gift(entry, day, entry.gift, self.id, source, wrong, self.findings)
        elif isinstance(entry, schema.RefundEntry):
            self.books.add_refund(day, entry.refund, entry.of, entry.note, self.id, source, wrong)
        elif isinstance(entry, schema.PledgeEntry):
            self._pledge(entry, day, source, wrong)
        else:
            self.books.acts.append(Act(source, self.id, day, *_acted(entry).facts))

    def _pledge(self, entry: schema.PledgeEntry, day: date, source: Source, wrong: Wrong) -> None:
        currency = entry.currency or entry.pledge.currency or self.books.currency
        minor = amount_in(entry.pledge, currency, "pledge", wrong)
        if minor is not None:
            amount = Money(minor, currency)
            self.books.pledges.append(Pledge(source, self.id, day, amount, entry.every, entry.for_, entry.until))

    def _report(self, number: int, field: str, message: str) -> None:
        """What is wrong with a field of the journey's entry `number`."""
        path = ("journey", number, field)
        where = explain.place(self.tree(), path, self.source.file)
        self.findings.error(where, explain.field_path(path, self.prefix), message)


def _consent(model: schema.DonorModel) -> DonorConsent | None:
    said: Any = model.consent
    if said is None:
        return None
    if isinstance(said, schema.DonorConsentModel):
        return DonorConsent(said.date, said.to)
    return DonorConsent(said, model.visibility)
