"""Spreads long rows of work over processes, in batches, with the same result for any number of them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

#: Does the work from one number up to another, the last not included.
Work = Callable[[int, int], Any]
#: A row: what makes a worker in its process, and how many pieces of work there are.
Row = tuple[Callable[[], Work], int]

#: Less than this is not worth starting processes for.
WORTH_WORKERS = 96
BATCH = 64


class Crew:
    """Works on `rows` in `jobs` processes from now on, while its maker does something else, until `results`.

    With one process, or little to do, all is done in `results` itself. Used as a context, it leaves no process behind.
    """

    def __init__(self, rows: Sequence[Row], jobs: int) -> None:
        self.rows = rows
        self.batches = [
            (row, first, min(first + BATCH, count))
            for row, (_, count) in enumerate(rows)
            for first in range(0, count, BATCH)
        ]
        self.pool = None
        if jobs > 1 and sum(count for _, count in rows) >= WORTH_WORKERS:
            # fork: what a worker knows is there already, nothing is copied to a process but three numbers a batch
            context = multiprocessing.get_context("fork")
            self.pool = context.Pool(min(jobs, len(self.batches)), _begin, ([start for start, _ in rows],))
            self.waiting = self.pool.starmap_async(_continue, self.batches, chunksize=1)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool:
            self.pool.terminate()

    def results(self) -> list[list[Any]]:
        """What the batches of each row gave, in order."""
        if self.pool:
            done = self.waiting.get()
        else:
            workers = _Workers([start for start, _ in self.rows])
            done = [workers.work(*batch) for batch in self.batches]
        found: list[list[Any]] = [[] for _ in self.rows]
        for (row, *_), given in zip(self.batches, done, strict=True):
            found[row].append(given)
        return found


class _Workers:
    """One process's workers, one a row, each made when its first batch comes."""

    def __init__(self, starts: Sequence[Callable[[], Work]]) -> None:
        self.starts = starts
        self.made: dict[int, Work] = {}

    def work(self, row: int, first: int, stop: int) -> Any:
        if row not in self.made:
            self.made[row] = self.starts[row]()
        return self.made[row](first, stop)


_workers: _Workers | None = None


def _begin(starts: Sequence[Callable[[], Work]]) -> None:
    """In a new process: what its batches share. A pool offers no other place for it than a global."""
    global _workers
    _workers = _Workers(starts)


def _continue(row: int, first: int, stop: int) -> Any:
    assert _workers is not None
    return _workers.work(row, first, stop)
