"""Whether anything that a build depends on differs from the last one: if not, the site stands and nothing is done.

What it depends on is read in full and hashed: content, private records, settings, themes, our own code, the versions of
what we build with, the day. The site must be the one that was written too, as far as the file system says (names,
sizes, times): it passed the leak gate then, and is not searched again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.issues import Issue, Source
from generator.settings import Settings
from generator.write.listing import listing_of
from generator.write.store import Store, key_of

_MANY_ARCHIVES = 20_000  # are looked at by two processes


@dataclass(frozen=True, slots=True)
class Standing:
    """What the build that made the standing site said."""

    pages: int
    archives: int
    unguarded: int
    warnings: tuple[Issue, ...]
    today: date
    time_zone: str


def inputs(settings: Settings) -> str:
    """All that a build depends on but the day, as one hash.

    Empty, so that nothing is ever recalled, where MkDocs is told to run code of the site's own (hooks), or to read
    settings that stand in another file (INHERIT).
    """
    config = settings.config_file.read_bytes()
    if b"hooks" in config or b"INHERIT" in config:
        return ""
    folders = [f for f in (settings.content, settings.private, *settings.themes) if f]
    content = hashlib.sha256()
    for folder in folders:
        for line in (str(folder), *_contents(folder)):
            content.update(line.encode(errors="surrogateescape") + b"\n")
    secrets = settings.secret.encode() + (settings.master.raw if settings.master else b"")
    hidden = hmac.digest(secrets, b"nianlun/inputs", "sha256").hex()
    known = (repr(settings), hidden, config.hex(), _tracked(settings.root), content.hexdigest())
    return key_of(sys.version, code_digest(), *installed(), *known)


def recall(settings: Settings, key: str) -> Standing | None:
    """What stands in `settings.out`, where it was made from the inputs `key`, today, and nobody has touched it."""
    payload = _store(settings).get(key) if key else None
    if payload is None:
        return None
    told = json.loads(payload)
    today = settings.today or datetime.now(ZoneInfo(told["time_zone"])).date()
    if told["today"] != today.isoformat():
        return None
    jobs = settings.jobs if told["archives"] >= _MANY_ARCHIVES and threading.active_count() == 1 else 1
    if told["out"] != listing_of(settings.out, jobs):
        return None
    warnings = (Issue(Source(file, line, column), *rest) for file, line, column, *rest in told["warnings"])
    return Standing(told["pages"], told["archives"], told["unguarded"], tuple(warnings), today, told["time_zone"])


def remember(settings: Settings, key: str, standing: Standing, listing: str) -> None:
    """Note that `settings.out` now holds what the inputs `key` make; `listing` is of the files that passed the gate."""
    if not key:
        return
    told = {
        "pages": standing.pages,
        "archives": standing.archives,
        "unguarded": standing.unguarded,
        "warnings": [
            (i.source.file, i.source.line, i.source.column, i.field, i.message, i.severity) for i in standing.warnings
        ],
        "today": standing.today.isoformat(),
        "time_zone": standing.time_zone,
        "out": listing,
    }
    store = _store(settings)
    store.put(key, json.dumps(told).encode())
    store.prune([key])


@cache
def code_digest() -> str:
    """Nianlun's own source as one hash: a page made by other code is another page."""
    digest = hashlib.sha256()
    package = Path(__file__).parent.parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def installed() -> tuple[str, ...]:
    """What is installed, and in which version, by the names of its records: to read them all would take a while."""
    found: set[str] = set()
    for folder in filter(Path.is_dir, map(Path, sys.path)):
        found.update(entry.name for entry in folder.iterdir() if entry.suffix in (".dist-info", ".egg-info"))
    return tuple(sorted(found))


def _store(settings: Settings) -> Store:
    return Store(settings.cache / "builds" if settings.use_cache else None)


def _contents(folder: Path) -> Iterator[str]:
    """Every folder and file below `folder`, in a fixed order, with a hash of what is in it; hidden ones are skipped."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield f"{here}\0{folders}"
        for name in sorted(n for n in names if not n.startswith(".")):
            file = Path(here, name)
            target = str(file.readlink()) if file.is_symlink() else ""
            body = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
            yield f"{name}\0{target}\0{body}"


def _tracked(root: Path) -> str:
    """What tells that git tracks other files than before: its index, where the site lies in a repository."""
    for folder in (root, *root.parents):
        try:
            at = (folder / ".git" / "index").stat()
        except OSError:
            continue
        return f"{at.st_size} {at.st_mtime_ns}"
    return ""
