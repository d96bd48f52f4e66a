"""The interface's words in each language, from theme/messages/LANG.yml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from generator.issues import ContentError, Issue, Source
from generator.load.files import shown_path
from generator.load.findings import Findings
from generator.load.markdown import mapping
from generator.load.text import read
from generator.load.yaml import Map
from generator.render.formats import Formats
from generator.render.written import Written

_PLACE = re.compile(r"\{(\w+)\}")
_MOST = 10  # missing messages that are named
_SWITCH = "write `custom_dir: theme` below `theme:` in the settings, "


class Catalog:
    """`say(language, key, **values)` fills the `{name}` places of a message.

    Where a `count` is given, `key.one` or `key.other` is taken if the catalog has it (`key.zero` for none). Numbers
    among the values are set in the language's digits, days as days, `month=(year, month)` as a month. A language
    falls back on its first part (`en-GB` on `en`).
    """

    def __init__(self, themes: tuple[Path, ...], languages: tuple[str, ...], root: Path) -> None:
        """ContentError with everything that is wrong with the catalogs themselves, placed from `root`."""
        wrong = Findings()
        switched = len(themes) > 1 or themes[0].is_relative_to(root)  # on a theme of the site's own
        own = (themes[0] if switched else root / "theme") / "messages"
        self._files = {lang: shown_path(own / f"{lang}.yml", root) for lang in languages}
        self._sources: dict[str, dict[str, Source]] = {lang: {} for lang in languages}
        self.messages = {lang: self._read(themes, lang, root, wrong, "" if switched else _SWITCH) for lang in languages}
        if wrong:
            raise ContentError(wrong.issues)
        self.formats = {lang: Formats(lang) for lang in languages}
        self.written = {lang: Written(self.formats[lang], self._year_name(lang)) for lang in languages}
        self._html: dict[tuple[str, str, object], Html] = {}  # messages taken apart, by language, key and form

    def say(self, language: str, key: str, **values: object) -> str:
        message = self._message(language, key, values.get("count"))
        formats = self.formats[language]
        return _PLACE.sub(lambda m: str(formats.value(m[1], self._given(values, m[1], language, key))), message)

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
            kinds = written.years if name.endswith("year") else written.by_kind
            value = self._given(values, name, language, key)
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
            where = Source(self._files[language])
            raise ContentError([Issue(where, key, "is missing; write it as en.yml has it")])
        return found

    def _given(self, values: Mapping[str, object], name: str, language: str, key: str) -> Any:
        """The value for a place in a message. ContentError where the message asks for one that it is not given."""
        if name in values:
            return values[name]
        known = ", ".join(f"{{{given}}}" for given in values) or "none"
        message = f"has a place {{{name}}} that nothing is known for; those that are: {known}"
        forms = (form for form, said in self.messages[language].items() if f"{{{name}}}" in said)
        form = next(form for form in forms if key in (form, _plain(form)))
        raise ContentError([Issue(self._sources[language][form], form, message)])

    def _read(
        self, themes: tuple[Path, ...], language: str, root: Path, wrong: Findings, switch: str
    ) -> Mapping[str, str]:
        """Nianlun's messages with the site's own over them. `switch`: what a site has to do to have its own."""
        merged: dict[str, str] = {}
        names = dict.fromkeys((language.split("-")[0], language))
        found: list[Path] = []
        for theme in reversed(themes):
            for name in names:
                file = theme / "messages" / f"{name}.yml"
                if file.is_file():
                    found.append(theme)
                    merged.update(_messages(file, shown_path(file, root), self._sources[language], wrong))
        bundled = themes[-1] / "messages" / "en.yml"
        if not found:
            copy = f"{switch}copy {shown_path(bundled, root)} there and translate it"
            message = f"is not there, and the site speaks {language} (organisation.yml); {copy}"
            wrong.error(Source(self._files[language]), "", message)
        elif themes[-1] not in found and merged:  # a language that Nianlun does not bring along
            known = {_plain(key) for key in merged}
            english = _messages(bundled, shown_path(bundled, root), {}, wrong)
            missing = [key for key in dict.fromkeys(map(_plain, english)) if key not in known]
            if missing:
                more = f" and {len(missing) - _MOST} more" if len(missing) > _MOST else ""
                message = f"lacks messages that en.yml has: {', '.join(missing[:_MOST])}{more}"
                wrong.error(Source(self._files[language]), "", message)
        return merged


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


def _plain(key: str) -> str:
    """The key without how many it speaks of: languages differ in the forms they need."""
    stem, _, form = key.rpartition(".")
    return stem if form in ("zero", "one", "other") else key


def _messages(file: Path, name: str, sources: dict[str, Source], findings: Findings) -> Mapping[str, str]:
    """The messages of one file, which issues call `name`; where they stand is put into `sources`."""
    told = read(file, name)
    if not isinstance(told, str):
        findings.issues.append(told)
        return {}
    found: dict[str, str] = {}
    tree = mapping(told, name, findings) or Map(1, 1)
    for key, (_, (line, column)) in tree.places.items():
        message = tree.get(key, "")  # what is empty is left out of a tree
        if isinstance(message, str):
            found[key], sources[key] = message, Source(name, line, column)
        else:
            findings.error(Source(name, line, column), key, "is not text; put it in quotation marks")
    return found
