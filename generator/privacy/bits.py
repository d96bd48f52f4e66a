"""Sets of small numbers, each as one integer: a bit a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: A set is written bit by bit where there are so many times more places than numbers in it, else digit by digit.
_SPARSE = 32
_ONE = ord("1")


def bits(numbers: Iterable[int]) -> int:
    """A set of small numbers as one integer."""
    found = list(numbers)
    size = max(found, default=-1) + 1
    if size > _SPARSE * len(found):
        packed = bytearray(size // 8 + 1)
        for n in found:
            packed[n >> 3] |= 1 << (n & 7)
        return int.from_bytes(packed, "little")
    digits = bytearray(b"0" * size)
    for n in found:
        digits[n] = _ONE
    digits.reverse()
    return int(digits or b"0", 2)


def numbers(mask: int) -> Iterator[int]:
    """The numbers that one integer stands for, smallest first."""
    digits = bin(mask)[:1:-1]
    n = digits.find("1")
    while n >= 0:
        yield n
        n = digits.find("1", n + 1)
