"""A preview on this computer: the built site behind a small server, rebuilt when a file is saved, reloaded by itself.

The site itself is not touched: the preview lies in the cache. The reload script is put into pages as they are served
and is in no built file.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from watchfiles import watch

from generator.build import Front, preview
from generator.issues import ContentError, as_text
from generator.ondemand import OnDemand
from generator.settings import Settings

_SCRIPT_URL = "/-/reload.js"
_EVENT_URL = "/-/version/"
_SCRIPT = """(function wait(seen) {
  fetch("/-/version/" + seen).then(function (answer) { return answer.text() }).then(function (now) {
    if (seen !== "" && now !== seen) location.reload(); else wait(now)
  }).catch(function () { setTimeout(function () { wait(seen) }, 1000) })
})("");
"""
_WAITING = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>预览 Preview</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="font:1.1rem/1.8 serif;margin:20vh 10vw">
<p>正在准备预览，好了会自动打开。</p><p lang="en">The preview is being made; it opens by itself.</p></body></html>
""".encode()
_LONGEST_WAIT = 25.0  # seconds that a browser's question for news is held


class Version:
    """How often the site was built; those who ask are answered when it changes."""

    def __init__(self) -> None:
        self.number = 1
        self.changed = threading.Condition()

    def raise_it(self) -> None:
        with self.changed:
            self.number += 1
            self.changed.notify_all()

    def after(self, seen: str) -> int:
        """The number now, or as soon as it is another than `seen`."""
        with self.changed:
            self.changed.wait_for(lambda: str(self.number) != seen, timeout=_LONGEST_WAIT)
            return self.number


def serve(settings: Callable[[], Settings], front: Front, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted. `settings` is asked before every build, since site_config.yml may have changed too.

    What the last preview left is served at once, while the first build goes on; it can take long where donors are many.
    """
    first = settings()
    desk = _Desk(settings, front, first.cache / "serve", say)
    below = urlsplit(first.site_url).path
    handler = functools.partial(_Handler, directory=str(desk.out), desk=desk, below=below)
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"http://127.0.0.1:{server.server_address[1]}/ (stop with Ctrl+C)")
        desk.rebuild()
        watched = [
            path for path in (first.content, first.private, *first.themes, first.config_file) if path and path.exists()
        ]
        for _ in watch(*watched, debounce=120, step=40, raise_interrupt=False):
            desk.rebuild()


class _Desk:
    """The preview as it stands in `out`: built again when asked, archives made when a reader opens them."""

    def __init__(self, settings: Callable[[], Settings], front: Front, out: Path, say: Callable[[str], None]) -> None:
        self.settings, self.front, self.out, self.say = settings, front, out, say
        self.version = Version()
        self._archives: OnDemand | None = None

    @property
    def stands(self) -> bool:
        """Whether there is anything to show, of this build or of the last preview."""
        return (self.out / "index.html").exists()

    def rebuild(self) -> None:
        """Build; where something is wrong with the content, what stood before goes on standing."""
        try:
            report, self._archives = preview(self.settings().but(out=self.out, accept=True), self.front)
        except ContentError as wrong:
            self.say(as_text(wrong.issues))
            return
        self.say(f"built in {report.seconds:.1f} s; archives are made when you open them")
        self.version.raise_it()

    def open(self, address: str) -> None:
        """Make what belongs at `address`, where that is an archive."""
        try:
            if self._archives:
                self._archives.make(address)
        except ContentError as wrong:
            self.say(as_text(wrong.issues))


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: object, desk: _Desk, below: str, **named: object) -> None:
        self.desk, self.below = desk, below
        super().__init__(*args, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith(self.below):  # 404.html links from the root, where the published site may lie deeper
            self.path = "/" + self.path.removeprefix(self.below)
        path = urlsplit(self.path).path
        if path == _SCRIPT_URL:
            self._answer(_SCRIPT.encode(), "text/javascript")
        elif path.startswith(_EVENT_URL):
            self._answer(str(self.desk.version.after(path.removeprefix(_EVENT_URL))).encode(), "text/plain")
        else:
            self._page()

    def _page(self) -> None:
        file = Path(self.translate_path(self.path))
        self.desk.open(file.relative_to(self.directory).as_posix())
        page = file / "index.html" if file.is_dir() and self.path.split("?")[0].endswith("/") else file
        if not page.exists() and not self.desk.stands:
            self._html(_WAITING, HTTPStatus.SERVICE_UNAVAILABLE)
        elif not page.exists():
            missing = Path(self.directory) / "404.html"
            self._html(missing.read_bytes(), HTTPStatus.NOT_FOUND) if missing.is_file() else self.send_error(404)
        elif page.suffix == ".html":
            self._html(page.read_bytes(), HTTPStatus.OK)
        else:
            super().do_GET()

    def _html(self, page: bytes, status: HTTPStatus) -> None:
        """A page that also reloads; the policy of most lets no script run, so here it lets the site's own."""
        script = f'<script src="{_SCRIPT_URL}"></script></body>'.encode()
        allowed = b"default-src 'none'; script-src 'self'; connect-src 'self'; img-src"
        payload = page.replace(b"default-src 'none'; img-src", allowed, 1)
        self._answer(payload.replace(b"</body>", script, 1), "text/html", status)

    def _answer(self, payload: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news."""
