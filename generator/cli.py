"""The commands: build, check, serve, schema, import csv, new site.

Exit codes: 0 done, 1 the content or the machine stood in the way, 2 wrong usage. Never a traceback for an author's
mistake.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Literal

import click

from generator import build as walk
from generator.issues import ContentError, as_annotations, as_json, as_text, errors
from generator.settings import Settings, read
from generator.write.swap import BusyError

Format = Literal["text", "json", "github"]
_FORMATS = {"text": as_text, "json": as_json, "github": as_annotations}

_format = click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default="text",
    show_default=True,
    help="How mistakes are printed; github puts each beside its line in a pull request.",
)
_today = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Build as if it were this day, such as 2026-03-15 (default: the day in the organisation's time zone).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=Path("site_config.yml"),
    show_default=True,
    metavar="FILE",
    help="The site's settings.",
)
@click.version_option(package_name="nianlun", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, config_file: Path) -> None:
    """Nianlun (年轮) turns project updates and donor journeys into a site where every gift can be followed.

    \b
    Start here:
      nianlun new site my-charity   begin an empty site
      nianlun serve                 look at it while you write
      nianlun check                 find mistakes, with file and line
      nianlun build                 make the site, ready to publish
    """
    context.obj = config_file


def _plainly(command: Any) -> Any:
    """Turn what authors and machines do wrong into plain words and exit code 1."""

    @wraps(command)
    def run(*args: Any, **named: Any) -> Any:
        try:
            return command(*args, **named)
        except ContentError as wrong:
            click.echo(_FORMATS[named.get("form", "text")](wrong.issues), err=True)
        except BusyError as busy:
            click.echo(f"{busy}; wait for it to end, or build elsewhere with --out", err=True)
        except OSError as machine:
            where = f"{machine.filename}: " if machine.filename else ""
            click.echo(f"{where}{machine.strerror or machine}", err=True)
        sys.exit(1)

    return run


@main.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the site goes (default: site/).")
@_today
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes (default: one a core).")
@click.option("--no-cache", is_flag=True, help="Make every page anew.")
@_format
@click.pass_obj
@_plainly
def build(
    config: Path, out: Path | None, today: datetime | None, jobs: int | None, no_cache: bool, form: Format
) -> None:
    """Make the site.

    The published folder changes in one step, when everything is ready; if anything is wrong with the content, the old
    site stays as it is.
    """
    settings = _settings(config, out, today, jobs, no_cache)
    progress = Progress()
    from generator.fronts.mkdocs import front  # MkDocs takes a while to import; other commands do without

    report = walk.build(settings, front, progress.say)
    progress.done()
    if report.warnings:
        click.echo(_FORMATS[form](report.warnings), err=True)
    click.echo(
        f"{report.pages} pages and {report.archives} archives ({len(report.rendered)} rendered anew) "
        f"in {report.seconds:.1f} s: {_shown(settings.out)}/index.html"
    )


@main.command()
@_today
@_format
@click.pass_obj
@_plainly
def check(config: Path, today: datetime | None, form: Format) -> None:
    """Read all content and report every mistake, with file, line and what would be right.

    Nothing is written. Warnings do not stop a build; errors do.
    """
    _, issues, _ = walk.inspect(_settings(config, today=today))
    if issues or form == "json":
        click.echo(_FORMATS[form](issues))
    elif form == "text":
        click.echo("no mistakes found")
    sys.exit(1 if errors(issues) else 0)


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one.")
@_today
@click.pass_obj
@_plainly
def serve(config: Path, port: int, today: datetime | None) -> None:
    """Look at the site on this computer; it is rebuilt whenever a file is saved, and the page reloads."""
    from generator.fronts.mkdocs import front
    from generator.serve import serve as run

    run(lambda: _settings(config, today=today), front, port, click.echo)


@main.command()
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schemas"),
    show_default=True,
    metavar="DIR",
    help="Where the schemas go.",
)
@_plainly
def schema(into: Path) -> None:
    """Write JSON Schemas, with which an editor completes and checks the content as you type."""
    from generator.importers import map as import_map
    from generator.load.jsonschema import schemas

    into.mkdir(parents=True, exist_ok=True)
    written = schemas() | {"import-map": import_map.schema()}
    for name, text in written.items():
        (into / f"{name}.json").write_text(json.dumps(text, ensure_ascii=False, indent=2) + "\n", "utf-8")
    click.echo(f"{len(written)} schemas in {_shown(into)}/")


@main.group("import")
def import_() -> None:
    """Bring in data from elsewhere."""


@import_.command("csv")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    metavar="MAP",
    help="A small YAML file that says which column is what.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The content folder, such as content or private.",
)
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Keep rejected rows in this CSV file.")
@_plainly
def import_csv_command(file: Path, map_file: Path, into: Path, rejects: Path | None) -> None:
    """Read gifts or expenditures from a spreadsheet's CSV FILE.

    Every row is imported, known already, or listed with its number and the reason why not. Run twice, it changes
    nothing.
    """
    from generator.importers.csv import import_csv

    report = import_csv(file, map_file, into)
    if rejects:
        rejects.write_text(report.rejects_csv(), "utf-8")
    click.echo(report.as_text())


@main.group()
def new() -> None:
    """Begin something new."""


@new.command("site")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@_plainly
def new_site(folder: Path) -> None:
    """Start an empty site in DIR, with one example of each kind, that builds as it is."""
    from generator import starter

    files = starter.create(folder)
    click.echo(f"{len(files)} files in {_shown(folder)}/. Next: cd {_shown(folder)} && nianlun serve")


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


def _settings(
    config: Path,
    out: Path | None = None,
    today: datetime | date | None = None,
    jobs: int | None = None,
    no_cache: bool = False,
) -> Settings:
    settings = read(config)
    day = today.date() if isinstance(today, datetime) else today
    return settings.but(out=out.resolve() if out else None, today=day, jobs=jobs, use_cache=False if no_cache else None)


def _shown(path: Path) -> str:
    """A path as a person would write it from here."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(full)
