"""What has been received and spent so far, from whichever file; gives ids and leads refunds to their gifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from generator.issues import Source
from generator.load import values
from generator.load.findings import Findings
from generator.load.schema.journeys import GiftFields
from generator.load.values import Amount
from generator.model.donors import Donor
from generator.model.gifts import Act, Gift, Pledge, Tribute
from generator.model.projects import Expenditure

Wrong = Callable[[str, str], None]  # a field and what is wrong with it


class Given(NamedTuple):
    """What a gift's entry says apart from giver and day: an id, if any, and what a Gift has from its amount on."""

    id: str | None
    facts: tuple[Any, ...]


def given(entry: GiftFields, amount: Amount, currency: str, wrong: Wrong) -> Given | None:
    """The gift that `entry` tells of, in `currency` where it names none; None, with an issue, where no sum is sure."""
    unit = entry.currency or amount.currency or currency
    minor = amount_in(amount, unit, "gift", wrong)
    fee = amount_in(entry.fee, unit, "fee", wrong) if entry.fee else 0
    if minor is None or fee is None:
        return None
    if fee > minor:
        wrong("fee", "is more than the gift; write what the payment channel kept of it")
    if entry.in_honour_of and entry.in_memory_of:
        wrong("in_memory_of", "stands beside in_honour_of; write one of them")
    tribute = None
    if entry.in_honour_of or entry.in_memory_of:
        name = entry.in_honour_of or entry.in_memory_of or ""
        tribute = Tribute("honour" if entry.in_honour_of else "memory", name)
    facts = (
        minor, unit, entry.for_, entry.campaign, fee, None, entry.in_kind, tribute, entry.via, entry.note,
        entry.hide_amount, entry.hide_name,
    )  # fmt: skip
    return Given(entry.id, facts)


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund that still has to find its gift."""

    day: date
    amount: Amount
    of: str
    note: str | None
    donor: str
    source: Source
    wrong: Wrong
    id: str | None


@dataclass(slots=True)
class Books:
    """Grows while files are read, in the order of their names, then `settle` answers the refunds."""

    currency: str
    donors: dict[str, Donor] = field(default_factory=dict)
    gifts: dict[str, Gift] = field(default_factory=dict)
    pledges: list[Pledge] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    expenditures: dict[str, Expenditure] = field(default_factory=dict)
    refunds: list[Refund] = field(default_factory=list)
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)  # donor: their first file, its gifts so far
    _more: dict[tuple[str, str], int] = field(default_factory=dict)  # donor and any other file: its gifts so far

    def add_donor(self, donor: Donor, path: str, findings: Findings) -> bool:
        """False where the id is taken."""
        other = self.donors.setdefault(donor.id, donor)
        if other is not donor:
            message = f'"{donor.id}" is the id of the donor at {other.source} too; give each its own'
            findings.error(donor.source, path, message)
        return other is donor

    def add_gift(
        self, entry: GiftFields, day: date, amount: Amount, donor: str, source: Source, wrong: Wrong, findings: Findings
    ) -> None:
        """A gift as written, in a journey or in a row."""
        number = self._number(donor, source.file)
        identifier = entry.id or number
        known = given(entry, amount, self.currency, wrong)
        if known is None:
            findings.broken.update((f"gift/{identifier}", f"journey/{donor}"))
            return
        self._enter(Gift(source, identifier, donor, day, *known.facts), wrong)

    def add_refund(
        self,
        day: date,
        amount: Amount,
        of: str,
        note: str | None,
        donor: str,
        source: Source,
        wrong: Wrong,
        identifier: str | None = None,
    ) -> None:
        """A refund as written; `settle` finds its gift."""
        self.refunds.append(Refund(day, amount, of, note, donor, source, wrong, identifier))

    def settle(self, findings: Findings) -> None:
        """Leads each refund to the gift it gives back, by id, or by the day where that is one gift of the donor's."""
        by_day: dict[tuple[str, date], list[Gift]] = {}
        refunded = {refund.donor for refund in self.refunds}
        for gift in self.gifts.values() if refunded else ():
            if gift.donor in refunded:
                by_day.setdefault((gift.donor, gift.date), []).append(gift)
        numbers: dict[str, int] = {}
        for refund in self.refunds:
            numbers[refund.donor] = number = numbers.get(refund.donor, 0) + 1
            found = self._refunded(refund, by_day, findings)
            if found is None:
                continue
            minor = amount_in(refund.amount, found.currency, "refund", refund.wrong)
            if minor is None:
                continue
            gift = Gift(
                source=refund.source,
                id=refund.id or f"{refund.donor}-refund-{number}",
                donor=refund.donor,
                date=refund.day,
                amount=-minor,
                currency=found.currency,
                project=found.project,
                campaign=found.campaign,
                refund_of=found.id,
                in_kind=found.in_kind,
                note=refund.note,
                hide_amount=found.hide_amount,
                hide_name=found.hide_name,
            )
            self._enter(gift, refund.wrong)

    def _refunded(self, refund: Refund, by_day: dict[tuple[str, date], list[Gift]], findings: Findings) -> Gift | None:
        gift = self.gifts.get(refund.of)
        if gift and gift.donor == refund.donor:
            return gift
        try:
            that_day = by_day.get((refund.donor, values.day(refund.of)), [])
        except ValueError:
            if gift:
                refund.wrong("of", "is another donor's gift; write the id or the day of one of this donor's")
            elif not self._may_be_left_out(refund, findings):
                refund.wrong("of", "is not a gift of this donor; write the gift's id, or its day, such as 2021-05-20")
            return None
        if len(that_day) == 1:
            return that_day[0]
        if that_day:
            refund.wrong("of", f"is a day with {len(that_day)} gifts of this donor; give the gift an id and write that")
        elif not self._may_be_left_out(refund, findings):
            refund.wrong("of", "is a day without a gift of this donor; write the day of the gift given back")
        return None

    def _may_be_left_out(self, refund: Refund, findings: Findings) -> bool:
        """Whether the gift may be among those left out for a mistake of their own, which has been reported."""
        broken = findings.broken
        return bool({f"gift/{refund.of}", f"journey/{refund.donor}", "gift/*", "journey/*"} & broken)

    def _enter(self, gift: Gift, wrong: Wrong) -> None:
        if self.gifts.setdefault(gift.id, gift) is not gift:
            self.refuse(gift, wrong)

    def refuse(self, gift: Gift, wrong: Wrong) -> None:
        """Says that the id of `gift` is another's."""
        wrong("id", f'"{gift.id}" is the id of the gift at {self.gifts[gift.id].source} too; give each its own')

    def start_numbers(self, donor: str, file: str, gifts: int) -> None:
        """So many gifts of this donor's, the first of all, were entered from `file` and numbered already."""
        self.numbers[donor] = file, gifts

    def _number(self, donor: str, file: str) -> str:
        """DONOR-N in the first file with gifts of this donor, DONOR-FILE-N in the others."""
        first, number = self.numbers.get(donor, (file, 0))
        if first == file:
            self.numbers[donor] = first, number + 1
            return f"{donor}-{number + 1}"
        self._more[donor, file] = number = self._more.get((donor, file), 0) + 1
        stem = file.rpartition("/")[2].rpartition(".")[0]
        return f"{donor}-{stem}-{number}"


def amount_in(amount: Amount, currency: str, field: str, wrong: Wrong) -> int | None:
    """Minor units of `currency`; None, with an issue, where the text does not fit it."""
    try:
        return values.minor(amount, values.currency_code(currency))
    except ValueError as said:
        wrong(field, str(said))
        return None
