"""A table that lies there twice is a warning; two gifts that are alike are none."""

from datetime import date
from pathlib import Path

import pytest
from check_ledgers import TODAY, donor, gift, ledger
from msgspec.structs import replace

from generator.check import check
from generator.check.repeats import repeated_gifts
from generator.issues import Source, as_text
from generator.load import load

BROKEN = Path(__file__).parents[1] / "broken" / "copies"
JOURNEY = "content/donors/lin.yml"


def table(name, *rows, **more):
    """Gifts (donor, day of March, yuan) as the rows of a table without ids, or of a journey."""
    file = name if "/" in name else f"content/gifts/{name}.csv"
    stem = file.rpartition("/")[2].rpartition(".")[0]
    for n, (giver, day, yuan) in enumerate(rows, 1):
        given = {"id": f"{giver}-{stem}-{n}", "donor": giver, "date": date(2025, 3, day)} | more
        yield replace(gift(minor=yuan * 100, **given), source=Source(file, n + 1))


def said(*gifts, **more):
    """(place, message) of every warning; the gifts go by day, as in every ledger."""
    records = (donor("wen", "文"), donor("box", "路人", kind="unknown"))
    books = ledger(*records, *sorted((g for some in gifts for g in some), key=lambda g: (g.date, g.id)))
    tables = frozenset(g.source.file for g in books.gifts if g.source.file.endswith(".csv"))
    return [(str(issue.source), issue.message) for issue in repeated_gifts(replace(books, tables=tables), TODAY)]


MARCH = (("lin", 1, 50), ("wen", 3, 20), ("lin", 9, 50), ("lin", 20, 10), ("wen", 30, 100))


def test_a_site_with_these_mistakes_says_exactly_this():
    books, issues = load(BROKEN / "content", None, BROKEN)
    words = as_text(tuple(sorted({*issues, *check(books, TODAY)})))
    assert (BROKEN / "checked.txt").read_text("utf-8") == words + "\n"
    assert [] == [word for word in ("林", "陈", "何家", "路人", "生日", "加个蛋", "微信") if word in words]


def test_a_second_download_is_named_with_the_first():
    assert said(table("march", *MARCH), table("march (1)", *MARCH)) == [
        (
            "content/gifts/march (1).csv:2",
            "has the donor, day, amount and project of the gift at content/gifts/march.csv:2, and 4 more gifts here "
            "repeat content/gifts/march.csv; they count twice; delete this file, or give each an id of its own if "
            "they are different gifts",
        )
    ]


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        (MARCH[:1], MARCH[:1], "second.csv:2"),  # a table of one row, twice
        (MARCH[:4], MARCH, "first.csv:2"),  # downloaded again when more had come in
        (MARCH[:4], MARCH[1:], "second.csv:2"),  # exports of days that overlap
        ((("lin", 1, 5), ("lin", 1, 5), ("lin", 1, 5)),) * 2 + ("second.csv:2",),
        ((("box", 1, 5), ("box", 2, 7), ("box", 3, 9), ("wen", 4, 1)),) * 2 + ("second.csv:2",),
    ],
)
def test_what_stands_in_two_tables_is_said_once(first, second, place):
    assert [f"content/gifts/{place}"] == [at for at, _ in said(table("first", *first), table("second", *second))]


def test_three_copies_are_two_warnings():
    three = [table(name, *MARCH) for name in ("march", "march (1)", "march (2)")]
    assert ["content/gifts/march (1).csv:2", "content/gifts/march (2).csv:2"] == sorted(at for at, _ in said(*three))


def test_an_export_of_payments_that_journeys_tell_is_a_warning_although_it_has_ids():
    months = [("lin", day, 50) for day in (1, 8, 15, 22)]
    export = [
        replace(row, id=f"wx-{n}", via="微信支付")
        for n, row in enumerate(table("platform", *months[1:], ("wen", 2, 20)))
    ]
    ((place, message),) = said(table(JOURNEY, *months), export)
    assert place == "content/gifts/platform.csv:2"
    assert "the gift at content/donors/lin.yml:3, and 2 more gifts here repeat content/donors/lin.yml;" in message
    assert "delete them here or there" in message


def test_only_donors_of_both_tables_and_days_of_both_are_compared():
    """Five gifts of Lin's stand in both tables; thirty of others, or those of other months, say nothing of them."""
    lins = [("lin", day, 50 + day) for day in (3, 9, 12, 20, 25)]
    wens = [("wen", day, 7) for day in range(1, 31)]
    boxes = [("box", day, 3) for day in range(1, 31)]
    [(place, _)] = said(table("first", *lins, *wens), table("second", *lins, *boxes))
    assert place.startswith("content/gifts/second.csv")
    april = [replace(g, date=date(2025, 4, g.date.day)) for g in table("first", *(("lin", d, 9) for d in range(1, 31)))]
    [(place, _)] = said([*table("first", *lins), *april], table("second", *lins))
    assert place.startswith("content/gifts/second.csv")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (MARCH, [(giver, day, yuan + 1) for giver, day, yuan in MARCH]),
        (MARCH, [(giver, day % 31 + 1, yuan) for giver, day, yuan in MARCH]),
        (MARCH, [("wen" if giver == "lin" else "lin", day, yuan) for giver, day, yuan in MARCH]),
        (MARCH, [*MARCH[:2], ("wen", 4, 20), ("lin", 10, 50)]),  # twice the same, by chance
        (  # many red packets through two channels, some of one sum
            [("lin", day, 5) for day in range(1, 29)],
            [("lin", day, 5 if day % 3 == 0 else 7) for day in range(1, 29)],
        ),
        ([("lin", 1, 5)] * 4, [*[("lin", 1, 5)] * 3, ("wen", 2, 7)]),  # of a whole class, through two channels
        ([("box", 1, 100)], [("box", 1, 100)]),  # two collection boxes
    ],
)
def test_what_chance_explains_is_no_warning(first, second):
    assert said(table("first", *first), table("second", *second)) == []


def test_gifts_alike_in_one_table_are_red_packets():
    assert said(table("first", *MARCH, *MARCH), table("second", ("wen", 7, 1))) == []
    assert said(table("first", *MARCH, *MARCH)) == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"via": "微信支付"}, {"via": "支付宝"}),
        ({"campaign": "spring"}, {"campaign": "summer"}),
        ({"in_kind": "大米"}, {"in_kind": "面粉"}),
        ({"in_kind": "大米"}, {}),
        ({"project": "lunch"}, {"project": "books"}),
        ({"currency": "CNY"}, {"currency": "USD"}),
    ],
)
def test_gifts_that_say_otherwise_are_other_gifts(here, there):
    assert said(table("first", *MARCH, **here), table("second", *MARCH, **there)) == []


def test_ids_that_were_written_tell_gifts_apart_where_both_have_one():
    first = [replace(row, id=f"bank-{n}") for n, row in enumerate(table("first", *MARCH))]
    second = [replace(row, id=f"lin-wx-{n}") for n, row in enumerate(table("second", *MARCH))]
    assert said(first, second) == []
    assert len(said(first, table("second", *MARCH))) == 1


def test_a_refund_is_no_gift_that_counts_twice():
    back = [replace(row, amount=-row.amount, refund_of="lin-1") for row in table("second", *MARCH)]
    assert said(table("first", *MARCH), back) == []
