"""The published folder, replaced as a whole: a reader sees the old site or the new one, never a mixture.

A site is built in a staging folder beside the published one and then exchanged with it in one step (Linux `renameat2`,
macOS `renamex_np`). Where the system cannot exchange, the old folder is renamed away and the new one into its place; a
build that finds only the leftovers of a crash between these two steps puts the old site back first.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from generator.stops import unbroken

#: A folder in which one of these lies was made by Nianlun, and may be replaced.
MARK = "assets/nianlun.*.css"
#: Seconds that a build waits for another one of the same folder.
PATIENCE = 60.0

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


class PublicationError(Exception):
    """The site cannot be published there; the message says why and what to do."""


class BusyError(PublicationError):
    """Another build holds the lock of this folder."""


class WaitError(PublicationError):
    """Nothing is wrong: the site that stands goes on standing until more has come in (moved.py)."""


class ForeignError(PublicationError):
    """The folder to be replaced is not a site that Nianlun made."""


@contextlib.contextmanager
def staged(out: Path, *, wait: float = PATIENCE) -> Iterator[Path]:
    """A fresh folder to build in; when the block ends well, it takes the place of `out`. Nothing is left on failure.

    `wait`: seconds to wait for another build of this folder. A link is followed, and the folder it names replaced.
    Files are readable by everyone, whatever the umask: they are to be published.
    """
    out = out.resolve()
    _refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _locked(out.with_name(f".{out.name}.lock"), out.name, wait), _umask(0o022):
        staging, old = _beside(out)
        try:
            _tidy(out)
            staging.mkdir()
            yield staging
            _flush(staging)
            _refuse_foreign(out)
            with unbroken():
                _swap(staging, out, old)
            _sync_folder(out.parent)
        finally:
            with unbroken():
                _tidy(out)


def sweep(out: Path) -> None:
    """Remove what a killed build left beside the site that stands in `out`, unless another build is at work there."""
    out = out.resolve()
    if any(folder.exists() for folder in _beside(out)):
        with contextlib.suppress(BusyError), _locked(out.with_name(f".{out.name}.lock"), out.name, 0):
            _tidy(out)


def _beside(out: Path) -> tuple[Path, Path]:
    """Where the next site is made, and where the last one is put while two renames take the place of an exchange."""
    return out.with_name(f".{out.name}.staging"), out.with_name(f".{out.name}.old")


def _tidy(out: Path) -> None:
    """Put back what was renamed away if nothing came into its place; remove whatever else lies beside `out`."""
    staging, old = _beside(out)
    if old.exists() and not out.exists():
        old.rename(out)
    for leftover in (staging, old):
        _remove(leftover)


def _remove(site: Path) -> None:
    """A site, as far as it can be removed. Most of its folders are archives' and hold one file: these are gone in two
    steps each instead of ten."""
    with contextlib.suppress(OSError):
        for archive in list(os.scandir(site / "d")):
            if archive.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    os.unlink(f"{archive.path}/index.html")  # noqa: PTH108
                    os.rmdir(archive.path)  # noqa: PTH106
    shutil.rmtree(site, ignore_errors=True)
    if site.exists():  # a site may have been made read-only, to protect it
        for folder, _, _ in os.walk(site):
            with contextlib.suppress(OSError):
                Path(folder).chmod(0o700)
        shutil.rmtree(site, ignore_errors=True)


def _refuse_foreign(out: Path) -> None:
    """Only what Nianlun made, or an empty folder, is ever replaced: `--out ~` must not cost anybody their home."""
    if not out.exists():
        return
    if not out.is_dir():
        raise ForeignError(f"{out.name} is a file; choose a folder for the site")
    if out.is_mount():
        raise ForeignError(f"{out.name} is where a disk is mounted, and cannot be replaced; choose a folder inside it")
    if any(out.iterdir()) and not any(out.glob(MARK)):
        raise ForeignError(
            f"{out.name} holds files that Nianlun did not make; choose another folder with --out, or empty it first"
        )


def _swap(staging: Path, out: Path, old: Path) -> None:
    if not out.exists():
        staging.rename(out)
    elif not _exchange(staging, out):
        out.rename(old)
        staging.rename(out)


def _exchange(a: Path, b: Path) -> bool:
    """Swap two folders in one step; False where the system or file system cannot."""
    system = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(a), os.fsencode(b)
    if hasattr(system, "renameat2"):
        return bool(system.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE) == 0)
    if hasattr(system, "renamex_np"):
        return bool(system.renamex_np(first, second, _EXCHANGE) == 0)
    return False


def _flush(folder: Path) -> None:
    """Have the disk hold what is staged before it becomes the site: its whole file system at once, or file by file.

    One `syncfs` takes a tenth of the time of an fsync a file; `os.sync` would wait for other disks too.
    """
    system = ctypes.CDLL(None, use_errno=True)
    if hasattr(system, "syncfs"):
        handle = os.open(folder, os.O_RDONLY)
        try:
            if system.syncfs(handle) == 0:
                return
        finally:
            os.close(handle)
    for where, _, names in os.walk(folder, topdown=False):
        for path in (*(Path(where, name) for name in names), Path(where)):
            _sync_folder(path)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def _locked(file: Path, name: str, wait: float) -> Iterator[None]:
    """One build at a time for a folder; the lock goes with its process, however that ends."""
    until = time.monotonic() + wait
    with file.open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise BusyError(
                        f"another build is writing {name}; wait for it to end, or build elsewhere with --out"
                    ) from None
                time.sleep(0.05)
        yield
