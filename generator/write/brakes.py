"""Stops a build that shows far more of donors, or drops far more of the site, than the last publication did.

A slip in one line (a visibility pasted into every record, a content folder that was not checked out, a key that is
lost) changes a whole site at once. So each site carries what the next build has to know of it in a file of its own,
sealed with a key made of NIANLUN_SECRET and padded like a private archive: how visible each donor is, under a keyed
hash of the id, and how many pages, archives and sealed archives there are. It is found in the published folder or,
where a job starts with nothing as in CI, in the file that NIANLUN_LAST names, fetched from the live site. It depends on
the records, settings and day alone, so that the site of an erased donor is the one built from scratch without them.

It holds too what figures cover (privacy/since.py), behind a line of its own, for moved.py to compare.
"""

from __future__ import annotations

import bz2
import hmac
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from generator.model.donors import Visibility
from generator.model.ledger import Ledger
from generator.privacy.identity import visibility
from generator.privacy.since import Told, donor_mark
from generator.settings import SECRET_VARIABLE, Settings
from generator.write.dga1 import LARGEST, DamagedError, LinkKey, WrongKeyError, seal, unseal
from generator.write.swap import PublicationError

#: Where a site carries its memory.
MEMORY = "published.bin"
#: Percent of the donors that may become more public, of donors or pages that may go, without a word.
MORE_PUBLIC, DROPPED = 5, 20
#: One donor or page that goes is everyday work, whatever percent it is of a small site.
EVERYDAY = 1
#: More donors than fit the sealed file are told by a sample: the smallest hashes, which are as good as drawn.
MOST_DONORS = 80_000

DEGREES: tuple[str, ...] = get_args(Visibility)  # most visible first
_TAG = 12  # hexadecimal digits of a donor's hash
_AGAIN = "if that is meant, build once more with --accept"


class BrakeError(PublicationError):
    """A change so large that somebody has to confirm it with --accept."""


class Publication(Struct, frozen=True):
    """What is remembered of a site. `donors`: degree by keyed hash. `sealed`: private archives, without decoys.

    `master`: a keyed hash of the key that sealed them; empty where there is none, or where it is not known. `told`:
    what its figures cover, None where that is not known.
    """

    donors: Mapping[str, str]
    pages: int
    archives: int = 0
    sealed: int = 0
    master: str = ""
    day: date | None = None
    told: Told | None = None


def degrees(ledger: Ledger, secret: str, today: date) -> Mapping[str, str]:
    """How visible each donor is, by keyed hash."""
    return {donor_mark(d.id, secret)[:_TAG]: visibility(d, today) for d in ledger.donors.values()}


def publication(
    donors: Mapping[str, str], settings: Settings, today: date, told: Told, *, pages: int, archives: int, sealed: int
) -> Publication:
    """The site about to be published. `donors` as `degrees` gives them."""
    master = hmac.digest(settings.master.raw, b"nianlun/brakes", "sha256").hex()[:_TAG] if settings.master else ""
    return Publication(donors, pages, archives, sealed, master, today, told)


def brake(new: Publication, settings: Settings) -> Publication | None:
    """What was published last, None where nothing is known of it.

    BrakeError where `new` differs too much from it, unless `settings.accept`.
    """
    try:
        old = _last(settings)
    except (WrongKeyError, DamagedError):
        if settings.accept:
            return None
        raise BrakeError(
            f"what the last publication says of itself cannot be read: it was made with another {SECRET_VARIABLE} "
            f"(then every archive moves to another address), or is damaged; nothing was published; {_AGAIN}"
        ) from None
    if old is None or not old.pages:
        return None
    if not new.pages or (old.donors and not new.donors and new.pages * 100 < old.pages * DROPPED):
        raise BrakeError("the new site is empty, and the published one is not; look for content/ and its donors")
    if settings.accept:
        return old
    if reasons := [words for too_much, words in _found(old, new) if too_much]:
        raise BrakeError(f"{'; '.join(reasons)}: nothing was published; {_AGAIN}")
    return old


def write(new: Publication, secret: str, out: Path) -> None:
    """Put into `out` what the next build has to know of it."""
    sample = dict(sorted(new.donors.items())[:MOST_DONORS])
    by_degree = {g: "".join(d for d, degree in sample.items() if degree == g) for g in DEGREES}
    told = {
        "pages": new.pages,
        "archives": new.archives,
        "sealed": new.sealed,
        "master": new.master,
        "donors": by_degree,
        "day": new.day.isoformat() if new.day else "",
    }
    body = json.dumps(told, sort_keys=True).encode()
    # bzip2 has been the same for decades: it gives the same bytes on every machine, which zlib's successors do not
    covered = b"\n" + bz2.compress(msgspec.msgpack.encode(new.told)) if new.told else b""
    (out / MEMORY).write_bytes(seal(_key(secret), body + covered if len(body + covered) <= LARGEST else body))


def _found(old: Publication, new: Publication) -> tuple[tuple[bool, str], ...]:
    """Each thing that may be too much, with the words for it."""
    risen = sum(d in old.donors and DEGREES.index(g) < DEGREES.index(old.donors[d]) for d, g in new.donors.items())
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
    body, _, covered = unseal(_key(settings.secret), file.read_bytes()).partition(b"\n")
    told = json.loads(body)
    donors = {
        tags[at : at + _TAG]: degree for degree, tags in told["donors"].items() for at in range(0, len(tags), _TAG)
    }
    day = date.fromisoformat(told["day"]) if told.get("day") else None
    return Publication(
        donors, told["pages"], told["archives"], told["sealed"], told["master"], day, _covered(covered) if day else None
    )


def _covered(packed: bytes) -> Told | None:
    """What its figures covered; None where it does not say, or an older Nianlun said it in another way."""
    try:
        return msgspec.msgpack.decode(bz2.decompress(packed), type=Told) if packed else None
    except (msgspec.MsgspecError, OSError):
        return None


def _key(secret: str) -> LinkKey:
    return LinkKey(hmac.digest(secret.encode(), b"nianlun/brakes/memory", "sha256"))
