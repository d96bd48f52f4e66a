"""Private archives as donors open them: in Chromium, under the page's own policy, below a folder, leaving nothing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator import master
from generator.write.dga1 import link_key, seal

ROOT = Path(__file__).resolve().parent.parent.parent
VECTORS: list[dict[str, Any]] = json.loads((ROOT / "tests/write/vectors-dga1.json").read_text("utf-8"))
DONOR, NAME = "d-104", "俞曼"  # of the sample, whose link the README shows
KEY = link_key(master.DEMONSTRATION.raw, DONOR, 1)
NOTE = """addEventListener("securitypolicyviolation", event => {
  (window.violations = window.violations || []).push(event.violatedDirective + " " + event.blockedURI)
})"""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
AXE_RUN = """() => axe.run(document, {resultTypes: ["violations"]}).then(result => result.violations.map(
  v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.target.join(" ") + ": " + n.failureSummary)]))"""


@dataclass
class Reader:
    """A donor's browser: what it asked for and complained about."""

    page: Page
    context: BrowserContext
    asked: list[str] = field(default_factory=list)  # every address, with its headers
    complaints: list[str] = field(default_factory=list)

    def state(self) -> str:
        """What the page came to: "open", or the name of what it says."""
        # a locator, since wait_for_function evaluates a string, which the page's policy forbids
        done = "main .again, #said[data-state]:not([data-state='']):not([data-state=opening])"
        self.page.locator(done).first.wait_for(state="attached")
        told = "document.querySelector('main .again') ? 'open' : said.dataset.state"
        return str(self.page.evaluate(told))

    def violations(self) -> list[str]:
        return list(self.page.evaluate("window.violations || []"))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """`reader(locale="zh-CN", javascript=True, width=390, tab=None)` is a fresh browser, or reads in a shared tab."""
    with ExitStack() as stack:

        def fresh(locale: str = "zh-CN", javascript: bool = True, width: int = 390, tab: Page | None = None) -> Reader:
            if tab:
                page = tab
            else:
                context = browser.new_context(locale=locale, java_script_enabled=javascript, service_workers="block")
                stack.callback(context.close)
                context.add_init_script(NOTE)
                page = context.new_page()
            page.set_viewport_size({"width": width, "height": 844})
            one = Reader(page, page.context)
            for event, note in {
                "request": lambda r: one.asked.append(f"{r.url} {r.headers}"),
                "pageerror": lambda e: one.complaints.append(f"exception: {e}"),
                "console": lambda m: one.complaints.append(f"console: {m.text}") if m.type == "error" else None,
            }.items():
                page.on(event, note)  # type: ignore[call-overload]
                stack.callback(page.remove_listener, event, note)
            if tab:
                stack.callback(page.goto, "about:blank")
            return one

        yield fresh


@pytest.fixture
def own_server(sample_site: Path, sample_server: Any, tmp_path: Path) -> Iterator[Any]:
    """The opening page with no blobs but those that a test puts there (`put`)."""
    site = tmp_path / "site"
    shutil.copytree(sample_site / "assets", site / "assets", ignore=shutil.ignore_patterns("pictures"))
    (site / "a/b").mkdir(parents=True)
    shutil.copy(sample_site / "a/index.html", site / "a/index.html")
    with type(sample_server)(site) as server:
        server.put = lambda key, blob: (site / f"a/b/{key.locator}.bin").write_bytes(blob)
        yield server


def told(html: str = "<h1>一封信</h1>", title: str = "一封信 · 站", lang: str = "zh-CN") -> bytes:
    return json.dumps({"title": title, "lang": lang, "html": html}).encode()


