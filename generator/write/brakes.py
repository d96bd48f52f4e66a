"""Stops a build that shows far more of donors, or drops far more of the site, than the last publication did.

A slip in one line (a visibility pasted into every record, a content folder that was not checked out, a key that is
lost) changes a whole site at once. So each site carries what the next build has to know of it in a file of its own,
sealed with a key made of NIANLUN_SECRET and padded like a private archive: how visible each donor is, under a keyed
hash of the id, and how many pages, archives and sealed archives there are. It is found in the published folder or,
where a job starts with nothing as in CI, in the file that NIANLUN_LAST names, fetched from the live site. It depends on
the records, settings and day alone, so that the site of an erased donor is the one built from scratch without them.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from generator.model.donors import Visibility
from generator.model.ledger import Ledger
from generator.privacy.identity import visibility
from generator.settings import SECRET_VARIABLE, Settings
from generator.write.dga1 import DamagedError, LinkKey, WrongKeyError, seal, unseal
from generator.write.swap import PublicationError

#: Where a site carries its memory.
MEMORY = "published.bin"
#: Percent of the donors that may become more public, of donors or pages that may go, without a word.
MORE_PUBLIC, DROPPED = 5, 20
#: One donor or page that goes is everyday work, whatever percent it is of a small site.
EVERYDAY = 1
#: More donors than fit the sealed file are told by a sample: the smallest hashes, which are as good as drawn.
MOST_DONORS = 80_000

_DEGREES: tuple[str, ...] = get_args(Visibility)  # most visible first
_TAG = 12  # hexadecimal digits of a donor's hash
_AGAIN = "if that is meant, build once more with --accept"


class BrakeError(PublicationError):
    """A change so large that somebody has to confirm it with --accept."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is remembered of a site. `donors`: degree by keyed hash. `sealed`: private archives, without decoys.

    `master`: a keyed hash of the key that sealed them; empty where there is none, or where it is not known.
    """

    donors: Mapping[str, str]
    pages: int
    archives: int = 0
    sealed: int = 0
    master: str = ""


def publication(
    ledger: Ledger, settings: Settings, today: date, *, pages: int, archives: int, sealed: int
) -> Publication:
    """The site about to be published."""
    donors = {_hashed(d.id, settings.secret): visibility(d, today) for d in ledger.donors.values()}
    master = hmac.digest(settings.master.raw, b"nianlun/brakes", "sha256").hex()[:_TAG] if settings.master else ""
    return Publication(donors, pages, archives, sealed, master)


def brake(new: Publication, settings: Settings) -> None:
    """BrakeError where `new` differs too much from what was published before, unless `settings.accept`."""
    try:
        old = _last(settings)
    except (WrongKeyError, DamagedError):
        if settings.accept:
            return
        raise BrakeError(
            f"what the last publication says of itself cannot be read: it was made with another {SECRET_VARIABLE} "
            f"(then every archive moves to another address), or is damaged; nothing was published; {_AGAIN}"
        ) from None
    if old is None or not old.pages:
        return
    if not new.pages or (old.donors and not new.donors and new.pages * 100 < old.pages * DROPPED):
        raise BrakeError("the new site is empty, and the published one is not; look for content/ and its donors")
    if settings.accept:
        return
    if reasons := [words for too_much, words in _found(old, new) if too_much]:
        raise BrakeError(f"{'; '.join(reasons)}: nothing was published; {_AGAIN}")


def write(new: Publication, secret: str, out: Path) -> None:
    """Put into `out` what the next build has to know of it."""
    sample = dict(sorted(new.donors.items())[:MOST_DONORS])
    by_degree = {g: "".join(d for d, degree in sample.items() if degree == g) for g in _DEGREES}
    told = {
        "pages": new.pages,
        "archives": new.archives,
        "sealed": new.sealed,
        "master": new.master,
        "donors": by_degree,
    }
    (out / MEMORY).write_bytes(seal(_key(secret), json.dumps(told, sort_keys=True).encode()))


def _found(old: Publication, new: Publication) -> tuple[tuple[bool, str], ...]:
    """Each thing that may be too much, with the words for it."""
    risen = sum(d in old.donors and _DEGREES.index(g) < _DEGREES.index(old.donors[d]) for d, g in new.donors.items())
    gone = len(old.donors.keys() - new.donors.keys())
    unsealed = bool(old.sealed) and not new.sealed
    other_key = bool(old.sealed and new.sealed and old.master) and old.master != new.master
    return (
        (risen * 100 > len(old.donors) * MORE_PUBLIC, f"{risen} of {len(old.donors)} donors become more public"),
        (_too_many(gone, len(old.donors)), f"{gone} of {len(old.donors)} donors are gone"),
        _fewer(old.pages, new.pages, "pages"),
        _fewer(old.archives, new.archives, "archives"),
        (unsealed, "no private archive is left, so that no link that was sent opens; is NIANLUN_MASTER there?"),
        (other_key, "NIANLUN_MASTER is another key, so that no link that was sent opens"),
        (False, "") if unsealed or not old.master else _fewer(old.sealed, new.sealed, "private archives"),
    )


def _fewer(before: int, now: int, what: str) -> tuple[bool, str]:
    return _too_many(before - now, before), f"{before - now} of {before} {what} are gone"


def _too_many(gone: int, before: int) -> bool:
    return gone > EVERYDAY and gone * 100 > before * DROPPED


def _last(settings: Settings) -> Publication | None:
    """What was published last; None where nothing was.

    Of a site without a memory (an older Nianlun made it) only the files are counted, and decoys with them.
    """
    file = settings.last or settings.out / MEMORY
    if not file.is_file():
        pages = sum(1 for _ in settings.out.rglob("index.html")) if settings.out.is_dir() else 0
        archives = sum(1 for _ in settings.out.glob("d/*/index.html"))
        return Publication({}, pages, archives, sum(1 for _ in settings.out.glob("a/b/*.bin"))) if pages else None
    told = json.loads(unseal(_key(settings.secret), file.read_bytes()))
    donors = {
        tags[at : at + _TAG]: degree for degree, tags in told["donors"].items() for at in range(0, len(tags), _TAG)
    }
    return Publication(donors, told["pages"], told["archives"], told["sealed"], told["master"])


def _hashed(donor: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"nianlun/brakes/{donor}".encode(), "sha256").hex()[:_TAG]


def _key(secret: str) -> LinkKey:
    return LinkKey(hmac.digest(secret.encode(), b"nianlun/brakes/memory", "sha256"))
