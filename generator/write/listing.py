"""What lies below a folder, and the hash that tells whether it is as it was, as far as the file system says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.write.store import key_of


def walk(folder: Path, avoid: frozenset[str] = frozenset()) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file and folder below `folder`, but for its folders `avoid`, by its path from there; `pathlib` takes five
    times as long."""
    waiting = [("", str(folder))]
    while waiting:
        prefix, path = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                if not prefix and entry.name in avoid:
                    continue
                name = prefix + entry.name
                yield name, entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((name + "/", entry.path))


def line(name: str, entry: os.DirEntry[str]) -> str:
    """What tells that a file was not touched: its name, size, time and number."""
    at = entry.stat(follow_symlinks=False)
    return f"{name}\0{at.st_size}\0{at.st_mtime_ns}\0{at.st_ino}"


def listing(lines: Iterable[str]) -> str:
    """The lines of all files of a folder, in any order, as one hash."""
    return key_of(*sorted(lines))


def listing_of(folder: Path) -> str:
    """The same, asked of the file system; empty where it does not tell."""
    try:
        return listing(line(name, entry) for name, entry in walk(folder) if not entry.is_dir(follow_symlinks=False))
    except OSError:
        return ""
