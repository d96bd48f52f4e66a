"""The published folder is the old site or the new one, whole, whatever happens in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.write import swap
from generator.write.swap import BusyError, ForeignError, staged

MARK = "assets/nianlun.0123abcd.css"


def _files(out: Path) -> dict[str, str]:
    return {f.name: f.read_text() for f in sorted(out.iterdir()) if f.is_file()}


def _publish(out: Path, text: str) -> None:
    with staged(out) as stage:
        (stage / MARK).parent.mkdir()
        (stage / MARK).write_text("body {}")
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


def test_a_swap_broken_off_between_two_renames_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    _publish(out, "old")
    rename = Path.rename

    def broken_off(path: Path, to: Path) -> Path:
        if path.name == ".site.staging":
            raise OSError("no space left")
        return rename(path, to)

    monkeypatch.setattr(swap, "_exchange", lambda a, b: False)
    monkeypatch.setattr(Path, "rename", broken_off)
    with pytest.raises(OSError, match="no space left"):
        _publish(out, "new")
    assert _files(out) == {"about.html": "old", "index.html": "old"}
    assert sorted(p.name for p in tmp_path.iterdir()) == [".site.lock", "site"]


def test_a_second_build_is_refused_or_waits(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with staged(out) as stage:
        (stage / MARK).parent.mkdir()
        (stage / MARK).touch()
        (stage / "index.html").write_text("first")
        with pytest.raises(BusyError), staged(out, wait=0):
            pass
        second = threading.Thread(target=_publish, args=(out, "second"))
        second.start()
        time.sleep(0.1)
        assert second.is_alive()
    second.join(10)
    assert _files(out) == {"about.html": "second", "index.html": "second"}


def test_a_folder_that_is_not_a_site_is_never_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("years of work")
    with pytest.raises(ForeignError, match="home holds files that Nianlun did not make"):
        _publish(home, "new")
    assert _files(home) == {"thesis.txt": "years of work"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home"]


def test_files_put_there_while_building_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "site"
    with pytest.raises(ForeignError), staged(out) as stage:
        (stage / "index.html").write_text("new")
        out.mkdir()
        (out / "thesis.txt").write_text("years of work")
    assert _files(out) == {"thesis.txt": "years of work"}


def test_an_empty_folder_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    _publish(tmp_path / "site", "new")
    assert _files(tmp_path / "site") == {"about.html": "new", "index.html": "new"}


def test_a_file_and_a_mounted_disk_are_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(ForeignError, match="site is a file"):
        _publish(tmp_path / "site", "new")
    with pytest.raises(ForeignError, match="where a disk is mounted"):
        _publish(Path("/proc"), "new")


def test_a_link_stays_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    out, real = tmp_path / "site", tmp_path / "disk" / "www"
    real.mkdir(parents=True)
    out.symlink_to(real)
    _publish(out, "new")
    assert out.is_symlink()
    assert _files(real) == {"about.html": "new", "index.html": "new"}
    assert sorted(p.name for p in real.parent.iterdir()) == [".www.lock", "www"]


def test_published_files_are_readable_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        _publish(tmp_path / "site", "new")
    finally:
        assert os.umask(before) == 0o077
    modes = {oct(p.stat().st_mode & 0o777) for p in (tmp_path / "site", tmp_path / "site" / "index.html")}
    assert modes == {"0o755", "0o644"}


@pytest.mark.parametrize("missing", ["syncfs", "all"])
def test_what_is_staged_is_on_disk_before_the_swap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """With syncfs one call; without, each file and folder."""
    order: list[str] = []
    synced, swapped = os.fsync, swap._swap
    monkeypatch.setattr(
        os, "fsync", lambda handle: (order.append(str(Path(f"/proc/self/fd/{handle}").readlink())), synced(handle))
    )
    monkeypatch.setattr(swap, "_swap", lambda *paths: (order.append("swap"), swapped(*paths)))
    if missing == "all":
        monkeypatch.setattr(swap.ctypes, "CDLL", lambda *a, **k: object())
    _publish(tmp_path / "site", "new")
    before = [Path(p).name for p in order[: order.index("swap")]]
    assert (sorted(before)) == (
        [".site.staging", "about.html", "assets", "index.html", Path(MARK).name] if missing == "all" else []
    )
    assert order[-1] == str(tmp_path)


def test_killed_at_any_moment_a_reader_sees_a_whole_site(tmp_path: Path) -> None:
    """A writer is killed again and again while a reader looks: both files are always there and always equal."""
    out = tmp_path / "site"
    _publish(out, "0")
    code = (
        "import sys, itertools; from pathlib import Path; from generator.write.swap import staged\n"
        "for n in itertools.count(1):\n"
        "    with staged(Path(sys.argv[1])) as stage:\n"
        "        (stage / 'assets').mkdir(); (stage / 'assets/nianlun.0.css').touch()\n"
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
            assert names == ["about.html", "assets", "index.html"]
    finally:
        stop.set()
        reader.join()
    assert (torn, looks > 100) == ([], True)


def test_leftovers_go_also_where_the_site_stands_but_not_under_a_build(tmp_path: Path) -> None:
    out, staging = tmp_path / "site", tmp_path / ".site.staging"
    _publish(out, "old")
    with staged(out) as stage:
        (stage / "index.html").write_text("new")
        (stage / "about.html").write_text("new")
        swap.sweep(out)
        assert staging.exists()
    staging.mkdir()
    swap.sweep(out)
    assert not staging.exists()
    assert _files(out)["index.html"] == "new"


def test_an_old_site_is_removed_with_all_that_lies_in_it_and_nothing_beside_it(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("not ours")
    out = tmp_path / "site"
    for name in ("index.html", "d/one/index.html", "d/two/index.html", "d/two/more/x.txt", "d/three/y.txt", "d/plain"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("old")
    (out / "d" / "link").symlink_to(elsewhere)
    (out / "assets").mkdir()
    (out / "assets" / "nianlun.0.css").touch()
    with staged(out) as stage:
        (stage / "index.html").write_text("new")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site.")] == [".site.lock"]
    assert [p.name for p in out.rglob("*")] == ["index.html"]
    assert (elsewhere / "index.html").read_text() == "not ours"


def test_a_site_made_read_only_is_replaced_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for everybody but root, to whom permissions mean nothing: in a folder without w no name goes."""

    def heeding(change: Callable[..., None]) -> Callable[..., None]:
        def changed(path: str | Path, *, dir_fd: int | None = None) -> None:
            folder = Path(path).parent.stat() if dir_fd is None else os.fstat(dir_fd)
            if not folder.st_mode & 0o200:
                raise PermissionError(13, "Permission denied", str(path))
            change(path, dir_fd=dir_fd)

        return changed

    for name in ("unlink", "rmdir"):
        monkeypatch.setattr(os, name, heeding(getattr(os, name)))
    out = tmp_path / "site"
    _publish(out, "old")
    for folder in (out / "assets", out):
        folder.chmod(0o555)
    _publish(out, "new")
    assert _files(out)["index.html"] == "new"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site.")] == [".site.lock"]
