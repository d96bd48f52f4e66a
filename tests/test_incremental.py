"""What a build renders after a change: exactly what the change touches, and nothing where nothing changed."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator import build as walk
from generator.build import Report
from generator.filling import Filled, Filling
from generator.fronts.mkdocs import front
from generator.render.studio import Studio
from generator.settings import Settings, bundled_theme, read


@pytest.fixture
def site(small: Path) -> Path:
    """A copy of the small site with ten donors more, half of whom gave for the kitchen."""
    for n in range(10):
        (small / "content" / "donors" / f"more-{n}.yml").write_text(
            f"name: 行人{n}\nvisibility: public\nconsent: 2024-01-01\nkey: walker-{n:04}\njourney:\n"
            f'  - {{date: 2024-04-0{n % 5 + 1}, gift: "10.00", for: {"kitchen" if n % 2 else "lunch"}}}\n',
            "utf-8",
        )
    return small


def _settings(root: Path) -> Settings:
    return read(root / "site_config.yml").but(jobs=1)


def _build(root: Path) -> Report:
    return walk.build(_settings(root), front)


def _times(root: Path) -> dict[str, int]:
    return {f.relative_to(root).as_posix(): f.stat().st_mtime_ns for f in (root / "site").rglob("*") if f.is_file()}


def test_where_nothing_changed_no_file_is_written(site: Path) -> None:
    first = _build(site)
    before = _times(site)
    again = _build(site)
    assert _times(site) == before
    assert (again.pages, again.archives, again.rendered, again.warnings) == (
        first.pages,
        first.archives,
        (),
        first.warnings,
    )


def test_a_site_that_stands_is_known_without_what_makes_one(site: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "generator", "build"]
    subprocess.run(command, cwd=site, check=True, capture_output=True)
    known = subprocess.run(command, cwd=site, check=True, capture_output=True, text=True)
    loaded = {line.split("|")[2].strip() for line in known.stderr.splitlines() if line.startswith("import time:")}
    assert "generator.write.unchanged" in loaded
    assert {"msgspec", "pydantic", "jinja2", "babel", "mkdocs", "generator.site"}.isdisjoint(loaded)


def test_a_file_that_changed_behind_the_leak_gate_does_not_stand(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def finish(self: Filling) -> Filled:
        filled = kept(self)
        (self.out / "robots.txt").write_text("what nobody looked at", "utf-8")
        return filled

    kept = Filling.finish
    with monkeypatch.context() as patch:
        patch.setattr(Filling, "finish", finish)
        _build(site)
    _build(site)
    assert "nobody" not in (site / "site/robots.txt").read_text("utf-8")


@pytest.mark.parametrize("what", ["content", "settings", "day", "site", "missing", "record"])
def test_whatever_changed_is_noticed(site: Path, what: str) -> None:
    _build(site)
    out, before = site / "site", _times(site)
    settings = _settings(site)
    if what == "content":
        (site / "content" / "about.md").write_text("---\ntitle: 我们\n---\n\n改了。\n", "utf-8")
    elif what == "settings":
        config = site / "site_config.yml"
        config.write_text(config.read_text("utf-8") + "# a remark\n", "utf-8")
        settings = _settings(site)
    elif what == "day":
        settings = settings.but(today=date(2025, 3, 5))
    elif what == "site":
        (out / "index.html").write_bytes((out / "index.html").read_bytes() + b" ")
    elif what == "missing":
        (out / "robots.txt").unlink()
    else:
        for file in (site / ".cache" / "builds").rglob("*"):
            if file.is_file():
                file.write_bytes(b"x" * 32 + b'{"pages": 1}')
    walk.build(settings, front)
    assert not set(_times(site).items()) & set(before.items())


CHANGES: tuple[tuple[str, str, str], ...] = (  # file, what stands there, what stands there then
    ("donors/more-3.yml", "journey:", 'journey:\n  - {date: 2024-03-09, gift: "7.00", for: lunch}'),
    ("donors/more-4.yml", "行人4", "行人四"),
    ("donors/more-5.yml", "visibility: public", "visibility: pseudonymous"),
    ("donors/more-6.yml", "visibility: public\n", ""),
    ("donors/more-7.yml", "journey:", "words: 路在脚下\nhide_amounts: yes\njourney:"),
    ("donors/ann.yml", 'count: "8000"', 'count: "9000"'),
    ("spending/2024.csv", "kitchen,programme", "kitchen,admin"),
    ("spending/2024.csv", "2025-001,砖", "2025-007,砖"),
    ("projects/kitchen.md", "title: ", "title: 新"),
    ("campaigns/spring.md", "title: ", "title: 早"),
    ("updates/2025-02-10-smoke.md", "title: ", "title: 又"),
    ("organisation.yml", "email: ", "email: new-"),
    ("organisation.yml", "小站", "大站"),
    ("../own/messages/zh-CN.yml", "搜", "查"),
    ("../own/assets/nianlun.css", "teal", "navy"),
    ("../own/partials/end.html", "{{ config.extra.said }}", "said: {{ config.extra.said }}"),
    ("../site_config.yml", "said: one", "said: two"),
    ("../site_config.yml", "https://small.", "https://tiny."),
    ("../site_config.yml", "2025-03-01", "2025-03-02"),
)


def _own_theme(site: Path) -> None:
    """Every page of `site` then ends with what its settings say."""
    for name, text in {
        "main.html": '{% extends "base.html" %}',
        "base.html": (bundled_theme() / "base.html").read_text("utf-8") + '{% include "partials/end.html" %}',
        "partials/end.html": "{{ config.extra.said }}",
        "messages/zh-CN.yml": "nav.search: 搜\n",
        "assets/nianlun.css": "p { color: teal }\n",
    }.items():
        file = site / "own" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    config = site / "site_config.yml"
    text = config.read_text("utf-8").replace("theme:", "extra: {said: one}\ntheme:\n  custom_dir: own", 1)
    config.write_text(text, "utf-8")


def test_every_change_gives_what_a_build_from_scratch_gives(site: Path, tmp_path: Path) -> None:
    """One change upon the other, each built with all that the builds before have left, and without."""
    scratch = tmp_path / "scratch"
    _own_theme(site)
    for number, (name, old, new) in enumerate((("about.md", "", ""), *CHANGES)):
        file = site / "content" / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        kept = _settings(site).but(accept=True)
        walk.build(kept, front)
        for room in scratch.glob("cache/*"):
            if room.name != "templates":
                shutil.rmtree(room)
        walk.build(kept.but(out=scratch / "site", cache=scratch / "cache"), front)
        assert _files(scratch / "site") == _files(site / "site"), CHANGES[number - 1]


def test_a_saved_page_is_the_only_one_that_is_made_anew(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(site)
    about = site / "content" / "about.md"
    about.write_text(about.read_text("utf-8") + "\n再见。\n", "utf-8")
    made: list[str] = []
    render = Studio.render
    monkeypatch.setattr(Studio, "render", lambda studio, page: made.append(page.url) or render(studio, page))
    _build(site)
    assert made == ["about/", "404.html"]
    assert "再见" in (site / "site" / "about" / "index.html").read_text("utf-8")


def test_a_hook_of_the_site_sees_every_page_each_time(site: Path) -> None:
    """What it does to a page may depend on anything, so none is taken as it was."""
    config, ending = site / "site_config.yml", site / "ending.txt"
    config.write_text(config.read_text("utf-8") + "hooks: [hook.py]\n", "utf-8")
    asked = f"Path({str(ending)!r}).read_text()"
    told = f"from pathlib import Path\n\ndef on_post_page(output, **_):\n    return output + {asked}\n"
    (site / "hook.py").write_text(told, "utf-8")
    for said in ("one", "two"):
        ending.write_text(said, "utf-8")
        _build(site)
        pages = [f for f in (site / "site").rglob("index.html") if "d" not in f.relative_to(site).parts]
        assert pages
        assert [] == [f for f in pages if not f.read_text("utf-8").endswith(said)]


def test_a_setting_that_stands_in_another_file_counts_too(site: Path) -> None:
    _own_theme(site)
    config, base = site / "site_config.yml", site / "base.yml"
    config.write_text(config.read_text("utf-8").replace("extra: {said: one}", "INHERIT: base.yml", 1), "utf-8")
    for said in ("one", "two"):
        base.write_text(f"extra: {{said: {said}}}\n", "utf-8")
        _build(site)
        for page in ("about", "d/walker-0001"):
            assert (site / "site" / page / "index.html").read_text("utf-8").endswith(said)


def _files(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_an_update_touches_the_archives_of_those_it_concerns(site: Path) -> None:
    _build(site)
    (site / "content" / "updates" / "2025-02-20-stove.md").write_text(
        "---\ntitle: 新灶\nsummary: 灶装好了。\nprojects: [kitchen]\n---\n\n灶装好了。\n", "utf-8"
    )
    rendered = set(_build(site).rendered)
    concerned = {f"d/walker-{n:04}/" for n in range(10) if n % 2}
    assert rendered & {f"d/walker-{n:04}/" for n in range(10)} == concerned
    for url in rendered:
        assert "新灶" in (site / "site" / url / "index.html").read_text("utf-8")
    untold = {f.parent.name for f in (site / "site" / "d").glob("*/index.html")} - {u.split("/")[1] for u in rendered}
    for key in untold:
        assert "新灶" not in (site / "site" / "d" / key / "index.html").read_text("utf-8")


def test_a_gift_touches_its_donor_only(site: Path) -> None:
    _build(site)
    file = site / "content" / "donors" / "more-3.yml"
    file.write_text(file.read_text("utf-8") + '  - {date: 2025-02-21, gift: "7.00"}\n', "utf-8")
    assert _build(site).rendered == ("d/walker-0003/",)


def test_a_warning_that_names_a_hidden_donor_does_not_block_the_next_build(site: Path) -> None:
    """The last build's messages are kept, and they may name ids; the leak gate is for what is published."""
    quiet = site / "content" / "donors" / "quiet-one.yml"
    late = '  - {date: 2024-06-0%d, gift: "10.00", for: lunch, campaign: spring}\n'
    quiet.write_text("id: quiet-one\nname: 不留名的人\njourney:\n" + late % 1, "utf-8")
    first = _build(site)
    assert any("quiet-one.yml" in str(issue) for issue in first.warnings)
    quiet.write_text(quiet.read_text("utf-8") + late % 2, "utf-8")
    _build(site)
