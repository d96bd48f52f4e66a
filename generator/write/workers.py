"""Spreads long rows of work over processes, in batches, with the same result for any number of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any

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

    def __init__(self, rows: Sequence[Row], jobs: int) -> None:
        self.rows = rows
        self.batches: list[Batch] = [
            (row, first, min(first + BATCH, length))
            for row, (_, length) in enumerate(rows)
            for first in range(0, length, BATCH)
        ]
        self.turns: Iterator[int] = iter(range(len(self.batches)))
        self.helpers: list[tuple[ForkProcess, Connection]] = []
        if jobs > 1 and sum(length for _, length in rows) >= WORTH_WORKERS:
            # fork: what a helper knows is there already, nothing is copied to it
            context = multiprocessing.get_context("fork")
            self.turns = _in_turn(context.Value("q", 0), len(self.batches))
            for _ in range(min(jobs, len(self.batches)) - 1):
                mine, theirs = context.Pipe(duplex=False)
                helper = context.Process(target=self._help, args=(theirs, os.getpid()), daemon=True)
                helper.start()
                theirs.close()  # so that the end of the helper is the end of the pipe
                self.helpers.append((helper, mine))

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for helper, results in self.helpers:
            helper.terminate()
            helper.join()
            results.close()

    def results(self) -> list[list[Any]]:
        """What the batches of each row gave, in order."""
        done = self._work()
        for _, results in self.helpers:
            try:
                given = results.recv()
            except EOFError:
                raise ChildProcessError(
                    "a process ended before its work was done; was there too little memory?"
                ) from None
            if isinstance(given, Exception):
                raise given
            done |= given
        found: list[list[Any]] = [[] for _ in self.rows]
        for number, (row, *_) in enumerate(self.batches):
            found[row].append(done[number])
        return found

    def _work(self, wanted: Callable[[], bool] = lambda: True) -> dict[int, Any]:
        """Batches as long as there are any, by number. A row's worker is made when its first batch comes."""
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

    def _help(self, results: Connection, maker: int) -> None:
        """In a new process: work until nothing is left, or until nobody waits for it any more."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the maker is told too, and ends its helpers
        try:
            results.send(self._work(lambda: os.getppid() == maker))
        except Exception as mistake:
            mistake.add_note(traceback.format_exc())
            results.send(mistake)


def _in_turn(turn: Any, length: int) -> Iterator[int]:
    """The numbers below `length`, each given to one process only; `turn` is the next, in memory that all share."""
    while True:
        with turn.get_lock():
            number = turn.value
            turn.value = number + 1
        if number >= length:
            return
        yield number
