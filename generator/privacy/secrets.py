"""From the ledger to every string that no published file may hold: what the leak gate looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import astuple

from generator.issues import Source
from generator.model.donors import ERASED, Donor, Visibility
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.public import Stories
from generator.model.updates import Event, Update
from generator.privacy.identity import Identity, free_text, visibility

#: A hidden donor's amount is telling from this many digits on, trailing zeros apart: 1,234.50 has five, 5,000 one.
TELLING_DIGITS = 5


class Secret(Struct, frozen=True):
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


def secrets(ledger: Ledger, today: date, bands: bool = False) -> tuple[Secret, ...]:
    """Names, aliases, ids, free words and telling amounts of donors who are not shown; names of pseudonymous ones;
    everybody's e-mail and phone; children's full names. In order of donor id.

    `bands`: of pseudonymous donors' amounts only the bands are told, so that these are secret too.
    """
    degrees = {d.id: visibility(d, today) for d in ledger.donors.values()}
    found: dict[Secret, None] = {}
    for name in sorted(ledger.donors):
        donor = ledger.donors[name]
        if name == ERASED:  # stands for nobody
            continue
        found.update(dict.fromkeys(_of_donor(donor, degrees[name])))
    found.update(dict.fromkeys(_of_gifts(ledger, degrees, bands)))
    found.update(dict.fromkeys(_of_children(ledger)))
    return tuple(found)


def public_words(stories: Stories) -> str:
    """What the site says in its own words: a name among these words cannot be judged."""
    return "\n".join(repr(part) for part in astuple(stories))


def shown_words(ledger: Ledger, shown: Mapping[str, Identity]) -> str:
    """What the site says of donors by their leave, which cannot be judged either. `shown`: who they are.

    Read from the records: to ask the archives would be to make every one of them once more.
    """
    return "\n".join(text for text in _by_leave(ledger, shown) if text)


def _by_leave(ledger: Ledger, shown: Mapping[str, Identity]) -> Iterator[str | None]:
    """Names and free words of those shown; of pseudonymous ones neither notes nor tributes (see privacy/archives)."""
    for name, who in shown.items():
        yield who.name
        yield free_text(ledger.donors[name].words, ledger.donors[name], who)
    nameless = {gift.id for gift in ledger.gifts if gift.hide_name}
    for gift in ledger.gifts:
        if gift.in_kind is None and gift.note is None and gift.tribute is None:  # nothing is said
            continue
        if gift.donor not in shown or gift.id in nameless or gift.refund_of in nameless:
            continue
        who = shown[gift.donor]
        yield free_text(gift.in_kind, ledger.donors[gift.donor], who)
        if not who.pseudonymous:
            yield from (gift.note, gift.tribute.name if gift.tribute else None)
    yield from (act.note for act in ledger.acts if act.donor in shown and not shown[act.donor].pseudonymous)


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


def _of_gifts(ledger: Ledger, degrees: dict[str, Visibility], bands: bool) -> Iterator[Secret]:
    """What hidden gifts tell: their notes and tributes, and amounts that nobody else gave."""
    open_ = {d.id for d in ledger.donors.values() if _tells_amounts(d, degrees[d.id], bands)}
    hidden = [g for g in ledger.gifts if g.donor not in open_ or g.hide_name or g.hide_amount]
    given = Counter([(abs(g.amount), g.currency) for g in ledger.gifts])
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


def _of_children(ledger: Ledger) -> Iterator[Secret]:
    """Full names that consents give for this alone: children appear by a given name or an alias."""
    records: tuple[Update | Event, ...] = (*ledger.updates.values(), *ledger.events.values())
    for record in records:
        for n, consent in enumerate(record.consents):
            if consent.child and consent.name:
                yield Secret(consent.name, f"consents[{n}].name", "a child", consent.source, strict=True)


def _tells_amounts(donor: Donor, degree: Visibility, bands: bool) -> bool:
    return not donor.hide_amounts and (degree == "public" or (degree == "pseudonymous" and not bands))
