"""An export and its map written into a folder and imported, for tests that show both."""

import csv
from pathlib import Path

from generator.importers.csv import import_csv

GIFTS = """\
kind: gifts
name: old
columns: {id: no, donor: who, date: day, gift: sum}
constants: {currency: CNY}
"""

SPENDING = """\
kind: expenditures
name: old
columns: {date: day, amount: sum, note: what}
constants: {currency: CNY, project: lunch, category: programme}
"""


class Desk:
    """A folder with an export, a map and a content folder."""

    def __init__(self, folder: Path) -> None:
        self.export, self.map, self.content = folder / "export.csv", folder / "map.yml", folder / "content"

    def run(self, export, plan, encoding="utf-8"):
        self.export.write_bytes(export if isinstance(export, bytes) else export.encode(encoding))
        self.map.write_text(plan, "utf-8")
        report = import_csv(self.export, self.map, self.content)
        assert report.read == report.imported + report.known + len(report.rejected)
        return report

    def read(self, name):
        return (self.content / name).read_text("utf-8")

    def rows(self, name):
        with (self.content / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def files(self):
        return {f.relative_to(self.content).as_posix(): f.read_bytes() for f in self.content.rglob("*") if f.is_file()}


def reasons(report):
    return {r.row: r.reason for r in report.rejected}
