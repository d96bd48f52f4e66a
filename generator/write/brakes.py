"""Stops a build that shows far more of donors, or drops far more of the site, than the last publication did.

A slip in one line (a visibility pasted into every record, a content folder that was not checked out) changes a whole
site at once. What was published last is kept beside the cache: how visible each donor was, under a keyed hash of the
id, and the number of pages; no name, no id. Where that file is missing, as in a CI job without a cache, the pages of
the published folder are counted, and a first publication is compared with nothing.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import get_args

from generator.model.ledger import Ledger
from generator.model.records import Visibility
from generator.privacy.identity import visibility
from generator.write.swap import PublicationError

#: Percent of the donors that may become more public, of donors or pages that may go, without a word.
MORE_PUBLIC, DROPPED = 5, 20
#: One donor or page that goes is everyday work, whatever percent it is of a small site.
EVERYDAY = 1

_DEGREES: tuple[str, ...] = get_args(Visibility)  # most visible first


class BrakeError(PublicationError):
    """A change so large that somebody has to confirm it with --accept."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is remembered of a site: the degree of each donor by keyed hash, and the number of its pages."""

    donors: Mapping[str, str]
    pages: int


def publication(ledger: Ledger, pages: int, secret: str, today: date) -> Publication:
    """The site about to be published."""
    return Publication({_hashed(d.id, secret): visibility(d, today) for d in ledger.donors.values()}, pages)


def brake(new: Publication, out: Path, cache: Path, accept: bool) -> None:
    """BrakeError where `new` differs too much from what was published in `out` before."""
    old = _last(out, cache)
    if old is None or not old.pages:
        return
    if not new.pages or (old.donors and not new.donors and new.pages * 100 < old.pages * DROPPED):
        raise BrakeError("the new site is empty, and the published one is not; look for content/ and its donors")
    if accept:
        return
    risen = sum(d in old.donors and _DEGREES.index(g) < _DEGREES.index(old.donors[d]) for d, g in new.donors.items())
    gone = len(old.donors.keys() - new.donors.keys())
    found = (
        (risen * 100 > len(old.donors) * MORE_PUBLIC, f"{risen} of {len(old.donors)} donors become more public"),
        (_too_many(gone, len(old.donors)), f"{gone} of {len(old.donors)} donors are gone"),
        (_too_many(old.pages - new.pages, old.pages), f"{old.pages - new.pages} of {old.pages} pages are gone"),
    )
    if reasons := [words for too_many, words in found if too_many]:
        raise BrakeError(
            f"{'; '.join(reasons)}: nothing was published; if that is meant, build once more with --accept"
        )


def remember(new: Publication, out: Path, cache: Path) -> None:
    """Keep what was published. A full or read-only disk costs the next comparison, not this build."""
    file = _file(out, cache)
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps({"pages": new.pages, "donors": dict(sorted(new.donors.items()))}), "utf-8")
        aside.replace(file)


def _too_many(gone: int, before: int) -> bool:
    return gone > EVERYDAY and gone * 100 > before * DROPPED


def _last(out: Path, cache: Path) -> Publication | None:
    """What was published in `out` last; of a damaged or missing memory only the pages that lie there."""
    if not out.is_dir():
        return None
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        raw = json.loads(_file(out, cache).read_text("utf-8"))
        donors = {str(d): str(g) for d, g in raw["donors"].items() if g in _DEGREES}
        return Publication(donors, int(raw["pages"]))
    return Publication({}, sum(1 for _ in out.rglob("index.html")))


def _file(out: Path, cache: Path) -> Path:
    return cache / "published" / f"{sha256(os.fsencode(out.resolve())).hexdigest()[:16]}.json"


def _hashed(donor: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"nianlun/brakes/{donor}".encode(), "sha256").hex()[:24]
