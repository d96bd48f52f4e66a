"""What an import did, row by row where it matters: nothing that was read is lost without a word."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.issues import counted

#: How a text cell begins that a spreadsheet would run as a formula (required behaviour 11).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not imported. `row` counts as a spreadsheet does, the header being row 1 (after skipped lines)."""

    row: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a row (0: the import as a whole) that its author should know."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Rows by what became of them: `read == imported + known + len(rejected)`."""

    kind: str  # "gifts" or "expenditures"
    read: int
    imported: int
    known: int  # were there already
    new_donors: int
    rejected: tuple[Rejected, ...]
    notices: tuple[Notice, ...]
    written: tuple[str, ...]  # paths below the folder imported into, with /
    header: tuple[str, ...]

    def as_text(self) -> str:
        """Counts first, then every rejected row with its reason, then notices; quotes no names."""
        lines = [
            f"{self.read:,} rows read: {self.imported:,} imported, {self.known:,} already there, "
            f"{len(self.rejected):,} rejected"
        ]
        if self.kind == "gifts":
            lines.append(counted(self.new_donors, "new donor"))
        lines += [f"wrote {name}" for name in self.written] or ["nothing to write"]
        lines += [f"row {r.row}: rejected: {r.reason}" for r in self.rejected]
        lines += [f"row {n.row}: {n.text}" if n.row else n.text for n in self.notices]
        return "\n".join(lines)

    def rejects_csv(self) -> str:
        """The rejected rows as CSV for people: row, reason and the cells as they came, none of them a formula."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["row", "reason", *map(harmless, self.header)])
        writer.writerows([str(r.row), r.reason, *(harmless(_printable(c)) for c in r.cells)] for r in self.rejected)
        return out.getvalue()


def harmless(cell: str) -> str:
    """`cell` with a leading ' where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _printable(cell: str) -> str:
    """`cell` with bytes that were no text written as \\xNN."""
    return re.sub("[\ud800-\udfff]", lambda byte: f"\\x{ord(byte[0]) & 0xFF:02x}", cell)


def in_order(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(dict.fromkeys(notices), key=lambda n: (n.row, n.text)))
