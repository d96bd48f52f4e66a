"""Commands about content: schema, import csv, new site."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.cli.common import plainly, shown


@click.command()
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schemas"),
    show_default=True,
    metavar="DIR",
    help="Where the schemas go.",
)
@plainly
def schema(into: Path) -> None:
    """Write JSON Schemas, with which an editor completes and checks the content as you type."""
    from generator.importers import map as import_map
    from generator.load.jsonschema import schemas

    into.mkdir(parents=True, exist_ok=True)
    written = schemas() | {"import-map": import_map.schema()}
    for name, text in written.items():
        (into / f"{name}.json").write_text(json.dumps(text, ensure_ascii=False, indent=2) + "\n", "utf-8")
    click.echo(f"{len(written)} schemas in {shown(into)}/")


@click.group("import")
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
@plainly
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


@click.group()
def new() -> None:
    """Begin something new."""


@new.command("site")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@plainly
def new_site(folder: Path) -> None:
    """Start an empty site in DIR, with one example of each kind, that builds as it is."""
    from generator import starter

    files = starter.create(folder)
    click.echo(f"{len(files)} files in {shown(folder)}/. Next: cd {shown(folder)} && nianlun serve")
