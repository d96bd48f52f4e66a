"""Private archives in a whole build of the small site: sealed, among decoys, and nowhere in clear."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import build as walk
from generator import master
from generator.build import Report
from generator.fronts.mkdocs import front
from generator.issues import ContentError
from generator.settings import read
from generator.write import brakes, dga1, workers
from generator.write.dga1 import link_key, unseal

MASTER = "k" * 42 + "A"
KEY = master.parse(MASTER)
PRIVATE = ("陈不具名", "chen-hidden", "chen.hidden")


@pytest.fixture
def small(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small site, whose one private donor is chen-hidden, with a key in the environment."""
    monkeypatch.setenv(master.VARIABLE, MASTER)
    return small


def build(root: Path, **changes: Any) -> Report:
    return walk.build(read(root / "site_config.yml").but(**{"jobs": 1} | changes), front)


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def blobs(root: Path) -> dict[str, bytes]:
    return {f.stem: f.read_bytes() for f in (root / "site/a/b").iterdir()}


def opened(root: Path, uid: str, version: int = 1) -> dict[str, str]:
    """What the donor's browser reads."""
    key = link_key(KEY.raw, uid, version)
    told = json.loads(unseal(key, (root / f"site/a/b/{key.locator}.bin").read_bytes()))
    assert {"html", "lang", "title"} == set(told)
    return dict(told)


def edit(root: Path, before: str, after: str) -> None:
    file = root / "content/donors/others.yml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_the_donor_reads_their_own_archive(small: Path) -> None:
    build(small)
    told = opened(small, "chen-hidden")
    assert "zh-CN" == told["lang"]
    assert told["title"].startswith("公益成长档案 · ")
    assert told["title"].endswith("小站")
    assert "陈不具名" not in told["title"]  # a browser's history keeps titles
    assert "<h1><bdi>陈不具名</bdi></h1>" in told["html"]
    assert "¥30.00" in told["html"]
    assert "¥10.00" in told["html"]  # the refund


def test_links_and_pictures_start_from_the_opening_page(small: Path) -> None:
    build(small)
    html = opened(small, "chen-hidden")["html"]
    addresses = re.findall(r'(?:href|src)="?([^" >]+)', html)
    assert addresses
    for address in addresses:
        path = address.split("#")[0]
        if path.startswith("mailto:"):
            continue
        target = (small / "site/a" / path).resolve()
        assert (target / "index.html").is_file() or target.is_file(), address


def test_what_is_hidden_from_others_is_not_hidden_from_the_donor(small: Path) -> None:
    edit(small, "  email: chen.hidden@example.org", "  hide_amounts: yes")
    edit(small, 'gift: "30.00",', 'gift: "30.00", hide_amount: yes, hide_name: yes, note: 一句私话,')
    build(small)
    html = opened(small, "chen-hidden")["html"]
    assert "¥30.00" in html
    assert "一句私话" in html


def test_nothing_private_is_in_clear(small: Path) -> None:
    """Not in the output, and not in the cache, whose ciphertexts even have names that say nothing."""
    build(small)
    for name, body in {**tree(small / "site"), **tree(small / ".cache")}.items():
        for secret in (*(p.encode() for p in PRIVATE), KEY.raw, MASTER.encode()):
            assert secret not in body, name
            assert secret not in name.encode()


def test_no_page_names_a_blob_and_no_index_the_opening_page(small: Path) -> None:
    build(small)
    texts = {n: b for n, b in tree(small / "site").items() if not n.startswith("a/b/")}
    for locator in blobs(small):
        assert [] == [n for n, b in texts.items() if locator.encode() in b]
    assert b"/a/" not in texts["sitemap.xml"]
    assert '"location":"a/' not in texts["search/search_index.json"].decode().replace(" ", "")
    assert [] == [n for n, b in texts.items() if n != "a/index.html" and re.search(rb'href="?\.\./a/', b)]


def test_blobs_are_a_power_of_two_alike_and_of_one_time(small: Path) -> None:
    build(small)
    files = list((small / "site/a/b").iterdir())
    assert 8 == len(files)
    assert {315_532_800} == {f.stat().st_mtime for f in files}
    assert {b"DGA1"} == {f.read_bytes()[:4] for f in files}
    assert all(re.fullmatch(r"[0-9a-f]{32}\.bin", f.name) for f in files)
    assert {f.stat().st_size - 84 for f in files} <= set(dga1.SIZES)
    edit(small, 'gift: "30.00"', 'gift: "31.00"')
    build(small)
    assert {315_532_800} == {f.stat().st_mtime for f in (small / "site/a/b").iterdir()}


def test_only_private_donors_have_one(small: Path) -> None:
    build(small)
    there = blobs(small)
    has = {uid: link_key(KEY.raw, uid, 1).locator in there for uid in ("ann", "bo", "chen-hidden", "dai-excluded")}
    assert {"ann": False, "bo": False, "chen-hidden": True, "dai-excluded": False} == has


