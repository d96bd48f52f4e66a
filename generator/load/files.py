"""A content folder to the files that will be read, sorted, with those that nobody reads reported."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.issues import Source
from generator.load.findings import Findings

PAGES = ("projects", "campaigns", "updates", "events")
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
_SYSTEMS = ("thumbs.db", "desktop.ini")  # Windows writes them by itself, and Office ~$NAME beside what is open
REFERRED = ("project", "campaign", "update", "event", "donor", "gift", "journey")  # named by others, or bringing money
_READ = {**dict.fromkeys(PAGES, (".md",)), "donors": (".yml",), "gifts": (".csv",), "spending": (".csv", ".yml")}


class File(Struct, frozen=True):
    """`name` is the path as messages show it, from the site's folder; `inside` the path from the content folder."""

    path: Path
    name: str
    inside: str

    @property
    def folder(self) -> str:
        return self.inside.rpartition("/")[0]

    @property
    def stem(self) -> str:
        return self.inside.rpartition("/")[2].rpartition(".")[0]

    @property
    def suffix(self) -> str:
        return self.path.suffix

    @property
    def source(self) -> Source:
        return Source(self.name)


def walk(content: Path, root: Path, findings: Findings) -> Mapping[str, tuple[File, ...]]:
    """The files below `content` by folder: "" (pages and organisation.yml), projects, ..., spending, pictures."""
    found: dict[str, list[File]] = {name: [] for name in ("", *_READ, "pictures")}
    whole = content.resolve()

    def unread(wrong: OSError) -> None:
        name = shown_path(Path(wrong.filename), root)
        findings.error(Source(name), "", "is a folder that cannot be read; check that it may be read")
        findings.broken.update(f"{kind}/*" for kind in REFERRED)

    for folder, folders, names in os.walk(content, onerror=unread):
        here = Path(folder)
        folders[:] = sorted(d for d in folders if not d.startswith("."))
        twins: dict[str, str] = {}
        for name in sorted([*folders, *names]):
            path = here / name
            if name.startswith(".") or name.lower() in _SYSTEMS or (name.startswith("~$") and path.is_file()):
                continue
            file = File(path, shown_path(path, root), path.relative_to(content).as_posix())
            if not file.name.isprintable() or any(0xD800 <= ord(c) < 0xE000 for c in file.name):
                safe = file.name.encode("ascii", "backslashreplace").decode("ascii")
                findings.error(Source(safe), "", "has a name that is not plain UTF-8 text; rename it")
                _leave(folders, name)
                continue
            twin = twins.setdefault(unicodedata.normalize("NFKC", name).casefold(), name)
            if twin != name:
                findings.error(file.source, "", f'is the same name as "{twin}" beside it on many machines; rename one')
            if path.is_symlink():
                target = path.resolve()
                if name in folders or not target.is_relative_to(whole) or not target.is_file():
                    findings.error(file.source, "", "is a link that leads away from here; put the file itself here")
                    _leave(folders, name)
                    continue
            if name not in folders:
                _sort(file, found, findings)
    return {folder: tuple(sorted(files, key=lambda f: f.inside)) for folder, files in found.items()}


def shown_path(path: Path, root: Path) -> str:
    """`path` from the site's folder, with / between."""
    return Path(os.path.relpath(path, root)).as_posix()


def placed(folder: Path, path: str) -> Path:
    """Where `path`, in NFC, lies below `folder`, also on a disk that has accents apart from their letters (macOS)."""
    here = folder
    for name in path.split("/"):
        exact = here / name
        others = () if name.isascii() or exact.exists() else here.glob("*")
        here = next((other for other in others if unicodedata.normalize("NFC", other.name) == name), exact)
    return here


def _leave(folders: list[str], name: str) -> None:
    if name in folders:
        folders.remove(name)


def _sort(file: File, found: dict[str, list[File]], findings: Findings) -> None:
    """Puts a file where it is read, or says why it is not."""
    top = file.inside.split("/")[0] if "/" in file.inside else ""
    suffix = file.suffix.lower()
    if not top and file.stem.upper() == "README":  # of a repository of its own, as a private folder may be
        return
    if top == "pictures":
        if suffix in IMAGES:
            found["pictures"].append(file)
        else:
            findings.warn(file.source, f"is not a picture that is used; save it as one of {', '.join(IMAGES)}")
    elif file.folder in _READ and file.suffix in _READ[file.folder]:
        found[file.folder].append(file)
    elif not top and (file.inside == "organisation.yml" or file.suffix == ".md"):
        found[""].append(file)
    elif top in _READ:
        kinds = " and ".join(f"{top}/*{s}" for s in _READ[top])
        findings.warn(file.source, f"is not read; {top} are read from {kinds}")
    else:
        findings.warn(file.source, "is not read; see the README for what lies where")
