"""A preview begun, and what it says awaited, for tests with and without a browser."""

import socket
import threading
import time
from pathlib import Path

from generator.build import Front
from generator.serve import serve
from generator.settings import read


def start(root: Path, front: Front) -> tuple[str, list[str]]:
    """The address of a preview that has begun, and what it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said: list[str] = []
    threading.Thread(
        target=serve, args=(lambda: read(root / "site_config.yml"), front, port, said.append), daemon=True
    ).start()
    wait_for(said, "http://")
    return f"http://127.0.0.1:{port}/", said


def wait_for(said: list[str], words: str, times: int = 1) -> None:
    deadline = time.monotonic() + 60
    while sum(words in line for line in said) < times:
        assert time.monotonic() < deadline, said
        time.sleep(0.05)
