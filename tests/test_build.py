"""The whole walk on a small site: four donors, one of each visibility, two projects, one matched campaign."""

import gc
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from generator import build as walk
from generator import pages, site
from generator.build import Report
from generator.fronts.mkdocs import front
from generator.issues import ContentError
from generator.settings import Settings, read
from generator.write import workers


def _settings(root: Path, **changes: object) -> Settings:
    return read(root / "site_config.yml").but(jobs=1, **changes)


def _build(root: Path, **changes: object) -> Report:
    return walk.build(_settings(root, **changes), front)


def _tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def _page(root: Path, url: str) -> str:
    return (root / "site" / url / "index.html").read_text("utf-8")


def _addresses(root: Path) -> set[str]:
    return {f.parent.relative_to(root / "site").as_posix() for f in (root / "site").rglob("index.html")}


def _archive_of(root: Path, name: str) -> str:
    (found,) = [f for f in (root / "site" / "d").glob("*/index.html") if f"<bdi>{name}</bdi>" in f.read_text("utf-8")]
    return found.parent.name


def test_a_receiver_is_a_word_of_the_site_and_no_leak_of_a_donor_of_that_name(small: Path) -> None:
    before = _build(small).unguarded
    (small / "content/donors/shop.yml").write_text(
        'name: 镇上粮店\njourney:\n  - {date: 2024-05-01, gift: "10.00"}\n', "utf-8"
    )
    assert _build(small).unguarded == before + 1
    assert "镇上粮店" in _page(small, "projects/lunch")


def test_the_cycle_collector_looks_seldom_in_a_build_and_as_before_after_it(small: Path) -> None:
    seen = []

    def watched(*given: Any) -> None:
        seen.append((gc.isenabled(), gc.get_threshold()[0] > before[1][0]))
        front(*given)

    gc.set_threshold(700)  # whatever the previews of other tests left, which build at once as no user's do
    before = gc.isenabled(), gc.get_threshold()
    walk.build(_settings(small), watched)
    assert (seen, (gc.isenabled(), gc.get_threshold()), gc.get_freeze_count()) == ([(True, True)], before, 0)


def test_every_page_of_the_walk_is_there(small: Path) -> None:
    report = _build(small)
    updates = {"updates", "updates/2024-05-06-first-lunch", "updates/2025-02-10-smoke", "series/厨房日记"}
    # In April 2024 nothing came but a hidden donor's gift, of which no page tells.
    months = {f"digest/{month}" for month in ("2024-03", "2024-05", "2024-06", "2025-01", "2025-02")}
    english = {"projects", "projects/lunch", "updates", "campaigns", "donors", "transparency", "search"}
    ordinary = {
        *(".", "about", "projects", "projects/lunch", "projects/kitchen", "campaigns", "campaigns/spring"),
        *("donors", "transparency", "search", "digest", "en"),
        *(updates | months | {f"en/{address}" for address in english}),
    }
    assert {a for a in _addresses(small) if not a.startswith("d/")} == ordinary
    assert (report.archives, len(report.rendered)) == (2, 2)


def test_money_to_the_cent_on_the_page(small: Path) -> None:
    """With four more private donors, of 25 each, there are five and one excluded, and all may be told together.

    Given 100 + 50 + 80 + (30 - 10) + 20 + 4 x 25 = 370; spent 150 + 40 + a fee of 0.60. Only ann and bo are matched.
    """
    crowd = "".join(
        f'- id: crowd{n}\n  name: 人群{n}\n  journey: [{{date: 2024-04-0{n}, gift: "25.00"}}]\n' for n in range(1, 5)
    )
    (small / "content" / "donors" / "crowd.yml").write_text(crowd, "utf-8")
    _build(small)
    html = _page(small, "transparency")
    for figure in ("¥370.00", "¥60.00", "¥430.00", "¥190.60", "¥239.40"):
        assert figure in html


def test_too_few_hidden_donors_are_in_no_figure(small: Path) -> None:
    """Two of them: given 100 + 50 + 80 = 230 by those who are shown, 180 of it in the campaign, matched 60."""
    _build(small)
    wall, campaign, accounts = (_page(small, page) for page in ("donors", "campaigns/spring", "transparency"))
    assert ("¥230.00" in wall, "¥180.00" in campaign, "¥190.00" in accounts) == (True, True, True)
    for telling in ("¥270.00", "¥250.00", "¥330.00", "¥310.00", "¥200.00", "¥260.00", "¥139.40", "¥20.00"):
        assert telling not in wall + campaign + accounts + _page(small, "projects/kitchen") + _page(small, "")


