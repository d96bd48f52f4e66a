"""The fast way of rendering a template against Jinja's own: the same text, and what is not safe is escaped in both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.issues import ContentError
from generator.model.money import Money
from generator.render.catalog import Catalog
from generator.render.engine import Engine, SharedCodes

HOSTILE = (
    "</title><script>alert(1)</script>",
    "{{ 7*7 }}{% raise %}",
    "<3",
    "a & b",
    "\"'>",
    "{name}",
    "&lt;b&gt;",
    "",
)
MESSAGES = """
plain: Hello
hostile: "<b>&{{ x }}</b>"
name: "Dear {name},"
two: "{a} and {b}"
twice: "{a}, {a}"
started: "since {year} ({start_year})"
gifts.zero: none
gifts.one: "one <gift> of {sum}"
gifts.other: "{count} gifts of {sum}"
only.other: "{count} in all"
both: no number
both.one: one
"""
Both = Callable[..., str]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Renders a template by Jinja and by ours, words folded in or not, says that they agree, and gives the text."""
    theme = tmp_path_factory.mktemp("theme")
    (theme / "messages").mkdir()
    (theme / "messages" / "en.yml").write_text(MESSAGES, "utf-8")
    (theme / "parts").mkdir()
    catalog = Catalog((theme,), ("en",), theme)

    def engine(*, folded: bool = False, plain: bool = False) -> Engine:
        made = Engine((theme,), catalog.messages["en"] if folded else None, catalog.written["en"], plain=plain)
        made.globals["t"] = lambda key, **values: catalog.say_html("en", key, **values)
        return made

    ways = engine(plain=True), engine(), engine(folded=True)

    def render(template: str, **context: Any) -> str:
        told = [way.from_string(template).render(context) for way in ways]
        assert told[0] == told[1] == told[2]
        return told[0]

    render.parts = theme / "parts"  # type: ignore[attr-defined]
    return render


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{{ [x][0] }}",
        "{{ t('name', name=x) }}",
        "{{ t('two', a=x, b=x) }}",
        "{{ t('twice', a=x) }}",
        "{{ t('na' ~ 'me', name=x) }}",
        "{{ t('name' if yes else 'plain', name=x) }}",
        "{{ t('gifts', count=1, sum=x) }}{{ t('gifts', count=2, sum=x) }}",
        "{{ t('two', a=t('name', name=x), b=1) }}",
        "{% macro say(a) %}<i>{{ a }}</i>{% endmacro %}{{ say(x) }}{{ t('name', name=say(x)) }}",
        "{% macro say(a, b='') %}{{ a ~ b }}{% endmacro %}{{ say(x, b=x) }}{{ say(b=x, a='<') }}",
        "{% macro wrap() %}<p>{{ caller() }}</p>{% endmacro %}{% call wrap() %}{{ x }}{% endcall %}",
        "{% set s %}<b>{{ x }}</b>{% endset %}{{ s }}{{ t('name', name=s) }}",
        "{% set s = '<' ~ x %}{{ s }}{{ t('name', name=s) }}",
        "{% for x in [x, x] if x is not none %}{{ x }}{{ loop.index }}{% else %}nothing{% endfor %}",
        "<a title='{{ x }}'>{{ x|upper }}</a>{{ x|e }}{{ x|default('<') }}",
        "{% autoescape false %}<i>{{ x|e }}{{ t('name', name=x) }}</i>{% endautoescape %}",
        "{% filter upper %}{{ x }}{{ t('name', name=x) }}{% endfilter %}",
        "{{ x ~ t('plain') }}{{ t('plain') ~ x }}{{ '<' ~ x }}{{ '<' ~ x ~ t('hostile') }}",
    ],
)
def test_text_is_escaped_wherever_it_is_written(both: Both, template: str, text: str) -> None:
    html = both(template, x=text, yes=True)
    assert "<script" not in html.lower()
    assert both(template, x=Markup("<u>&amp;</u>"), yes=True)


