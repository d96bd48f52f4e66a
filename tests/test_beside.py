"""Work beside one's own: the same results and mistakes as at home, and no process left behind."""

import multiprocessing
import os
import signal
import time

import pytest

from generator import stops
from generator.beside import Beside


@pytest.mark.parametrize("apart", [True, False])
def test_what_the_work_makes_comes_back(apart: bool) -> None:
    known = {"what": "the maker knows"}
    with Beside(lambda: (os.getpid(), known["what"]), apart=apart) as other:
        process, said = other.result()
    assert said == "the maker knows"
    assert (process != os.getpid()) is apart
    assert [] == multiprocessing.active_children()


@pytest.mark.parametrize("apart", [True, False])
def test_its_mistake_is_raised(apart: bool) -> None:
    with pytest.raises(ZeroDivisionError), Beside(lambda: 1 / 0, apart=apart) as other:
        other.result()
    assert [] == multiprocessing.active_children()


def test_nobody_waits_for_work_that_is_not_wanted() -> None:
    with pytest.raises(KeyError), Beside(lambda: time.sleep(600)):
        raise KeyError
    assert [] == multiprocessing.active_children()


def test_who_is_not_wanted_ends_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    before = {stop: signal.getsignal(stop) for stop in stops.STOPS}
    stops.heed()
    try:
        for _ in range(20):
            Beside(lambda: time.sleep(600)).end()
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)
    assert capfd.readouterr().err == ""


def test_a_process_that_is_killed_is_missed() -> None:
    with (
        Beside(lambda: os.kill(os.getpid(), signal.SIGKILL)) as other,
        pytest.raises(ChildProcessError, match="memory"),
    ):
        other.result()
