"""From the ledger to every string that no published file may hold: what the leak gate looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.issues import Source
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.public import Public
from generator.model.records import ERASED, Donor, Gift, Visibility
from generator.privacy.archives import shows_amount
from generator.privacy.identity import visibility

#: A hidden donor's amount is telling from this many digits on, trailing zeros apart: 1,234.50 has five, 5,000 one.
TELLING_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Secret:
    """A private string: `field` as authors know it, `whose` says how that donor is seen ("a private donor").

    `strict`: private even where the site's own words hold it, as an e-mail address is and a name is not. `amount`
    stands in place of the text where a sum of money is the secret.
    """

    text: str
    field: str
    whose: str
    source: Source
    strict: bool = False
    amount: Money | None = None


def secrets(ledger: Ledger, today: date) -> tuple[Secret, ...]:
    """Names, aliases, ids, free words and telling amounts of donors who are not shown; names of pseudonymous ones;
    everybody's e-mail and phone. In order of donor id."""
    degrees = {d.id: visibility(d, today) for d in ledger.donors.values()}
    found: dict[Secret, None] = {}
    for name in sorted(ledger.donors):
        donor = ledger.donors[name]
        if name == ERASED:  # stands for nobody
            continue
        found.update(dict.fromkeys(_of_donor(donor, degrees[name])))
    found.update(dict.fromkeys(_of_gifts(ledger, degrees)))
    return tuple(found)


def public_words(public: Public) -> str:
    """What the site says in its own words and of donors by their leave: a name among these words cannot be judged."""
    own = (public.organisation, public.projects, public.campaigns, public.updates, public.events, public.pages)
    donors = (
        text
        for archive in public.archives
        for text in (
            archive.name,
            archive.words,
            *(t.tribute.name for t in archive.traces if t.tribute),
            *(text for t in archive.traces for text in (t.note, t.in_kind)),
            *(text for year in archive.years for e in year.entries for text in (e.note, e.in_kind)),
        )
        if text
    )
    return "\n".join((*(repr(part) for part in own), *donors))


def _of_donor(donor: Donor, degree: Visibility) -> Iterator[Secret]:
    whose = f"a {degree} donor" if degree != "excluded" else "an excluded donor"
    for field, text in (("email", donor.email), ("phone", donor.phone)):
        if text:
            yield Secret(text, field, whose, donor.source, strict=True)
    if degree == "public":
        return
    yield Secret(donor.name, "name", whose, donor.source)
    yield Secret(donor.id, "id", whose, donor.source)
    for n, alias in enumerate(donor.aliases):
        yield Secret(alias, f"aliases[{n}]", whose, donor.source)
    if degree != "pseudonymous":
        for field, text in (("pseudonym", donor.pseudonym), ("words", donor.words)):
            if text:
                yield Secret(text, field, whose, donor.source)


def _of_gifts(ledger: Ledger, degrees: dict[str, Visibility]) -> Iterator[Secret]:
    """What hidden gifts tell: their notes and tributes, and amounts that nobody else gave."""
    hidden = [g for g in ledger.gifts if _is_hidden(g, ledger, degrees)]
    given = Counter((abs(g.amount), g.currency) for g in ledger.gifts)
    for gift in hidden:
        degree = degrees.get(gift.donor, "private")
        whose = "a donor who hides it" if degree in ("public", "pseudonymous") else f"a donor who is {degree}"
        if degree not in ("public", "pseudonymous"):
            for field, text in (("note", gift.note), ("tribute", gift.tribute and gift.tribute.name)):
                if text:
                    yield Secret(text, field, whose, gift.source)
        digits = str(abs(gift.amount)).rstrip("0")
        if len(digits) >= TELLING_DIGITS and given[abs(gift.amount), gift.currency] == 1:
            yield Secret("", "gift", whose, gift.source, strict=True, amount=Money(abs(gift.amount), gift.currency))


def _is_hidden(gift: Gift, ledger: Ledger, degrees: dict[str, Visibility]) -> bool:
    donor = ledger.donors.get(gift.donor)
    if donor is None or degrees[donor.id] not in ("public", "pseudonymous"):
        return True
    return gift.hide_name or not shows_amount(gift, donor)