def test_text_is_not_taken_for_the_markup_of_the_same_letters(both: Both) -> None:
    """Kept results go by equality, and a Markup equals its text."""
    assert "<u>&lt;u&gt;" == both("{{ a }}{{ b }}", a=Markup("<u>"), b="<u>")
    assert "&lt;s&gt;<s>" == both("{{ b }}{{ a }}", a=Markup("<s>"), b="<s>")
    for first, second in ((Markup("<q>"), "<q>"), ("<v>", Markup("<v>"))):
        html = both("{{ t('two', a=a, b=b) }}", a=first, b=second)
        assert html in ("<q> and &lt;q&gt;", "&lt;v&gt; and <v>")


def test_a_message_is_escaped_too_and_is_no_template(both: Both) -> None:
    assert "&lt;b&gt;&amp;{{ x }}&lt;/b&gt;" == both("{{ t('hostile') }}", x=1)
    assert "&LT;B&GT;&AMP;{{ X }}&LT;/B&GT;" == both("{{ t('hostile')|upper }}")


def test_values_are_written_as_their_kind_is(both: Both) -> None:
    day, money, total = date(2026, 3, 15), Money(123456, "CNY"), (Money(5, "CNY"), Money(100, "USD"))
    two = "{{ t('two', a=a, b=b) }}"
    assert "15 March 2026 and CN¥1,234.56" == both(two, a=day, b=money)
    assert "CN¥0.05 +\N{NO-BREAK SPACE}$1.00 and March 2026" == both(two, a=total, b=(2026, 3))
    assert "CN¥0.05 and 1,234" == both(two, a=total[:1], b=1234)
    assert "True and 15 March 2026" == both(two, a=True, b=datetime(2026, 3, 15, 12, tzinfo=UTC))
    assert "() and None" == both(two, a=(), b=None)
    assert "since 2024 (1999)" == both("{{ t('started', year=2024, start_year=1999) }}")
    assert "CN¥1,234.56 15 March 2026 1,234 7%" == both(
        "{{ m|money }} {{ d|day }} {{ n|number }} {{ p|percent }}", m=money, d=day, n=1234, p=7
    )


@pytest.mark.parametrize(
    ("count", "said"), [(0, "none"), (1, "one &lt;gift&gt; of x"), (2, "2 gifts of x"), (1000, "1,000 gifts of x")]
)
def test_the_number_decides_on_the_words(both: Both, count: int, said: str) -> None:
    assert said == both("{{ t('gifts', count=n, sum='x') }}", n=count)
    assert said.upper() == both("{{ t('gifts', count=n, sum='x')|upper }}", n=count)
    assert f"{count:,} in all" == both("{{ t('only', count=n) }}", n=count)
    assert ("one" if count == 1 else "no number") == both("{{ t('both', count=n) }}", n=count)


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{{ nobody }}", jinja2.UndefinedError),
        ("{{ t('name', name=nobody) }}", jinja2.UndefinedError),
        ("{{ x.nothing }}", (jinja2.UndefinedError, AttributeError)),
        ("{{ x['nothing'] }}", (jinja2.UndefinedError, TypeError)),
        ("{{ x.nothing.more }}", (jinja2.UndefinedError, AttributeError)),
        ("{{ t('no.such') }}", ContentError),
        ("{{ t('name') }}", ContentError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", jinja2.UndefinedError),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", TypeError),
    ],
)
def test_what_is_not_there_is_an_error(both: Both, template: str, wrong: Any) -> None:
    with pytest.raises(wrong):
        both(template, x="text")


def test_what_may_lack_may_lack(both: Both) -> None:
    template = "{{ x.nothing is defined }}{{ x.nothing|default('-') }}{{ nobody|default('-') }}{{ nobody is defined }}"
    assert "False--False" == both(template, x=1)
    assert "11" == both("{{ 1 .real }}{{ x['real']|default('-') }}", x=1)