@pytest.mark.parametrize("prefix", ["", "nianlun/"])
def test_the_sample_opens_one(reader: Callable[..., Reader], sample_server: Any, prefix: str) -> None:
    one = reader()
    one.page.goto(f"{sample_server.address}{prefix}a/#{KEY.fragment}")

    assert "open" == one.state()
    one.page.wait_for_load_state("networkidle")
    assert NAME == one.page.locator("main h1").inner_text()
    assert one.page.title().startswith("公益成长档案 · ")
    assert NAME not in one.page.title()  # the browser's history keeps titles
    assert "zh-CN" == one.page.locator("main").get_attribute("lang")
    assert 0 == one.page.evaluate("scrollY")
    assert f"{sample_server.address}{prefix}a/" == one.page.url
    assert one.page.locator("main svg").first.is_visible()
    assert one.page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert ([], []) == (one.violations(), one.complaints)
    assert [] == [a for a in one.asked if not a.startswith((f"{sample_server.address}{prefix}", "data:"))]


def test_its_links_lead_somewhere(reader: Callable[..., Reader], sample_server: Any) -> None:
    one = reader()
    one.page.goto(f"{sample_server.address}nianlun/a/#{KEY.fragment}")
    one.state()
    addresses = one.page.eval_on_selector_all("main a[href]", "found => found.map(a => a.href)")
    pages = {a.split("#")[0] for a in addresses if not a.startswith("mailto:")}
    assert pages
    for address in pages:
        assert address.startswith(f"{sample_server.address}nianlun/")
        assert one.context.request.get(address).status == 200, address


def test_the_link_of_the_readme_opens(reader: Callable[..., Reader], sample_server: Any) -> None:
    (address,) = set(re.findall(r"http://127\.0\.0\.1:8000/\S*a/#[\w-]+", (ROOT / "README.md").read_text("utf-8")))
    one = reader()
    one.page.goto(address.replace("http://127.0.0.1:8000/", sample_server.address))
    assert "open" == one.state()


@pytest.mark.parametrize("known", VECTORS, ids=lambda v: f"{v['uid']}-{v['version']}-{v['blob_len']}")
def test_known_answers(
    reader: Callable[..., Reader], tabs: Callable[..., Page], own_server: Any, known: dict[str, Any]
) -> None:
    """From the known fragment Chromium asks for the known locator, and opens the known blob."""
    blob = seal(
        link_key(bytes.fromhex(known["master_hex"]), known["uid"], known["version"]), known["plaintext_utf8"].encode()
    )
    assert known["blob_sha256"] == sha256(blob).hexdigest()
    (own_server.folder / f"a/b/{known['locator']}.bin").write_bytes(blob)
    expected = json.loads(known["plaintext_utf8"])

    one = reader(tab=tabs(script=NOTE))
    one.page.goto(f"{own_server.address}a/#{known['fragment']}")

    assert "open" == one.state()
    assert any(a.startswith(f"{own_server.address}a/b/{known['locator']}.bin ") for a in one.asked)
    if "title" in expected:
        assert expected["title"] == one.page.title()
        assert expected["lang"] == one.page.locator("main").get_attribute("lang")
        parts = re.fullmatch(r"<h1>(.*)</h1>", expected["html"])
        assert parts and unescape(parts[1]) == one.page.locator("main h1").inner_text()
    assert ([], []) == (one.violations(), one.complaints)


def _flipped(blob: bytes, place: int) -> bytes:
    return blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]


@pytest.mark.parametrize(
    ("state", "spoil"),
    [
        ("open", lambda blob: blob),
        ("gone", lambda blob: None),  # nothing there
        ("gone", lambda blob: seal(link_key(b"k" * 32, "another", 1), b"{}")),  # another's
        ("gone", lambda blob: _flipped(blob, 40)),
        ("damaged", lambda blob: _flipped(blob, 0)),
        ("damaged", lambda blob: _flipped(blob, 68)),
        ("damaged", lambda blob: _flipped(blob, len(blob) - 1)),
        ("damaged", lambda blob: blob[:-1]),
        ("damaged", lambda blob: blob + b"\0"),
        ("damaged", lambda blob: blob[:70]),
        ("damaged", lambda blob: b""),
    ],
)
def test_wrong_link_and_damage_are_told_apart(
    reader: Callable[..., Reader],
    tabs: Callable[..., Page],
    own_server: Any,
    state: str,
    spoil: Callable[[bytes], bytes | None],
) -> None:
    blob = spoil(seal(KEY, told()))
    if blob is not None:
        own_server.put(KEY, blob)
    one = reader(tab=tabs(script=NOTE))
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert state == one.state()
    assert "#" not in one.page.url
    assert [] == one.violations()
    if state != "open":
        assert {"gone": "已经失效", "damaged": "损坏"}[state] in one.page.locator("#said").inner_text()


