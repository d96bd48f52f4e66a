"""Campaigns and projects that imported rows name to the first lines of their pages, where they have none yet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.importers.map import ImportMap, StubsMap
from generator.importers.report import Notice
from generator.importers.rows import Entry


def stubs(
    entries: Iterable[Entry], rows: Iterable[Mapping[str, str]], plan: ImportMap, into: Path
) -> tuple[dict[Path, str], list[Notice]]:
    """Pages to begin below `into`, and notices of what is named but has no page and begins none.

    `rows` are all rows of ours, those of earlier imports too: their first and last day bound the campaign.
    """
    rows = tuple(rows)
    titles: dict[tuple[str, str], str] = {}
    for entry in entries:
        for field, title in entry.titles.items():
            titles.setdefault((field, entry.fields[field]), title)
    files: dict[Path, str] = {}
    notices: list[Notice] = []
    for (field, name), title in sorted(titles.items()):
        folder = "campaigns" if field == "campaign" else "projects"
        file = into / folder / f"{name}.md"
        if file.exists():
            continue
        wanted: StubsMap | None = getattr(plan.create, folder)
        if wanted is None:
            notices.append(Notice(0, f"{folder}/{name}.md is not there; write it, or add create.{folder} to the map"))
            continue
        days = [row["date"] for row in rows if row.get(field) == name and row.get("date")]
        files[file] = "".join(f"{line}\n" for line in _page(folder, wanted.titles.get(name, title), wanted, days))
    return files, notices


def _page(folder: str, title: str, wanted: StubsMap, days: list[str]) -> Iterator[str]:
    yield "---"
    yield f"# yaml-language-server: $schema=../../schemas/{folder.removesuffix('s')}.json"
    yield f"title: {json.dumps(title, ensure_ascii=False)}"
    if wanted.summary:
        yield f"summary: {json.dumps(wanted.summary, ensure_ascii=False)}"
    if folder == "projects":
        yield f"status: {wanted.status}"
    yield f"start: {min(days)}"
    if folder == "campaigns":
        yield f"end: {max(days)}"
    yield "---"
