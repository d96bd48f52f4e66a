from pathlib import Path

import pytest

from generator.model.photo import Photo, Variant
from generator.render.markdown import pictures_in, resolve, to_html


def _html(body: str, photos: dict[str, Photo] | None = None) -> str:
    pages = {"projects/lunch.md": "projects/lunch/"}
    return str(
        to_html(body, "updates/a.md", page_url=pages.get, photos=photos or {}, relative=lambda url: "../../" + url)
    )


def test_headings_start_below_the_page_title() -> None:
    assert _html("# One\n\n## Two") == "<h2>One</h2>\n<h3>Two</h3>"
    assert _html("## One\n\n### Two") == "<h2>One</h2>\n<h3>Two</h3>"


def test_a_link_between_files_becomes_one_between_pages() -> None:
    assert 'href="../../projects/lunch/#money"' in _html("[lunch](../projects/lunch.md#money)")


def test_a_link_in_raw_html_leads_there_too() -> None:
    assert 'href="../../projects/lunch/#money"' in _html("<a href='../projects/lunch.md#money'>lunch</a>")


def test_columns_are_aligned_without_style() -> None:
    html = _html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th class="to-right">b</th>' in html
    assert '<td class="to-right">2</td>' in html
    assert "style" not in html


def test_a_table_scrolls_by_itself_where_it_is_too_wide() -> None:
    html = _html("> | a | b |\n> |---|---|\n> | 1 | 2 |\n\n| c | d |\n|---|---|\n| 3 | 4 |")
    assert (
        2
        == html.count("<table>")
        == html.count('<div class="tw" tabindex="0"><table>')
        == html.count("</table>\n</div>")
    )


def test_the_empty_corner_of_a_table_is_no_heading() -> None:
    html = _html("|  | b |\n|---|---|\n| 1 | 2 |")
    assert "<td></td>\n<th>b</th>" in html


def test_nobody_gets_before_others_in_line() -> None:
    assert "tabindex" not in _html('<div tabindex="3">a</div><p tabindex="0">b</p>')


def test_a_picture_of_another_host_is_not_asked_for() -> None:
    for body in ("![a](https://e.org/x.gif)", "<img src=//e.org/x.gif srcset='https://e.org/x 2x'>", "![a](x.gif)"):
        assert "x.gif" not in _html(body)
        assert "e.org" not in _html(body)


def test_a_picture_is_responsive() -> None:
    variants = tuple(Variant(f"assets/pictures/x-{w}.webp", w, w * 2 // 3, Path()) for w in (480, 960))
    html = _html("![rain](../pictures/rain.jpg)", {"pictures/rain.jpg": Photo(960, 640, variants, variants[0])})
    assert 'srcset="../../assets/pictures/x-480.webp 480w, ../../assets/pictures/x-960.webp 960w"' in html
    assert 'width="960"' in html
    assert 'height="640"' in html
    assert 'alt="rain"' in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe src=https://example.org></iframe>",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#106;avascript&#58;alert(1))",
        "[x](\tjavascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        '<a href="vbscript:x">x</a>',
        "<p style='position:fixed'>x</p>",
        "<form action=https://example.org><input></form>",
        "<svg><script>alert(1)</script></svg>",
        "<style>*{display:none}</style>",
        "<math><mi xlink:href='javascript:x'>x</mi></math>",
    ],
)
def test_nothing_active_survives(hostile: str) -> None:
    html = _html(f"before\n\n{hostile}\n\nafter").lower()
    for bad in (
        "<script",
        "onerror",
        "<iframe",
        "javascript:",
        "vbscript:",
        "data:",
        "style=",
        "<form",
        "<input",
        "<svg",
        "<style",
    ):
        assert bad not in html
    assert "before" in html
    assert "after" in html


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../pictures/rain.jpg", "pictures/rain.jpg"),
        ("/pictures/rain.jpg", "pictures/rain.jpg"),
        ("b.md", "updates/b.md"),
        ("b.md#top", "updates/b.md"),
        ("https://example.org/x.md", None),
        ("//example.org/x.md", None),
        ("../../outside.md", None),
        ("mailto:a@example.org", None),
        ("#here", None),
        ("../pictures/a%20b.jpg", "pictures/a b.jpg"),
    ],
)
def test_where_a_link_leads(target: str, path: str | None) -> None:
    assert resolve(target, "updates/a.md") == path


@pytest.mark.parametrize(
    "written",
    [
        "![a](<../pictures/第一天 (1).JPG>)",
        "![a](../pictures/第一天%20(1).JPG)",
        "![a](../pictures/第一天 (1).JPG)",
        '![a](../pictures/第一天 (1).JPG "a title")',
        '<img src="../pictures/第一天 (1).JPG">',
        "<img alt='a' src='../pictures/第一天%20(1).JPG'>",
    ],
)
def test_a_picture_with_a_space_in_its_name_is_found_and_shown(written: str) -> None:
    assert pictures_in(f"{written} and (more)", "updates/x.md") == ("pictures/第一天 (1).JPG",)
    variant = Variant("assets/pictures/x.webp", 48, 36, Path("x.webp"))
    html = to_html(
        f"{written} and (more)",
        "updates/x.md",
        page_url=lambda _: None,
        photos={"pictures/第一天 (1).JPG": Photo(48, 36, (variant,), variant)},
        relative=lambda url: url,
    )
    assert "assets/pictures/x.webp" in html


def test_finds_the_pictures_of_a_body() -> None:
    assert pictures_in("![a](../pictures/a.jpg)\n![b](<../pictures/b.jpg>)", "updates/x.md") == (
        "pictures/a.jpg",
        "pictures/b.jpg",
    )
