"""Whether anything but content changed since this workflow last went well: says `code=yes` or `code=no`.

Where nothing did, the code is the code that passed its tests then. Whatever cannot be found out counts as a change.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS = "actions/workflows/publish.yml/runs?branch=main&status=success&per_page=50"
CONTENT = re.compile(r"content/.*|site_config\.yml")
MOST_FILES = 300  # a comparison names no more

Ask = Callable[[str], Any]


def changed(ask: Ask, head: str) -> bool:
    """Whether `head` has other code than the commit of the last run that went well; `ask` reads GitHub's API."""
    runs = ask(RUNS)["workflow_runs"]
    last = next((run["head_sha"] for run in runs if run["event"] != "pull_request"), None)
    if last is None:
        return True
    found = ask(f"compare/{last}...{head}")
    files = found["files"]
    if found["status"] not in ("ahead", "identical") or len(files) >= MOST_FILES:
        return True
    names = [name for file in files for name in (file["filename"], file.get("previous_filename")) if name]
    return not all(CONTENT.fullmatch(name) for name in names)


def _ask(path: str) -> Any:
    where, repository = os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"]
    headers = {"Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json"}
    request = urllib.request.Request(f"{where}/repos/{repository}/{path}", headers=headers)  # noqa: S310 - GitHub's own
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def main() -> None:
    try:
        code = changed(_ask, os.environ["GITHUB_SHA"])
    except Exception as why:
        print(f"cannot tell what changed ({why!r}): the code is tested", file=sys.stderr)
        code = True
    with Path(os.environ["GITHUB_OUTPUT"]).open("a") as outputs:
        print(f"code={'yes' if code else 'no'}", file=outputs)


if __name__ == "__main__":
    main()
