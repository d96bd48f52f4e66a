from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from generator.render.attributes import bare


def test_quotes_are_left_out_where_html_lets_one() -> None:
    assert "href=../../x/#e-1" == bare("href", "../../x/#e-1")
    assert 'href="?a=1&amp;b"' == bare("href", "?a=1&b")
    assert 'alt=""' == bare("alt", "")


@given(st.text(max_size=20))
@example("x onclick=alert(1)")
@example("x>")
@example("&lt;")
@example("a\n")
def test_any_value_comes_back_as_it_was(value: str) -> None:
    found: list[list[tuple[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(attrs)

    Reader().feed(f"<a {bare('href', value)}>")
    assert found == [[("href", value)]]
