"""What lies below a folder, and the hash that tells whether it is as it was, as far as the file system says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.write.store import key_of


def walk(
    folder: Path, avoid: frozenset[str] = frozenset(), half: int | None = None
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file and folder below `folder`, but for its folders `avoid`, by its path from there; `pathlib` takes five
    times as long. `half` (0 or 1): of the folders in its folders, not all are opened; together both halves are all."""
    waiting = [("", str(folder))]
    while waiting:
        prefix, path = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                if not prefix and entry.name in avoid:
                    continue
                name = prefix + entry.name
                yield name, entry
                ours = half is None or prefix.count("/") != 1 or ord(entry.name[0]) % 2 == half
                if ours and entry.is_dir(follow_symlinks=False):
                    waiting.append((name + "/", entry.path))


def line(name: str, entry: os.DirEntry[str]) -> str:
    """What tells that a file was not touched: its name, size, time and number."""
    at = entry.stat(follow_symlinks=False)
    return f"{name}\0{at.st_size}\0{at.st_mtime_ns}\0{at.st_ino}"


def listing(lines: Iterable[str]) -> str:
    """The lines of all files of a folder, in any order, as one hash."""
    return key_of(*sorted(lines))


def listing_of(folder: Path, jobs: int = 1) -> str:
    """The same, asked of the file system by so many processes, two at most; empty where it does not tell."""
    try:
        if jobs == 1:
            return listing(_asked(folder))
        from generator.beside import Beside  # its import would be a sixth of the time of a small site that stands

        with Beside(lambda: [*_asked(folder, half=0)]) as other:
            return listing({*_asked(folder, half=1), *other.result()})
    except OSError:
        return ""


def _asked(folder: Path, half: int | None = None) -> Iterator[str]:
    entries = walk(folder, half=half)
    return (line(name, entry) for name, entry in entries if not entry.is_dir(follow_symlinks=False))