def test_a_gift_is_traced_to_what_it_paid(small: Path) -> None:
    """Rice of 150.00 is paid first in, first out: 100.00 less its fee from Ann, her match of 50, then from the next."""
    _build(small)
    html = _page(small, f"d/{_archive_of(small, '安然')}")
    assert "¥99.40" in html
    assert "¥0.60" in html
    assert "尚未使用" in html or "还没有用" in html or "还没花" in html


def test_no_line_begins_with_a_dot_between_two_things(small: Path) -> None:
    _build(small)
    dots = Counter[str]()
    for page in (small / "site").rglob("index.html"):
        main = page.read_text("utf-8").partition("<main")[2].replace("&nbsp;", "\u00a0")
        dots.update(before for before in re.findall(r"(.)· ", main))
    assert ["\u00a0"] == list(dots)


def test_nobody_hidden_is_anywhere(small: Path) -> None:
    _build(small)
    output = b"".join(name.encode() + body for name, body in _tree(small / "site").items())
    for hidden in ("陈不具名", "chen-hidden", "chen.hidden", "戴某某", "dai-excluded", "博文远"):
        assert hidden.encode() not in output


def test_no_data_file_reaches_the_site(small: Path) -> None:
    _build(small)
    kinds = {Path(name).suffix for name in _tree(small / "site") if name != "published.bin"}  # sealed, for the brakes
    assert kinds == {".html", ".css", ".js", ".svg", ".webp", ".jpg", ".json", ".xml", ".txt"}


def test_pseudonymous_archives_are_for_those_who_have_the_link(small: Path) -> None:
    _build(small)
    bo, ann = _archive_of(small, "一粒米"), _archive_of(small, "安然")
    sitemap = (small / "site" / "sitemap.xml").read_text("utf-8")
    search = (small / "site" / "search" / "search_index.json").read_text("utf-8")
    assert "<meta name=robots content=noindex>" in _page(small, f"d/{bo}")
    assert "noindex" not in _page(small, f"d/{ann}")
    assert (bo in sitemap, ann in sitemap, bo in search, ann in search) == (False, True, False, False)


def test_workers_cache_and_order_change_no_byte(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 1)
    monkeypatch.setattr(workers, "BATCH", 1)
    _build(small)
    once = _tree(small / "site")
    cached = _build(small)
    again = _tree(small / "site")
    walk.build(_settings(small, use_cache=False).but(jobs=8), front)
    assert cached.rendered == ()
    assert once == again == _tree(small / "site")


