"""How much more a machine gets done when two busy loops run at once: what two processes can gain there at best."""

from __future__ import annotations

import subprocess
import sys
import time

_LOOP = (sys.executable, "-c", "n = 0\nfor k in range(20_000_000): n += k")


def gain() -> float:
    """2.0 where two loops at once take as long as one alone, 1.0 where they take twice as long."""
    return 2 * _seconds(1) / _seconds(2)


def _seconds(loops: int) -> float:
    started = time.perf_counter()
    for process in [subprocess.Popen(_LOOP) for _ in range(loops)]:
        process.wait()
    return time.perf_counter() - started
