"""What ends a command from outside, turned into what Ctrl+C is, so that nothing is left behind; and what it awaits."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

#: Ctrl+C, a machine or job that stops, a terminal that is closed.
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedError(KeyboardInterrupt):
    """One of them. Where a KeyboardInterrupt itself comes out of code that was a string, as that of a dataclass is,
    `python -m` ends by SIGINT, whoever caught it before."""


def heed() -> None:
    """From now on each of them is a KeyboardInterrupt, but where it is ignored, as by nohup."""
    for stop in STOPS:
        if signal.getsignal(stop) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(stop, _stopped)


def _stopped(*_: object) -> NoReturn:
    raise StoppedError


def leave_to_the_maker() -> None:
    """In a process that another began, in an `unbroken` block: that is told of them too, and ends this by SIGTERM."""
    for stop in STOPS:
        signal.signal(stop, signal.SIG_DFL if stop is signal.SIGTERM else signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


@contextmanager
def unbroken() -> Iterator[None]:
    """What is done here is done to its end before a stop counts."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
