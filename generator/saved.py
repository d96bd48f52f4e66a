"""Tells that a source of a site was saved, also where another file or folder was put in its place.

The system tells what is saved inside of folders, and loses sight of a folder or file that is replaced. Most editors
replace the settings' file when they save it, and git does so with folders: these are looked at themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from generator.issues import ContentError
from generator.settings import PRIVATE, Settings


def saves(settings: Callable[[], Settings]) -> Iterator[bool]:
    """Whether anything was saved just now, for ever; what is saved after the first answer is never missed."""
    from watchfiles import watch  # not before the address is said: it takes a while to import

    now, replaced = settings(), False
    while True:
        with suppress(ContentError, OSError):  # as long as they are wrong, those before tell where to look
            now = settings()
        folders = (now.content, now.private or now.root / PRIVATE, *now.themes)
        files = (now.config_file, *now.inherited)
        before = _stand(folders, files)
        there = (folder for folder in folders if folder.is_dir())
        for changes in watch(*there, debounce=120, step=40, rust_timeout=200, yield_on_timeout=True):
            gone = any(Path(path) in folders for _, path in changes)  # another may have its number already
            if gone or _stand(folders, files) != before:
                replaced = True
                break
            yield replaced or bool(changes)
            replaced = False


def _stand(folders: Iterable[Path], files: Iterable[Path]) -> list[tuple[int, ...]]:
    """What differs once another folder is in the place of one, or once a file was written."""
    return [*(_told(folder)[:2] for folder in folders), *map(_told, files)]


def _told(path: Path) -> tuple[int, ...]:
    try:
        at = path.stat()
    except OSError:
        return ()
    return at.st_dev, at.st_ino, at.st_size, at.st_mtime_ns
