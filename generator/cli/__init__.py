"""The commands of `nianlun`.

Exit codes: 0 done, 1 the content or the machine stood in the way, 2 wrong usage. Never a traceback for an author's
mistake.
"""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.content import import_, new, schema
from generator.cli.erase import erase
from generator.cli.private import keys, links, rotate
from generator.cli.site import build, check, serve


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


for _command in (build, check, serve, schema, import_, new, keys, links, rotate, erase):
    main.add_command(_command)