def test_a_template_may_call_something_else_t(both: Both) -> None:
    assert "plain!" == both("{% macro t(key) %}{{ key }}!{% endmacro %}{{ t('plain') }}")
    assert "01" == both("{% for t in range(2) %}{{ t }}{% endfor %}")


def test_imported_macros_see_the_page(both: Both) -> None:
    parts: Path = both.parts  # type: ignore[attr-defined]
    (parts / "a.html").write_text("{% macro a(x) %}{{ x }}{{ y }}{{ z }}{% endmacro %}", "utf-8")
    template = "{% set z = '<' %}{% from 'parts/a.html' import a with context %}{{ a('&') }}"
    assert "&amp;&gt;&lt;" == both(template, y=">")


PARTS = """
{% macro say(a, b='<', c=a) %}<i>{{ a }}{{ b }}{{ c }}</i>{% endmacro %}
{% macro wrap(a) %}<p>{{ a }}{{ caller() if caller is defined }}</p>{% endmacro %}
{% macro twice(a) %}{{ say(a) }}{{ say(b=a, a=say(a)) }}{% endmacro %}
{% macro down(n) %}{{ n }}{% if n %}{{ down(n - 1) }}{% endif %}{% endmacro %}
{% macro seen() %}{{ x }}{{ set_above is defined }}{{ later is defined }}{% endmacro %}
{% set word = x ~ '<' %}
"""


@pytest.mark.parametrize(
    "template",
    [
        "{{ say(x) }}{{ say(x, c='>') }}{{ say(b=x, a=x) }}{{ say(x)|upper }}{{ say(x) ~ x }}{{ [say(x)] }}",
        "{{ twice(x) }}{{ down(3) }}{{ seen() }}",
        "{% set set_above = 1 %}{{ seen() }}{% set later = 1 %}{{ seen() }}",
        "{% call wrap(x) %}{{ say(x) }}{% endcall %}",
        "{{ wrap(x) }}",
        "names_\n    names_\n{{ x }}{{ 'names_' }}{{ '\nnames_\n' ~ x }}",
        "{{ word }}{{ t('two', a=word, b=say(x)) }}",
        "{% set other = say %}{{ other(x) }}{{ [other, say][1](x, b='&') }}",
        "{% for say in [x, x] %}{{ say }}{% endfor %}{{ say(x) }}",
        "{% for n in [1, 2] %}{% set down = n %}{{ down }}{{ say(n) }}{% endfor %}{{ down(1) }}",
        "{% macro own(say) %}{{ say }}{{ twice(say) }}{% endmacro %}{{ own(x) }}",
        "{% if x %}{% set fresh = x %}{% endif %}{{ fresh }}{% with fresh = 2 %}{{ fresh }}{% endwith %}{{ fresh }}",
        "{% for n in [1] %}{% set inner = n %}{{ inner }}{% endfor %}{{ inner is defined }}",
        "{% set s %}{{ say(x) }}{% endset %}{{ s }}{% filter upper %}{{ say(x) }}{% endfilter %}",
        "{{ say(*[x]) }}{{ say(**{'a': x}) }}",
        "{% autoescape false %}{{ say(x) }}{{ x }}{% endautoescape %}",
        "{% for n in [[1, [2]]] recursive %}{{ n[0] if n is iterable else n }}{{ say(x) }}{% endfor %}",
        "{{ x ~ x ~ '{x}' ~ 1 }}{{ '{' ~ x ~ '}' }}{{ x ~ (x ~ x) }}{{ say(x ~ x) }}",
        "{{ say(x if x else 1) if x else 2 }}{{ x if not x else '<' }}{{ 1 if x }}",
    ],
)
@pytest.mark.parametrize("imported", [True, False])
def test_macros_may_be_anything(both: Both, template: str, imported: bool) -> None:
    (both.parts / "macros.html").write_text(PARTS, "utf-8")  # type: ignore[attr-defined]
    names = "say, wrap, twice, down, seen, word"
    top = f"{{% from 'parts/macros.html' import {names} with context %}}" if imported else PARTS
    both(top + template, x="<&")


