"""From private donors to their personal links, as a table and as QR codes for the mailing."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import segno

from generator.importers.report import harmless
from generator.master import Master
from generator.model.donors import Donor
from generator.pages.archives import OPENED_AT
from generator.write.dga1 import link_key


@dataclass(frozen=True, slots=True)
class Link:
    """One donor's personal link; whoever has it can read the archive."""

    uid: str
    name: str
    address: str = field(repr=False)


def links(donors: Iterable[Donor], master: Master, site_url: str) -> tuple[Link, ...]:
    """The link of each of `donors`; `site_url` ends with "/"."""
    keys = ((donor, link_key(master.raw, donor.id, donor.link_version)) for donor in donors)
    return tuple(Link(donor.id, donor.name, f"{site_url}{OPENED_AT}#{key.fragment}") for donor, key in keys)


def as_csv(found: Sequence[Link]) -> str:
    """A table for people: donor, name, link; no cell of it is a formula (required behaviour 11)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["donor", "name", "link"])
    writer.writerows([link.uid, harmless(link.name), link.address] for link in found)
    return out.getvalue()


def write_csv(found: Sequence[Link], file: Path) -> None:
    """The table in a file that only its owner can read, marked as UTF-8, without which a spreadsheet garbles names."""
    with _own(file).open("w", encoding="utf-8-sig", newline="") as out:
        out.write(as_csv(found))


def write_codes(found: Sequence[Link], folder: Path) -> None:
    """A QR code of each link as `folder`/ID.png, for print: modules of 8 pixels, a fifth of it may be lost."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for link in found:
        with _own(folder / f"{link.uid}.png").open("wb") as out:
            segno.make_qr(link.address, error="q").save(out, kind="png", scale=8, border=4)


def _own(file: Path) -> Path:
    """`file`, empty and for its owner only, before anything is in it."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    return file
