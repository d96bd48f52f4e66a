"""Erasing a donor: gone from content and caches, every sum of money as before, and the next build as from scratch."""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import build as walk
from generator import erase as erasing
from generator.cli import main
from generator.derive import derive
from generator.erase import ROWS, _between, carry_out, finish, plan_erasure
from generator.fronts.mkdocs import front
from generator.issues import Source
from generator.load import load
from generator.model.donors import ERASED
from generator.model.gifts import Gift
from generator.model.ledger import Ledger
from generator.settings import read

SMALL = Path(__file__).parent / "sites" / "small"
TODAY = read(SMALL / "site_config.yml").today


def run(root: Path, *words: str, **more: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(root / "site_config.yml"), *words], **more)


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def ledger(root: Path) -> Ledger:
    found, issues = load(root / "content", root / "private", root)
    assert [i for i in issues if i.severity == "error"] == []
    return found


def build(root: Path) -> None:
    walk.build(read(root / "site_config.yml").but(jobs=1), front)


def money(records: Ledger) -> object:
    """Every sum that a page can show, as minor units: by fund, project, campaign and year, given, matched and spent."""
    assert TODAY
    found = derive(records, TODAY)
    funds = (found.totals.fund, *(v for p in found.projects.values() for v in (p.own, p.children, p.together)))
    sums = [replace(f, donors=0) for f in funds if f]
    campaigns = [(c.campaign.id, c.given, c.matched, c.by_day, c.by_project) for c in found.campaigns.values()]
    return sums, campaigns


def others(records: Ledger, gone: str) -> list[object]:
    nowhere = Source("")
    donors = [replace(d, source=nowhere) for d in records.donors.values() if d.id not in (gone, ERASED)]
    rows = [
        replace(r, source=nowhere)
        for r in (*records.gifts, *records.pledges, *records.acts)
        if r.donor in {d.id for d in donors}
    ]
    return [*donors, *rows]


def test_no_sum_changes_and_nobody_else_does(small: Path) -> None:
    before = ledger(small)
    for donor in list(before.donors):
        root = small.parent / donor
        shutil.copytree(small, root)
        assert run(root, "erase", donor, "--yes").exit_code == 0
        after = ledger(root)
        assert donor not in after.donors
        assert money(before) == money(after)
        assert others(before, donor) == others(after, donor)


def test_a_donor_is_gone_from_content_and_caches(small: Path) -> None:
    build(small)
    assert "安然" in (small / "content/donors/ann.yml").read_text("utf-8")
    result = run(small, "erase", "ann", "--yes")
    assert result.exit_code == 0, result.output
    assert not (small / "content/donors/ann.yml").exists()
    everything = b"".join(name.encode() + data for name, data in tree(small).items() if not name.startswith("site/"))
    assert "安然".encode() not in everything
    assert b"ann.yml" not in everything
    rows = list(csv.DictReader(io.StringIO((small / "content/gifts/erased.csv").read_text("utf-8"))))
    assert {ERASED} == {row["donor"] for row in rows}
    assert rows == sorted(rows, key=lambda row: row["date"])


def test_the_next_build_is_one_from_scratch(small: Path, tmp_path: Path) -> None:
    """With every cache of builds before, and in another folder that never knew the donor."""
    build(small)
    assert run(small, "erase", "ann", "--yes").exit_code == 0
    shutil.copytree(small, tmp_path / "fresh", ignore=shutil.ignore_patterns("site", ".cache", ".site*"))
    build(small)
    build(tmp_path / "fresh")
    assert tree(tmp_path / "fresh" / "site") == tree(small / "site")
    assert "安然".encode() not in b"".join(tree(small / "site").values())


def test_it_says_what_nobody_can_recall(small: Path) -> None:
    said = run(small, "erase", "ann", "--yes").output
    for word in ("git history", "backups", "search engines", "saved", "mails", "nianlun build"):
        assert word in said
    assert "安然" not in said


