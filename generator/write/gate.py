"""The private strings of a site as one automaton, and where in a file's bytes they stand.

A name that is also a word of the site, that a donor shown bears too, or that is too short to mean anything cannot be
judged; such strings are counted (`Gate.unguarded`) and not looked for. E-mail addresses, phone numbers, telling
amounts and keys are looked for even in the site's own words.
"""

from __future__ import annotations

import contextlib
import gzip
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from functools import cached_property
from posixpath import splitext

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from generator.issues import Source
from generator.privacy.secrets import Secret
from generator.write.dga1 import MAGIC
from generator.write.forms import Form, amounts, forms, key_forms, unescaped

#: Names shorter than this are found by chance: letters of Chinese and the like, and of alphabets.
_LEAST_WIDE, _LEAST_NARROW, _LEAST_DIGITS = 2, 4, 7
#: In pictures and sealed archives, which look random, shorter patterns turn up by chance.
_LEAST_BINARY = 8
_BINARY = frozenset({".webp", ".jpg", ".jpeg", ".png", ".avif", ".gif", ".bin", ".ico", ".woff2", ".zip", ".pyc"})

_ANYWHERE, _ALONE, _MONEY = b"anywhere", b"alone", b"money"
_ALNUM = re.compile(rb"[0-9A-Za-z]")
_ESCAPE_BEFORE = re.compile(rb"(?:\\[nrtbf]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})\Z")


class Find(Struct, frozen=True, order=True):
    """A private string in a published file: `file` from the folder searched, its own private parts blotted out."""

    file: str
    form: str
    secret: int


