"""What the sanitiser drops and what leads nowhere is said with its line; nothing is said of what is fine."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.issues import Issue, Source
from generator.load.findings import Findings
from generator.load.limits import within_limits
from generator.model.ledger import Ledger
from generator.model.organisation import Organisation
from generator.model.projects import Project
from generator.model.updates import Update
from generator.model.words import Label, Words
from generator.render.markdown import to_html
from generator.render.review import review

TODAY = date(2025, 3, 1)
ORGANISATION = Organisation(
    Source("content/organisation.yml"), Label("读"), Label("书"), "1", "CNY", "Asia/Shanghai", ("zh-CN",)
)


def ledger(body: str) -> Ledger:
    def words(file: str, body: str = "") -> dict[str, Words]:
        return {"zh-CN": Words("zh-CN", "题", "", body, Source(f"content/{file}"), 5)}

    updates = {
        name: Update(Source(f"content/updates/{name}.md"), name, words(f"updates/{name}.md", text), day, ("lunch",))
        for name, day, text in (
            ("2025-01-01-here", date(2025, 1, 1), body),
            ("2025-04-01-later", date(2025, 4, 1), ""),
        )
    }
    lunch = Project(Source("content/projects/lunch.md"), "lunch", words("projects/lunch.md"), "active", TODAY)
    return Ledger(ORGANISATION, {"lunch": lunch}, {}, updates, {}, {}, (), (), (), (), ())


def found(body: str, root: Path = Path()) -> list[Issue]:
    return list(review(ledger(body), (root / "content",), root, TODAY))


def said(body: str, root: Path = Path()) -> list[tuple[str, int, int]]:
    return [(i.severity, i.source.line, i.source.column) for i in found(body, root)]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content/pictures").mkdir(parents=True)
    (tmp_path / "content/pictures/rain.jpg").write_bytes(b"")
    (tmp_path / "content/pictures/cafe\u0301.png").write_bytes(b"")
    (tmp_path / "content/notes.txt").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("a\n\n<script>x</script>", "<script> with all that is in it"),
        ("a\n\n<iframe src=https://example.org></iframe>", "<iframe>"),
        ("a\n\nb <svg/onload=alert(1)>", "<svg>"),
        ("a\n\n<p onclick='x'>b</p>", "onclick= of <p>"),
        ('a\n\n<b style="color:red">b</b>', "style= of <b>"),
        ("a\n\n<div tabindex=3>b</div>", "tabindex= of <div>"),
        ("a\n\n<form action=x><input></form>", "<form>"),
        ("a\n\n[b](javascript:alert(1))", "javascript:"),
        ("a\n\n<a href='java&#9;script:alert(1)'>b</a>", "javascript:"),
        ("a\n\n<a href='&#1;javascript:alert(1)'>b</a>", "javascript:"),
        ("a\n\n[b](data:text/html,x)", "data:"),
        ("a\n\n![b](https://example.org/x.gif)", "another host"),
        ("a\n\n<img src=//example.org/x.gif>", "another host"),
    ],
)
def test_what_is_dropped_is_a_warning_at_its_line(body: str, what: str) -> None:
    first = found(body)[0]
    assert "warning" == first.severity
    assert "content/updates/2025-01-01-here.md" == first.source.file
    assert 7 == first.source.line or "&#" in body  # an encoded address is looked for as it is read
    assert what in first.message


def test_each_is_said_at_its_own_place() -> None:
    body = "<u onclick=a>b</u>\n\nc <u onclick=d>e</u> <script>f</script>\n\n<script>g</script>"
    assert [(5, 4), (7, 6), (7, 22), (9, 1)] == sorted((i.source.line, i.source.column) for i in found(body))


@pytest.mark.parametrize(
    "body",
    [
        "[a](../projects/lunch.md) [b](../projects/lunch.md#money) [c](https://example.org/?a=b) <https://example.org>",
        "[a](mailto:post@example.org) [b](tel:+86105550) [c](#here) [d](//example.org/)",
        "`<script>` and\n\n    <iframe> in code\n\n1 < 2, a <3 b",
        "<!-- a note to ourselves -->\n\n<ruby>年<rt>nián</rt></ruby> <abbr title='x'>y</abbr>",
        "一条脚注[^1]\n\n[^1]: 注\n\n| a | b |\n|---|:-:|\n| 1 | 2 |",
        "![a](../pictures/caf\u00e9.png) ![a](../pictures/cafe\u0301.png) <img src='../pictures/caf%C3%A9.png' alt=a>",
        "![雨](../pictures/rain.jpg) ![雨][r] <img src='../pictures/rain.jpg' alt='雨'>\n\n[r]: ../pictures/rain.jpg",
    ],
)
def test_nothing_is_said_of_what_is_fine(site: Path, body: str) -> None:
    assert [] == found(body, site)


@pytest.mark.parametrize(
    ("body", "severity", "what"),
    [
        ("[a](../projects/lunhc.md)", "error", "did you mean projects/lunch.md?"),
        ("[a](../../secret.md)", "error", "leads out of the content folder"),
        ("![a](../pictures/sun.jpg)", "error", "a picture is not there"),
        ("![a][r]\n\n[r]: ../pictures/sun.jpg", "error", "a picture is not there"),
        ("![a](../notes.txt)", "error", "a picture is not there"),
        ("![a](../pictures/RAIN.JPG)", "error", "a picture is spelt otherwise on the disk"),
        ("![a](../pictures/CAF\u00c9.png)", "error", "a picture is spelt otherwise on the disk"),
        ("[a](2025-04-01-later.md)", "warning", "whose day has not come"),
        ("[a](../pictures/rain.jpg)", "warning", "leads to no page"),
        ("[a](/projects/lunch/)", "warning", "leads to no page"),
    ],
)
def test_a_link_that_leads_nowhere_is_said(site: Path, body: str, severity: str, what: str) -> None:
    (issue,) = found(f"b\n{body}", site)
    assert (severity, True) == (issue.severity, what in issue.message)
    assert issue.source.line >= 6


class Seen(HTMLParser):
    """The names of tags and attributes that a page would have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


