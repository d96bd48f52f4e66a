"""Records on a shelf come back as they were laid there, in whichever process."""

from hypothesis import given
from hypothesis import strategies as st

from generator.beside import Beside
from generator.privacy.shelf import _A_BOARD, Shelf


@given(st.lists(st.binary(max_size=5), max_size=8), st.integers(0, 3 * _A_BOARD))
def test_records_come_back_as_they_were(few: list[bytes], more: int) -> None:
    records = [*few, *(b"%d" % n for n in range(more))]
    shelf = Shelf(iter(records))
    assert len(shelf) == len(records)
    assert [shelf[n] for n in range(len(shelf))] == records


def test_records_longer_than_a_page_of_memory_and_empty_ones() -> None:
    records = [b"", b"long" * 5000, b"", b"", b"end"]
    shelf = Shelf(records)
    assert [shelf[n] for n in (4, 1, 0, 2, 3)] == [b"end", records[1], b"", b"", b""]


def test_another_process_finds_the_same() -> None:
    shelf = Shelf(b"%d" % n for n in range(1000))
    with Beside(lambda: [shelf[n] for n in range(len(shelf))]) as theirs:
        assert theirs.result() == [shelf[n] for n in range(len(shelf))] == [b"%d" % n for n in range(1000)]
