import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from importing import GIFTS, SPENDING, Desk

from generator.load.yaml import parse

CELL = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    st.sampled_from(
        ["", "1.00", "-3", "5.5", "2021-05-20", "2021-06-01T10:00:00", "A", "a", "G1", '"', "\n", ",", "=1"]
    ),
)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=5), max_size=12)
AMOUNT = st.decimals("0.01", "9999999.99", places=2)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)


def export(rows, header):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, st.sampled_from([("id: no, ", "id: no, "), ("id: no, ", "")]))
def test_every_row_is_accounted_for_and_importing_again_changes_nothing(rows, more, ids):
    plan = GIFTS.replace(*ids) + "donors: {pseudonym: who, anonymous: unnamed}\n"
    header = ["no", "who", "day", "sum"]
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        first = desk.run(export(rows, header), plan)
        before = desk.files()
        again = desk.run(export(rows, header), plan)
        assert (again.imported, again.written, again.rejected) == (0, (), first.rejected)
        assert desk.files() == before
        grown = desk.run(export([*rows, *more], header), plan)
        assert grown.known >= first.imported
        for name, content in before.items():
            assert desk.files()[name].startswith(content)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=10).map("\n".join))
def test_any_text_below_a_header_is_imported_known_or_rejected(text):
    with tempfile.TemporaryDirectory() as folder:
        report = Desk(Path(folder)).run(("day,sum,what\n" + text).encode("utf-8", "surrogatepass"), SPENDING)
        assert report.rejects_csv().count("\n") >= len(report.rejected) + 1


@settings(max_examples=40, deadline=None)
@given(st.lists(AMOUNT, min_size=1, max_size=20), st.sampled_from([(".", ","), (",", "."), (".", "")]))
def test_amounts_are_exact(amounts, signs):
    decimal, thousands = signs
    swap = str.maketrans({",": thousands or None, ".": decimal})
    plan = SPENDING + f'delimiter: ";"\nnumber: {{decimal: "{decimal}", thousands: "{thousands}", strip: "¥"}}\n'
    rows = "".join(f"2021-05-20;¥{format(a, ',').translate(swap)};x\n" for a in amounts)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        assert desk.run("day;sum;what\n" + rows, plan).rejected == ()
        assert [Decimal(r["amount"]) for r in desk.rows("spending/old.csv")] == amounts


@settings(max_examples=40, deadline=None)
@given(st.lists(HAN, min_size=1, max_size=8, unique=True))
def test_gb18030_comes_out_as_it_went_in(names):
    plan = GIFTS + "encoding: gb18030\ndonors: {name: who}\n"
    rows = "".join(f"{n},{name},2021-05-20,1\n" for n, name in enumerate(names))
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        assert desk.run("no,who,day,sum\n" + rows, plan, "gb18030").rejected == ()
        assert [d["name"] for d in parse(desk.read("donors/old.yml"))] == names
