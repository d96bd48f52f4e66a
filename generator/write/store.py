"""A content-addressed store of rendered pages: what was made of the same inputs before is not made again.

An entry is a file named by the hash of all that went into the page, holding the hash of its own bytes and the bytes. A
corrupt, foreign or half-written entry reads as absent and is made again, so that a cache can cost time but never
truth.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

_DIGEST = 32


class Store:
    """Pages below `folder`; a store without a folder remembers nothing (`--no-cache`)."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @property
    def remembers(self) -> bool:
        return self.folder is not None

    def get(self, key: str) -> bytes | None:
        if self.folder is None:
            return None
        try:
            entry = _read(self._path(key))
        except OSError:
            return None
        payload = entry[_DIGEST:]
        return payload if hashlib.sha256(payload).digest() == entry[:_DIGEST] else None

    def put(self, key: str, payload: bytes) -> None:
        """Keep `payload`. A full or read-only disk loses the entry, not the build."""
        if self.folder is None:
            return
        path, entry = self._path(key), hashlib.sha256(payload).digest() + payload
        with contextlib.suppress(OSError):
            try:
                _write(path, entry)
            except FileNotFoundError:  # the first on its shelf
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                _write(path, entry)

    def prune(self, used: Iterable[str]) -> None:
        """Forget every entry that this build did not use."""
        if self.folder is None or not self.folder.is_dir():
            return
        keep = {self._path(key) for key in used}
        for shelf in list(os.scandir(self.folder)):
            for entry in list(os.scandir(shelf)) if shelf.is_dir() else ():
                if entry.path not in keep:
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(entry.path)  # noqa: PTH108

    def _path(self, key: str) -> str:
        """As text: there are 100,000 of them, and a Path takes ten times as long as what is done with it."""
        return f"{self.folder}/{key[:2]}/{key[2:]}"


def _read(path: str) -> bytes:
    """In half the steps that `open` takes; what is cut short on its way is as good as absent."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def _write(path: str, entry: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        os.write(handle, entry)
    finally:
        os.close(handle)


def key_of(*parts: str) -> str:
    """The address of what `parts` make: a hash in which no part can run into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part.encode())
    return digest.hexdigest()