class Gate:
    """What is looked for. Made once a build; forked workers share it.

    `common`: which of the secrets are words of the site too (`common_of`). `keys`: the site's own, raw bytes by the
    name under which an author knows them.
    """

    def __init__(
        self,
        secrets: Sequence[Secret],
        common: Set[bytes],
        languages: Iterable[str],
        keys: Mapping[str, bytes] | None = None,
    ) -> None:
        own = [
            (Secret("", name, "this site", Source("site_config.yml"), strict=True), raw)
            for name, raw in (keys or {}).items()
        ]
        self.secrets = (*secrets, *(secret for secret, _ in own))
        self._keys_from = len(secrets)
        self.patterns: dict[bytes, list[tuple[int, str]]] = {}
        self.unguarded = 0
        spoken = tuple(languages)
        for n, secret in enumerate(secrets):
            if secret.amount is None and _cannot_judge(secret, common):
                self.unguarded += 1
                continue
            written = list(amounts(secret.amount, spoken) if secret.amount else forms(secret.text))
            if secret.field in ("email", "phone"):
                written += _loosely(secret)
            self._look_for(n, written)
        for n, (_, raw) in enumerate(own, self._keys_from):
            self._look_for(n, key_forms(raw))

    def _look_for(self, n: int, written: Iterable[Form]) -> None:
        for form, pattern in written:
            known = self.patterns.setdefault(pattern, [])
            if not known or known[-1][0] != n:  # a pattern has the first of its names
                known.append((n, form))

    @cached_property
    def automaton(self) -> tuple[BytesAhoCorasick, list[bytes]]:
        """Made before workers are forked, so that they share it."""
        patterns = list(self.patterns)
        return BytesAhoCorasick(patterns), patterns

    def only(self, patterns: Iterable[bytes]) -> Gate:
        """The same gate, looking for these patterns and no others."""
        some = copy(self)
        some.__dict__.pop("automaton", None)
        some.patterns = {pattern: self.patterns[pattern] for pattern in patterns}
        return some

    def look(self, name: str, body: bytes) -> frozenset[Find]:
        """Every find in the file `name`, whose bytes are `body`, but not in its name (see `look_at_names`)."""
        if not self.patterns:
            return frozenset()
        suffix = splitext(name)[1]
        if suffix == ".gz":
            with contextlib.suppress(OSError, EOFError, zlib.error):  # not what its name says: searched as it is
                body = gzip.decompress(body)
        least = _LEAST_BINARY if suffix in _BINARY else 0
        found = {(form, secret) for secret, form, *_ in self.finds(body, least)}
        plain = None if body.startswith(MAGIC) else unescaped(body)  # no escapes are in what is sealed, but by chance
        if plain is not None:
            seen = {secret for _, secret in found}
            found |= {("escaped text", secret) for secret, *_ in self.finds(plain, least) if secret not in seen}
        return frozenset(Find(self._blotted(name), form, secret) for form, secret in found)

    def look_at_names(self, names: Sequence[str]) -> set[Find]:
        """Every find in the names themselves, paths from the folder searched; all at once, since they are many."""
        bodies = [name.encode(errors="surrogateescape") for name in names]
        if not any(self.finds(b"\n".join(bodies))):
            return set()
        return {
            Find(self._blotted(name), f"{form} in its own name", secret)
            for name, body in zip(names, bodies, strict=True)
            for secret, form, *_ in self.finds(body)
        }

    def finds(self, body: bytes, least: int = 0) -> Iterator[tuple[int, str, int, int]]:
        """(secret, form, start, end) of each private string in `body` whose pattern has `least` bytes or more."""
        if not self.patterns:
            return
        automaton, patterns = self.automaton
        for which, start, end in automaton.find_matches_as_indexes(body, overlapping=True):
            if end - start < least:
                continue
            for secret, form in self.patterns[patterns[which]]:
                manner = self._manner(secret, form)
                if manner == _ANYWHERE or _stands_alone(body, start, end, money=manner == _MONEY):
                    yield secret, form, start, end

    def manners(self, pattern: bytes) -> list[bytes]:
        """How a pattern has to stand, to count as found."""
        bearers = self.patterns[pattern]
        if len(bearers) == 1:  # as nearly always
            return [self._manner(*bearers[0])]
        return sorted({self._manner(secret, form) for secret, form in bearers})

    def _manner(self, secret: int, form: str) -> bytes:
        if form == "base64" or secret >= self._keys_from:
            return _ANYWHERE
        return _MONEY if self.secrets[secret].amount is not None else _ALONE

    def _blotted(self, name: str) -> str:
        """A file's name as a message may say it."""
        body = name.encode(errors="surrogateescape")
        for _, _, start, end in sorted(self.finds(body), key=lambda f: -f[2]):
            body = body[:start] + b"*" * (end - start) + body[end:]
        return body.decode(errors="replace")


def common_of(secrets: Iterable[Secret], words: str) -> frozenset[bytes]:
    """The secrets that are too common to look for: they stand among the `words` of the site."""
    tried = sorted({text.encode() for s in secrets if not s.strict and (text := _plain(s.text))})
    body = _plain(words).encode()
    hits = BytesAhoCorasick(tried).find_matches_as_indexes(body, overlapping=True) if tried else []
    return frozenset(tried[w] for w, start, end in hits if _stands_alone(body, start, end))


def _cannot_judge(secret: Secret, common: Set[bytes]) -> bool:
    text = _plain(secret.text)
    return (not secret.strict and text.encode() in common) or _too_short(text, secret)


def _too_short(text: str, secret: Secret) -> bool:
    if secret.field == "phone":
        return sum(c.isdigit() for c in text) < _LEAST_DIGITS
    if text.isascii():
        return len(text) < _LEAST_NARROW or not any(c.isalpha() for c in text)
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    wide = sum(unicodedata.category(c) == "Lo" for c in letters)
    if wide >= _LEAST_WIDE:
        return False
    return len(letters) < 1 or len(text) < _LEAST_NARROW


def _plain(text: str) -> str:
    return text.lower().strip() if text.isascii() else unicodedata.normalize("NFC", text).casefold().strip()


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
