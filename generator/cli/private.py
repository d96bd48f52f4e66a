"""Commands about private archives: keys new, links, rotate."""

from __future__ import annotations

import os
from pathlib import Path

import click

from generator import master
from generator.cli.common import plainly, private_option, settings_of, shown
from generator.issues import ContentError, counted, errors
from generator.records import inspect
from generator.settings import Settings

_NO_KEY = f"there is no key for private archives; run `nianlun keys new` and set {master.VARIABLE} to what it prints"


@click.group()
def keys() -> None:
    """The key behind the personal links of private donors."""


@keys.command("new")
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there instead.")
@click.pass_obj
@plainly
def new_key(config: Path, file: Path | None) -> None:
    """Make a new key: 32 random bytes, printed as the text that NIANLUN_MASTER wants.

    Keep it as you keep the keys of your office. Whoever has it can read every private archive; without it no link can
    be made again, and with another one every link that was sent opens nothing.
    """
    if file is None:
        click.echo(master.new())
        return
    if config.is_file():
        _keep_out(file, _published(_settings_if_any(config)), "a key")
    try:
        handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.UsageError(
            f"{shown(file)} is there already; another key in its place would end every link"
        ) from None
    with os.fdopen(handle, "w") as out:
        out.write(master.new() + "\n")
    click.echo(f"{shown(file)} holds the key; keep a copy where neither fire nor theft can reach it")


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the table there.")
@click.option("--qr", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Also QR codes, as ID.png.")
@private_option
@click.pass_obj
@plainly
def links(config: Path, ids: tuple[str, ...], out: Path | None, qr: Path | None, private: Path | None) -> None:
    """List the personal links of private donors (or of those named by ID) for the mailing, as CSV: donor, name, link.

    Whoever has a link can read that donor's archive, so the table and the codes are never written into the site's
    folder; delete them once they are sent.
    """
    from generator.derive import derive
    from generator.privacy import private_donors
    from generator.write.links import as_csv, write_codes, write_csv
    from generator.write.links import links as links_of

    settings = settings_of(config, private=private)
    for path in (out, qr):
        if path:
            _keep_out(path, (settings.root, settings.private or settings.root, *_published(settings)), "personal links")
    if settings.master is None:
        raise click.ClickException(_NO_KEY)
    ledger, issues, today = inspect(settings)
    if errors(issues):
        raise ContentError(issues)
    donors = {donor.id: donor for donor in private_donors(ledger, derive(ledger, today), today)}
    unknown = [name for name in ids if name not in donors]
    if unknown:
        raise click.UsageError(f"no private archive belongs to {', '.join(unknown)}")
    found = links_of((donors[name] for name in (ids or donors)), settings.master, settings.site_url)
    if qr:
        write_codes(found, qr)
        click.echo(f"{counted(len(found), 'code')} in {shown(qr)}/", err=True)
    if out:
        write_csv(found, out)
        click.echo(f"{counted(len(found), 'link')} in {shown(out)}", err=True)
    elif not qr:
        click.echo(as_csv(found), nl=False)


@click.command()
@click.argument("id")
@private_option
@click.pass_obj
@plainly
def rotate(config: Path, id: str, private: Path | None) -> None:
    """Renew the personal link of the donor ID, as when a letter went to the wrong person.

    Raises `link_version` in the donor's file and leaves the rest of it as it is.
    """
    from generator.load import load
    from generator.load.amend import AmendError, amend

    settings = settings_of(config, private=private)
    ledger, issues = load(settings.content, settings.private, settings.root)
    donor = ledger.donors.get(id)
    if donor is None and errors(issues):
        raise ContentError(issues)
    if donor is None:
        raise click.UsageError(f"no donor has the id {id}")
    version = donor.link_version + 1
    try:
        file = amend(donor, "link_version", str(version), settings.root)
    except AmendError:
        what = f"{donor.source}: could not be changed for sure; write `link_version: {version}` into it yourself"
        raise click.ClickException(what) from None
    click.echo(
        f"{shown(file)}: link_version of {id} is {version} now.\n"
        "The old link works until you publish again; from then on it opens nothing. What somebody opened and kept "
        "before, on paper or as a copy, stays readable.\n"
        f"Next: build and publish, then send the new link (nianlun links {id})."
    )


def _settings_if_any(config: Path) -> Settings | None:
    """The site's settings; a key may be made before they are right."""
    try:
        return settings_of(config)
    except ContentError:
        return None


def _published(settings: Settings | None) -> tuple[Path, ...]:
    """Folders of which everything is, or may be, published."""
    return (settings.content, settings.out, *settings.themes) if settings else ()


def _keep_out(path: Path, folders: tuple[Path, ...], what: str) -> None:
    """Refuse to write secrets to `path` where it lies in one of `folders`, also by way of a link."""
    full = path.resolve()
    if any(full.is_relative_to(folder.resolve()) for folder in folders):
        raise click.UsageError(f"{shown(path)} is in the site's folder; {what} must stay out of it, write elsewhere")