def test_figures_from_a_process_of_their_own_change_no_byte(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(small)
    once = _tree(small / "site")
    monkeypatch.setattr(site, "_worth_a_process", lambda *_: True)
    _build(small, use_cache=False)
    assert once == _tree(small / "site")


@pytest.mark.parametrize("apart", [True, False])
def test_no_figure_is_asked_for_where_the_records_are_wrong(
    small: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    """Projects that lead to themselves, gifts for nothing there is and donors nobody knows reach the rules alone."""
    monkeypatch.setattr(site, "_worth_a_process", lambda *_: apart)
    lunch, ann = small / "content" / "projects" / "lunch.md", small / "content" / "donors" / "ann.yml"
    lunch.write_text(lunch.read_text("utf-8").replace("---\n", "---\nparent: kitchen\n", 1), "utf-8")
    ann.write_text(
        ann.read_text("utf-8") + '  - {date: 2025-01-06, gift: "7.00", for: nothing}\n'
        '  - {date: 2025-01-07, gift: "7.00", campaign: none}\n'
        '  - {date: 2025-01-08, refund: "900.00", of: 2025-01-05}\n',
        "utf-8",
    )
    with pytest.raises(ContentError) as wrong:
        _build(small)
    fields = [(Path(i.source.file).name, i.field) for i in wrong.value.issues if i.severity == "error"]
    assert fields == [("ann.yml", "for"), ("ann.yml", "campaign"), ("ann.yml", "refund"), ("kitchen.md", "parent")]
    assert [] == multiprocessing.active_children()


def test_the_machine_changes_no_byte(small: Path, tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed and umask, with templates compiled by each."""
    shutil.rmtree(small / ".cache")
    elsewhere = tmp_path / "else where"
    shutil.copytree(small, elsewhere)
    results = []
    for root, zone, seed in ((small, "Asia/Shanghai", "1"), (elsewhere, "America/Lima", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C" if seed == "1" else "C.UTF-8"}
        script = f"umask {'022' if seed == '1' else '077'}; exec '{sys.executable}' -m generator build"
        subprocess.run(["sh", "-c", script], cwd=root, env=environment, check=True, capture_output=True)
        results.append(_tree(root / "site"))
    assert results[0] == results[1]


def test_a_gift_touches_the_archive_of_its_donor_only(small: Path) -> None:
    _build(small)
    ann = small / "content" / "donors" / "ann.yml"
    ann.write_text(ann.read_text("utf-8") + '  - {date: 2025-02-20, gift: "5.00", for: kitchen}\n', "utf-8")
    assert _build(small).rendered == (f"d/{_archive_of(small, '安然')}/",)


def test_the_day_is_an_input(small: Path) -> None:
    _build(small, today=date(2025, 3, 2))
    assert "2025年3月2日" in _page(small, "transparency")


@pytest.mark.parametrize("folder", ["content", "private"])
def test_a_picture_is_found_however_a_disk_or_a_text_writes_its_accents(small: Path, folder: str) -> None:
    """macOS has taken them apart on its disks (NFD), and keyboards give them whole (NFC)."""
    name = "pictures/café/Đêm hội 第一天.png"
    update = small / "content/updates/2024-05-06-first-lunch.md"
    before = update.read_text("utf-8")
    built = []
    for on_disk, in_front, in_body in product(("NFC", "NFD"), repeat=3):
        file = small / folder / normalize(on_disk, name)
        file.parent.mkdir(parents=True)
        shutil.copy(small / "content/pictures/pot.png", file)
        text = before.replace("series:", f"pictures: [{{file: {normalize(in_front, name)}, alt: x}}]\nseries:")
        update.write_text(f"{text}\n![y](<../{normalize(in_body, name)}>)\n", "utf-8")
        _build(small)
        built.append(_tree(small / "site"))
        shutil.rmtree(file.parent)
    page = _page(small, "updates/2024-05-06-first-lunch")
    assert [1, 1] == [len(re.findall(f'<img [^>]*alt="?{alt}[" ][^>]*>', page)) for alt in "xy"]
    assert 3 == len(re.findall("<img [^>]*srcset=", page))
    assert [built[0]] * len(built) == built


def test_words_below_a_picture_are_in_the_page_s_language_or_marked(small: Path) -> None:
    lunch = small / "content/projects/lunch.md"
    picture = "{file: pictures/pot.png, alt: 锅, caption: 热菜, credit: {zh-CN: 阿明摄, en: Photo by Ming}}"
    lunch.write_text(lunch.read_text("utf-8").replace("status:", f"picture: {picture}\nstatus:"), "utf-8")
    _build(small)
    for url, below in (
        ("projects/lunch", "热菜\u00a0· <small>阿明摄</small>"),
        ("en/projects/lunch", '<span lang="zh-CN">热菜</span>\u00a0· <small>Photo by Ming</small>'),
    ):
        assert f"<figcaption>{below}</figcaption>" in _page(small, url)


def test_wrong_content_leaves_the_old_site(small: Path) -> None:
    _build(small)
    before = _tree(small / "site")
    ann = small / "content" / "donors" / "ann.yml"
    ann.write_text(ann.read_text("utf-8").replace('"50.00"', '"5O.00"'), "utf-8")
    with pytest.raises(ContentError) as wrong:
        _build(small)
    first = str(wrong.value.issues[0])
    assert first == (
        'content/donors/ann.yml:7:30: journey[2].gift: "5O.00" is not an amount; write digits, such as "50.00"'
    )
    assert _tree(small / "site") == before


def test_one_planner_taken_away_takes_only_its_pages(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(small)
    before = _addresses(small)
    monkeypatch.setattr(pages, "PLANNERS", tuple(p for p in pages.PLANNERS if p is not pages.digests.plan))
    _build(small, accept=True, cache=small / ".other")  # a fifth of all pages
    assert before - _addresses(small) == {a for a in before if a.startswith("digest")}


def test_plain_mkdocs_makes_the_same_site(small: Path) -> None:
    _build(small)
    ours = _tree(small / "site")
    shutil.rmtree(small / "site")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", "site_config.yml"], cwd=small, check=True)
    assert _tree(small / "site") == ours


def test_a_damaged_cache_is_made_anew(small: Path) -> None:
    _build(small)
    before = _tree(small / "site")
    for file in (small / ".cache").rglob("*"):
        if file.is_file():
            file.write_bytes(b"not what you wrote")
    _build(small)
    assert _tree(small / "site") == before
