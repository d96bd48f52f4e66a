"""A ledger to one warning where git keeps personal records of its donors in the tree that is published."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from generator.issues import Issue, Source
from generator.model.donors import Donor
from generator.model.ledger import Ledger

_SECONDS = 10  # after which git is not waited for


def tracked_records(ledger: Ledger, folders: Iterable[Path], root: Path) -> tuple[Issue, ...]:
    """A warning when git tracks files below `folders` with donors who are not public, or how to reach a donor.

    Nothing is said of a sample, without git, or outside a repository. A folder that is a repository of its own is not
    part of this one.
    """
    personal = _personal_files(ledger)
    if ledger.organisation.sample or not personal:
        return ()
    found = sorted(personal & _tracked(folders, root))
    if not found:
        return ()
    more = f" (and so are {len(found) - 1:,} other files)" if len(found) > 1 else ""
    message = (
        f"holds donors who are not public and is tracked by git{more}; where others can read the repository, keep such "
        "records in private/, which git ignores: what was pushed once cannot be recalled"
    )
    return (Issue(Source(found[0]), "", message, "warning"),)


def _personal_files(ledger: Ledger) -> set[str]:
    hidden = {donor.id for donor in ledger.donors.values() if _is_personal(donor)}
    return {ledger.donors[name].source.file for name in hidden} | {
        record.source.file for record in ledger.gifts if record.donor in hidden
    }


def _is_personal(donor: Donor) -> bool:
    return donor.visibility != "public" or bool(donor.email or donor.phone)


def _tracked(folders: Iterable[Path], root: Path) -> set[str]:
    """The files that git tracks below `folders`, as paths from `root`; none where git cannot be asked."""
    inside = [str(folder) for folder in folders if folder.is_dir() and folder.is_relative_to(root)]
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", *inside]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}  # of a hook that runs us
    try:
        asked = subprocess.run(  # noqa: S603 - fixed words and folders of the settings
            command, cwd=root, env=environment, capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return set()
    return {os.fsdecode(name) for name in asked.stdout.split(b"\0") if name} if inside else set()
