"""Commands about the site as a whole: build, check, serve."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import build as walk
from generator.cli.common import (
    FORMATS,
    Format,
    format_option,
    plainly,
    private_option,
    settings_of,
    shown,
    today_option,
)
from generator.issues import counted, errors
from generator.write.swap import WaitError

if TYPE_CHECKING:
    from generator.render.shell import Shell
    from generator.site import Site


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the site goes (default: site/).")
@today_option
@private_option
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes (default: one a core).")
@click.option("--no-cache", is_flag=True, help="Make every page anew.")
@click.option("--accept", is_flag=True, help="Publish also what makes many donors more public, or drops much.")
@format_option
@click.pass_obj
@plainly
def build(
    config: Path,
    out: Path | None,
    today: datetime | None,
    private: Path | None,
    jobs: int | None,
    no_cache: bool,
    accept: bool,
    form: Format,
) -> None:
    """Make the site.

    The published folder changes in one step, when everything is ready; if anything is wrong with the content, the old
    site stays as it is.
    """
    settings = settings_of(config, out, today, jobs, no_cache, private).but(accept=accept)
    progress = Progress()
    try:
        report = walk.build(settings, _front, progress.say)
    except WaitError as waits:
        progress.done()
        click.echo(f"nothing was published: {waits}", err=True)
        return
    progress.done()
    if report.warnings:
        click.echo(FORMATS[form](report.warnings), err=True)
    if report.unguarded:
        are = "is too short or also a word" if report.unguarded == 1 else "are too short or also words"
        click.echo(f"{counted(report.unguarded, 'private name')} {are} of the site: not searched for", err=True)
    click.echo(
        f"{counted(report.pages, 'page')} and {counted(report.archives, 'archive')} "
        f"({len(report.rendered):,} rendered anew) "
        f"in {report.seconds:.1f} s: {shown(settings.out)}/index.html"
    )


@click.command()
@today_option
@private_option
@format_option
@click.pass_obj
@plainly
def check(config: Path, today: datetime | None, private: Path | None, form: Format) -> None:
    """Read all content and report every mistake, with file, line and what would be right.

    Nothing is written. Warnings do not stop a build; errors do.
    """
    with walk.records_kept():
        from generator.records import inspect

        _, issues, _ = inspect(settings_of(config, today=today, private=private))
    if issues or form == "json":
        click.echo(FORMATS[form](issues))
    elif form == "text":
        click.echo("no mistakes found")
    sys.exit(1 if errors(issues) else 0)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one.")
@today_option
@private_option
@click.pass_obj
@plainly
def serve(config: Path, port: int, today: datetime | None, private: Path | None) -> None:
    """Look at the site on this computer; it is rebuilt whenever a file is saved, and the page reloads."""
    from generator.serve import serve as run

    run(lambda: settings_of(config, today=today, private=private), _front, port, click.echo)


def _front(site: Site, out: Path, begin: Callable[[Mapping[str, Shell]], None]) -> None:
    """MkDocs, which takes a while to import: not before something has to be rendered."""
    from generator.fronts.mkdocs import front

    front(site, out, begin)


class Progress:
    """What is going on, on one line of a terminal; silent where nobody watches."""

    def __init__(self) -> None:
        self.watched = sys.stderr.isatty()

    def say(self, step: str) -> None:
        if self.watched:
            click.echo(f"\r\033[K{step} …", nl=False, err=True)

    def done(self) -> None:
        if self.watched:
            click.echo("\r\033[K", nl=False, err=True)