@pytest.mark.parametrize(
    ("fragment", "state"),
    [
        ("", "empty"),
        ("#", "empty"),
        (f"#{KEY.fragment[:-1]}", "broken"),
        (f"#{KEY.fragment}x", "broken"),
        (f"#{KEY.fragment[:-1]}%20", "broken"),
        ("#<img src=x onerror=alert(1)>", "broken"),
        (f"#{link_key(b'k' * 32, DONOR, 1).fragment}", "gone"),
    ],
)
def test_what_is_no_link_is_said_plainly(
    reader: Callable[..., Reader], tabs: Callable[..., Page], own_server: Any, fragment: str, state: str
) -> None:
    one = reader(tab=tabs(script=NOTE))
    one.page.goto(f"{own_server.address}a/{fragment}")
    assert state == one.state()
    assert one.page.url.rstrip("#") == f"{own_server.address}a/"
    assert one.page.locator("#said").is_visible()
    assert 0 == one.page.locator("main img").count()


def test_a_reader_of_english_is_told_in_english(reader: Callable[..., Reader], own_server: Any) -> None:
    one = reader("en-GB")
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert "gone" == one.state()
    assert "This link no longer works" in one.page.locator("#said").inner_text()
    assert "Open your growth archive" == one.page.locator("main h1").inner_text()
    assert "en" == one.page.locator("#said").get_attribute("lang")
    assert "If your archive does not open" in one.page.locator("main").inner_text()
    assert ["en", "Main sections"] == one.page.evaluate(FRAME)[:2]
    assert "Open your growth archive · Mountain Rain" == one.page.title()


def test_a_reader_of_another_language_is_told_in_the_main_one(reader: Callable[..., Reader], own_server: Any) -> None:
    one = reader("fr-FR")
    one.page.goto(f"{own_server.address}a/")
    one.state()
    assert "zh-CN" == one.page.locator("#said").get_attribute("lang")
    assert ["zh-CN", "打开您的成长档案 · 山雨助学"] == [one.page.evaluate(FRAME)[0], one.page.title()]


FRAME = """() => [document.documentElement.lang, document.querySelector("header.top nav").ariaLabel,
  document.querySelector("a.skip").textContent, document.querySelector("footer.end").innerText,
  [...document.querySelectorAll("header.top a, footer.end a")].map(a => a.href)]"""


def test_menu_and_footer_speak_the_archive_s_language(reader: Callable[..., Reader], own_server: Any) -> None:
    """Their words and links are those around a page of that language; with the next archive they change again."""
    chinese, english = (link_key(b"k" * 32, name, 1) for name in ("zh", "en"))
    own_server.put(chinese, seal(chinese, told()))
    own_server.put(english, seal(english, told("<h1>A letter</h1>", "A letter · Site", "en")))
    one = reader()
    one.page.goto(f"{own_server.address}a/")
    one.state()
    before = one.page.evaluate(FRAME)
    assert "zh-CN" == before[0] and not any("/en/" in a for a in before[4])
    for _ in range(2):
        one.page.evaluate("fragment => { location.hash = fragment }", english.fragment)
        one.page.locator("main h1", has_text="A letter").wait_for()
        lang, menu, skip, footer, links = one.page.evaluate(FRAME)
        assert ("en", "Main sections", "Skip to the text") == (lang, menu, skip)
        assert "Figures on this site are as of" in footer and not re.search("[\u4e00-\u9fff]", footer)
        assert f"{own_server.address}en/projects/" in links and len(links) == len(before[4])
        assert 1 == one.page.locator("header.top").count() == one.page.locator("footer.end").count()
        one.page.evaluate("fragment => { location.hash = fragment }", chinese.fragment)
        one.page.locator("main h1", has_text="一封信").wait_for()
        assert before == one.page.evaluate(FRAME)
    one.page.evaluate("fragment => { location.hash = fragment }", english.fragment)
    one.page.locator("main h1", has_text="A letter").wait_for()
    one.page.evaluate("() => { location.hash = 'B'.repeat(43) }")
    one.page.wait_for_selector("#said[data-state=gone]")
    assert before == one.page.evaluate(FRAME)
    assert ([], []) == (one.violations(), [c for c in one.complaints if "404" not in c])


