"""A donor to an anonymous line in the books: gone from the content and the caches, while every sum of money stays.

Their gifts and refunds move to gifts/erased.csv beside where they stood, under the one donor `erased` that stands for
all who are gone: day, amount, fee and designation are kept, since totals are made of them; notes, tributes and channels
are not. An id is chosen that comes where the old one came among the gifts of that day, so that matches and allocations
fall as before. All files are written aside and then renamed; a crash between two renames is made good by the next run.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.issues import ContentError, Source, errors
from generator.load import load
from generator.load.files import shown_path
from generator.load.removal import lines_naming, without_donor, without_rows
from generator.load.text import MARK, line_end
from generator.load.values import ID, exponent
from generator.model.donors import ERASED, Donor
from generator.model.gifts import Gift
from generator.model.ledger import Ledger

ROWS = f"gifts/{ERASED}.csv"
COLUMNS = ("id", "donor", "date", "gift", "refund", "of", "currency", "for", "campaign", "fee", "in_kind")
#: What a cache may keep: it tells of no donor.
IMPERSONAL = ("pictures", "templates")
_GOODS = "goods"  # all that is kept of what was given in kind
_ASIDE = ".erasing"  # ends the name of a file that waits for its rename; empty: the file itself goes
_READY = ".erase-ready"  # stands in a content folder while renames are under way


class UnknownDonorError(Exception):
    """Nobody in the content has this id."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a donor changes: new texts by file (None: the file goes), and what is left to a person.

    `mentions`: places in other content where a word of the donor's still stands.
    """

    texts: Mapping[Path, str | None]
    gifts: int
    mentions: tuple[Source, ...] = field(default=())


def plan_erasure(donor: str, folders: tuple[Path, ...], root: Path) -> Erasure:
    """What erasing `donor` would change. ContentError where the content cannot be read without mistakes."""
    for folder in folders:
        finish(folder)
    content, private = folders[0], next(iter(folders[1:]), None)
    ledger, issues = load(content, private, root)
    if errors(issues):
        raise ContentError(errors(issues))
    if donor not in ledger.donors or donor == ERASED:
        raise UnknownDonorError(donor)
    texts = dict(_removed(donor, folders))
    theirs = [gift for gift in ledger.gifts if gift.donor == donor]
    for folder, rows in _anonymous(theirs, ledger, folders, root).items():
        texts[folder / ROWS] = _table(texts.get(folder / ROWS, _read(folder / ROWS)), rows)
    mentions = tuple(_mentions(ledger.donors[donor], folders, root, texts))
    return Erasure(texts, len(theirs), mentions)


def carry_out(erasure: Erasure, folders: tuple[Path, ...], cache: Path) -> None:
    """Change the content, and empty the caches of everything in which the donor may stand."""
    try:
        for path, text in erasure.texts.items():
            path.parent.mkdir(exist_ok=True)
            _write(path.with_name(f".{path.name}{_ASIDE}"), text or "")
        for folder in folders:
            if any(path.is_relative_to(folder) for path in erasure.texts):
                _write(folder / _READY, "")
    except OSError:  # as where the disk is full: all stays as it was
        for folder in folders:
            (folder / _READY).unlink(missing_ok=True)
            finish(folder)
        raise
    for folder in folders:
        finish(folder)
    if cache.is_dir():
        for entry in cache.iterdir():
            if entry.name not in IMPERSONAL:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def finish(folder: Path) -> None:
    """Bring to its end what a crash interrupted: all renames where all was ready, else none."""
    ready = (folder / _READY).exists()
    for place in (folder / "donors", folder / "gifts"):
        for aside in sorted(place.glob(f".*{_ASIDE}")):
            target = aside.with_name(aside.name.removeprefix(".").removesuffix(_ASIDE))
            if not ready:
                aside.unlink()
            elif aside.stat().st_size:
                if target.exists():
                    shutil.copymode(target, aside)
                aside.replace(target)
            else:
                target.unlink(missing_ok=True)
                aside.unlink()
    (folder / _READY).unlink(missing_ok=True)


def _removed(donor: str, folders: tuple[Path, ...]) -> Iterator[tuple[Path, str | None]]:
    for folder in folders:
        for path in sorted((folder / "donors").glob("*.yml")):
            before = _read(path)
            if donor in (before or "") or path.stem == donor:
                after = without_donor(before or "", donor, path.stem)
                if after != before:
                    yield path, after
        for path in sorted((folder / "gifts").glob("*.csv")):
            before = _read(path)
            if donor in (before or ""):
                after = without_rows(before or "", donor)
                if after != before:
                    yield path, after


def _anonymous(
    theirs: list[Gift], ledger: Ledger, folders: tuple[Path, ...], root: Path
) -> dict[Path, list[dict[str, str]]]:
    """The rows that take the place of gifts and refunds, by the folder in which those stood."""
    taken = {gift.id for gift in ledger.gifts}
    ids: dict[str, str] = {}
    for gift in theirs:
        day = [g.id for g in ledger.gifts if g.date == gift.date and g.donor != gift.donor]
        day += [ids[g.id] for g in theirs if g.date == gift.date and g.id in ids]
        low = max((id for id in day if id < gift.id), default="")
        high = min((id for id in day if id > gift.id), default="~")
        ids[gift.id] = _between(low, high, taken)
        taken.add(ids[gift.id])
    found: dict[Path, list[dict[str, str]]] = {}
    for gift in theirs:
        folder = next(f for f in reversed(folders) if gift.source.file.startswith(shown_path(f, root) + "/"))
        found.setdefault(folder, []).append(_row(gift, ids))
    return found


def _row(gift: Gift, ids: Mapping[str, str]) -> dict[str, str]:
    amount = _written(abs(gift.amount), gift.currency)
    row = {"id": ids[gift.id], "donor": ERASED, "date": gift.date.isoformat()}
    if gift.refund_of:
        return row | {"refund": amount, "of": ids[gift.refund_of]}
    return row | {
        "gift": amount,
        "currency": gift.currency,
        "for": gift.project or "",
        "campaign": gift.campaign or "",
        "fee": _written(gift.fee, gift.currency) if gift.fee else "",
        "in_kind": _GOODS if gift.in_kind is not None else "",
    }


def _between(low: str, high: str, taken: Collection[str]) -> str:
    """A free id that stands between two others of one day, as gifts are ordered by."""
    stems = [ERASED, *(low[:n] + c for n in range(len(low) + 1) for c in "-0123456789abcdefghijklmnopqrstuvwxyz")]
    for stem in stems:
        if low < f"{stem}-9999" and f"{stem}-0001" < high and ID.match(f"{stem}-0001"):
            for number in range(1, 10_000):
                id = f"{stem}-{number:04}"
                if low < id < high and id not in taken:
                    return id
    raise AssertionError(f"no id is free between {low} and {high}")


def _table(before: str | None, rows: list[dict[str, str]]) -> str:
    """The rows with those that are there already, by day: what one donor gave does not stand together.

    The file keeps the mark, the line ends and the columns that a spreadsheet gave it.
    """
    text = before or ""
    mark = MARK if text.startswith(MARK) else ""
    lines = csv.reader(io.StringIO(text.removeprefix(mark), newline=""))
    found = [[cell.strip() for cell in cells] for cells in lines if any(map(str.strip, cells))]
    header, *there = found or [list(COLUMNS)]
    columns = list(dict.fromkeys((*header, *COLUMNS)))
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, columns, restval="", lineterminator=line_end(text))
    table.writeheader()
    every = [*(dict(zip(header, cells, strict=True)) for cells in there), *rows]
    table.writerows(sorted(every, key=lambda row: (row["date"], row.get("id", ""))))
    return mark + out.getvalue()


def _written(minor: int, currency: str) -> str:
    places = exponent(currency)
    whole, part = divmod(minor, 10**places)
    return f"{whole}.{part:0{places}}" if places else str(whole)


def _mentions(
    donor: Donor, folders: tuple[Path, ...], root: Path, texts: Mapping[Path, str | None]
) -> Iterator[Source]:
    """Where in what stays a name, an alias or an address of the donor stands: only a person can judge these."""
    given = (donor.name, donor.pseudonym, donor.email, donor.phone, donor.id, *donor.aliases)
    words = tuple(w for w in given if w and len(w) >= (4 if w.isascii() else 2))
    for folder in folders:
        for path in sorted(p for kind in ("md", "yml", "csv") for p in folder.rglob(f"*.{kind}")):
            text = texts[path] if path in texts else _read(path)
            yield from (Source(shown_path(path, root), line) for line in lines_naming(text or "", words))


def _read(path: Path) -> str | None:
    """A file's text with its line ends as they are; None where there is none or it is no text."""
    try:
        return path.read_bytes().decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    """A file that is on the disk when this returns."""
    with path.open("wb") as out:
        out.write(text.encode("utf-8"))
        out.flush()
        os.fsync(out.fileno())
