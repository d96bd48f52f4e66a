"""The published folder, replaced as a whole: a reader sees the old site or the new one, never a mixture.

A site is built in a staging folder beside the published one and then exchanged with it in one step (Linux `renameat2`).
Where the system cannot exchange, the old folder is renamed away and the new one into its place; a build that finds
only the leftovers of a crash between these two steps puts the old site back first.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class BusyError(Exception):
    """Another build holds the lock of this folder."""


@contextlib.contextmanager
def staged(out: Path, *, wait: bool = True) -> Iterator[Path]:
    """A fresh folder to build in; when the block ends well, it takes the place of `out`. Nothing is left on failure."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with _locked(out.with_name(f".{out.name}.lock"), wait=wait):
        staging, old = out.with_name(f".{out.name}.staging"), out.with_name(f".{out.name}.old")
        if old.exists() and not out.exists():
            old.rename(out)
        for leftover in (staging, old):
            shutil.rmtree(leftover, ignore_errors=True)
        staging.mkdir()
        try:
            yield staging
            _flush()
            _swap(staging, out, old)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def _swap(staging: Path, out: Path, old: Path) -> None:
    if not out.exists():
        staging.rename(out)
    elif not _exchange(staging, out):
        out.rename(old)
        staging.rename(out)


def _exchange(a: Path, b: Path) -> bool:
    """Swap two folders in one step; False where the system or file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE) == 0)


def _flush() -> None:
    """Ask the disk to hold what is staged before it becomes the site."""
    if hasattr(os, "sync"):
        os.sync()


@contextlib.contextmanager
def _locked(file: Path, *, wait: bool) -> Iterator[None]:
    """One build at a time for a folder; the lock goes with its process, however that ends."""
    with file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise BusyError(f"another build is writing {file.name.removeprefix('.').removesuffix('.lock')}") from None
        yield
