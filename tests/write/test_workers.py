"""A crew: the same results for any number of processes, and no process left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from generator.write import workers
from generator.write.workers import Crew, Row, Work

EVENS: Row = (lambda: lambda first, stop: [2 * n for n in range(first, stop)], 130)
SQUARES: Row = (lambda: lambda first, stop: [n * n for n in range(first, stop)], 70)
NONE: Row = (lambda: lambda first, stop: 1 / 0, 0)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_row_by_row_in_order(jobs: int) -> None:
    with Crew([EVENS, NONE, SQUARES], jobs) as crew:
        evens, none, squares = crew.results()
    assert [2 * n for n in range(130)] == [n for batch in evens for n in batch]
    assert [n * n for n in range(70)] == [n for batch in squares for n in batch]
    assert [] == none


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_s_mistake_reaches_the_maker(jobs: int) -> None:
    with pytest.raises(ZeroDivisionError), Crew([EVENS, (NONE[0], 130)], jobs) as crew:
        crew.results()
    assert [] == multiprocessing.active_children()


def test_a_crew_that_is_left_stops() -> None:
    with Crew([EVENS, SQUARES], 2):
        assert multiprocessing.active_children()
    assert [] == multiprocessing.active_children()


def test_a_process_that_is_killed_is_missed() -> None:
    maker = os.getpid()

    def start() -> Work:
        if os.getpid() != maker:
            os.kill(os.getpid(), signal.SIGKILL)
        return lambda first, stop: time.sleep(0.05)  # so that there is work left for the other when it comes

    with pytest.raises(ChildProcessError, match="memory"), Crew([(start, 640)], 2) as crew:
        crew.results()
    assert [] == multiprocessing.active_children()


def test_the_maker_works_too() -> None:
    start: Row = (lambda: lambda first, stop: (os.getpid(), time.sleep(0.05)), 640)
    with Crew([start], 2) as crew:
        processes = {pid for pid, _ in crew.results()[0]}
    assert len(processes) == 2
    assert os.getpid() in processes


def test_little_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 1000)
    with Crew([EVENS], 8) as crew:
        assert [] == multiprocessing.active_children()
        assert 130 == sum(len(batch) for batch in crew.results()[0])
