"""Real exports, kept outside the repository: NIANLUN_REAL names the folder that has gdq/ and hackclub/."""

import csv
import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.derive import derive
from generator.importers.csv import import_csv
from generator.load import load
from generator.model.money import Money
from generator.privacy import public_view

REAL = os.environ.get("NIANLUN_REAL")
HERE = Path(__file__).parent
LAST = date(2012, 11, 9)  # the day of the last gift

pytestmark = pytest.mark.skipif(
    not REAL, reason="NOT TESTED ON REAL DATA: set NIANLUN_REAL to the folder with gdq/ and hackclub/"
)


def rows(file):
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_gifts_of_the_marathons(tmp_path):
    export = Path(REAL) / "gdq" / "gifts.csv"
    report = import_csv(export, HERE / "gdq-map.yml", tmp_path)
    assert (report.read, report.imported, report.new_donors, report.rejected) == (14_631, 14_631, 4_323, ())
    sums = Counter()
    for row in rows(tmp_path / "gifts" / "gdq.csv"):
        sums[row["campaign"]] += Decimal(row["gift"])
    assert sums == {
        "cgdq": Decimal("10531.64"),
        "agdq2011": Decimal("52519.83"),
        "jrdq": Decimal("25800.33"),
        "sgdq2011": Decimal("21396.76"),
        "agdq2012": Decimal("149044.99"),
        "sgdq2012": Decimal("46278.99"),
        "spook": Decimal("9732.99"),
    }
    assert sum(sums.values()) == Decimal("315305.53")
    assert sorted(f.stem for f in (tmp_path / "campaigns").glob("*.md")) == sorted(sums)
    again = import_csv(export, HERE / "gdq-map.yml", tmp_path)
    assert (again.imported, again.known, again.written) == (0, 14_631, ())


@pytest.mark.parametrize("hidden", [False, True])
def test_totals_of_the_marathons_are_told_to_the_cent(tmp_path, hidden):
    """As imported, where only the 576 gifts without a donor are hidden, and with every donor private."""
    import_csv(Path(REAL) / "gdq" / "gifts.csv", HERE / "gdq-map.yml", tmp_path)
    about = 'name: Marathons\ntagline: x\nregistration: "1"\ncurrency: USD\ntime_zone: UTC\nlanguages: [en]\n'
    (tmp_path / "organisation.yml").write_text(about, "utf-8")
    ledger, _ = load(tmp_path, None, tmp_path)
    if hidden:
        ledger = replace(ledger, donors={n: replace(d, visibility="private") for n, d in ledger.donors.items()})
    public = public_view(ledger, derive(ledger, LAST), "0" * 32, LAST)
    assert public.totals.fund.given == public.totals.fund.unspent == (Money(31530553, "USD"),)
    assert {name: recap.given[0].minor for name, recap in public.campaigns.items() if not recap.partly} == {
        "cgdq": 1053164,
        "agdq2011": 5251983,
        "jrdq": 2580033,
        "sgdq2011": 2139676,
        "agdq2012": 14904499,
        "sgdq2012": 4627899,
        "spook": 973299,
    }


def test_expenses_of_the_coding_clubs(tmp_path):
    report = import_csv(Path(REAL) / "hackclub" / "expenses.csv", HERE / "hackclub-map.yml", tmp_path)
    assert (report.read, report.imported) == (1_283, 1_282)
    assert [(r.row, r.reason) for r in report.rejected] == [(381, 'amount: "0.00" is nothing; write what was spent')]
    amounts = [Decimal(row["amount"]) for row in rows(tmp_path / "spending" / "hackclub.csv")]
    assert sum(amounts) == Decimal("282984.57")
    assert sum(a < 0 for a in amounts) == 11
