"""A whole content folder to a ledger: what is read, in what order, and what is left out."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.issues import ContentError, Issue, errors
from generator.load import load
from generator.model.donors import DonorConsent
from generator.model.gifts import Tribute
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.words import Label

ORGANISATION = """\
name: {zh-CN: 山谷读书会, en: Valley Readers}
tagline: 让山里的孩子读好书
registration: "010"
currency: CNY
time_zone: Asia/Shanghai
languages: [zh-CN, en]
sample: yes
"""
LUNCH = (
    "---\n# yaml-language-server: $schema=../../schemas/project.json\n"
    "title: 午餐\nstatus: active\nstart: 2019-03-01\n---\n\n热饭\n"
)
SITE: Mapping[str, str] = {
    "organisation.yml": ORGANISATION,
    "index.md": "---\ntitle: 首页\n---\n",
    "about.md": "---\ntitle: 关于\n---\n",
    "about.en.md": "---\ntitle: About\nsummary: Us\n---\nWe read.\n",
    "projects/lunch.md": LUNCH,
    "projects/lunch.en.md": "---\ntitle: Lunches\n---\n",
    "campaigns/spring.md": """\
---
title: 春
start: 2021-03-01
end: 2021-03-09
goal: "1000"
projects: [lunch]
matching: {funder: 基金会, amount: USD 500, rate: "1:2", per_gift: "20.50"}
commitments: [{id: menu, text: 菜单, owner: 项目部, due: 2021-04-01}]
---
""",
    "updates/2021-05-01-rain.md": """\
---
title: 雨
project: lunch
pictures: [{file: pictures/rain.jpg, alt: {zh-CN: 雨, en: Rain}, people: [he]}]
consents: [{person: he, scope: [picture], purpose: 故事, channel: [site], since: 2021-01-01, child: yes}]
---
""",
    "events/visit.md": "---\ntitle: 探访\ndate: 2021-05-18\nkind: visit\nquestions: [{asked: 问, answered: 答}]\n---\n",
    "pictures/rain.jpg": "",
    "donors/lin.yml": """\
name: 林小雨
journey:
  - {date: 2021-05-20, gift: "50.00", for: lunch}
  - {date: 2021-06-20, gift: USD 1.10, fee: "0.30", in_memory_of: 外婆}
  - {date: 2021-07-01, refund: "5", of: 2021-05-20}
  - {date: 2021-07-02, pledge: "30", every: month}
  - {date: 2021-07-03, flower: steps, count: "8000"}
  - {date: 2021-07-04, visit: visit}
  - {date: 2021-07-05, volunteer: "6"}
  - {date: 2021-07-06, milestone: 第一次}
