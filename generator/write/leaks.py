"""The leak gate: looks through everything that is about to be published for every private string, in one pass.

A name that is also a word of the site, that a donor shown bears too, or that is too short to mean anything cannot be
judged; such strings are counted (`Gate.unguarded`) and not looked for. E-mail addresses, phone numbers and telling
amounts are looked for even in the site's own words.
"""

from __future__ import annotations

import contextlib
import gzip
import multiprocessing
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick
from babel import Locale

from generator.issues import ContentError, Issue
from generator.model.money import Money
from generator.model.public import Public
from generator.privacy.secrets import Secret, public_words
from generator.write.forms import amounts, forms

#: Names shorter than this are found by chance: letters of Chinese and the like, and of alphabets.
_LEAST_WIDE, _LEAST_NARROW, _LEAST_DIGITS = 2, 4, 7
#: In pictures and sealed archives, which look random, shorter patterns turn up by chance.
_LEAST_BINARY = 8
_BINARY = frozenset({".webp", ".jpg", ".jpeg", ".png", ".avif", ".gif", ".bin", ".ico", ".woff2", ".zip", ".pyc"})
#: More than this is worth more than one process.
_WORTH_WORKERS = 32 * 1024 * 1024
#: Messages about single finds; more only repeat them.
_MOST_FINDS = 20
#: Words that the front and the makers of pages write, beyond those in our own code.
_FRONT_WORDS = "config docs fields lang location pipeline separator text title tags boost html body index http https"

_ALNUM = re.compile(rb"[0-9A-Za-z]")
_ESCAPE_BEFORE = re.compile(rb"(?:\\[nrtbf]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})\Z")


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """A private string in a published file: `file` from the folder searched, its own private parts blotted out."""

    file: str
    form: str
    secret: int


class Gate:
    """The private strings of a site as one automaton. Made once a build; forked workers share it."""

    def __init__(self, secrets: Sequence[Secret], words: str, languages: Iterable[str]) -> None:
        self.secrets = secrets
        self._own = _Ordinary(secrets, words)
        self.patterns: dict[bytes, list[tuple[int, str]]] = {}
        self.unguarded = 0
        spoken = tuple(languages)
        for n, secret in enumerate(secrets):
            if secret.amount is None and self._own.cannot_judge(n):
                self.unguarded += 1
                continue
            written = list(amounts(secret.amount, spoken) if secret.amount else forms(secret.text))
            if secret.field in ("email", "phone"):
                written += _loosely(secret)
            for pattern, form in {pattern: form for form, pattern in reversed(written)}.items():
                self.patterns.setdefault(pattern, []).append((n, form))

    @cached_property
    def _automaton(self) -> tuple[BytesAhoCorasick, list[bytes]]:
        patterns = list(self.patterns)
        return BytesAhoCorasick(patterns), patterns

    def finds(self, body: bytes, least: int = 0) -> Iterator[tuple[int, str, int, int]]:
        """(secret, form, start, end) of each private string in `body` whose pattern has `least` bytes or more."""
        if not self.patterns:
            return
        automaton, patterns = self._automaton
        for which, start, end in automaton.find_matches_as_indexes(body, overlapping=True):
            if end - start < least:
                continue
            for secret, form in self.patterns[patterns[which]]:
                whole = form == "base64" or _stands_alone(
                    body, start, end, money=self.secrets[secret].amount is not None
                )
                if whole:
                    yield secret, form, start, end

    def search(self, folder: Path, jobs: int, skip: Iterable[str] = ()) -> tuple[Find, ...]:
        """Every find in the files below `folder` and in their names, but in its folders named in `skip`."""
        if not self.patterns or not folder.is_dir():
            return ()
        avoid = frozenset(skip)
        paths = [p for p in sorted(folder.rglob("*")) if p.relative_to(folder).parts[0] not in avoid]
        names = [p.relative_to(folder).as_posix() for p in paths]
        files = [(n, p.stat().st_size) for n, p in zip(names, paths, strict=True) if p.is_file()]
        _ = self._automaton
        found = {
            Find(self._blotted(n), f"{form} in its own name", s) for n in names for s, form, *_ in self._in_name(n)
        }
        if jobs < 2 or sum(size for _, size in files) < _WORTH_WORKERS:
            found |= {find for name, _ in files for find in self._in_file(folder, name)}
        else:
            with multiprocessing.get_context("fork").Pool(jobs, _start, (self, folder)) as pool:
                for finds in pool.imap_unordered(_search, (n for n, _ in files), chunksize=64):
                    found.update(finds)
        return tuple(sorted(found))

    def _in_name(self, name: str) -> Iterator[tuple[int, str, int, int]]:
        return self.finds(name.encode(errors="surrogateescape"))

    def _in_file(self, folder: Path, name: str) -> set[Find]:
        path = folder / name
        body = path.read_bytes()
        if path.suffix == ".gz":
            with contextlib.suppress(OSError, EOFError, zlib.error):  # not what its name says: searched as it is
                body = gzip.decompress(body)
        least = _LEAST_BINARY if path.suffix in _BINARY else 0
        return {Find(self._blotted(name), form, secret) for secret, form, *_ in self.finds(body, least)}

    def _blotted(self, name: str) -> str:
        """A file's name as a message may say it."""
        body = name.encode(errors="surrogateescape")
        for _, _, start, end in sorted(self.finds(body), key=lambda f: -f[2]):
            body = body[:start] + b"*" * (end - start) + body[end:]
        return body.decode(errors="replace")


