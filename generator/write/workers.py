"""Spreads long rows of work over processes, in batches, with the same result for any number of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.beside import Beside, in_turn

#: Does the work from one number up to another, the last not included.
Work = Callable[[int, int], Any]
#: A row: what makes a worker in its process, and how many pieces of work there are.
Row = tuple[Callable[[], Work], int]
Batch = tuple[int, int, int]  # a row, and from which number up to which

#: Less than this is not worth starting processes for.
WORTH_WORKERS = 96
BATCH = 64


class Crew:
    """Works on `rows` in `jobs` processes, its maker among them: the others from now on, the maker's own once it has
    nothing else to do and asks for `results`.

    With one process, or little to do, all is done in `results` itself. Used as a context, it leaves no process behind.
    """

    def __init__(self, rows: Sequence[Row], jobs: int, *, large: bool = False) -> None:
        """`large`: each piece of work is worth a process, and is a batch."""
        size, worth = (1, 2) if large else (BATCH, WORTH_WORKERS)
        self.rows = rows
        self.batches: list[Batch] = [
            (row, first, min(first + size, length))
            for row, (_, length) in enumerate(rows)
            for first in range(0, length, size)
        ]
        self.turns: Iterator[int] = iter(range(len(self.batches)))
        self.helpers: list[Beside[dict[int, Any]]] = []
        if jobs > 1 and sum(length for _, length in rows) >= worth:
            self.turns = in_turn(len(self.batches))
            maker = os.getpid()
            for _ in range(min(jobs, len(self.batches)) - 1):
                self.helpers.append(Beside(lambda: self._work(lambda: os.getppid() == maker)))

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for helper in self.helpers:
            helper.end()

    def results(self) -> list[list[Any]]:
        """What the batches of each row gave, in order."""
        done = self._work()
        for helper in self.helpers:
            done |= helper.result()
        found: list[list[Any]] = [[] for _ in self.rows]
        for number, (row, *_) in enumerate(self.batches):
            found[row].append(done[number])
        return found

    def _work(self, wanted: Callable[[], bool] = lambda: True) -> dict[int, Any]:
        """Batches as long as there are any, and as they are `wanted`, by number.

        A row's worker is made when its first batch comes.
        """
        made: dict[int, Work] = {}
        done: dict[int, Any] = {}
        for number in self.turns:
            row, first, stop = self.batches[number]
            if row not in made:
                made[row] = self.rows[row][0]()
            done[number] = made[row](first, stop)
            if not wanted():
                break
        return done