def test_it_asks_first(small: Path) -> None:
    before = tree(small / "content")
    refused = run(small, "erase", "ann", input="n\n")
    assert refused.exit_code == 1
    assert before == tree(small / "content")
    assert run(small, "erase", "ann", input="y\n").exit_code == 0
    assert before != tree(small / "content")


def test_who_is_not_there_cannot_be_erased(small: Path) -> None:
    before = tree(small / "content")
    for name in ("nobody", ERASED):
        refused = run(small, "erase", name, "--yes")
        assert (1, True) == (refused.exit_code, "nothing was changed" in refused.output)
    assert before == tree(small / "content")


def test_content_with_mistakes_is_not_touched(small: Path) -> None:
    (small / "content/donors/wrong.yml").write_text("nmae: x\n", "utf-8")
    before = tree(small / "content")
    refused = run(small, "erase", "ann", "--yes")
    assert refused.exit_code == 1
    assert "content/donors/wrong.yml" in refused.output
    assert before == tree(small / "content")


def test_places_that_name_the_donor_are_told_by_line(small: Path) -> None:
    about = small / "content/about.md"
    about.write_text(about.read_text("utf-8") + "\n谢谢安然！\n", "utf-8")
    line = len(about.read_text("utf-8").splitlines())
    assert f"content/about.md:{line}" in run(small, "erase", "ann", "--yes").output


def test_private_records_leave_their_line_in_the_private_folder(small: Path) -> None:
    (small / "private").mkdir()
    shutil.move(small / "content/donors", small / "private/donors")
    before = ledger(small)
    assert run(small, "erase", "ann", "--yes").exit_code == 0
    assert not (small / "content/gifts").exists()
    assert (small / "private/gifts/erased.csv").is_file()
    assert money(before) == money(ledger(small))


def test_one_after_another(small: Path) -> None:
    before = ledger(small)
    for donor in before.donors:
        assert run(small, "erase", donor, "--yes").exit_code == 0
    after = ledger(small)
    assert [ERASED] == list(after.donors)
    assert money(before) == money(after)
    assert run(small, "check").exit_code == 0


def test_the_name_is_kept_for_them(small: Path) -> None:
    (small / "content/donors/erased.yml").write_text("name: x\n", "utf-8")
    assert "stands for donors who were erased" in run(small, "check").output


CRASHES = 12


