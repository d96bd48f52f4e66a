"""A delimited export and its column map to donors, gifts or spending in our content, added to what is there.

A row is known by its id, or where the export has none by its content and how often that came before. So the same
export twice changes nothing, and a grown one only adds. What an author changed since is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.importers.givers import donor_files
from generator.importers.map import ImportMap, read_map
from generator.importers.report import ImportReport, Notice, Rejected, in_order
from generator.importers.rows import Entry, entry, field_names
from generator.importers.shelf import put, sheet, with_rows
from generator.importers.stubs import stubs
from generator.importers.table import Row, Table, read_table
from generator.issues import ContentError, Issue, Source
from generator.load.explain import unknown


def import_csv(file: Path, map_file: Path, into: Path) -> ImportReport:
    """Import `file` through the map in `map_file` into the content folder `into`.

    ContentError, with nothing written, where the map, the header or what is in `into` cannot be read.
    """
    plan = read_map(map_file)
    table = _table(file, plan)
    columns = _places(table.header, plan, map_file)
    rejected: list[Rejected] = []
    notices: list[Notice] = []
    entries = list(_numbered(_entries(table.rows, columns, plan, rejected), plan))
    entries, repeats = _once(entries, rejected, notices)
    folder = into / ("gifts" if plan.kind == "gifts" else "spending")
    target = folder / f"{plan.name}.csv"
    there = {row["id"]: row for other in sorted(folder.glob("*.csv")) for row in sheet(other).rows if row.get("id")}
    entries = _with_their_gifts(entries, there, rejected)
    new = [e.fields for e in entries if e.fields["id"] not in there]
    notices += [n for e in entries for n in _about(e, there.get(e.fields["id"]))]
    files: dict[Path, str] = {}
    new_donors = 0
    if plan.kind == "gifts":
        files, said, new_donors = donor_files(entries, plan, into)
        notices += said
    old = sheet(target)
    pages, said = stubs(entries, [*old.rows, *new], plan, into)
    notices += said
    files |= pages
    if new:
        files[target] = with_rows(old, field_names(plan), new)
    written = put(files)
    return ImportReport(
        kind=plan.kind,
        read=len(table.rows),
        imported=len(new),
        known=len(entries) - len(new) + repeats,
        new_donors=new_donors,
        rejected=tuple(sorted(rejected, key=lambda r: r.row)),
        notices=in_order(notices),
        written=tuple(sorted(w.relative_to(into).as_posix() for w in written)),
        header=table.header,
    )


def _table(file: Path, plan: ImportMap) -> Table:
    name = file.as_posix()
    try:
        raw = file.read_bytes()
    except OSError:
        raise ContentError([Issue(Source(name), "", "cannot be read; check that it exists and may be read")]) from None
    return read_table(raw, plan.encoding, plan.delimiter, plan.skip, name)


def _places(header: tuple[str, ...], plan: ImportMap, map_file: Path) -> dict[str, int]:
    """Where each of their columns stands; ContentError for every column of the map that is not there once."""
    wanted = {f"columns.{name}": column for name, column in plan.columns.items()}
    if plan.kind == "gifts":
        about = ((name, getattr(plan.donors, name)) for name in ("name", "pseudonym", "email", "phone"))
        wanted |= {f"donors.{name}": column for name, column in about if column}
    issues = []
    for field, column in wanted.items():
        if header.count(column) > 1:
            message = f'"{column}" stands {header.count(column)} times in the header; rename all but one'
        elif column not in header:
            message = (
                unknown(column, header)
                .replace("not a field here", "not a field")
                .replace("not a field", "not a column of the export")
                .replace("the fields are", "its columns are")
            )
        else:
            continue
        issues.append(Issue(Source(map_file.as_posix()), field, message))
    if issues:
        raise ContentError(issues)
    return {column: header.index(column) for column in wanted.values()}


def _entries(
    rows: Sequence[Row], columns: dict[str, int], plan: ImportMap, rejected: list[Rejected]
) -> Iterator[Entry]:
    for row in rows:
        if row.wrong:
            rejected.append(Rejected(row.number, row.wrong, row.cells))
            continue
        try:
            yield entry(row, columns, plan)
        except ValueError as wrong:
            rejected.append(Rejected(row.number, str(wrong), row.cells))


def _numbered(entries: Iterator[Entry], plan: ImportMap) -> Iterator[Entry]:
    """Every entry with an id; rows of the same content are told apart by their number among each other."""
    seen: Counter[str] = Counter()
    for e in entries:
        if "id" in e.fields:
            yield e
            continue
        seen[e.content] += 1
        again = f"-{seen[e.content]}" if seen[e.content] > 1 else ""
        yield replace(e, fields=e.fields | {"id": f"{plan.id_prefix}{e.content}{again}"})


def _once(entries: Sequence[Entry], rejected: list[Rejected], notices: list[Notice]) -> tuple[list[Entry], int]:
    """The first entry of each id, and how many rows only repeated one; others with a used id are rejected."""
    first: dict[str, Entry] = {}
    theirs: dict[str, tuple[str, int]] = {}
    repeats = 0
    for e in entries:
        clash = [
            (o, row) for ours, raw in e.raw_ids for o, row in [theirs.setdefault(ours, (raw, e.row.number))] if o != raw
        ]
        same = first.setdefault(e.fields["id"], e)
        if clash:
            if same is e:
                del first[e.fields["id"]]
            reason = f"an id differs from that of row {clash[0][1]} in capitals only; correct one of the two"
            rejected.append(Rejected(e.row.number, reason, e.row.cells))
        elif same is e:
            continue
        elif same.fields == e.fields:
            repeats += 1
            notices.append(Notice(e.row.number, f"says the same as row {same.row.number}; taken once"))
        else:
            reason = f"id: is that of row {same.row.number}, which says something else; correct one of the two"
            rejected.append(Rejected(e.row.number, reason, e.row.cells))
    return list(first.values()), repeats


def _with_their_gifts(
    entries: Sequence[Entry], there: Mapping[str, Mapping[str, str]], rejected: list[Rejected]
) -> list[Entry]:
    """Entries less refunds of gifts that are neither imported nor there."""
    gifts = {e.fields["id"] for e in entries if "gift" in e.fields} | {i for i, row in there.items() if row.get("gift")}
    kept = []
    for e in entries:
        if "refund" in e.fields and e.fields["of"] not in gifts:
            reason = "of: there is no such gift among the rows that could be imported; import the gift too"
            rejected.append(Rejected(e.row.number, reason, e.row.cells))
        else:
            kept.append(e)
    return kept


def _about(e: Entry, old: Mapping[str, str] | None) -> Iterator[Notice]:
    """What was cleaned in a row, and what content says otherwise than the export."""
    for column in e.cleaned:
        yield Notice(e.row.number, f'unseen characters were taken out of "{column}"')
    if old is not None:
        differs = [name for name, text in e.fields.items() if name in old and old[name] != text]
        if differs:
            yield Notice(e.row.number, f"is there with another {', '.join(differs)}; content was kept")
