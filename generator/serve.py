"""A preview on this computer: the built site behind a small server, rebuilt when a file is saved, reloaded by itself.

The site itself is not touched: the preview lies in the cache. What the last preview left is shown until the first build
is done, or else the published site, with a note that says so. Scripts that reload and say so are put into pages as they
are served and are in no built file.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import http.server
import threading
import time
import traceback
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator import note, waiting
from generator.again import Again
from generator.build import Front, preview
from generator.issues import ContentError, Issue, as_text
from generator.saved import saves
from generator.settings import Settings
from generator.write.swap import MARK, PublicationError

if TYPE_CHECKING:  # it takes most of a second to import, and a reader can be shown what was made last meanwhile
    from generator.ondemand import OnDemand

_SCRIPT_URL = "/-/reload.js"
_NOTE_URL = "/-/note.js"
_EVENT_URL = "/-/version/"
_SCRIPT = """(function wait(seen) {
  fetch("/-/version/" + seen).then(function (answer) { return answer.text() }).then(function (now) {
    if (seen !== "" && now !== seen) location.reload(); else wait(now)
  }).catch(function () { setTimeout(function () { wait(seen) }, 1000) })
})("");
"""
_LONGEST_WAIT = 25.0  # seconds that a browser's question for news is held


class Version:
    """A number that rises when the site was built; those who ask are answered when it changes."""

    def __init__(self, number: int = 1) -> None:
        self.number = number
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

    The first build can take long where donors are many; until then, what was made last is shown.
    """
    first = settings()
    desk = _Desk(settings, front, first.cache / "serve", first.out, say)
    below = urlsplit(first.site_url).path
    handler = functools.partial(_Handler, directory=str(desk.out), desk=desk, below=below)
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"http://127.0.0.1:{server.server_address[1]}/ (stop with Ctrl+C)")
        with contextlib.suppress(KeyboardInterrupt):
            saved = saves(settings)
            next(saved)  # from now on a saved file is noticed, also while a build goes on
            desk.rebuild()
            for anything in saved:
                if anything:
                    desk.rebuild()


class _Desk:
    """The preview as it stands in `out`: built again when asked, archives made when a reader opens them.

    `site` is the published one, shown where no preview stands yet.
    """

    def __init__(
        self, settings: Callable[[], Settings], front: Front, out: Path, site: Path, say: Callable[[str], None]
    ) -> None:
        self.settings, self.front, self.out, self.site, self.say = settings, front, out, site, say
        self.version = Version(time.time_ns())  # a page that an earlier preview left open is told too
        self.news: waiting.News | None = waiting.MAKING  # None: what is shown is of this moment
        self._archives: OnDemand | None = None
        self._again = Again()
        self._warned: tuple[Issue, ...] = ()  # said, and not again after each file that is saved

    @property
    def shown(self) -> Path | None:
        """Where what is to be shown lies: this preview, the last one or the published site."""
        return next((at for at in (self.out, self.site) if (at / "index.html").exists() and any(at.glob(MARK))), None)

    @property
    def complete(self) -> bool:
        """Whether a page that is not there is missing, and not only still to be made."""
        return self._archives is not None

    def rebuild(self) -> None:
        """Build; where something is wrong with the content, what stood before goes on standing."""
        try:
            report, self._archives = preview(self.settings().but(out=self.out, accept=True), self.front, self._again)
            self.news = None
            if report.warnings and report.warnings != self._warned:
                self.say(as_text(report.warnings))
            self._warned = report.warnings
            self.say(f"built in {report.seconds:.1f} s; archives are made when you open them")
        except ContentError as wrong:
            self.news = waiting.wrong(wrong.issues)
            self.say(as_text(wrong.issues))
        except Exception as broken:  # a template, the machine: what is saved next may mend it
            self._tell(broken)
        self.version.raise_it()
        gc.collect()  # MkDocs leaves its settings and plugins holding each other, and through them this whole site

    def open(self, address: str) -> None:
        """Make what belongs at `address`, where that is an archive."""
        try:
            if self._archives:
                self._archives.make(address)
        except ContentError as wrong:
            self.news = waiting.wrong(wrong.issues)
            self.say(as_text(wrong.issues))
        except Exception as broken:
            self._tell(broken)

    def _tell(self, broken: Exception) -> None:
        plain = isinstance(broken, OSError | PublicationError)
        self.news = waiting.broken(broken)
        self.say(str(broken) if plain else "".join(traceback.format_exception(broken)).rstrip())


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: object, desk: _Desk, below: str, **named: object) -> None:
        self.desk, self.below = desk, below
        super().__init__(*args, **named)  # type: ignore[arg-type]

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the reader has left
            super().handle()

    def do_GET(self) -> None:
        if self.path.startswith(self.below):  # 404.html links from the root, where the published site may lie deeper
            self.path = "/" + self.path.removeprefix(self.below)
        path = urlsplit(self.path).path
        if path == _SCRIPT_URL:
            self._answer(_SCRIPT.encode(), "text/javascript")
        elif path == _NOTE_URL:
            self._answer(note.script(self.desk.news) if self.desk.news else b"", "text/javascript")
        elif path.startswith(_EVENT_URL):
            self._answer(str(self.desk.version.after(path.removeprefix(_EVENT_URL))).encode(), "text/plain")
        else:
            self._page()

    def _page(self) -> None:
        shown = self.desk.shown
        self.directory = str(shown or self.desk.out)
        file = Path(self.translate_path(self.path))
        self.desk.open(file.relative_to(self.directory).as_posix())
        news = self.desk.news
        page = file / "index.html" if file.is_dir() and self.path.split("?")[0].endswith("/") else file
        scripts = (_SCRIPT_URL, _NOTE_URL) if news else (_SCRIPT_URL,)
        if not shown or not (page.exists() or self.desk.complete):
            self._html(waiting.page(news or waiting.MAKING), HTTPStatus.SERVICE_UNAVAILABLE, _SCRIPT_URL)
        elif not page.exists():
            missing = shown / "404.html"
            if missing.is_file():
                self._html(missing.read_bytes(), HTTPStatus.NOT_FOUND, *scripts)
            else:
                self.send_error(404)
        elif page.suffix == ".html":
            self._html(page.read_bytes(), HTTPStatus.OK, *scripts)
        else:
            super().do_GET()

    def _html(self, page: bytes, status: HTTPStatus, *scripts: str) -> None:
        """A page with scripts of the preview's; the policy of most lets none run, so here it lets the site's own."""
        allowed = b"default-src 'none'; script-src 'self'; connect-src"
        payload = page.replace(b"default-src 'none'; connect-src", allowed, 1)
        put = "".join(f'<script src="{url}"></script>' for url in scripts).encode()
        self._answer(payload.replace(b"</body>", put + b"</body>", 1), "text/html", status)

    def _answer(self, payload: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")  # no other site's page reads what is wrong here
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news."""
