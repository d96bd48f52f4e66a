"""The gifts of an export to the donors who gave them, as YAML that people can go on writing in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.importers.map import ImportMap
from generator.importers.report import Notice
from generator.importers.rows import Entry
from generator.importers.shelf import DonorFile, donor_file, with_items
from generator.load import values

MODELINE = "# yaml-language-server: $schema=../../schemas/donors.json\n"
PER_FILE = 10_000  # donors; far below what our YAML reader takes in one document


def donors(entries: Iterable[Entry], plan: ImportMap) -> tuple[dict[str, dict[str, str]], list[Notice]]:
    """Each donor's fields by id, in order of first gift; of several pseudonyms the newest that is not empty.

    What cannot be shown or read as a name, address or number is left out with a notice.
    """
    found: dict[str, dict[str, str]] = {}
    notices: list[Notice] = []
    several: dict[str, set[str]] = {}
    for entry in sorted(entries, key=lambda e: (e.fields["date"], e.row.number)):
        donor = entry.fields["donor"]
        fields = found.setdefault(donor, {})
        if donor == plan.donors.anonymous:
            continue
        for name, text in entry.about.items():
            if not text:
                continue
            kept = _kept(name, text)
            if kept is None:
                notices.append(Notice(entry.row.number, f"{name} of donor {donor} is left out: {_WHY[name]}"))
                continue
            if name == "pseudonym":
                several.setdefault(donor, set()).add(kept)
            fields[name] = kept
        fields.setdefault("name", next((theirs for ours, theirs in entry.raw_ids if ours == donor), donor))
    for donor, names in several.items():
        if len(names) > 1:
            notices.append(Notice(0, f"donor {donor} has {len(names)} pseudonyms; the newest is taken"))
    first = {entry.fields["donor"]: None for entry in entries}
    return {donor: found[donor] for donor in first}, notices


_WHY = {
    "name": "it is longer than a name can be",
    "pseudonym": "it is an e-mail address, or longer than a name can be",
    "email": "it is not an e-mail address",
    "phone": "it is not a telephone number",
}


def _kept(name: str, text: str) -> str | None:
    try:
        if name in ("email", "phone"):
            return values.email(text) if name == "email" else values.phone(text)
        kept = values.name(text)
    except ValueError:
        return None
    return None if name == "pseudonym" and _is_address(kept) else kept


def _is_address(text: str) -> bool:
    try:
        values.email(text)
    except ValueError:
        return False
    return True


def as_yaml(donor: str, fields: dict[str, str], plan: ImportMap) -> str:
    """One item of a list of donors. Names are quoted, since the world has names such as `no` and `: #`."""
    anonymous = donor == plan.donors.anonymous
    about = plan.donors
    lines = [f"- id: {donor}", f"  name: {_quoted(fields.get('name') or donor)}"]
    kind = "unknown" if anonymous else about.kind
    if kind != "person":
        lines.append(f"  kind: {kind}")
    lines.append(f"  visibility: {'private' if anonymous else about.visibility}")
    lines += [f"  {name}: {_quoted(fields[name])}" for name in ("pseudonym", "email", "phone") if name in fields]
    if about.consent and not anonymous:
        lines.append(f"  consent: {about.consent}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar; JSON's strings are such."""
    return json.dumps(text, ensure_ascii=False)


def donor_files(entries: Sequence[Entry], plan: ImportMap, into: Path) -> tuple[dict[Path, str], list[Notice], int]:
    """Files to write below `into`, notices, and how many donors are new. Donors who are there stay as they are."""
    found, notices = donors(entries, plan)
    files = {file: donor_file(file) for file in sorted((into / "donors").glob("*.yml"))}
    there = {donor: record for file in files.values() for donor, record in file.records}
    for donor, fields in found.items():
        shown = fields.get("pseudonym")
        if donor in there and shown and there[donor].get("pseudonym") != shown:
            notices.append(Notice(0, f"donor {donor} has another pseudonym in the export; content was kept"))
    new = [as_yaml(donor, fields, plan) for donor, fields in found.items() if donor not in there]
    return dict(_added(new, files, plan, into)), notices, len(new)


def _added(
    items: Sequence[str], files: dict[Path, DonorFile], plan: ImportMap, into: Path
) -> Iterator[tuple[Path, str]]:
    """Files with `items` added: the last of this map's files that has room, then new ones of PER_FILE donors."""
    number = 0
    while items:
        number += 1
        file = into / "donors" / (f"{plan.name}.yml" if number == 1 else f"{plan.name}-{number}.yml")
        old = files.get(file, DonorFile(MODELINE, (), True))
        room = PER_FILE - len(old.records)
        text = with_items(old, items[:room]) if room > 0 and old.listed else None
        if text is not None:
            yield file, text
            items = items[room:]
