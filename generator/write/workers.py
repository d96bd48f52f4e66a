"""Spreads a long row of work over processes, in batches, with the same result for any number of them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")
#: Does the work from one number up to another, the last not included.
Work = Callable[[int, int], Result]

#: Less than this is not worth starting processes for.
WORTH_WORKERS = 96
BATCH = 64


def spread(start: Callable[[], Work[Result]], count: int, jobs: int) -> list[Result]:
    """What the batches of `count` pieces of work give, in order. `start` is called once in each of `jobs` processes."""
    ranges = [(first, min(first + BATCH, count)) for first in range(0, count, BATCH)]
    if jobs < 2 or count < WORTH_WORKERS:
        work = start()
        return [work(*r) for r in ranges]
    # fork: what `start` knows is there already, nothing is copied to a process but two numbers a batch
    with multiprocessing.get_context("fork").Pool(min(jobs, len(ranges)), _begin, (start,)) as pool:
        return pool.starmap(_continue, ranges, chunksize=1)


_work: Work[Any] | None = None


def _begin(start: Callable[[], Work[Any]]) -> None:
    """In a new process: what its batches share. A pool offers no other place for it than a global."""
    global _work
    _work = start()


def _continue(first: int, stop: int) -> Any:
    assert _work is not None
    return _work(first, stop)