def test_its_menu_leads_somewhere_in_every_language(sample_site: Path) -> None:
    html = (sample_site / "a/index.html").read_text("utf-8")
    (other,) = re.findall('<template lang="en">.*?</template>', html, re.DOTALL)
    addresses = re.findall(r"""<a[^>]* href=["']?([^"' >]+)""", other)
    assert len(addresses) > 5
    for address in addresses:
        if not address.startswith("#"):
            assert (sample_site / "a" / address / "index.html").is_file(), address


def test_an_archive_of_a_language_that_the_site_lost_has_the_main_one_around_it(
    reader: Callable[..., Reader], own_server: Any
) -> None:
    own_server.put(KEY, seal(KEY, told(lang="fr")))
    one = reader()
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert "open" == one.state()
    assert ["zh-CN", "fr"] == [one.page.evaluate(FRAME)[0], one.page.locator("main").get_attribute("lang")]


def test_nothing_is_left_behind(reader: Callable[..., Reader], sample_server: Any) -> None:
    """Not in the address, the history, any store, nor in what any server was sent."""
    one = reader()
    one.page.goto(sample_server.address)
    one.page.goto(f"{sample_server.address}a/#{KEY.fragment}")
    one.state()
    one.page.wait_for_load_state("networkidle")

    stored = """async () => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie,
      (await indexedDB.databases()).length, await caches.keys(), history.state]"""
    assert [[], [], "", 0, [], None] == one.page.evaluate(stored)
    assert {"cookies": [], "origins": []} == one.context.storage_state()
    assert [] == [a for a in one.asked[1:] if KEY.fragment in a.split(" ", 1)[1]]  # headers
    assert [] == [a for a in one.asked if "referer" in a and "/a/" in a.split("referer", 1)[1].split(",")[0]]

    one.page.goto(f"{sample_server.address}projects/")
    one.page.go_back()
    assert f"{sample_server.address}a/" == one.page.url
    assert one.page.evaluate("document.referrer.indexOf('#')") == -1


def test_a_reload_needs_the_link_again_and_says_so(reader: Callable[..., Reader], own_server: Any) -> None:
    own_server.put(KEY, seal(KEY, told()))
    one = reader()
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert "open" == one.state()
    assert "刷新之后" in one.page.locator(".again").inner_text()
    one.page.reload()
    assert "empty" == one.state()
    assert "一封信" not in one.page.content()


def test_another_link_in_the_same_tab(reader: Callable[..., Reader], own_server: Any) -> None:
    """Only what stands behind # changes then, and no page is loaded."""
    other = link_key(b"k" * 32, "other", 1)
    own_server.put(KEY, seal(KEY, told()))
    own_server.put(other, seal(other, told("<h1>另一封</h1>", "另一封")))
    one = reader()
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert "open" == one.state()
    for fragment, heading in ((other.fragment, "另一封"), (KEY.fragment, "一封信")):
        one.page.evaluate("fragment => { location.hash = fragment }", fragment)
        one.page.locator("main h1", has_text=heading).wait_for()
        assert "#" not in one.page.url
    one.page.evaluate("() => { location.hash = 'B'.repeat(43) }")
    one.page.wait_for_selector("#said[data-state=gone]")
    assert "一封信" not in one.page.content()
    assert [] == one.violations()


