"""The preview: pages with a reload script, rebuilt when a file is saved."""

import gc
import json
import re
import socket
import struct
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from previews import start, wait_for

from generator import build as walk
from generator import serve, waiting
from generator.fronts.mkdocs import front
from generator.issues import Issue, Source
from generator.pages.atlas import Atlas
from generator.serve import Version
from generator.settings import read


@pytest.fixture
def preview(small: Path) -> tuple[Path, str]:
    """A preview of the small site that was built: its folder and address."""
    address, said = start(small, front)
    wait_for(said, "built in")
    return small, address


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def test_a_saved_file_is_shown(preview: tuple[Path, str]) -> None:
    root, address = preview
    version = _get(f"{address}-/version/")
    assert '<script src="/-/reload.js"></script>' in _get(f"{address}about/")
    about = root / "content" / "about.md"
    about.write_text(about.read_text("utf-8").replace("一辆车", "两辆车"), "utf-8")
    assert _get(f"{address}-/version/{version}") != version
    assert "两辆车" in _get(f"{address}about/")
    assert not (root / "site").exists()


class Slow:
    """MkDocs, which waits until it may go on."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.begun = 0

    def __call__(self, *given: object) -> None:
        self.begun += 1
        self.may_go_on.wait(60)
        front(*given)  # type: ignore[arg-type]


@pytest.fixture
def slow() -> Iterator[Slow]:
    there = Slow()
    yield there
    there.may_go_on.set()


def _refused(url: str) -> tuple[int, str]:
    """The status and the page of an address that cannot be shown."""
    with pytest.raises(urllib.error.HTTPError) as answer:
        _get(url)
    return answer.value.code, answer.value.read().decode()


def test_the_last_preview_is_shown_until_the_new_one_is_there(small: Path, slow: Slow) -> None:
    address, said = start(small, slow)
    status, page = _refused(address)
    assert (status, "/-/reload.js" in page, "正在准备预览" in page) == (503, True, True)
    slow.may_go_on.set()
    wait_for(said, "built in")
    assert "/-/note.js" not in _get(f"{address}about/")
    slow.may_go_on.clear()
    again, said = start(small, slow)  # the next morning
    page = _get(f"{again}about/")
    assert "一辆车" in page
    assert '<script src="/-/note.js"></script>' in page
    assert json.dumps("这是上次的样子，新的预览好了会自动换上。") in _get(f"{again}-/note.js")
    assert _refused(f"{again}d/not-made-yet/")[0] == 503
    assert not any("built in" in line for line in said)


def test_the_published_site_is_shown_where_there_was_no_preview(small: Path, slow: Slow) -> None:
    walk.build(read(small / "site_config.yml"), front)
    about = small / "content" / "about.md"
    about.write_text(about.read_text("utf-8").replace("一辆车", "两辆车"), "utf-8")
    address, said = start(small, slow)
    page = _get(f"{address}about/")
    assert ("一辆车" in page, "/-/note.js" in page) == (True, True)
    (link, *_) = re.findall(r'href="?\.\./(d/[^/"]+/)', _get(f"{address}donors/"))
    assert "<h1>" in _get(address + link)
    slow.may_go_on.set()
    wait_for(said, "built in")
    page = _get(f"{address}about/")
    assert ("两辆车" in page, "/-/note.js" in page) == (True, False)
    assert "<h1>" in _get(address + link)
    assert "一辆车" in (small / "site" / "about" / "index.html").read_text("utf-8")


def test_a_folder_that_is_no_site_of_ours_is_not_shown(small: Path, slow: Slow) -> None:
    (small / "site").mkdir()
    (small / "site" / "index.html").write_text("another's", "utf-8")
    address, _ = start(small, slow)
    assert _refused(address)[0] == 503


def test_a_file_saved_during_the_first_build_is_built_too(small: Path, slow: Slow) -> None:
    address, said = start(small, slow)
    deadline = time.monotonic() + 60
    while not slow.begun:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    about = small / "content" / "about.md"
    about.write_text(about.read_text("utf-8").replace("一辆车", "两辆车"), "utf-8")
    time.sleep(1)
    slow.may_go_on.set()
    wait_for(said, "built in", 2)
    assert "两辆车" in _get(f"{address}about/")


def test_a_mistake_keeps_the_last_good_page_and_says_so(preview: tuple[Path, str]) -> None:
    root, address = preview
    version, about = _get(f"{address}-/version/"), root / "content" / "about.md"
    good = about.read_text("utf-8")
    about.write_text("---\ntitel: x\n---\n", "utf-8")
    changed = _get(f"{address}-/version/{version}")
    assert changed != version
    page = _get(f"{address}about/")
    assert ("一辆车" in page, "/-/note.js" in page) == (True, True)
    note = _get(f"{address}-/note.js")
    for words in ("有 2 处要改", "content/about.md:2:1", '"titel" is not a field here; did you mean "title"?'):
        assert json.dumps(words) in note
    about.write_text(good, "utf-8")
    assert _get(f"{address}-/version/{changed}") != changed
    assert "/-/note.js" not in _get(f"{address}about/")


def test_a_mistake_in_the_first_build_is_not_waited_for(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "time", SimpleNamespace(time_ns=lambda: 1))  # of which versions are counted
    (small / "content" / "about.md").write_text("---\ntitel: x\n---\n", "utf-8")
    address, said = start(small, front)
    wait_for(said, "titel")
    assert _get(f"{address}-/version/1") == "2"
    status, page = _refused(address)
    assert (status, "预览没有做成" in page, "/-/note.js" in page) == (503, True, False)
    assert "<code>content/about.md:2:1</code><b>titel:</b> &quot;titel&quot; is not a field here;" in page


def test_an_address_without_a_page_gets_the_kind_one(preview: tuple[Path, str]) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        _get(f"{preview[1]}nowhere/")
    assert missing.value.code == 404
    html = missing.value.read().decode()
    assert "<h1>" in html
    (style,) = re.findall(r'href="?(/site/assets/nianlun[^">]+)', html)
    assert "--paper" in _get(preview[1] + style.removeprefix("/"))


def test_those_who_wait_are_told_at_once() -> None:
    version = Version()
    heard: list[int] = []
    waiting = threading.Thread(target=lambda: heard.append(version.after("1")))
    waiting.start()
    version.raise_it()
    waiting.join(5)
    assert heard == [2]


def test_a_reader_who_leaves_is_no_news(preview: tuple[Path, str], capfd: pytest.CaptureFixture[str]) -> None:
    root, address = preview
    version = _get(f"{address}-/version/")
    with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # gone at once
        reader.sendall(f"GET /-/version/{version} HTTP/1.0\r\n\r\n".encode())
        time.sleep(0.2)
    (root / "content" / "about.md").touch()
    assert _get(f"{address}-/version/{version}") != version
    time.sleep(0.2)
    assert "Traceback" not in capfd.readouterr().err


def test_an_archive_is_made_when_it_is_opened(preview: tuple[Path, str]) -> None:
    root, address = preview
    archives = root / ".cache" / "serve" / "d"
    assert not archives.exists()
    (link, *_) = re.findall(r'href="?\.\./(d/[^/"]+/)', _get(f"{address}donors/"))
    assert "<h1>" in _get(address + link)
    assert [link] == [f"d/{folder.name}/" for folder in archives.iterdir()]
    with pytest.raises(urllib.error.HTTPError):
        _get(f"{address}d/nobody/")


def test_what_is_wrong_is_listed_as_text_with_errors_first_and_a_bound() -> None:
    bad = [Issue(Source(f"content/{n:02}.md", 1), "title", f'"<b onclick=x>{n}" is none; write one') for n in range(12)]
    page = waiting.page(waiting.wrong([*bad, Issue(Source("content/a.md"), "", "is odd", "warning")])).decode()
    assert page.count("&quot;&lt;b onclick=x&gt;") == 10
    assert "<b onclick" not in page
    assert page.index("content/09.md") < page.index("还有 2 处，终端里写着") < page.index("另有 1 处提醒")
    assert page.index("and 1 warning") < page.index("content/a.md")
    assert "<details" not in waiting.page(waiting.wrong(bad)).decode()


def test_what_was_built_before_is_let_go(small: Path) -> None:
    organisation, about = small / "content" / "organisation.yml", small / "content" / "about.md"
    name = "只此一站"  # tests before this one may have left previews of others in memory
    organisation.write_text(organisation.read_text("utf-8").replace("小站", name), "utf-8")

    def held() -> int:
        sites = [found for found in gc.get_objects() if isinstance(found, Atlas)]
        return sum(site.public.organisation.name.default == name for site in sites)

    _, said = start(small, front)
    for n in range(1, 4):
        wait_for(said, "built in", times=n)
        about.write_text(about.read_text("utf-8") + "\n又一段。\n", "utf-8")
    wait_for(said, "built in", times=4)
    deadline = time.monotonic() + 10
    while held() != 1:
        assert time.monotonic() < deadline, held()
        time.sleep(0.05)


def test_warnings_are_said_when_they_are_new(small: Path) -> None:
    root = small
    address, said = start(small, front)
    wait_for(said, "built in")
    update, about = root / "content/updates/2025-02-10-smoke.md", root / "content/about.md"
    version = _get(f"{address}-/version/")
    update.write_text("---\ntitle: 烟\n---\n烟。\n", "utf-8")
    version = _get(f"{address}-/version/{version}")
    warned = [line for line in said if "concerns no donor" in line]
    about.write_text(about.read_text("utf-8").replace("一辆车", "两辆车"), "utf-8")
    assert _get(f"{address}-/version/{version}") != version
    assert len(warned) == 1
    assert warned == [line for line in said if "concerns no donor" in line]


def test_no_page_of_another_site_can_read_the_preview(preview: tuple[Path, str]) -> None:
    with urllib.request.urlopen(f"{preview[1]}-/note.js", timeout=60) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_broken_template_ends_no_preview(small: Path) -> None:
    theme = small / "theme"
    (theme / "pages").mkdir(parents=True)
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("  name: material", "  name: material\n  custom_dir: theme"))
    address, said = start(small, front)
    wait_for(said, "built in")
    version = _get(f"{address}-/version/")
    home = theme / "pages" / "home.html"
    home.write_text("{% if", "utf-8")
    version = _get(f"{address}-/version/{version}")
    assert "一辆车" in _get(f"{address}about/")
    assert "unexpected 'end of template'" in _get(f"{address}-/note.js")
    assert any("theme/pages/home.html:1: " in line for line in said)
    home.unlink()
    assert _get(f"{address}-/version/{version}") != version
    assert "/-/note.js" not in _get(f"{address}about/")


def test_a_broken_template_of_archives_ends_no_preview(small: Path) -> None:
    """These are made when they are opened."""
    theme = small / "theme"
    (theme / "pages").mkdir(parents=True)
    config = small / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("  name: material", "  name: material\n  custom_dir: theme"))
    (theme / "pages" / "archive.html").write_text("{{ nowhere.at.all }}", "utf-8")
    address, said = start(small, front)
    wait_for(said, "built in")
    (link, *_) = re.findall(r'href="?\.\./(d/[^/"]+/)', _get(f"{address}donors/"))
    status, page = _refused(address + link)
    assert (status, "/-/note.js" in page) == (404, True)
    assert "nowhere" in _get(f"{address}-/note.js")


def test_what_mkdocs_refuses_is_said_like_every_mistake(preview: tuple[Path, str]) -> None:
    root, address = preview
    config = root / "site_config.yml"
    before = config.read_text("utf-8")
    version = _get(f"{address}-/version/")
    config.write_text(before + "nav: 3\n", "utf-8")
    version = _get(f"{address}-/version/{version}")
    assert "Expected nav to be a list" in _get(f"{address}-/note.js")
    config.write_text(before, "utf-8")
    assert _get(f"{address}-/version/{version}") != version
    assert "/-/note.js" not in _get(f"{address}about/")


def test_a_page_that_an_earlier_preview_left_open_is_told(small: Path) -> None:
    versions = []
    for _ in range(2):
        address, said = start(small, front)
        wait_for(said, "built in")
        versions.append(_get(f"{address}-/version/"))
    assert versions[0] != versions[1]
