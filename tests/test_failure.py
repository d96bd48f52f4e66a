"""Whatever happens to a build, what is published is the old site or the new one, whole; and a failure is one line.

Builds that are killed, meet a full disk or one another are processes of their own. Others are the same command in this
process, which saves each a second for starting Python and importing everything.

`NIANLUN_KILLS=100` kills as many builds as that instead of a few.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import stops
from generator.cli import main

KILLS = int(os.environ.get("NIANLUN_KILLS", "12"))
#: Every page says the day it was made for: the reader's way to tell one site from the other.
DAYS = ("2025-03-01", "2025-03-02")
WHOLE = ("index.html", "donors/index.html", "transparency/index.html", "sitemap.xml")


def _command(*more: str) -> list[str]:
    return [sys.executable, "-m", "generator", "build", "--jobs", "1", *more]


def _build(root: Path, *more: str, **environment: str) -> Result:
    """The command in this process, which ends as it should: an exception of ours that got through is raised here."""
    with chdir(root):
        ended = CliRunner(env=environment).invoke(main, ("build", "--jobs", "1", *more))
    if ended.exception and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return ended


def _process(root: Path, *more: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(*more), cwd=root, capture_output=True, text=True, timeout=120, **options)  # type: ignore[call-overload, no-any-return]


def _tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def _plain(ended: Result | subprocess.CompletedProcess[str]) -> str:
    """What the build said, which is one line and no traceback, and it ended with 1."""
    code = ended.exit_code if isinstance(ended, Result) else ended.returncode
    lines = [line for line in ended.stderr.splitlines() if "left out" not in line and "error" not in line]
    assert "Traceback" not in ended.stderr
    assert (code, len(lines)) == (1, 1), ended.stderr
    return lines[0]


def test_killed_builds_leave_no_torn_site(small: Path) -> None:
    """Builds of two sites by turns are killed at random moments while a reader reads them through an open folder."""
    wanted = []
    for day in DAYS:
        started = time.monotonic()
        assert _process(small, "--today", day).returncode == 0
        length = time.monotonic() - started
        wanted.append({name: (small / "site" / name).read_bytes() for name in WHOLE})
    torn: list[str] = []
    looks, stop = 0, threading.Event()

    def read() -> None:
        nonlocal looks
        while not stop.is_set():
            try:
                folder = os.open(small / "site", os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError:
                torn.append("no site")
                continue
            try:
                seen = {name: Path(f"/proc/self/fd/{folder}/{name}").read_bytes() for name in WHOLE}
                if seen not in wanted:
                    torn.append("a mixture")
            except FileNotFoundError:  # swapped out under the reader, and swept: the next look gets the new one
                if Path(f"/proc/self/fd/{folder}").resolve().name == "site":
                    torn.append("a page is missing")
            finally:
                os.close(folder)
            looks += 1

    reader = threading.Thread(target=read)
    reader.start()
    moments = random.Random(7)
    killed = 0
    try:
        for n in range(KILLS):
            build = subprocess.Popen(
                _command("--today", DAYS[n % 2]),
                cwd=small, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            try:
                build.wait(length * moments.uniform(0.2, 1.2))  # some end in peace
            except subprocess.TimeoutExpired:
                os.killpg(build.pid, signal.SIGKILL)
                build.wait()
                killed += 1
    finally:
        stop.set()
        reader.join()
    assert (torn, looks > KILLS, killed > 0) == ([], True, True)
    assert _build(small, "--today", DAYS[0]).exit_code == 0
    assert {name: (small / "site" / name).read_bytes() for name in WHOLE} == wanted[0]
    assert sorted(p.name for p in small.iterdir() if p.name.startswith(".site")) == [".site.lock"]
    print(f"killed {killed} of {KILLS} builds, {looks} looks, {len(torn)} torn")


@pytest.mark.parametrize("stop", stops.STOPS)
def test_who_stops_a_build_finds_nothing_left_of_it(small: Path, stop: signal.Signals) -> None:
    """By Ctrl+C, as a job is cancelled, or by closing the terminal."""
    assert _build(small).exit_code == 0
    before = _tree(small / "site")
    build = subprocess.Popen(
        _command("--today", "2025-03-02"), cwd=small, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while not (small / ".site.staging").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    os.killpg(build.pid, stop)
    _, said = build.communicate(timeout=60)
    assert (build.returncode, said.strip()) == (1, "Aborted!")
    assert not (small / ".site.staging").exists()
    assert _tree(small / "site") == before


@pytest.mark.parametrize("stop", stops.STOPS)
def test_a_command_that_is_stopped_ends_with_1_wherever_it_was(tmp_path: Path, stop: signal.Signals) -> None:
    """Code that is a string, as dataclasses make it, made `python -m` end by SIGINT now and then."""
    stopped = f"import os, time; os.kill(os.getpid(), {int(stop)}); time.sleep(30)"
    command = f"click.command()(plainly(lambda: exec({stopped!r})))()"
    (tmp_path / "stopped.py").write_text(f"import click\nfrom generator.cli.common import plainly\n{command}\n")
    program = [sys.executable, "-m", "stopped"]
    ended = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (1, "Aborted!") == (ended.returncode, ended.stderr.strip())


def test_who_stops_a_command_as_it_begins_is_told_nothing_of_its_code(tmp_path: Path) -> None:
    """While what a command needs is still being imported; here that is a module that presses Ctrl+C."""
    (tmp_path / "click.py").write_text("import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(30)\n")
    program = [sys.executable, "-m", "generator", "build"]
    ended = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (-signal.SIGINT, "") == (ended.returncode, ended.stdout + ended.stderr)


def test_a_full_disk_leaves_the_old_site(small: Path) -> None:
    """As on a full disk, no file can grow beyond 2 KB."""
    assert _build(small).exit_code == 0
    before = _tree(small / "site")

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    ended = _process(small, "--today", "2025-03-02", "--no-cache", preexec_fn=full)
    assert "File too large" in _plain(ended)
    assert _tree(small / "site") == before
    assert not (small / ".site.staging").exists()


def test_an_output_that_cannot_be_written_is_said_in_one_line(small: Path) -> None:
    ended = _process(small, "--out", "/proc/nianlun/site")
    assert "/proc" in _plain(ended)


def test_a_home_folder_is_not_a_site(small: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("years of work")
    assert "home holds files that Nianlun did not make" in _plain(_build(small, "--out", str(home)))
    assert _tree(home) == {"thesis.txt": b"years of work"}


def test_two_builds_at_once_follow_one_another(small: Path) -> None:
    builds = [
        subprocess.Popen(_command("--today", day, "--no-cache"), cwd=small, stderr=subprocess.PIPE, text=True)
        for day in DAYS
    ]
    for build in builds:
        _, said = build.communicate(timeout=120)
        assert (build.returncode, "Traceback" in said) == (0, False), said
    pages = [(small / "site" / name).read_text("utf-8") for name in WHOLE if name.endswith(".html")]
    assert len({"2025年3月1日" in page for page in pages}) == 1


def test_a_leak_stops_the_build_and_names_no_secret(small: Path) -> None:
    """An author writes a hidden donor's e-mail into an update: the old site stays."""
    assert _build(small).exit_code == 0
    before = _tree(small / "site")
    update = next((small / "content" / "updates").glob("*.md"))
    update.write_text(update.read_text("utf-8") + "\nAsk <chen.hidden@example.org>.\n", "utf-8")
    ended = _build(small)
    assert (ended.exit_code, "chen.hidden" in ended.stderr + ended.stdout) == (1, False)
    assert "email: of a private donor would be published" in ended.stderr
    assert _tree(small / "site") == before
    plain = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "site_config.yml"],
        cwd=small,
        capture_output=True,
        text=True,
    )
    assert (plain.returncode, (small / "site").exists()) == (1, False)
    assert "chen.hidden" not in plain.stderr + plain.stdout