def test_no_script_of_an_archive_runs(reader: Callable[..., Reader], own_server: Any) -> None:
    """Nothing puts one there; if something did, the policy would stop it."""
    html = "<img src=x onerror='window.ran=1'><script>window.ran=1</script><a href='javascript:window.ran=1'>x</a>"
    own_server.put(KEY, seal(KEY, told(html)))
    one = reader()
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert "open" == one.state()
    one.page.click("main a")
    one.page.wait_for_timeout(200)
    assert one.page.evaluate("window.ran === undefined")
    assert one.violations()


def test_only_the_named_policy_may_put_html_in(reader: Callable[..., Reader], own_server: Any) -> None:
    one = reader()
    one.page.goto(f"{own_server.address}a/")
    one.state()
    for attempt in (
        "document.body.innerHTML = '<b>x</b>'",
        "trustedTypes.createPolicy('another', {})",
        "trustedTypes.createPolicy('archive', {})",  # taken
    ):
        assert "TypeError" == one.page.evaluate(
            f"() => {{ try {{ {attempt} }} catch (wrong) {{ return wrong.name }} }}"
        )


def test_the_policy_is_the_one_of_the_format(sample_site: Path) -> None:
    html = (sample_site / "a/index.html").read_text("utf-8")
    (policy,) = re.findall(r'Content-Security-Policy"? content="([^"]+)"', html)
    assert (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'self'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types archive"
    ) == policy
    assert re.search(r'<meta name="?robots"? content="?noindex', html)
    assert re.search(r'<meta name="?referrer"? content="?no-referrer', html)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("delete window.trustedTypes; Object.defineProperty(window, 'trustedTypes', {value: undefined})", "open"),
        ("Object.defineProperty(crypto, 'subtle', {value: undefined})", "old"),
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "insecure"),
        ("window.fetch = () => Promise.reject(new TypeError())", "offline"),
        ("crypto.subtle.importKey = () => Promise.reject(new TypeError())", "old"),
    ],
)
def test_browsers_that_lack_something(reader: Callable[..., Reader], own_server: Any, change: str, state: str) -> None:
    own_server.put(KEY, seal(KEY, told()))
    if state == "open":  # such a browser knows no such policy either
        page = own_server.folder / "a/index.html"
        text = page.read_text("utf-8")
        page.write_text(text.replace("; require-trusted-types-for 'script'; trusted-types archive", ""), "utf-8")
    one = reader()
    one.context.add_init_script(change)
    one.page.goto(f"{own_server.address}a/#{KEY.fragment}")
    assert state == one.state()
    assert "#" not in one.page.url


def test_without_javascript_it_says_why(reader: Callable[..., Reader], sample_server: Any) -> None:
    one = reader(javascript=False)
    one.page.goto(f"{sample_server.address}a/#{KEY.fragment}")
    text = one.page.locator("main").inner_text()
    assert "需要 JavaScript" in text
    assert "needs JavaScript" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", f"#{KEY.fragment}"])
def test_it_is_accessible_and_in_its_bounds(
    reader: Callable[..., Reader], tabs: Callable[..., Page], sample_server: Any, fragment: str, scheme: str
) -> None:
    one = reader(tab=tabs(script=AXE))
    one.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    one.page.goto(f"{sample_server.address}a/{fragment}")
    assert ("open" if fragment else "empty") == one.state()
    for width in (320, 1280):
        one.page.set_viewport_size({"width": width, "height": 900})
        assert [] == one.page.evaluate(AXE_RUN)
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints(reader: Callable[..., Reader], sample_server: Any) -> None:
    one = reader()
    one.page.goto(f"{sample_server.address}a/#{KEY.fragment}")
    one.state()
    one.page.emulate_media(media="print")
    assert one.page.locator("main h1").is_visible()
    assert not one.page.locator(".again").is_visible()
    assert one.page.pdf().startswith(b"%PDF")
