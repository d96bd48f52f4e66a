"""Gifts that came alike month after month as one line of the journey; each keeps its own trace beside it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.model.archives import Entry

#: So many months make a habit; fewer stay lines of their own.
LEAST = 3


def joined(entries: Sequence[Entry]) -> Sequence[Entry]:
    """A year's entries, oldest first, with gifts of money of one amount and aim, one in each of LEAST or more months
    that follow each other, as one entry on the day of the last."""
    if len(entries) < LEAST:
        return entries
    running: dict[object, list[int]] = {}
    runs: list[list[int]] = []
    for n, entry in enumerate(entries):
        if entry.kind != "gift" or entry.in_kind is not None or entry.note is not None:
            continue
        alike = (entry.amount, entry.band, entry.project_id, entry.campaign_id)
        run = running.get(alike)
        months = entry.date.month - entries[run[-1]].date.month if run else -1
        if run and months == 1:
            run.append(n)
        elif months:  # the second of a month stays a line of its own
            running[alike] = [n]
            runs.append(running[alike])
    long = [run for run in runs if len(run) >= LEAST]
    if not long:
        return entries
    gone = {n for run in long for n in run[:-1]}
    last = {run[-1]: replace(entries[run[-1]], count=len(run), since=entries[run[0]].date) for run in long}
    return [last.get(n, entry) for n, entry in enumerate(entries) if n not in gone]