def test_macros_come_by_another_name_and_a_missing_one_is_an_error(both: Both) -> None:
    (both.parts / "macros.html").write_text(PARTS, "utf-8")  # type: ignore[attr-defined]
    start = "{% from 'parts/macros.html' import "
    assert "<i>1&lt;1</i>" == both(start + "say as told with context %}{{ told(1) }}", x=1)
    (both.parts / "alone.html").write_text("{% macro say(a, b='<') %}{{ a }}{{ b }}{% endmacro %}", "utf-8")  # type: ignore[attr-defined]
    assert "1&lt;" == both("{% from 'parts/alone.html' import say %}{{ say(1) }}", x=1)
    assert "no" == both(start + "none_such with context %}{{ none_such is defined and 'yes' or 'no' }}", x=1)
    with pytest.raises(jinja2.UndefinedError):
        both(start + "none_such with context %}{{ none_such(1) }}", x=1)


def test_parts_are_included_and_pages_extended(both: Both) -> None:
    parts: Path = both.parts  # type: ignore[attr-defined]
    (parts / "in.html").write_text("<b>{{ x }}</b>{{ n }}", "utf-8")
    (parts / "frame.html").write_text("<{% block a %}{{ x }}{% endblock %}{% block b %}b{% endblock %}>", "utf-8")
    include = "{% for n in [1, 2] %}{% include 'parts/in.html' %}{% endfor %}{% include 'no' ignore missing %}"
    assert "<b>&lt;</b>1<b>&lt;</b>2" == both(include, x="<")
    child = "{% extends 'parts/frame.html' %}{% macro m(a) %}{{ a }}{% endmacro %}"
    assert "<&lt;!&lt;b>" == both(child + "{% block a %}{{ super() }}!{{ x }}{% endblock %}", x="<")


@given(
    texts=st.lists(st.text(alphabet="<>&\"'{}%a7 é\u202e", max_size=12), min_size=3, max_size=3),
    marked=st.booleans(),
    count=st.integers(0, 3),
)
def test_both_ways_agree_on_anything(both: Both, texts: list[str], marked: bool, count: int) -> None:
    x, y, z = texts
    template = (
        "{% macro m(a, b) %}{% if a == b %}{{ a }}{% else %}{{ t('two', a=a, b=b) }}{% endif %}{% endmacro %}"
        "{{ m(x, y) }}{{ m(y, m(z, x)) }}{{ t('gifts', count=n, sum=x ~ y) }}{{ '<' ~ z }}{{ [x, y, z]|join(z) }}"
    )
    both(template, x=Markup(x) if marked else x, y=y, z=z, n=count)


def test_languages_that_share_what_is_compiled_each_write_their_own(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    for language, word in (("en", "Hello"), ("zh-CN", "你好")):
        (tmp_path / "messages" / f"{language}.yml").write_text(f"hello: {word}", "utf-8")
    (tmp_path / "page.html").write_text('{{ t("hello") }} {{ 12345678|number }} {{ "a" ~ ("2"|upper) }}', "utf-8")
    catalog, codes = Catalog((tmp_path,), ("en", "zh-CN"), tmp_path), SharedCodes()
    told = {}
    for language in catalog.messages:
        engine = Engine((tmp_path,), None, catalog.written[language], codes)
        engine.globals["t"] = partial(catalog.say_html, language)
        engine.filters["number"] = lambda value, language=language: f"{language}: {value}"
        told[language] = engine.get_template("page.html").render()
    assert told == {"en": "Hello en: 12345678 a2", "zh-CN": "你好 zh-CN: 12345678 a2"}
    assert len(codes.codes) == 1
