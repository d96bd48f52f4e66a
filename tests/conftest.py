"""What many tests share: the built sample and a server for it, and copies of the small site to change.

What is slow to make and never changed is made once a run, by whichever process comes first.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from generator import build as walk
from generator import master
from generator.fronts.mkdocs import front
from generator.settings import read

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests/sites/small"
SECRETS = ("NIANLUN_SECRET", "NIANLUN_PRIVATE", "NIANLUN_MASTER", "NIANLUN_MASTER_FILE")  # would change the sample

# Hypothesis' limit of 200 ms by the clock says how busy the computer is; limits on time are tests of their own.
hypothesis_settings.register_profile("nianlun", deadline=None)
hypothesis_settings.load_profile("nianlun")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that all processes of this run share; others wait while the first of them makes it."""
    root = factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / name).exists():
            aside = root / f"{name}.making"
            shutil.rmtree(aside, ignore_errors=True)
            make(aside)
            aside.rename(root / name)
    return root / name


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample's content. Where a charity has made the repository its own, the tests of the sample skip."""
    organisation = ROOT / "content/organisation.yml"
    said = organisation.read_text("utf-8") if organisation.is_file() else ""
    own = r"^sample:\s*yes\b", r"^registration: 样字社证第2016-0312号"
    if not all(re.search(line, said, re.MULTILINE) for line in own):
        pytest.skip("content/ is not the sample any more")
    return organisation.parent


@pytest.fixture(scope="session")
def sample_site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built once by the command that everybody uses, with no cache."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "generator", "build", "--out", str(folder / "site"), "--no-cache"]
        environment = {k: v for k, v in os.environ.items() if k not in SECRETS}
        built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if built.returncode:
            pytest.fail(f"the sample does not build:\n{built.stdout}{built.stderr}", pytrace=False)

    return made_once(tmp_path_factory, "sample", make) / "site"


def copy_content(to: Path) -> Path:
    """The small site at `to`, as it comes."""
    shutil.copytree(SMALL, to, ignore=shutil.ignore_patterns("site", ".cache", ".site*"))
    return to


@pytest.fixture(scope="session")
def copy_small(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """`copy_small(to)` is a copy of the small site; its cache has the compiled templates and nothing else.

    To compile them is two thirds of a first build. Builds with nothing at all are in tests of several files.
    """

    def make(folder: Path) -> None:
        settings = read(copy_content(folder / "charity") / "site_config.yml").but(jobs=1, cache=folder / "cache")
        with pytest.MonkeyPatch.context() as patch:
            for name in SECRETS:
                patch.delenv(name, raising=False)
            patch.setenv(master.VARIABLE, "k" * 42 + "A")  # so that the opening page is among them
            walk.build(settings, front)

    templates = made_once(tmp_path_factory, "compiled", make) / "cache" / "templates"

    def copy(to: Path) -> Path:
        copy_content(to)
        shutil.copytree(templates, to / ".cache" / "templates")
        return to

    return copy


@pytest.fixture
def small(tmp_path: Path, copy_small: Callable[[Path], Path]) -> Path:
    """A copy of the small site that a test may change: four donors, one of each visibility, two projects."""
    return copy_small(tmp_path / "charity")


class Server:
    """A folder on 127.0.0.1, at `address` and again below `address + "nianlun/"`, as on GitHub Pages."""

    PREFIX = "/nianlun/"

    def __init__(self, folder: Path) -> None:
        site = folder

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *args: object) -> None:
                super().__init__(*args, directory=str(site))  # type: ignore[arg-type]

            def translate_path(self, path: str) -> str:
                if path.startswith(Server.PREFIX):
                    path = path[len(Server.PREFIX) - 1 :]
                return super().translate_path(path)

            def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
                page = site / "404.html"
                if code != 404 or not page.is_file():
                    super().send_error(code, message, explain)
                    return
                body = page.read_bytes()
                self.send_response(404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.folder = folder
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.address = f"http://{self.host}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="session")
def sample_server(sample_site: Path) -> Iterator[Server]:
    with Server(sample_site) as server:
        yield server
