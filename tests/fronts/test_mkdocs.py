"""The frame around every page, as MkDocs renders it: head, navigation, languages, search."""

import json
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from generator.build import build
from generator.fronts.mkdocs import NianlunPlugin, Options, front
from generator.settings import OPTIONS, read

SMALL = Path(__file__).parents[1] / "sites" / "small"
ROOT = "https://small.example.org/site/"


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    build(read(SMALL / "site_config.yml").but(out=folder / "site", cache=folder / "cache", jobs=1), front)
    return folder / "site"


def _tags(out: Path, url: str) -> _Tags:
    return _Tags((out / url / "index.html").read_text("utf-8"))


def _pages(out: Path) -> list[str]:
    return [f.parent.relative_to(out).as_posix().removeprefix(".") for f in sorted(out.rglob("index.html"))]


def test_every_page_says_what_a_shared_link_needs(out: Path) -> None:
    for url in _pages(out):
        tags = _tags(out, url)
        (canonical,) = tags.all("link", rel="canonical")
        (description,) = tags.all("meta", name="description")
        said = {a["property"]: a["content"] for a in tags.all("meta") if "property" in a}
        assert canonical["href"].startswith(ROOT)
        assert said["og:url"] == canonical["href"]
        assert said["og:description"] == description["content"] != ""
        assert said["og:image"].startswith(ROOT)
        assert (out / said["og:image"].removeprefix(ROOT)).is_file()
        assert len(tags.all("h1")) == len(tags.all("main")) == 1


def test_no_page_asks_another_host_or_runs_a_script_of_its_own(out: Path) -> None:
    for url in _pages(out):
        tags = _tags(out, url)
        assert [] == [a for t, a in tags.tags for k in ("src", "srcset") if a.get(k, "").startswith(("http", "//"))]
        assert [] == [a for a in tags.all("link", rel="stylesheet") if a["href"].startswith(("http", "//"))]
        assert [] == [(t, k) for t, a in tags.tags for k in a if k == "style" or k.startswith("on")]
        assert [] == [a for a in tags.all("script") if "src" not in a]
        assert tags.all("style") == []
        assert len(tags.all("meta", **{"http-equiv": "Content-Security-Policy"})) == 1


def test_languages_name_each_other(out: Path) -> None:
    links = {a["hreflang"]: a["href"] for a in _tags(out, "en/projects/lunch").all("link", rel="alternate")}
    assert links == {
        "zh-CN": f"{ROOT}projects/lunch/",
        "en": f"{ROOT}en/projects/lunch/",
        "x-default": f"{ROOT}projects/lunch/",
    }


def test_the_navigation_shows_where_one_is(out: Path) -> None:
    (current,) = [a for a in _tags(out, "projects/kitchen").all("a") if "aria-current" in a]
    assert current["href"] == "../../projects/"


def test_a_link_between_content_files_is_one_between_pages(out: Path) -> None:
    assert _tags(out, "about").all("a", href="../projects/lunch/")


def test_pictures_have_their_size_and_their_words(out: Path) -> None:
    (picture,) = _tags(out, "updates/2025-02-10-smoke").all("img")
    assert picture["alt"] == "灶上的一口锅"
    assert int(picture["width"]) / int(picture["height"]) == 1.5
    assert picture["src"].endswith(".webp")


def test_search_finds_ordinary_pages_and_no_donor(out: Path) -> None:
    docs = json.loads((out / "search" / "search_index.json").read_text("utf-8"))["docs"]
    found = {doc["location"].partition("#")[0] for doc in docs}
    assert {"", "about/", "projects/lunch/", "en/projects/lunch/", "updates/2025-02-10-smoke/"} <= found
    assert [] == [location for location in found if location.startswith(("d/", "donors/", "search/"))]
    texts = "".join(doc["text"] for doc in docs if not doc["location"].startswith("digest/"))
    assert ("安然" in texts, "一粒米" in texts) == (False, False)
    (spring,) = [doc["text"] for doc in docs if doc["location"] == "campaigns/spring/"]
    assert ("3月2日 1 ¥100.00" in spring, "3月1日3月" in spring) == (True, False)  # tables are found, not charts


