"""A piece of work done in a process of its own, while its maker goes on with another."""

from __future__ import annotations

import multiprocessing
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, cast

from generator import stops

Made = TypeVar("Made")


class Beside(Generic[Made]):
    """Does `work` from now on, in a process that begins with all that its maker knows; what it makes is pickled.

    Where it is not to be `apart`, the maker does it when it asks for the result. Used as a context, it leaves no
    process behind.
    """

    def __init__(self, work: Callable[[], Made], *, apart: bool = True) -> None:
        self._work = work
        self._process: Any = None
        if apart:
            context = multiprocessing.get_context("fork")
            self._results, theirs = context.Pipe(duplex=False)
            self._process = context.Process(target=_told, args=(work, theirs), daemon=True)
            with stops.unbroken():
                self._process.start()
            theirs.close()  # so that the end of the process is the end of the pipe

    def __enter__(self) -> Beside[Made]:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the process, whether it is done or not."""
        if self._process:
            self._process.terminate()
            self._process.join()
            self._results.close()
            self._process = None

    def result(self) -> Made:
        """What the work made; its mistake is raised."""
        if not self._process:
            return self._work()
        try:
            given = self._results.recv()
        except EOFError:
            raise ChildProcessError("a process ended before its work was done; was there too little memory?") from None
        if isinstance(given, Exception):
            raise given
        return cast("Made", given)


def may_begin() -> bool:
    """Whether this process may begin another: that has a copy of one thread alone, and what the others hold stays
    locked in it."""
    return threading.active_count() == 1


def in_turn(length: int) -> Iterator[int]:
    """The numbers below `length`, each given to one process only of those that begin with this iterator."""
    return _in_turn(multiprocessing.get_context("fork").Value("q", 0), length)


def _in_turn(turn: Any, length: int) -> Iterator[int]:
    """`turn` is the next, in memory that all share."""
    while True:
        with turn.get_lock():
            number = turn.value
            turn.value = number + 1
        if number >= length:
            return
        yield number


def _told(work: Callable[[], object], results: Any) -> None:
    """In the new process."""
    stops.leave_to_the_maker()
    try:
        results.send(work())
    except Exception as mistake:
        mistake.add_note(traceback.format_exc())
        results.send(mistake)
