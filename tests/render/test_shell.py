from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.render.shell import slot, split

FRAME = f"<title>{slot('title')}</title><main>{slot('content')}</main><footer>{slot('title')}</footer>"


def test_fills_each_slot() -> None:
    page = split(FRAME).fill({"title": "林小雨", "content": "<h1>林小雨</h1>"})
    assert page == "<title>林小雨</title><main><h1>林小雨</h1></main><footer>林小雨</footer>"


@given(st.text())
def test_a_value_never_acts_as_a_slot(noise: str) -> None:
    name = noise + slot("content")
    page = split(FRAME).fill({"title": name, "content": "x"})
    assert page == f"<title>{name}</title><main>x</main><footer>{name}</footer>"


@given(st.text(), st.text())
def test_filled_in_two_steps_it_is_the_same(title: str, content: str) -> None:
    values = {"title": Markup(title), "content": content}
    for name, html in values.items():
        assert split(FRAME).fill(values) == split(FRAME).partly({name: html}).fill(values)
