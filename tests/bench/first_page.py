"""Prints how many seconds `nianlun serve` takes, from its start, to show the first page of this folder's site."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request


def first_page() -> float:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have told us to ignore it
    started = time.perf_counter()
    with subprocess.Popen(
        (sys.executable, "-m", "generator", "serve", "--port", "0"), stdout=subprocess.PIPE, text=True
    ) as preview:
        assert preview.stdout
        address = preview.stdout.readline().split()[0]
        while not _is_there(address):
            time.sleep(0.005)
        seconds = time.perf_counter() - started
        while preview.poll() is None:  # an interrupt is lost where Python cannot raise it, as between two imports
            preview.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                preview.wait(5)
    return seconds


def _is_there(address: str) -> bool:
    """Whether the page is, and not one that asks to wait."""
    try:
        with urllib.request.urlopen(address) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


if __name__ == "__main__":
    print(first_page())
