"""A row made on demand reads like the tuple of what it makes, and makes no more than is asked for."""

from __future__ import annotations

from generator.model.lazy import Lazy


def test_it_reads_like_a_tuple() -> None:
    row = Lazy(range(4), lambda n: n * n)
    assert (0, 1, 4, 9) == tuple(row)
    assert row == (0, 1, 4, 9) == row[:]
    assert repr((1, 4)) == repr(row[1:3])
    assert (4, 9, 9) == (len(row), row[-1], row[3:][0])
    assert 4 in row
    assert row != (0, 1, 4)


def test_it_makes_what_is_asked_for() -> None:
    made: list[int] = []

    def make(n: int) -> int:
        made.append(n)
        return n

    row = Lazy(range(1000), make)[10:20]
    assert [] == made
    assert 12 == row[2]
    assert [12] == made
