"""What every command shares: options, plain words for failures, the settings, paths as a person writes them."""

from __future__ import annotations

import errno
import gc
import sys
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Literal

import click

from generator import stops
from generator.issues import ContentError, as_annotations, as_json, as_text
from generator.settings import Settings, read
from generator.write.swap import PublicationError

#: What to do where the machine stands in the way.
_REMEDIES = {
    errno.ENOSPC: "; make room on this disk, then run the command again",
    errno.EDQUOT: "; make room on this disk, then run the command again",
    errno.EROFS: "; this disk is read-only, choose a folder on another",
    errno.EACCES: "; see that you may read and write there, or choose another place",
    errno.EADDRINUSE: "; another program, such as a preview, has this port: choose one with --port",
}

Format = Literal["text", "json", "github"]
FORMATS = {"text": as_text, "json": as_json, "github": as_annotations}

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How mistakes are printed; github puts each beside its line in a pull request.",
)
today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Build as if it were this day, such as 2026-03-15 (default: the day in the organisation's time zone).",
)

private_option = click.option(
    "--private",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="The folder of personal records beside content/ (default: NIANLUN_PRIVATE, else private_dir in the settings).",
)


def plainly(command: Any) -> Any:
    """Turn what authors and machines do wrong into plain words and exit code 1; end in order whoever asks for it."""

    @wraps(command)
    def run(*args: Any, **named: Any) -> Any:
        stops.heed()
        try:
            return command(*args, **named)
        except ContentError as wrong:
            click.echo(FORMATS[named.get("form", "text")](wrong.issues), err=True)
        except PublicationError as refused:
            click.echo(str(refused), err=True)
        except OSError as machine:
            where = f"{machine.filename}: " if machine.filename else ""
            right = _REMEDIES.get(machine.errno or 0, "")
            click.echo(f"{where}{machine.strerror or machine}{right}", err=True)
        finally:
            gc.freeze()  # the last collection, as Python ends, would walk through a million records for nothing
        sys.exit(1)

    return run


def settings_of(
    config: Path,
    out: Path | None = None,
    today: datetime | date | None = None,
    jobs: int | None = None,
    no_cache: bool = False,
    private: Path | None = None,
) -> Settings:
    settings = read(config)
    day = today.date() if isinstance(today, datetime) else today
    settings = settings.but(
        out=out.resolve() if out else None,
        today=day,
        jobs=jobs,
        use_cache=False if no_cache else None,
        private=private.resolve() if private else None,
    )
    named = {"out": "--out"} if out else {}
    named |= {"private": "--private"} if private else {}
    if misplaced := settings.misplaced(**named):
        raise ContentError([misplaced])
    return settings


def shown(path: Path) -> str:
    """A path as a person would write it from here."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(full)