def test_a_minor_and_one_who_reads_english_have_one(small: Path) -> None:
    ann = small / "content/donors/ann.yml"
    text = ann.read_text("utf-8").replace("consent: 2024-01-01", "minor: yes").replace("visibility: public\n", "")
    ann.write_text(text, "utf-8")
    edit(small, "visibility: pseudonymous", "visibility: private")
    build(small)
    assert "安然" in opened(small, "ann")["html"]
    told = opened(small, "bo")
    assert "博文远" in told["html"]  # their own name, not the pseudonym for others
    assert "en" == told["lang"]


def test_the_sentence_on_who_can_see_this_is_the_private_one(small: Path) -> None:
    build(small)
    assert "只有您和拿到您专属链接的人能读这一页" in opened(small, "chen-hidden")["html"]
    public = next((small / "site/d").glob("*/index.html")).read_text("utf-8")
    assert "拿到您专属链接" not in public


def test_without_a_key_everything_else_is_the_same(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_key = build(small)
    sealed = tree(small / "site")
    monkeypatch.delenv(master.VARIABLE)
    without = build(small, accept=True)
    plain = tree(small / "site")
    assert plain.pop(brakes.MEMORY) != sealed.pop(brakes.MEMORY)  # which tells the next build of the key
    assert plain == {n: b for n, b in sealed.items() if not n.startswith("a/")}
    (warning,) = set(without.warnings) - set(with_key.warnings)
    assert "warning" == warning.severity
    assert "1 private donor" in warning.message
    assert "nianlun keys new" in warning.message


def test_workers_and_cache_change_no_byte(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 1)
    monkeypatch.setattr(workers, "BATCH", 1)
    build(small)
    once = tree(small / "site")
    build(small)
    again = tree(small / "site")
    build(small, use_cache=False, jobs=8)
    assert once == again == tree(small / "site")


def test_a_sealed_archive_is_not_rendered_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = dga1.seal
    monkeypatch.setattr(dga1, "seal", lambda key, text: (made.append(key.locator), real(key, text))[1])
    build(small)
    assert 8 == len(made)
    made.clear()
    ann = small / "content/donors/ann.yml"
    ann.write_text(ann.read_text("utf-8") + '  - {date: 2025-02-20, gift: "5.00", for: kitchen}\n', "utf-8")
    build(small)
    assert link_key(KEY.raw, "chen-hidden", 1).locator not in made
    assert 7 == len(made)  # decoys are cheap and not kept


def test_a_damaged_cache_is_made_anew(small: Path) -> None:
    build(small)
    before = blobs(small)
    for file in (small / ".cache/pages").rglob("*"):
        if file.is_file():
            file.write_bytes(b"not what you wrote")
    build(small)
    assert before == blobs(small)


def test_a_gift_changes_one_blob(small: Path) -> None:
    build(small)
    before = blobs(small)
    edit(small, 'gift: "30.00"', 'gift: "31.00"')
    build(small)
    after = blobs(small)
    assert before.keys() == after.keys()
    assert [link_key(KEY.raw, "chen-hidden", 1).locator] == [n for n in after if after[n] != before[n]]


def test_rotation_moves_the_archive(small: Path) -> None:
    build(small)
    before = blobs(small)
    edit(small, "- id: chen-hidden", "- id: chen-hidden\n  link_version: 2")
    build(small)
    after = blobs(small)
    old, new = (link_key(KEY.raw, "chen-hidden", version).locator for version in (1, 2))
    assert {old} == before.keys() - after.keys()
    assert {new} == after.keys() - before.keys()
    assert "陈不具名" in opened(small, "chen-hidden", 2)["html"]


def test_another_key_moves_everything(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small)
    before = blobs(small)
    monkeypatch.setenv(master.VARIABLE, "0f" * 32)
    build(small, accept=True)
    assert set() == before.keys() & blobs(small).keys()


def test_an_archive_that_is_too_large_is_named_and_the_old_site_stays(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small)
    before = tree(small / "site")
    edit(small, 'gift: "30.00"', 'gift: "31.00"')
    monkeypatch.setattr(dga1, "SIZES", (64,))
    with pytest.raises(ContentError, match="chen-hidden: has more than"):
        build(small)
    assert before == tree(small / "site")


def test_the_demonstration_key_is_refused_for_a_real_site(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8") + "      demonstration_master: yes\n", "utf-8")
    build(small)  # a key of one's own comes first
    monkeypatch.delenv(master.VARIABLE)
    with pytest.raises(ContentError, match=r"demonstration_master: is the key of the sample"):
        build(small)
    monkeypatch.setenv(master.VARIABLE, master.DEMONSTRATION.raw.hex())
    with pytest.raises(ContentError, match=r"demonstration_master: is the key of the sample"):
        build(small)


def test_plain_mkdocs_seals_the_same(small: Path) -> None:
    build(small)
    ours = blobs(small)
    shutil.rmtree(small / "site")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", "site_config.yml"], cwd=small, check=True)
    assert ours == blobs(small)
