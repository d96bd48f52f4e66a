"""A donor is shown no more than they agreed to, and a pseudonym gives nobody away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from generator.check.skeleton import seen, skeleton
from generator.check.wording import error, listed, warning
from generator.issues import Issue, counted
from generator.model.donors import Donor, Visibility
from generator.model.ledger import Ledger

#: From hidden to shown.
DEGREES: tuple[Visibility, ...] = ("excluded", "private", "pseudonymous", "public")
SHOWN = 5  # ids named in one message
MOST_ALIKE = 20  # names that look the same, told one by one
SHORTEST = 3  # characters from which a part of an e-mail address says something


def donor_consents(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A donor shown without a dated consent to be shown so; a minor shown by name (required behaviour 14)."""
    for donor in ledger.donors.values():
        if donor.minor and donor.visibility == "public":
            yield error(
                donor.source, "visibility", "is public, but minors are never public; write pseudonymous or private"
            )
        consent = donor.consent
        if consent is not None and consent.date > today:
            yield error(
                donor.source, "consent", f"is dated {consent.date}, after today ({today}); write the day it was given"
            )
        if donor.visibility not in ("public", "pseudonymous"):
            continue
        if consent is None:
            yield error(
                donor.source,
                "consent",
                f"is missing for a donor who is {donor.visibility}; write the day they agreed, or visibility: private",
            )
        elif DEGREES.index(donor.visibility) > DEGREES.index(consent.to):
            yield error(
                donor.source,
                "visibility",
                f"is {donor.visibility}, but the donor agreed to {consent.to}; write {consent.to}, "
                "or record their new consent",
            )


def pseudonyms(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A pseudonym made of the name or the e-mail address, or none at all (one warning a file: imports have many)."""
    without: dict[str, list[Donor]] = defaultdict(list)
    for donor in ledger.donors.values():
        if donor.visibility != "pseudonymous":
            continue
        shown, name, email = (seen(text or "") for text in (donor.pseudonym, donor.name, donor.email))
        if not shown:
            without[donor.source.file].append(donor)
        elif name and (name == shown or (_tells(name) and name in shown)):
            yield error(donor.source, "pseudonym", "is the donor's name; let them choose another, or leave it out")
        elif email and _from_address(shown, email):
            yield error(donor.source, "pseudonym", "is part of the donor's e-mail address; let them choose another")
    for donors in without.values():
        first = min(donors, key=lambda donor: donor.source)
        more = f" (so have {counted(len(donors) - 1, 'other donor')} in this file)" if len(donors) > 1 else ""
        yield warning(
            first.source,
            "pseudonym",
            f'"{first.id}" is pseudonymous and has none{more}; a neutral name is shown; ask which name they would like',
        )


def _tells(name: str) -> bool:
    """Whether `name` inside a longer pseudonym gives somebody away: two Han characters do, two letters do not."""
    return len(name) >= SHORTEST or (len(name) > 1 and not name.isascii())


def _from_address(shown: str, email: str) -> bool:
    local = email.partition("@")[0]
    return (len(shown) >= SHORTEST and shown in email) or (len(local) >= SHORTEST and local in shown)


def look_alikes(ledger: Ledger, today: date) -> Iterator[Issue]:
    """Donors who are shown under names that a reader cannot tell apart; one warning a name, by ids only.

    Among many donors names repeat; after the first MOST_ALIKE such names the rest is only counted.
    """
    alike: dict[str, list[Donor]] = defaultdict(list)
    for donor in ledger.donors.values():
        shown = {"public": donor.name, "pseudonymous": donor.pseudonym}.get(donor.visibility)
        look = skeleton(shown) if shown else ""
        if look:
            alike[look].append(donor)
    several = [(min(d.source for d in donors), donors) for donors in alike.values() if len(donors) > 1]
    groups = sorted(several, key=lambda group: group[0])
    for source, donors in groups[:MOST_ALIKE]:
        ids = sorted(donor.id for donor in donors)
        more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
        yield warning(
            source,
            "pseudonym" if any(d.visibility == "pseudonymous" for d in donors) else "name",
            f"the donors {listed(ids[:SHOWN])}{more} are shown under names that look the same; "
            "if they are one donor, join their records, else add a word that tells them apart",
        )
    if rest := groups[MOST_ALIKE:]:
        what = "is one more name" if len(rest) == 1 else f"is the first of {len(rest)} more names"
        yield warning(rest[0][0], "name", f"{what} that looks the same as another donor's; they are only counted here")


def repeated_keys(ledger: Ledger, today: date) -> Iterator[Issue]:
    """Two donors with the same page key would share one archive."""
    first: dict[str, Donor] = {}
    for donor in sorted(ledger.donors.values(), key=lambda donor: donor.source):
        if donor.key is None:
            continue
        other = first.setdefault(donor.key, donor)
        if other is not donor:
            yield error(
                donor.source, "key", f'is also the key of "{other.id}" ({other.source}); leave it out to have one made'
            )
