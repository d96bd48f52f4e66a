"""Turns an empty folder into a small site that builds: one organisation, project, update, donor and expenditure.

The files lie in files/ as an author will find them, but for two: `gitignore` gets its dot only in the new site, lest
git and packaging tools obey it here, and site_config.yml gets a secret of its own.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from generator.issues import ContentError, Issue, Source

FILES = Path(__file__).resolve().parent / "files"
SECRET_SLOT = "@SECRET@"  # noqa: S105 - the place of the secret, not a secret


def create(target: Path) -> tuple[Path, ...]:
    """Write the starter site into `target` (made where it does not exist) and return the files, in order of path.

    ContentError where `target` is a file or holds anything but a repository (.git): a site is never started over
    another one.
    """
    if target.is_dir():
        if any(file.name != ".git" for file in target.iterdir()):
            raise _refused(target, "is not empty; name a folder that is empty or does not exist yet")
    elif target.exists():
        raise _refused(target, "is a file; name a folder that is empty or does not exist yet")
    secret = secrets.token_urlsafe(32)
    written = []
    for file in sorted(f for f in FILES.rglob("*") if f.is_file()):
        place = file.relative_to(FILES)
        new = target / (place.with_name(".gitignore") if place.name == "gitignore" else place)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(file.read_text("utf-8").replace(SECRET_SLOT, secret), "utf-8", newline="\n")
        written.append(new)
    return tuple(sorted(written))


def _refused(target: Path, message: str) -> ContentError:
    return ContentError([Issue(Source(str(target)), "", message)])