@pytest.mark.parametrize("step", range(CRASHES))
def test_a_crash_leaves_the_donor_or_the_erased(small: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Stopped before its n-th change of a file; the next run puts it right."""
    table = small / "content/gifts/more.csv"
    table.parent.mkdir(exist_ok=True)
    table.write_text("donor,date,gift\nann,2024-03-03,1.00\nchen-hidden,2024-03-03,2.00\n", "utf-8")
    before = ledger(small)
    folders = (small / "content",)
    left = [step]

    def stumbling(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*args: object, **named: object) -> object:
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            return change(*args, **named)

        return changed

    erasure = plan_erasure("ann", folders, small)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_write", stumbling(erasing._write))
        for name in ("replace", "unlink"):
            patch.setattr(Path, name, stumbling(getattr(Path, name)))
        with contextlib.suppress(KeyboardInterrupt):
            carry_out(erasure, folders, small / ".cache")
    finish(small / "content")
    after = ledger(small)
    assert money(before) == money(after)
    assert ("ann" in after.donors) != (ERASED in after.donors)
    assert [] == [f for f in tree(small / "content") if "/." in f or f.startswith(".")]


@pytest.mark.parametrize("step", range(6))
def test_a_full_disk_leaves_everything_as_it_was(small: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    table = small / "private/gifts/more.csv"
    table.parent.mkdir(parents=True)
    table.write_text("donor,date,gift\nann,2024-03-03,1.00\nchen-hidden,2024-03-03,2.00\n", "utf-8")
    folders = (small / "content", small / "private")
    erasure = plan_erasure("ann", folders, small)
    assert step < len(erasure.texts) + len(folders)  # each file, then a sign in each folder that all is ready
    before = [tree(folder) for folder in folders]
    write, written = erasing._write, iter(range(99))

    def full(path: Path, text: str) -> None:
        if next(written) == step:
            path.touch()
            raise OSError(28, "No space left on device", str(path))
        write(path, text)

    monkeypatch.setattr(erasing, "_write", full)
    with pytest.raises(OSError, match="No space left"):
        carry_out(erasure, folders, small / ".cache")
    assert before == [tree(folder) for folder in folders]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_anonymous_lines_are_added_to_what_a_spreadsheet_saved(small: Path, mark: str, end: str) -> None:
    """With its mark and line ends, an empty line, spaces round names, and a column more."""
    assert run(small, "erase", "ann", "--yes").exit_code == 0
    rows = small / "content" / ROWS
    header, first, second = rows.read_text("utf-8").splitlines()
    lines = [",,,,,,,,,,,", f"{header.replace(',donor,', ', donor ,')},note", f'{first},"a, b"', f"{second},"]
    rows.write_bytes((mark + "".join(line + end for line in lines)).encode())
    before = money(ledger(small))
    assert run(small, "erase", "chen-hidden", "--yes").exit_code == 0
    assert before == money(ledger(small))
    saved = rows.read_bytes().decode()
    assert saved.startswith(f'{mark}{header},note{end}{first},"a, b"{end}')
    assert len(saved.split(end)) == 6
    assert end != "\n" or "\r" not in saved


IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)


@given(st.sets(IDS, max_size=6), IDS)
def test_an_id_takes_the_place_of_another(ids: set[str], old: str) -> None:
    low = max((i for i in ids if i < old), default="")
    high = min((i for i in ids if i > old), default="~")
    try:
        new = _between(low, high, {*ids, old})
    except AssertionError:
        assert high.startswith(low)  # as between "a" and "a-": nothing is there
    else:
        assert low < new < high
        assert new not in {*ids, old}


def test_matches_of_one_day_fall_as_before(small: Path) -> None:
    """A fund that runs dry within a day gives to whom it gave: the new ids stand where the old ones stood."""
    extra = "".join(
        f"- {{id: {name}, name: {name}, journey: "
        f"[{{date: 2024-03-02, gift: '{n}.00', for: {place}, campaign: spring}}]}}\n"
        for n, (name, place) in enumerate([("aa", "lunch"), ("mm", "kitchen"), ("zz", "lunch")], 7)
    )
    (small / "content/donors/more.yml").write_text(extra, "utf-8")
    before = ledger(small)
    for donor in ("mm", "aa", "zz"):
        assert run(small, "erase", donor, "--yes").exit_code == 0
        assert money(before) == money(ledger(small))


def test_git_history_is_beyond_it(small: Path) -> None:
    """What the message says is so."""
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=small, check=True, capture_output=True)
    run(small, "erase", "ann", "--yes")
    kept = subprocess.run(["git", "show", "HEAD:content/donors/ann.yml"], cwd=small, check=True, capture_output=True)
    assert "安然".encode() in kept.stdout


def test_gifts_in_kind_and_fees_stay_what_they_are(small: Path) -> None:
    (small / "content/donors/goods.yml").write_text(
        "name: 物\njourney:\n  - {date: 2024-05-01, gift: '90.00', in_kind: 外婆的琴, note: 记得她}\n"
        "  - {date: 2024-05-02, gift: '10.00', fee: '0.10', via: 微信, in_memory_of: 外婆}\n",
        "utf-8",
    )
    before = {(g.date, g.amount, g.fee, g.in_kind is None) for g in ledger(small).gifts}
    run(small, "erase", "goods", "--yes")
    after: tuple[Gift, ...] = ledger(small).gifts
    assert before == {(g.date, g.amount, g.fee, g.in_kind is None) for g in after}
    theirs = [g for g in after if g.donor == ERASED]
    assert [(None, None, None)] * 2 == [(g.note, g.tribute, g.via) for g in theirs]
    assert "外婆" not in (small / "content/gifts/erased.csv").read_text("utf-8")
