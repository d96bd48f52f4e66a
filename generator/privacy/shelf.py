"""Packed records in memory that processes share: in their own, what a process looks at is copied for it first."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterable
from itertools import islice

#: So many records lie in one piece of memory, which is as large as they are.
_A_BOARD = 256


class Shelf:
    """A row of records, each of them bytes. What begins after it was made, as `Beside` does, shares it."""

    def __init__(self, records: Iterable[bytes]) -> None:
        self._boards: list[mmap.mmap] = []
        self._ends = array("Q")  # of each record, on its board
        coming = iter(records)
        while board := list(islice(coming, _A_BOARD)):
            end = 0
            for record in board:
                end += len(record)
                self._ends.append(end)
            self._boards.append(mmap.mmap(-1, max(1, end)))
            self._boards[-1].write(b"".join(board))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        start = self._ends[number - 1] if number % _A_BOARD else 0
        return self._boards[number // _A_BOARD][start : self._ends[number]]
