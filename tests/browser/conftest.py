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


@pytest.fixture
def visit(browser: Browser, sample_server: Any) -> Iterator[Callable[..., Visit]]:
    """`visit(path, width=390, scheme="light", javascript=True, prefix="")` opens a page of the sample.

    No request leaves this machine: one to another host finds nobody, is noted and fails the test.
    """
    with ExitStack() as stack:
        visits: list[Visit] = []

        def open_page(
            path: str, width: int = 390, scheme: str = "light", javascript: bool = True, prefix: str = ""
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": 844 if width < 600 else 900},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=javascript,
                locale="zh-CN",
                service_workers="block",
            )
            stack.callback(context.close)
            requests: list[str] = []
            complaints: list[str] = []
            page = context.new_page()

            page.on("request", lambda r: requests.append(r.url))
            page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url} {r.failure}"))
            page.on("pageerror", lambda e: complaints.append(f"exception: {e}"))
            page.on("console", lambda m: complaints.append(f"console: {m.text}") if m.type == "error" else None)
            response = page.goto(sample_server.address + prefix + path, wait_until="load")
            assert response is not None
            opened = Visit(page, response, sample_server.folder, sample_server.host, requests, complaints)
            visits.append(opened)
            return opened

        yield open_page
        assert [] == [address for v in visits for address in v.elsewhere]
