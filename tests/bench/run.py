"""Times Nianlun beside its peers, all in turn, and prints medians, spread and ratios.

    make bench                          10,000 donors, three runs
    make bench DONORS=100000 RUNS=1
    make bench ARGS="--only archives"   the contenders whose name begins so; several by commas
    make bench ARGS="--without Hugo,Eleventy"
    make bench ARGS="--room DIR"        where it all lies

"Alone" is without the ordinary pages, which MkDocs renders, 15 ms each, whoever has how many donors (alone.py).
"All processes against one" is the build of archives beside the same with --jobs 1, and beside it what two busy loops
gain at once on this machine, in each turn anew. `serve` is started where a site was published, and stopped at once.
Everything lies below --room (a RAM disk where there is one); peers are installed once below .bench (not in the cache,
which every build searches for private strings). `processor` is user and system time of all processes; `memory` is what
they hold together at their peak (PSS, looked at 20 times a second). Not part of the tests.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import resource
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import loops
import make_site
import peers
from peers import Contender

ARCHIVES, ONE = "archives, no cache", "archives, no cache, --jobs 1"
ROOT = Path(__file__).parent.parent.parent
RAM = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the clock and of processors, and megabytes."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--donors", type=int, default=10_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--room", type=Path, default=(RAM if RAM.is_dir() else ROOT / ".cache") / "nianlun-bench")
    arguments.add_argument("--without", default="", help="leave out contenders whose name begins so, by commas")
    arguments.add_argument("--only", default="", help="take no others than those whose name begins so, by commas")
    given = arguments.parse_args()
    only, without = tuple(given.only.split(",")), tuple(w for w in given.without.split(",") if w)
    contenders = [
        c
        for c in _lay_out(given.room, given.donors)
        if c.name.startswith(only) and not (without and c.name.startswith(without))
    ]
    print(
        f"{given.donors:,} donors, {given.runs} runs in turn, commit {_commit()}, {os.cpu_count()} processors",
        flush=True,
    )
    runs: dict[str, list[Run]] = {c.name: [] for c in contenders}
    gains: list[float] = []
    for turn in range(given.runs):
        for contender in contenders:
            if contender.name == "one gift added":
                _add_a_gift(contender.folder, turn)
            runs[contender.name].append(_run(contender))
            print(f"  {turn + 1} {contender.name}: {runs[contender.name][-1].wall:.2f} s", flush=True)
            if contender.name == ONE:
                gains.append(loops.gain())
    _print(runs)
    _print_gains(runs, gains)
    _same_text(contenders)


def _lay_out(room: Path, donors: int) -> list[Contender]:
    tools = ROOT / ".bench"
    site = room / f"site-{donors}"
    if not (site / "plain.json").exists():
        make_site.write_site(site, donors)
    plain = peers.plain_site(site, room / f"plain-{donors}")
    kept = room / f"kept-{donors}"
    if not kept.exists():
        shutil.copytree(site / "content", kept / "content")
        shutil.copyfile(site / "site_config.yml", kept / "site_config.yml")
    found = [
        peers.nianlun(ARCHIVES, site, "--no-cache", clean=("site", ".cache")),
        peers.nianlun(ONE, site, "--no-cache", "--jobs", "1", clean=("site", ".cache")),
        peers.alone("archives alone", site),
        peers.nianlun("plain page, no cache", plain, "--no-cache", clean=("site", ".cache")),
        peers.alone("plain page alone", plain),
        peers.hugo(site, room / f"hugo-json-{donors}", tools, "json"),
        peers.hugo(site, room / f"hugo-yaml-{donors}", tools, "yaml"),
        peers.eleventy(site, room / f"eleventy-{donors}", tools),
        peers.floor(plain / "site" / "d", room / f"floor-{donors}"),
        peers.nianlun("(fills the cache)", kept),
        peers.nianlun("nothing changed", kept),
        peers.first_page("serve: first page", kept),
        peers.nianlun("one gift added", kept),
    ]
    there = [c for c in found if c]
    for name in ("Hugo", "Eleventy"):
        if not any(c.name.startswith(name) for c in there):
            print(f"{name} could not be installed and is left out")
    return there


def _add_a_gift(site: Path, turn: int) -> None:
    """To the first donor of the last file."""
    file = sorted((site / "content" / "donors").glob("*.yml"))[-1]
    text = file.read_text("utf-8")
    line = f'    - {{date: 2026-03-1{turn % 5}, gift: "12.0{turn % 10}"}}\n'
    file.write_text(text.replace("  journey:\n", "  journey:\n" + line, 1), "utf-8")


def _run(contender: Contender) -> Run:
    for name in contender.clean:
        shutil.rmtree(contender.folder / name, ignore_errors=True)
    # as whoever installed it: the program is compiled once and kept, not anew in every run
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        contender.command, cwd=contender.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    watch = _Watch(process.pid)
    said, _ = process.communicate()
    wall = time.perf_counter() - started
    watch.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{contender.name} failed:\n{said.decode(errors='replace')[-2000:]}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if contender.says:
        wall = float(said.split()[-1])
    return Run(wall, processor, watch.peak / 1024)


class _Watch:
    """The most that a process and its descendants held together, in kilobytes."""

    def __init__(self, pid: int) -> None:
        self.peak, self.pid = 0, pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.05):
            self.peak = max(self.peak, sum(_held(pid) for pid in _family(self.pid)))


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found.extend(int(child) for child in (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _held(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _print(runs: Mapping[str, list[Run]]) -> None:
    hugo = [r.wall for r in runs.get("Hugo from JSON", [])]
    print(f"\n| {'what':28} | {'wall s (least to most)':24} | processor s | memory MB | wall / Hugo from JSON |")
    print("|---|---|---|---|---|")
    for name, taken in runs.items():
        walls = [r.wall for r in taken]
        spread = f"{statistics.median(walls):.2f} ({min(walls):.2f} to {max(walls):.2f})"
        processor, memory = (statistics.median(getattr(r, f) for r in taken) for f in ("processor", "memory"))
        ratio = f"{statistics.median(w / h for w, h in zip(walls, hugo, strict=True)):.2f}" if hugo else "-"
        print(f"| {name:28} | {spread:24} | {processor:.2f} | {memory:.0f} | {ratio} |")


def _print_gains(runs: Mapping[str, list[Run]], loops_gained: list[float]) -> None:
    if ONE in runs and ARCHIVES in runs:
        gained = [one.wall / all_.wall for one, all_ in zip(runs[ONE], runs[ARCHIVES], strict=True)]
        for what, found in (("all processes against one", gained), ("two busy loops at once", loops_gained)):
            print(f"{what}: {statistics.median(found):.2f} x ({min(found):.2f} to {max(found):.2f})")


def _same_text(contenders: list[Contender]) -> None:
    """Whether all plain pages say the same, tags and spaces aside."""
    said: dict[str, list[str]] = {}
    for contender in contenders:
        if contender.name.startswith(("plain", "Hugo", "Eleventy")):
            texts = (p.read_text("utf-8") for p in contender.folder.glob(contender.pages))
            said[contender.name] = sorted(" ".join(html.unescape(re.sub(r"<[^>]*>", " ", t)).split()) for t in texts)
            sizes = [p.stat().st_size for p in contender.folder.glob(contender.pages)]
            print(f"{contender.name}: {len(sizes):,} pages of {sum(sizes) // max(1, len(sizes)):,} bytes")
    if said:
        print(
            "the plain pages say the same" if len({tuple(s) for s in said.values()}) == 1 else "THE PLAIN PAGES DIFFER"
        )


def _commit() -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