""",
    "donors/more.yml": "- {id: no, name: no, visibility: public, consent: 2021-01-01}\n"
    "- {id: wen, name: Null, consent: {date: 2021-01-01, to: public}}\n",
    "gifts/2022.csv": "donor,date,gift,refund,of,for\nlin,2022-01-01,20.00,,,\n"
    "no,2022-01-02,010,,,lunch\nno,2022-02-02,,4,no-1,\n",
    "spending/2022.csv": "date,project,category,amount,note\n2022-01-05,lunch,programme,12.5,大米\n",
    "spending/more.yml": '- {date: 2022-01-04, project: lunch, category: admin, amount: "-1", id: back}\n',
}


def write(root: Path, files: Mapping[str, str | bytes], folder: str = "content") -> Path:
    for name, text in files.items():
        file = root / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def read(root: Path, private: Path | None = None) -> tuple[Ledger, tuple[Issue, ...]]:
    return load(root / "content", private, root)


def said(issues: tuple[Issue, ...]) -> list[str]:
    return [str(i) for i in issues]


def test_a_whole_site(tmp_path: Path) -> None:
    ledger, issues = read(write(tmp_path, SITE))
    assert [] == said(issues)
    assert Label("山谷读书会", (("en", "Valley Readers"),)) == ledger.organisation.name
    assert "010" == ledger.organisation.registration
    assert ledger.organisation.sample
    assert ["", "about"] == [p.path for p in ledger.pages]
    assert ["zh-CN", "en"] == list(ledger.pages[1].words)
    assert ("Us", "We read.\n", 5) == (
        ledger.pages[1].words["en"].summary, ledger.pages[1].words["en"].body, ledger.pages[1].words["en"].body_line,
    )  # fmt: skip
    assert "\n热饭\n" == ledger.projects["lunch"].words["zh-CN"].body
    matching = ledger.campaigns["spring"].matching
    assert matching
    assert (Money(50000, "USD"), Money(2050, "CNY")) == (matching.amount, matching.per_gift)
    update = ledger.updates["2021-05-01-rain"]
    assert (date(2021, 5, 1), ("lunch",)) == (update.date, update.projects)
    assert ("pictures/rain.jpg", ("he",), 4) == (
        update.pictures[0].file, update.pictures[0].people, update.pictures[0].source.line,
    )  # fmt: skip
    assert update.consents[0].child
    assert {"no": "no", "wen": "Null", "lin": "林小雨"} == {d.id: d.name for d in ledger.donors.values()}
    assert "private" == ledger.donors["lin"].visibility
    assert DonorConsent(date(2021, 1, 1), "public") == ledger.donors["no"].consent == ledger.donors["wen"].consent
    assert [
        ("lin-1", 5000, "CNY", "lunch", None, "content/donors/lin.yml:3:5"),
        ("lin-2", 110, "USD", None, None, "content/donors/lin.yml:4:5"),
        ("lin-refund-1", -500, "CNY", "lunch", "lin-1", "content/donors/lin.yml:5:5"),
        ("lin-2022-1", 2000, "CNY", None, None, "content/gifts/2022.csv:2"),
        ("no-1", 1000, "CNY", "lunch", None, "content/gifts/2022.csv:3"),
        ("no-refund-1", -400, "CNY", "lunch", "no-1", "content/gifts/2022.csv:4"),
    ] == [(g.id, g.amount, g.currency, g.project, g.refund_of, str(g.source)) for g in ledger.gifts]
    assert (30, Tribute("memory", "外婆")) == (ledger.gifts[1].fee, ledger.gifts[1].tribute)
    assert Money(3000, "CNY") == ledger.pledges[0].amount
    assert [("flower", 8000), ("visit", 1), ("volunteer", 6), ("milestone", 1)] == [
        (a.kind, a.count) for a in ledger.acts
    ]
    assert ("visit", "第一次") == (ledger.acts[1].event, ledger.acts[3].note)
    assert [("back", -100), ("2022-1", 1250)] == [(e.id, e.amount) for e in ledger.expenditures]
    assert frozenset() == ledger.broken


def test_the_shortest_donor(tmp_path: Path) -> None:
    donor = 'name: 林小雨\njourney:\n  - {date: 2021-05-20, gift: "50.00", for: lunch}\n'
    ledger, issues = read(write(tmp_path, {"organisation.yml": ORGANISATION, "donors/lin.yml": donor}))
    assert () == issues
    assert ["lin"] == list(ledger.donors)
    assert 1 == len(ledger.gifts)


def test_order_of_files_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forwards = read(write(tmp_path, SITE))
    walk = os.walk

    def backwards(top: Path, **named: Callable[[OSError], None]) -> object:
        for folder, folders, names in walk(top, **named):
            folders.reverse()
            yield folder, folders, sorted(names, reverse=True)

    monkeypatch.setattr(os, "walk", backwards)
    assert forwards == read(tmp_path)
    assert list(forwards[0].donors) == list(read(tmp_path)[0].donors)


@pytest.mark.parametrize("folder", ["donors", "gifts", "updates", "projects", "pictures"])
def test_a_folder_that_cannot_be_read_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    list_folder = os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path).name == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    write(tmp_path, SITE | {"pictures/pot.png": ""})
    monkeypatch.setattr(os, "scandir", scandir)
    _, issues = read(tmp_path)
    assert f"content/{folder}: is a folder that cannot be read; check that it may be read" in said(issues)


def test_what_machines_put_beside_files_is_passed_over(tmp_path: Path) -> None:
    put = ("pictures/Thumbs.db", "desktop.ini", "gifts/~$june.csv", "donors/.~lock.lin.yml#", ".DS_Store")
    _, issues = read(write(tmp_path, SITE | dict.fromkeys(put, "")))
    assert read(write(tmp_path / "other", SITE))[1] == issues


def test_private_content_adds_to_the_public(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    write(tmp_path, {"donors/he.yml": "name: 何\n", "gifts/p.csv": "donor,date,gift\nhe,2021-01-01,5\n"}, "private")
    ledger, issues = read(tmp_path, tmp_path / "private")
    assert () == issues
    assert "private/donors/he.yml" == ledger.donors["he"].source.file
    assert "he-1" == ledger.gifts[0].id


def test_private_content_cannot_take_an_id(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    write(tmp_path, {"donors/lin.yml": "name: 何\n", "projects/lunch.md": LUNCH, "organisation.yml": ""}, "private")
    ledger, issues = read(tmp_path, tmp_path / "private")
    assert "林小雨" == ledger.donors["lin"].name
    assert [
        'private/donors/lin.yml:1:1: "lin" is the id of the donor at content/donors/lin.yml:1:1 too; give each its own',
        "private/organisation.yml: stands in the content folder already; delete this one",
        'private/projects/lunch.md: "lunch" is the id of the project at content/projects/lunch.md too; rename one',
    ] == said(issues)


def test_what_is_broken_is_left_out_and_named(tmp_path: Path) -> None:
    site = {
        **SITE,
        "projects/lunch.md": LUNCH.replace("active", "actve"),
        "donors/lin.yml": "name: 林小雨\njourney:\n  - {date: 2021-01-01, gift: x, id: a}\n"
        '  - {date: 2021-01-02, gift: "5"}\n  - {date: 2021-01-03, refund: "1", of: a}\n',
        "donors/wrong.yml": "name: [x]\n",
    }
    ledger, issues = read(write(tmp_path, site))
    assert {"content/projects/lunch.md:4:9", "content/donors/lin.yml:3:30", "content/donors/wrong.yml:1:7"} == {
        str(i.source) for i in issues
    }
    assert {} == ledger.projects
    assert {"project/lunch", "donor/wrong"} <= ledger.broken
    assert "lin" in ledger.donors
    assert 500 in [g.amount for g in ledger.gifts]


def test_unreadable_donors_are_all_broken(tmp_path: Path) -> None:
    ledger, issues = read(write(tmp_path, {**SITE, "donors/more.yml": "- {id: no, name: [}\n"}))
    assert 1 == len(issues)
    assert "donor/*" in ledger.broken


def test_links_and_twins(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    (tmp_path / "secret.md").write_text(LUNCH)
    (tmp_path / "content/projects/away.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "content/updates/loop").symlink_to(tmp_path / "content")
    (tmp_path / "content/pictures/RAIN.jpg").write_bytes(b"")
    (tmp_path / "content/pictures" / unicodedata.normalize("NFD", "é.jpg")).write_bytes(b"")
    (tmp_path / "content/pictures" / unicodedata.normalize("NFC", "é.jpg")).write_bytes(b"")
    ledger, issues = read(tmp_path)
    assert ["lunch"] == list(ledger.projects)
    assert 4 == len(errors(issues))
    assert 2 == sum("leads away" in i.message for i in issues)
    assert 2 == sum("same name" in i.message for i in issues)


def test_no_content_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nianlun new site"):
        read(tmp_path)


def test_a_broken_organisation_does_not_hide_the_rest(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, "organisation.yml": "", "donors/lin.yml": "nmae: x\n"})
    with pytest.raises(ContentError) as wrong:
        read(tmp_path)
    assert {"content/organisation.yml", "content/donors/lin.yml"} == {i.source.file for i in wrong.value.issues}


NAMES = [n for n in SITE if not n.startswith(("index", "pictures"))]
LIKELY = st.text(alphabet="-:{}[],&*!|>'\"~ \n\t#@。.<0159aeginmst雨", max_size=80)
BITS = [
    "---\n",
    "- ",
    "id: ",
    "name: ",
    "journey:\n",
    "{date: 2021-01-01, ",
    'gift: "5"',
    "}",
    "x",
    "\n",
    "title: ",
    ",",
    "lin",
    "[",
]
SCRAPS = st.lists(st.sampled_from(BITS) | LIKELY, max_size=12).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), content=st.binary(max_size=60) | SCRAPS.map(str.encode))
def test_nothing_an_author_writes_is_our_crash(tmp_path: Path, name: str, content: bytes) -> None:
    write(tmp_path, {**SITE, name: content})
    try:
        _, issues = read(tmp_path)
    except ContentError as wrong:
        issues = wrong.issues
    for issue in issues:
        assert issue.message
        assert not issue.source.file.startswith("/")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_slip_in_a_good_file_is_our_issue(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    text = SITE[name]
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 4))
    slip = data.draw(LIKELY)
    write(tmp_path, {**SITE, name: text[:at] + slip + text[at + gone :]})
    try:
        read(tmp_path)
    except ContentError as wrong:
        assert wrong.issues
