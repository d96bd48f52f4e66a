"""The built sample and a server for it, shared by every test that looks at the finished site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("NIANLUN_SECRET", "NIANLUN_PRIVATE", "NIANLUN_MASTER", "NIANLUN_MASTER_FILE")  # would change the sample


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built once by the command that everybody uses, with no cache.

    Where content/ is no longer the sample (a charity has made the repository its own), the tests of the sample skip.
    """
    if not re.search(r"^sample:\s*yes\b", (ROOT / "content/organisation.yml").read_text("utf-8"), re.MULTILINE):
        pytest.skip("content/ is not the sample any more")
    out = tmp_path_factory.mktemp("sample") / "site"
    command = [sys.executable, "-m", "generator", "build", "--out", str(out), "--no-cache"]
    environment = {k: v for k, v in os.environ.items() if k not in SECRETS}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if built.returncode:
        pytest.fail(f"the sample does not build:\n{built.stdout}{built.stderr}", pytrace=False)
    return out


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
