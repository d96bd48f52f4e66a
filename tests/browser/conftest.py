"""Debian's Chromium for pytest-playwright, and visits that note everything a page asks for and complains about."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

REQUIRE = "NIANLUN_REQUIRE_BROWSER"
PROGRAM = "NIANLUN_CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"  # nothing else is found, names and numbers alike
HOW = f"install it (on Debian: apt install chromium fonts-noto-cjk) or name one in {PROGRAM}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipped browser tests are easily overlooked among dots, so they are said out loud."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if HOW in str(r.longrepr)]
    if skipped:
        terminalreporter.section(f"{len(skipped)} BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(f"No Chromium was found: {HOW}.")


@dataclass
class Visit:
    """One page as a reader meets it, and what its loading did."""

    page: Page
    response: Response
    site: Path
    host: str
    requests: list[str] = field(default_factory=list)  # every address asked for, in order
    complaints: list[str] = field(default_factory=list)  # console errors, exceptions, failed requests

    @property
    def elsewhere(self) -> list[str]:
        """Addresses on another host."""
        return [r for r in self.requests if urlsplit(r).scheme != "data" and urlsplit(r).netloc != self.host]

    def gzipped(self) -> dict[str, int]:
        """Bytes of each file that was transferred, as a server that compresses would send it."""
        sizes = {}
        for address in dict.fromkeys(self.requests):
            if urlsplit(address).netloc == self.host:
                file = self.site / unquote(urlsplit(address).path).lstrip("/")
                file = file / "index.html" if file.is_dir() else file
                if file.is_file():
                    sizes[file.relative_to(self.site).as_posix()] = len(gzip.compress(file.read_bytes(), 9, mtime=0))
        return sizes


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the machine; without one the browser tests skip, or fail where they must not skip."""
    named = os.environ.get(PROGRAM)
    program = next((p for p in map(shutil.which, [named] if named else PROGRAMS) if p), None)
    if program is None:
        words = f"no {named or 'Chromium'} was found; {HOW}"
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    return {**browser_type_launch_args, "executable_path": program, "args": ["--no-sandbox", "--disable-gpu", ALONE]}


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`tabs(javascript=True, script="")` is a tab for `visit`, one and the same for all tests of a file.

    Opening a tab takes longer than most pages do, so tests that open many pages and care for no cache share one.
    """
    with ExitStack() as stack:
        opened: dict[tuple[bool, str], Page] = {}

        def shared(javascript: bool = True, script: str = "") -> Page:
            if (javascript, script) not in opened:
                opened[javascript, script] = _tab(browser, stack, javascript, script)
            return opened[javascript, script]

        yield shared


def _tab(browser: Browser, stack: ExitStack, javascript: bool, script: str = "") -> Page:
    """A tab of a browser that knows nothing yet; `script` runs at the start of every page."""
    context = browser.new_context(java_script_enabled=javascript, locale="zh-CN", service_workers="block")
    stack.callback(context.close)
    if script:
        context.add_init_script(script)
    return context.new_page()


@pytest.fixture
def visit(browser: Browser, sample_server: Any) -> Iterator[Callable[..., Visit]]:
    """`visit(path, width=390, javascript=True, prefix="", tab=None)` opens a page of the sample, in a fresh browser.

    Or in a shared tab, which is left empty. No request leaves this machine: one to another host finds nobody, is noted
    and fails the test.
    """
    with ExitStack() as stack:
        visits: list[Visit] = []

        def open_page(
            path: str, width: int = 390, javascript: bool = True, prefix: str = "", tab: Page | None = None
        ) -> Visit:
            page = tab or _tab(browser, stack, javascript)
            page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
            page.emulate_media(media="screen", color_scheme="light")
            requests: list[str] = []
            complaints: list[str] = []
            for event, note in {
                "request": lambda r: requests.append(r.url),
                "requestfailed": lambda r: complaints.append(f"failed: {r.url} {r.failure}"),
                "pageerror": lambda e: complaints.append(f"exception: {e}"),
                "console": lambda m: complaints.append(f"console: {m.text}") if m.type == "error" else None,
            }.items():
                page.on(event, note)  # type: ignore[call-overload]
                stack.callback(page.remove_listener, event, note)
            if tab:
                stack.callback(page.goto, "about:blank")  # what this page still waits for is no complaint of the next
            response = page.goto(sample_server.address + prefix + path, wait_until="load")
            assert response is not None
            opened = Visit(page, response, sample_server.folder, sample_server.host, requests, complaints)
            visits.append(opened)
            return opened

        yield open_page
        assert [] == [address for v in visits for address in v.elsewhere]
