"""A donor that was read, with what they did, to records in the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from generator.issues import Source
from generator.load import explain
from generator.load.books import Books, Given, Wrong, amount_in
from generator.load.drafts import maker
from generator.load.findings import Findings
from generator.load.schema import journeys as schema
from generator.load.yaml import Map
from generator.model.money import Money
from generator.model.records import Act, Donor, DonorConsent, Pledge

_new_donor, _new_act = maker(Donor), maker(Act)


#: An entry of a journey: its number from 0, line and column, its day, and what it says.
Told = tuple[int, int, int, date, schema.EntryModel | Given]


@dataclass(frozen=True, slots=True)
class Teller:
    """Enters one donor. `prefix` leads from the file to the donor; `tree` is asked only for places of what is wrong."""

    source: Source
    id: str
    prefix: str
    tree: Callable[[], Map]
    books: Books
    findings: Findings

    def tell(self, model: schema.DonorModel, journey: Iterable[Told]) -> bool:
        """False, and nothing entered, where the id is taken."""
        donor = _new_donor(
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
        file = self.source.file
        for number, line, column, day, what in journey:
            source, wrong = Source(file, line, column), partial(self._report, number)
            if isinstance(what, Given):
                self.books.add_given(what, day, self.id, source, wrong)
            elif isinstance(what, schema.GiftEntry):
                self.books.add_gift(what, day, what.gift, self.id, source, wrong, self.findings)
            elif isinstance(what, schema.RefundEntry):
                self.books.add_refund(day, what.refund, what.of, what.note, self.id, source, wrong)
            elif isinstance(what, schema.PledgeEntry):
                self._pledge(what, day, source, wrong)
            else:
                self.books.acts.append(_act(what, day, self.id, source))
        return True

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
    given: Any = model.consent
    if given is None:
        return None
    if isinstance(given, schema.DonorConsentModel):
        return DonorConsent(given.date, given.to)
    return DonorConsent(given, model.visibility)


def _act(entry: schema.EntryModel, day: date, donor: str, source: Source) -> Act:
    if isinstance(entry, schema.FlowerEntry):
        return _new_act(source, donor, day, "flower", entry.flower, entry.count, entry.for_, None, entry.note)
    if isinstance(entry, schema.VisitEntry):
        return _new_act(source, donor, day, "visit", None, 1, None, entry.visit, entry.note)
    if isinstance(entry, schema.VolunteerEntry):
        return _new_act(source, donor, day, "volunteer", None, entry.volunteer, entry.for_, None, entry.note)
    assert isinstance(entry, schema.MilestoneEntry)
    return _new_act(source, donor, day, "milestone", None, 1, None, None, entry.milestone)
