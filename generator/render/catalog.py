"""The interface's words in each language, from theme/messages/LANG.yml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml
from markupsafe import Markup, escape
from msgspec import Struct

from generator.render.formats import Formats
from generator.render.written import Written

_TextLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLACE = re.compile(r"\{(\w+)\}")


class Catalog:
    """`say(language, key, **values)` fills the `{name}` places of a message.

    Where a `count` is given, `key.one` or `key.other` is taken if the catalog has it (`key.zero` for none). Numbers
    among the values are set in the language's digits, days as days, `month=(year, month)` as a month. A language
    falls back on its first part (`en-GB` on `en`).
    """

    def __init__(self, themes: tuple[Path, ...], languages: tuple[str, ...]) -> None:
        self.messages = {lang: _messages(themes, lang) for lang in languages}
        self.formats = {lang: Formats(lang) for lang in languages}
        self.written = {lang: Written(self.formats[lang], self._year_name(lang)) for lang in languages}
        self._html: dict[tuple[str, str, object], Html] = {}  # messages taken apart, by language, key and form

    def say(self, language: str, key: str, **values: object) -> str:
        message = self._message(language, key, values.get("count"))
        formats = self.formats[language]
        return _PLACE.sub(lambda m: str(formats.value(m[1], values[m[1]])), message)

    def say_html(self, language: str, key: str, **values: object) -> Markup:
        """As `say`, for a template: the message and plain values are escaped, Markup values stand as they are."""
        count = values.get("count")
        form = count if count in (None, 0, 1) else 2  # as `worded` tells numbers apart
        html = self._html.get((language, key, form))
        if html is None:
            html = self._html[language, key, form] = taken_apart(self._message(language, key, count))
        if not html.places:
            return html.first
        written = self.written[language]
        parts: list[str] = [html.first]
        for name, text in html.places:
            kinds, value = written.years if name.endswith("year") else written.by_kind, values[name]
            parts += value if value.__class__ is Markup else kinds[value.__class__](value), text
        return Markup("".join(parts))  # noqa: S704 - every part is escaped above

    def has(self, language: str, key: str) -> bool:
        return key in self.messages[language]

    def _year_name(self, language: str) -> Callable[[int], str]:
        return lambda year: self.say(language, "year.name", year=year)

    def _message(self, language: str, key: str, count: object) -> str:
        messages = self.messages[language]
        found = worded(messages, key, count) if isinstance(count, int) else messages.get(key)
        if found is None:
            raise KeyError(f"theme/messages/{language}.yml has no message {key!r}")
        return found


class Html(Struct, frozen=True):
    """A message's escaped text up to its first place, then each place's name and the escaped text after it."""

    first: Markup
    places: tuple[tuple[str, str], ...]


def worded(messages: Mapping[str, str], key: str, count: int) -> str | None:
    """The message that speaks of `count` things: only none, one and more are told apart."""
    form = "zero" if count == 0 else "one" if count == 1 else "other"
    found = messages.get(f"{key}.{form}") or messages.get(f"{key}.other")
    return messages.get(key) if found is None else found


def taken_apart(message: str) -> Html:
    first, *rest = _PLACE.split(message)
    return Html(
        escape(first), tuple((name, str(escape(text))) for name, text in zip(rest[::2], rest[1::2], strict=True))
    )


def _messages(themes: tuple[Path, ...], language: str) -> Mapping[str, str]:
    """Nianlun's messages with those of the site's own theme over them."""
    merged: dict[str, str] = {}
    found = False
    for theme in reversed(themes):
        for name in dict.fromkeys((language.split("-")[0], language)):
            file = theme / "messages" / f"{name}.yml"
            if file.is_file():
                found = True
                loaded = yaml.load(file.read_text("utf-8"), Loader=_TextLoader)  # noqa: S506 - text scalars only
                merged.update(loaded or {})
    if not found:
        raise LookupError(f"no messages for the language {language}: write theme/messages/{language}.yml")
    return merged