SIGNS = st.text(alphabet="<>/=\"'&;:#![]()*_`~|\\-+.\n\t a1script雨\u2028", max_size=400)
PIECES = (
    st.sampled_from(
        [
            "<script>",
            "</script>",
            "<svg onload=x>",
            "<img src=x onerror=y>",
            "<a href='javascript:x'>",
            "<style>",
            "<b>",
        ]
    )
    | st.sampled_from(
        [
            "[a](javascript:x)",
            "[a]: data:x",
            "&lt;script&gt;",
            "<p style=x>",
            "<iframe>",
            "<math>",
            "<!--",
            "-->",
            "]]>",
        ]
    )
    | st.sampled_from(
        [
            "<![CDATA[",
            "\n\n",
            "    ",
            "`",
            "> ",
            "- ",
            "<form>",
            "<base href=//e.org>",
            "<meta http-equiv=refresh>",
            "<xmp>",
        ]
    )
)
BODIES = st.lists(SIGNS | PIECES, max_size=12).map("".join)
ACTIVE = {"script", "style", "iframe", "form", "svg", "math", "base", "meta", "onload", "onerror", "onclick"}


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_no_body_crashes_and_nothing_active_comes_through(body: str) -> None:
    findings = Findings()
    within_limits(body, "content/a.md", findings)
    if not findings.issues:
        html = str(to_html(body, "a.md", page_url=lambda _: None, photos={}, relative=lambda url: url))
        assert set() == Seen(html).names & (ACTIVE | {"style"})
        for issue in found(body):
            assert issue.message
            assert 5 <= issue.source.line <= 5 + body.count("\n")


@pytest.mark.parametrize("tag", sorted(ACTIVE - {"onload", "onerror", "onclick"}))
def test_nothing_active_is_dropped_in_silence(tag: str) -> None:
    assert any(f"<{tag}>" in i.message for i in found(f"a <{tag}>b</{tag}>"))
