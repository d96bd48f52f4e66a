"""The commands of `nianlun`.

Exit codes: 0 done, 1 the content or the machine stood in the way, 2 wrong usage. Never a traceback for an author's
mistake.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

#: Each command's module and its name there; imported when it is asked for, since most of them take a while.
COMMANDS = {
    "build": ("site", "build"),
    "check": ("site", "check"),
    "serve": ("site", "serve"),
    "schema": ("content", "schema"),
    "import": ("content", "import_"),
    "new": ("content", "new"),
    "keys": ("private", "keys"),
    "links": ("private", "links"),
    "rotate": ("private", "rotate"),
    "erase": ("erase", "erase"),
}


class Commands(click.Group):
    """The commands of COMMANDS, in that order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found = getattr(import_module(f"generator.cli.{module}"), name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