def test_a_slip_that_shows_many_donors_asks_first(small: Path) -> None:
    assert _build(small).exit_code == 0
    before = _tree(small / "site")
    for file in (small / "content" / "donors").glob("*.yml"):
        text = file.read_text("utf-8").replace("visibility: pseudonymous", "visibility: public")
        file.write_text(text, "utf-8")
    assert "1 of 4 donors become more public" in _plain(_build(small))
    assert _tree(small / "site") == before
    assert _build(small, "--accept").exit_code == 0
    assert "博文远" in (small / "site" / "donors" / "index.html").read_text("utf-8")
    assert _build(small).exit_code == 0  # accepted once, it is how things stand


def test_a_key_in_the_content_stops_the_build(small: Path) -> None:
    """An author pastes the key of private archives into an update: base64url, as the build reads it."""
    key = "Ts6hw7i0tGqkN1rVvXb8cC5yR2mZ4pJ9eL0uQfWdSgA"
    update = next((small / "content" / "updates").glob("*.md"))
    update.write_text(update.read_text("utf-8") + f"\nOurs is {key}, keep it.\n", "utf-8")
    ended = _build(small, NIANLUN_MASTER=key)
    assert (ended.exit_code, key in ended.stderr + ended.stdout) == (1, False)
    assert "NIANLUN_MASTER: of this site would be published" in ended.stderr
    assert not (small / "site").exists()


def test_a_lost_key_stops_a_job_that_starts_with_nothing(small: Path, tmp_path: Path) -> None:
    """As in CI: no site and no cache there, but what the live site says of itself, and NIANLUN_MASTER is gone."""
    key = "Ts6hw7i0tGqkN1rVvXb8cC5yR2mZ4pJ9eL0uQfWdSgA"
    assert _build(small, NIANLUN_MASTER=key).exit_code == 0
    last = tmp_path / "published.bin"
    shutil.copy(small / "site" / "published.bin", last)
    shutil.rmtree(small / "site")
    shutil.rmtree(small / ".cache")
    job = {"NIANLUN_LAST": str(last)}
    assert "no private archive is left" in _plain(_build(small, **job))
    assert "another key" in _plain(_build(small, **job, NIANLUN_MASTER=key[::-1][:42] + "A"))
    assert "cannot be read" in _plain(_build(small, **job, NIANLUN_MASTER=key, NIANLUN_SECRET="x" * 32))
    assert not (small / "site").exists()
    assert _build(small, **job, NIANLUN_MASTER=key).exit_code == 0
    assert _build(small, "--accept", **job).exit_code == 0


def test_time_passes_and_a_waiting_build_gives_up(small: Path) -> None:
    """A lock held by somebody who does not end: one line after the time is up."""
    import fcntl

    script = (
        "import sys, generator.write.swap as s; from pathlib import Path\n"
        "try:\n"
        "    with s.staged(Path('site'), wait=0.2): pass\n"
        "except s.BusyError as busy: print(busy, file=sys.stderr); sys.exit(1)\n"
    )
    with (small / ".site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = time.monotonic()
        ended = subprocess.run([sys.executable, "-c", script], cwd=small, capture_output=True, text=True, timeout=30)
    assert "another build is writing site" in _plain(ended)
    assert time.monotonic() - started < 20
