"""Processes that a build began end soon where the build itself was killed, and could tell them nothing."""

import os
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from generator.write import leaks, photos
from generator.write.gate import Gate
from generator.write.workers import Crew


def _pictures(folder: Path, work: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    names = [f"{n}.png" for n in range(8)]
    for n, name in enumerate(names):
        Image.new("RGB", (40 + n, 40)).save(folder / name)
    patch.setattr(photos, "_develop", lambda *_: work())
    photos.develop(names, folder, folder / "store", 3)


def _looks(folder: Path, work: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    for n in range(256):
        (folder / f"{n}.html").write_text("安然", "utf-8")
    patch.setattr(leaks, "_WORTH_WORKERS", 1)
    patch.setattr(leaks._Look, "__call__", lambda *_: work())
    leaks.search(Gate((), "", (), {}), folder, 3)


def _crew(folder: Path, work: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    with Crew([(lambda: lambda *_: work(), 8)], 3, large=True) as crew:
        crew.results()


@pytest.mark.parametrize("begin", [_crew, _looks, _pictures])
def test_nobody_works_for_a_build_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: Callable[..., None]
) -> None:
    ends, held = os.pipe()  # the end of it comes when nobody holds it any more

    def work() -> None:
        os.write(held, b".")
        time.sleep(0.05)

    maker = os.fork()
    if not maker:
        try:
            begin(tmp_path, work, monkeypatch)
        finally:
            os._exit(0)
    os.close(held)
    began = b""
    while len(began) < 3:
        assert select.select([ends], [], [], 30)[0]
        began += os.read(ends, 1)
    os.kill(maker, signal.SIGKILL)
    os.waitpid(maker, 0)
    until = time.monotonic() + 20
    while os.read(ends, 1) if select.select([ends], [], [], 1)[0] else True:
        assert time.monotonic() < until
    os.close(ends)
