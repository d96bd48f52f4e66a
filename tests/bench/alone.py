"""Builds the site of this folder with all its archives, but of its ordinary pages only the home page.

MkDocs takes about 15 ms for each ordinary page, whoever has how many donors; so they are counted apart.

    python tests/bench/alone.py [--no-cache]
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from generator.build import build
from generator.fronts.mkdocs import front
from generator.render.shell import Shell
from generator.settings import read
from generator.site import Site

KEPT = ("", "404.html")


def few(site: Site, out: Path, begin: Callable[[Mapping[str, Shell]], None]) -> None:
    """The front, given hardly any pages."""
    front(replace(site, ordinary=tuple(page for page in site.ordinary if page.url in KEPT)), out, begin)


if __name__ == "__main__":
    report = build(read(Path("site_config.yml")).but(use_cache="--no-cache" not in sys.argv), few)
    gc.freeze()  # as every command does before it ends
    print(f"{report.archives} archives in {report.seconds:.1f} s")
