"""The preview: pages with a reload script, rebuilt when a file is saved."""

import re
import socket
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from generator.build import Front
from generator.fronts.mkdocs import front
from generator.serve import Version, serve
from generator.settings import read


def _start(root: Path, front: Front) -> tuple[str, list[str]]:
    """The address of a preview that has begun, and what it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said: list[str] = []
    threading.Thread(
        target=serve, args=(lambda: read(root / "site_config.yml"), front, port, said.append), daemon=True
    ).start()
    _wait_for(said, "http://")
    return f"http://127.0.0.1:{port}/", said


def _wait_for(said: list[str], words: str) -> None:
    deadline = time.monotonic() + 60
    while not any(words in line for line in said):
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


@pytest.fixture
def preview(small: Path) -> tuple[Path, str]:
    """A preview of the small site that was built: its folder and address."""
    address, said = _start(small, front)
    _wait_for(said, "built in")
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


def test_the_last_preview_is_shown_until_the_new_one_is_there(small: Path) -> None:
    may_go_on = threading.Event()

    def slow(*given: object) -> None:
        may_go_on.wait(60)
        front(*given)  # type: ignore[arg-type]

    address, said = _start(small, slow)
    with pytest.raises(urllib.error.HTTPError) as nothing_yet:
        _get(address)
    assert nothing_yet.value.code == 503
    assert "/-/reload.js" in nothing_yet.value.read().decode()
    may_go_on.set()
    _wait_for(said, "built in")
    may_go_on.clear()
    again, said = _start(small, slow)  # the next morning
    assert "一辆车" in _get(f"{again}about/")
    assert not any("built in" in line for line in said)
    may_go_on.set()


def test_a_mistake_keeps_the_last_good_page(preview: tuple[Path, str]) -> None:
    root, address = preview
    (root / "content" / "about.md").write_text("---\ntitel: x\n---\n", "utf-8")
    time.sleep(2)
    assert "一辆车" in _get(f"{address}about/")


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


def test_an_archive_is_made_when_it_is_opened(preview: tuple[Path, str]) -> None:
    root, address = preview
    archives = root / ".cache" / "serve" / "d"
    assert not archives.exists()
    (link, *_) = re.findall(r'href="?\.\./(d/[^/"]+/)', _get(f"{address}donors/"))
    assert "<h1>" in _get(address + link)
    assert [link] == [f"d/{folder.name}/" for folder in archives.iterdir()]
    with pytest.raises(urllib.error.HTTPError):
        _get(f"{address}d/nobody/")
