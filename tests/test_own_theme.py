"""A site's own theme with a slip in it: its place and what would be right, as with any mistake of an author."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.settings import bundled_theme


@pytest.fixture
def site(tmp_path: Path, copy_small: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small site with a theme of its own, empty so far; it is the working directory."""
    root = copy_small(tmp_path / "own")
    config = root / "site_config.yml"
    own = "  name: material\n  custom_dir: looks/skin"
    config.write_text(config.read_text("utf-8").replace("  name: material", own))
    for folder in ("pages", "parts", "messages"):
        (root / "looks/skin" / folder).mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def _issues(*words: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(main, [*words, "--format", "json"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    found: list[dict[str, object]] = json.loads(result.output)
    return [issue for issue in found if issue["severity"] == "error"]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("file", "text", "line", "message"),
    [
        ("pages/home.html", "<p>\n{% if", 2, "unexpected 'end of template'; correct the template"),
        ("pages/about.html", "", 0, ""),
        ("pages/home.html", "<p>\n<p>{{ nowhere.at.all }}", 2, "'nowhere' is undefined; correct the template"),
        ("pages/archive.html", "{{ nowhere.at.all }}", 1, "'nowhere' is undefined; correct the template"),
        ("pages/archive.html", "\n{% include 'parts/nix.html' %}", 2, 'there is no template "parts/nix.html"'),
        ("main.html", "{{ nian.page.nowhere.at.all }}", 1, "has no attribute 'nowhere'"),
        ("shell.html", "{% endif %}", 1, "Encountered unknown tag 'endif'"),
    ],
)
def test_a_slip_in_a_template(site: Path, jobs: str, file: str, text: str, line: int, message: str) -> None:
    (site / "looks/skin" / file).write_text(text, "utf-8")
    if not message:  # a template that no page has is nobody's mistake
        assert CliRunner().invoke(main, ["build", "--jobs", jobs]).exit_code == 0
        return
    (issue,) = _issues("build", "--jobs", jobs)
    assert (issue["file"], issue["line"]) == (f"looks/skin/{file}", line)
    assert message in str(issue["message"])
    assert not (site / "site").exists()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('nav.projects: "a"\nnav.updates: [a\n', (2, 14), 'a "," or "]" is missing; close the brackets'),
        ("just words\n", (1, 1), "holds no fields; write name: value lines"),
        ("nav.projects: a\nnav.projects: b\n", (2, 1), "stands twice; keep one"),
        ("nav.projects: a\nnav.updates: {a: b}\n", (2, 14), "is not text; put it in quotation marks"),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_slip_in_a_catalog(site: Path, command: str, text: str, place: tuple[int, int], message: str) -> None:
    (site / "looks/skin" / "messages" / "zh-CN.yml").write_text(text, "utf-8")
    (issue,) = _issues(command)
    assert issue["file"] == "looks/skin/messages/zh-CN.yml"
    assert (issue["line"], issue["column"]) == place
    assert message in str(issue["message"])


def test_an_empty_catalog_changes_nothing(site: Path) -> None:
    (site / "looks/skin" / "messages" / "zh-CN.yml").write_text("# later\n", "utf-8")
    assert CliRunner().invoke(main, ["build"]).exit_code == 0


def test_a_place_that_nothing_is_known_for(site: Path) -> None:
    (site / "looks/skin" / "messages" / "zh-CN.yml").write_text('title.digest: "{nix}月报"\n', "utf-8")
    (issue,) = _issues("build")
    assert (issue["file"], issue["line"], issue["field"]) == ("looks/skin/messages/zh-CN.yml", 1, "title.digest")
    assert "has a place {nix} that nothing is known for; those that are: {month}" in str(issue["message"])


def test_a_language_with_few_messages_lacks_the_others(site: Path) -> None:
    organisation = site / "content" / "organisation.yml"
    organisation.write_text(
        organisation.read_text("utf-8").replace("languages: [zh-CN, en]", "languages: [zh-CN, en, fr]"), "utf-8"
    )
    (issue,) = _issues("check")
    assert issue["file"] == "looks/skin/messages/fr.yml"
    assert "is not there, and the site speaks fr (organisation.yml); copy " in str(issue["message"])
    (site / "looks/skin" / "messages" / "fr.yml").write_text('nav.projects: "Projets"\n', "utf-8")
    (issue,) = _issues("check")
    assert issue["file"] == "looks/skin/messages/fr.yml"
    assert "lacks messages that en.yml has: " in str(issue["message"])
    english = (Path(__file__).parents[1] / "theme" / "messages" / "en.yml").read_text("utf-8")
    (site / "looks/skin" / "messages" / "fr.yml").write_text(english, "utf-8")
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 0, result.output
    assert (site / "site" / "fr" / "index.html").is_file()


def test_a_language_more_where_the_site_has_no_theme_of_its_own(site: Path) -> None:
    """What the message says is enough: who does it has the site."""
    for file, old, new in (
        (site / "site_config.yml", "  custom_dir: looks/skin\n", ""),
        (site / "content" / "organisation.yml", "languages: [zh-CN, en]", "languages: [zh-CN, en, fr]"),
    ):
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
    (issue,) = _issues("check")
    assert issue["file"] == "theme/messages/fr.yml"
    told = str(issue["message"])
    assert "; write `custom_dir: theme` below `theme:` in the settings, copy " in told
    settings = (site / "site_config.yml").read_text("utf-8")
    (site / "site_config.yml").write_text(settings.replace("theme:\n", "theme:\n  custom_dir: theme\n"), "utf-8")
    english = site / told.partition(" copy ")[2].removesuffix(" there and translate it")
    (site / "theme" / "messages").mkdir(parents=True)
    shutil.copy(english, site / "theme" / "messages" / "fr.yml")
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "file", ["pages/home.html", "pages/archive.html", "parts/bits.html", "main.html", "shell.html"]
)
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<p>".encode("utf-16"), 1, "byte 0: the file is UTF-16; save the file as UTF-8"),
        ("<p>".encode("utf-16-le"), 1, "byte 1 is a NUL: the file looks like UTF-16; save the file as UTF-8"),
        ("<p>\n<p>年轮".encode("gb18030"), 2, "byte 7 is not UTF-8 (it looks like GBK); save the file as UTF-8"),
    ],
)
def test_a_template_that_is_no_text(site: Path, file: str, text: bytes, line: int, message: str) -> None:
    (site / "looks/skin" / file).write_bytes(text)
    (issue,) = _issues("build")
    assert (f"looks/skin/{file}", line, message) == (issue["file"], issue["line"], issue["message"])
    assert not (site / "site").exists()


def test_a_template_that_windows_wrote_makes_the_same_site(site: Path) -> None:
    def pages() -> dict[str, bytes]:
        assert CliRunner().invoke(main, ["build", "--no-cache"]).exit_code == 0
        return {file.relative_to(site).as_posix(): file.read_bytes() for file in (site / "site").rglob("*.html")}

    before = pages()
    for name in ("pages/home.html", "pages/archive.html", "main.html", "shell.html"):
        text = (bundled_theme() / name).read_text("utf-8")
        (site / "looks/skin" / name).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert before == pages()