def test_the_missing_page_links_from_the_root(out: Path) -> None:
    tags = _Tags((out / "404.html").read_text("utf-8"))
    assert next(a["href"] for a in tags.all("link", rel="stylesheet")).startswith("/site/assets/")
    assert tags.all("meta", name="robots", content="noindex")


def test_the_missing_page_is_there_for_readers_of_every_language(out: Path) -> None:
    other = (out / "404.html").read_text("utf-8").partition('<section class=s lang="en">')[2].partition("</section>")[0]
    assert "<h2>This page is not here</h2>" in other
    assert '<a href="/site/en/">To the front page</a>' in other


def _bodies(root: Path, folder: Path) -> dict[str, str]:
    """What MkDocs holds of each page when it has read all of them and written none, by its file."""
    held: dict[str, str] = {}
    noted = NianlunPlugin.on_env

    def note(plugin: NianlunPlugin, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        held.update({f.dest_uri: f.page.content or "" for f in files.documentation_pages() if f.page})
        return noted(plugin, env, config=config, files=files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NianlunPlugin, "on_env", note)
        build(read(root / "site_config.yml").but(out=folder / "site", cache=folder / "cache", jobs=1), front)
    return held


def test_the_wall_is_not_held_in_memory_whole(tmp_path: Path) -> None:
    held = _bodies(SMALL, tmp_path)
    assert held["about/index.html"]
    assert held["donors/index.html"] == ""
    assert _tags(tmp_path / "site", "donors/").all("svg")


def test_a_hook_of_the_site_is_given_the_wall_like_any_page(tmp_path: Path) -> None:
    root = tmp_path / "own"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("site", ".cache"))
    config = root / "site_config.yml"
    config.write_text(config.read_text("utf-8") + "hooks: [hook.py]\n", "utf-8")
    (root / "hook.py").write_text("def on_page_content(html, **_):\n    return html + '<hr class=own>'\n", "utf-8")
    held = _bodies(root, tmp_path)
    assert "<svg" in held["donors/index.html"]
    for url in ("donors/", "about/"):
        tags = _tags(tmp_path / "site", url)
        assert len(tags.all("hr", **{"class": "own"})) == 1
    assert _tags(tmp_path / "site", "donors/").all("svg")


def test_mkdocs_knows_every_option() -> None:
    assert sorted(OPTIONS) == sorted(name for name, _ in Options._schema)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("pages/home.html", "<p>\n<p>{{ nowhere.at.all }}", "theme/pages/home.html:2: 'nowhere' is undefined"),
        ("main.html", "<p>\n{% if", "theme/main.html:2: unexpected 'end of template'"),
        ("pages/archive.html", "{{ nowhere.at.all }}", "theme/pages/archive.html:1: 'nowhere' is undefined"),
    ],
)
def test_a_slip_in_a_template_is_said_by_a_plain_mkdocs_build_too(small: Path, file: str, text: str, said: str) -> None:
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("name: material", "name: material\n  custom_dir: theme"))
    (small / "theme/pages").mkdir(parents=True)
    (small / "theme" / file).write_text(text, "utf-8")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "site_config.yml"],
        cwd=small,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 1
    assert "Traceback" not in built.stderr
    assert f"{said}; correct the template" in built.stdout


def test_a_slip_in_a_template_is_said_once(small: Path) -> None:
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("name: material", "name: material\n  custom_dir: theme"))
    (small / "theme/pages").mkdir(parents=True)
    (small / "theme/pages/home.html").write_text("{{ nowhere }}", "utf-8")
    built = subprocess.run([sys.executable, "-m", "generator", "build"], cwd=small, capture_output=True, text=True)
    said = "theme/pages/home.html:1: 'nowhere' is undefined; correct the template\n1 error, 0 warnings\n"
    assert (1, said) == (built.returncode, built.stderr)