def guard(gate: Gate, public: Public, out: Path, cache: Path, jobs: int) -> None:
    """ContentError when anything private stands in `out` or in what the build keeps in `cache`.

    The cache's `pages` and `pictures` are copies of what is published, by their hash, and `serve` is a preview for this
    computer: they are not searched. Nor are `builds`, a build's own messages, which name ids and fields only.
    """
    found = gate.search(out, jobs)
    elsewhere = gate.search(cache, 1, skip=("pages", "pictures", "serve", "builds"))
    kept = tuple(Find(f"{cache.name}/{f.file}", f.form, f.secret) for f in elsewhere)
    everything = _without_public_sums(gate, (*found, *kept), public)
    if everything:
        raise ContentError(_issues(gate, everything))


def gate_of(secrets: Sequence[Secret], public: Public, themes: Iterable[Path]) -> Gate:
    """The gate of a site: its secrets, less those that its own words hold."""
    languages = public.organisation.languages
    words = (public_words(public), _FRONT_WORDS, *_texts_of(themes), *(_calendar(lang) for lang in languages))
    return Gate(secrets, "\n".join(words), languages)


class _Ordinary:
    """Which secrets are too short or too common to look for."""

    def __init__(self, secrets: Sequence[Secret], words: str) -> None:
        self.secrets = secrets
        spellings = [_plain(s.text) for s in secrets]
        tried = sorted({s.encode() for s, secret in zip(spellings, secrets, strict=True) if s and not secret.strict})
        body = _plain(words).encode()
        hits = BytesAhoCorasick(tried).find_matches_as_indexes(body, overlapping=True) if tried else []
        self.common = {tried[w] for w, start, end in hits if _stands_alone(body, start, end)}

    def cannot_judge(self, n: int) -> bool:
        secret = self.secrets[n]
        text = _plain(secret.text)
        return (not secret.strict and text.encode() in self.common) or _too_short(text, secret)


def _too_short(text: str, secret: Secret) -> bool:
    if secret.field == "phone":
        return sum(c.isdigit() for c in text) < _LEAST_DIGITS
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    wide = sum(unicodedata.category(c) == "Lo" for c in letters)
    if wide >= _LEAST_WIDE:
        return False
    return len(letters) < 1 or len(text) < _LEAST_NARROW


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


def _loosely(secret: Secret) -> Iterator[tuple[str, bytes]]:
    """An e-mail address in small letters, a phone number without what stands between its digits."""
    if secret.field == "email":
        yield from forms(secret.text.lower())
    else:
        yield from forms("".join(c for c in secret.text if c.isdigit()))


def _stands_alone(body: bytes, start: int, end: int, money: bool = False) -> bool:
    """Whether letters and digits end where the match does: "Lin" is not in "Linda", and 234.50 not in 1,234.50."""
    if money:
        return not re.search(rb"\d[.,]?\Z", body[max(0, start - 2) : start]) and not re.match(
            rb"[.,]?\d", body[end : end + 2]
        )
    begins = not start or not _ALNUM.match(body, start) or not _ALNUM.match(body, start - 1)
    if not begins and not _ESCAPE_BEFORE.search(body, max(0, start - 6), start):
        return False
    return not (_ALNUM.match(body, end - 1) and _ALNUM.match(body, end))


def _texts_of(themes: Iterable[Path]) -> Iterator[str]:
    """The words of templates, messages, styles and scripts, and of the code that makes pages."""
    package = Path(__file__).parent.parent
    rooms = [package / room for room in ("pages", "pictures", "render", "fronts", "write")]
    for folder in (*themes, *rooms):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".html", ".yml", ".css", ".js", ".svg", ".py"} and file.is_file():
                yield file.read_text("utf-8", errors="replace")


def _calendar(language: str) -> str:
    locale = Locale.parse(language, sep="-")
    names = [n for kind in (locale.months, locale.days) for width in kind.values() for n in width.values()]
    return " ".join((*(str(v) for name in names for v in name.values()), str(locale.get_language_name())))


def _without_public_sums(gate: Gate, found: Iterable[Find], public: Public) -> tuple[Find, ...]:
    """The finds less amounts that are also a sum that the site shows: a price, a total, somebody's share."""
    finds = tuple(found)
    sums = set(_monies(public)) if any(gate.secrets[f.secret].amount for f in finds) else set()
    return tuple(f for f in finds if gate.secrets[f.secret].amount not in sums)


def _monies(value: object) -> Iterator[Money]:
    if isinstance(value, Money):
        yield Money(abs(value.minor), value.currency)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _monies(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from _monies(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _monies(getattr(value, field.name))


def _issues(gate: Gate, found: Sequence[Find]) -> list[Issue]:
    issues = []
    for find in found[:_MOST_FINDS]:
        secret = gate.secrets[find.secret]
        issues.append(
            Issue(
                secret.source,
                secret.field,
                f"of {secret.whose} would be published: it stands in {find.file} as {find.form}; "
                "nothing was published; take it out of the content that makes that page",
            )
        )
    if len(found) > _MOST_FINDS:
        last = gate.secrets[found[-1].secret]
        rest = f"and {len(found) - _MOST_FINDS} more private strings would be published"
        issues.append(Issue(last.source, "", rest))
    return issues


_shared: tuple[Gate, Path] | None = None


def _start(gate: Gate, folder: Path) -> None:
    """In a new process: what its files share. A pool offers no other place for it than a global."""
    global _shared
    _shared = gate, folder


def _search(name: str) -> set[Find]:
    assert _shared is not None
    gate, folder = _shared
    return gate._in_file(folder, name)
