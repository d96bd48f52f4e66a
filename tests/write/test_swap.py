"""The published folder is the old site or the new one, whole, whatever happens in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.write import swap
from generator.write.swap import BusyError, staged


def _files(out: Path) -> dict[str, str]:
    return {f.name: f.read_text() for f in sorted(out.iterdir())}


def _publish(out: Path, text: str) -> None:
    with staged(out) as stage:
        (stage / "index.html").write_text(text)
        (stage / "about.html").write_text(text)


def test_the_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    out = tmp_path / "site"
    _publish(out, "old")
    (out / "stale.html").write_text("from before")
    _publish(out, "new")
    assert _files(out) == {"about.html": "new", "index.html": "new"}


def test_without_exchange_the_new_site_still_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda a, b: False)
    out = tmp_path / "site"
    _publish(out, "old")
    _publish(out, "new")
    assert _files(out) == {"about.html": "new", "index.html": "new"}


def test_a_failed_build_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "site"
    _publish(out, "old")

    with pytest.raises(OSError, match="disk full"), staged(out) as stage:
        (stage / "index.html").write_text("half")
        raise OSError("disk full")
    assert _files(out) == {"about.html": "old", "index.html": "old"}
    assert sorted(p.name for p in tmp_path.iterdir()) == [".site.lock", "site"]


def test_leftovers_of_a_crash_are_swept(tmp_path: Path) -> None:
    out = tmp_path / "site"
    staging = tmp_path / ".site.staging"
    staging.mkdir()
    (staging / "half.html").write_text("half")
    _publish(out, "new")
    assert _files(out) == {"about.html": "new", "index.html": "new"}
    assert not staging.exists()


def test_a_crash_between_two_renames_is_undone_by_the_next_build(tmp_path: Path) -> None:
    out, old = tmp_path / "site", tmp_path / ".site.old"
    _publish(out, "old")
    out.rename(old)
    with pytest.raises(RuntimeError), staged(out):
        assert _files(out) == {"about.html": "old", "index.html": "old"}
        raise RuntimeError


def test_a_second_build_is_refused_or_waits(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with staged(out) as stage:
        (stage / "index.html").write_text("first")
        with pytest.raises(BusyError), staged(out, wait=False):
            pass
        second = threading.Thread(target=_publish, args=(out, "second"))
        second.start()
        time.sleep(0.1)
        assert second.is_alive()
    second.join(10)
    assert _files(out) == {"about.html": "second", "index.html": "second"}


def test_killed_at_any_moment_a_reader_sees_a_whole_site(tmp_path: Path) -> None:
    """A writer is killed again and again while a reader looks: both files are always there and always equal."""
    out = tmp_path / "site"
    _publish(out, "0")
    code = (
        "import sys, itertools; from pathlib import Path; from generator.write.swap import staged\n"
        "for n in itertools.count(1):\n"
        "    with staged(Path(sys.argv[1])) as stage:\n"
        "        for name in ('index.html', 'about.html'): (stage / name).write_text(str(n))\n"
    )
    torn, looks, stop = [], 0, threading.Event()

    def read() -> None:
        nonlocal looks
        while not stop.is_set():
            folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)  # what a server that serves one request holds
            try:
                pages = [Path(f"/proc/self/fd/{folder}/{name}").read_text() for name in ("index.html", "about.html")]
                if pages[0] != pages[1]:
                    torn.append(pages)
            except FileNotFoundError:
                if not Path(f"/proc/self/fd/{folder}").resolve().name.startswith(".site"):
                    torn.append(["missing"])
            finally:
                os.close(folder)
            looks += 1

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for round_ in range(12):
            writer = subprocess.Popen([sys.executable, "-c", code, str(out)])
            time.sleep(0.15 + 0.01 * round_)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            names = sorted(f.name for f in out.iterdir())
            assert names == ["about.html", "index.html"]
    finally:
        stop.set()
        reader.join()
    assert (torn, looks > 100) == ([], True)
