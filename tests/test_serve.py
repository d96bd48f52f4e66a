"""The preview: pages with a reload script, rebuilt when a file is saved."""

import re
import socket
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from generator.fronts.mkdocs import front
from generator.serve import Version, serve
from generator.settings import read


@pytest.fixture
def preview(small: Path) -> tuple[Path, str]:
    """A running preview of the small site: its folder and address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said: list[str] = []
    threading.Thread(
        target=serve, args=(lambda: read(small / "site_config.yml"), front, port, said.append), daemon=True
    ).start()
    deadline = time.monotonic() + 60
    while not any("http://" in line for line in said):
        assert time.monotonic() < deadline, said
        time.sleep(0.05)
    return small, f"http://127.0.0.1:{port}/"


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
