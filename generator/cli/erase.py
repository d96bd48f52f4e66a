"""The command that erases a donor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.common import plainly, private_option, settings_of, shown

#: No program can take these back; whoever erases has to know.
BEYOND = """\
What no program can recall, and only people can look after:
  - git history: every commit that held the donor's records still does, in every clone and fork. Rewrite it with
    git filter-repo (or start a new repository), and ask the host to delete what it caches.
  - copies of the content: backups, exports of the bank or payment channel, other people's computers. Importing such an
    export again brings the donor back.
  - the published site, until `nianlun build` has run and its result is published; then whatever readers saved, printed
    or photographed, and what search engines and web archives keep. Ask these to remove the page.
  - personal links and mails that were sent: the links open nothing after the next publication; the mails stay."""


@click.command()
@click.argument("id", metavar="ID")
@private_option
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_obj
@plainly
def erase(config: Path, id: str, private: Path | None, yes: bool) -> None:
    """Remove the donor ID from the content and the caches, as they have a right to ask.

    Their record goes, with journey, notes and tributes. Their gifts stay as anonymous rows in gifts/erased.csv (day,
    amount, what for), so that no total changes. Nothing else in the files is touched.
    """
    from generator.erase import UnknownDonorError, carry_out, plan_erasure

    settings = settings_of(config, private=private)
    folders = tuple(folder for folder in (settings.content, settings.private) if folder and folder.is_dir())
    try:
        erasure = plan_erasure(id, folders, settings.root)
    except UnknownDonorError:
        click.echo(f"no donor has the id {id}; nothing was changed", err=True)
        sys.exit(1)
    for path, text in erasure.texts.items():
        click.echo(f"{'change' if text is not None else 'delete'} {shown(path)}")
    click.echo(f"gifts and refunds that stay as anonymous rows: {erasure.gifts:,}")
    if not yes:
        click.confirm(f"Erase the donor {id}? This cannot be undone", abort=True)
    carry_out(erasure, folders, settings.cache)
    click.echo(f"\n{id} is erased from the content and the caches.")
    if erasure.mentions:
        click.echo(
            "A name, alias or address of the donor (or the same words) still stands in these places; look at them:"
        )
        for place in erasure.mentions:
            click.echo(f"  {place}")
    click.echo("Next: nianlun build, look at the result, and publish it.\n")
    click.echo(BEYOND)
