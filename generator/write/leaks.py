"""The leak gate: looks through everything that is about to be published for every private string, in one pass.

A worker that has just made a page may have its bytes looked through before they are written, and say so with the
file's mark (`Looked`); every other file, and a file whose mark differs, is read again here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from msgspec import Struct

from generator.again import ANEW, Anew
from generator.issues import ContentError, Issue
from generator.master import VARIABLE as MASTER_VARIABLE
from generator.model.money import Money
from generator.model.public import Public, Stories
from generator.privacy.secrets import Secret, public_words
from generator.settings import SECRET_VARIABLE, Settings
from generator.write.gate import Find, Gate, common_of
from generator.write.listing import line, listing, walk
from generator.write.passed import Passed
from generator.write.workers import Crew

#: More than this is worth more than one process.
_WORTH_WORKERS = 32 * 1024 * 1024
#: Messages about single finds; more only repeat them.
_MOST_FINDS = 20
_KEPT = ("pages", "ordinary", "pictures", "serve", "builds", "known", "passed", "donors")
#: Words that the front and the makers of pages write, beyond those in our own code.
_FRONT_WORDS = "config docs fields lang location pipeline separator text title tags boost html body index http https"


@dataclass(frozen=True, slots=True)
class Looked:
    """Files that were looked through as they were written: their marks, and what was found in them.

    A mark is taken after the write and compared before publication. Whatever changes a byte in between changes the
    time of change (ctime), which no program can set, so such a file is read and searched like any other. Clocks of file
    systems tick every few milliseconds; within the tick of the write only the writer itself is at work on its file.
    """

    marks: frozenset[int] = frozenset()
    finds: frozenset[Find] = frozenset()


NOTHING_LOOKED = Looked()


class Lookout:
    """Looks through files as they are written, one process's part of them."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self._marks: list[int] = []
        self._finds: list[Find] = []

    def written(self, name: str, body: bytes, file: os.stat_result, gate: Gate | None = None) -> bool:
        """`body` now stands in the file `name`, a path from the site's root, of which the system says `file`.

        True where nothing was found. `gate`: what is left to be looked for, if not all.
        """
        finds = (gate or self.gate).look(name, body)
        self._finds += finds
        self._marks.append(mark(name, file))
        return not finds

    def taken(self) -> Looked:
        """What has been looked through since the last time."""
        looked = Looked(frozenset(self._marks), frozenset(self._finds))
        self._marks, self._finds = [], []
        return looked


def all_looked(parts: Iterable[Looked]) -> Looked:
    """What several processes looked through."""
    every = list(parts)
    return Looked(
        frozenset(chain.from_iterable(p.marks for p in every)), frozenset(chain.from_iterable(p.finds for p in every))
    )


def mark(name: str, file: os.stat_result) -> int:
    """What no change of a file leaves as it was, as one number: its name, inode, size and times to the nanosecond."""
    return hash((name, file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns))


def guard(
    gate: Gate,
    public: Public,
    out: Path,
    cache: Path,
    jobs: int,
    looked: Looked | None = None,
    passed: Passed | None = None,
) -> str:
    """The listing of `out`; ContentError when anything private stands there or in what the build keeps in `cache`.

    Not searched of the cache: `pages`, `ordinary` and `pictures`, copies of what is published; `serve`, a preview on
    this computer; `builds`, a build's own messages, which name ids and fields only; `known` and `passed`, which hold
    hashes; `donors`, which is sealed (load/packs.py). And `out` not twice, where it lies there. `passed`: what went
    through before, and then what does now.
    """
    known = looked or NOTHING_LOOKED
    lines: list[str] = []
    found = {*search(gate, out, jobs, looked=known.marks, lines=lines, passed=passed), *known.finds}
    elsewhere = search(gate, cache, 1, skip=(*_KEPT, *_inside(out, cache)), passed=passed)
    kept = (Find(f"{cache.name}/{f.file}", f.form, f.secret) for f in elsewhere)
    refuse(gate, (*sorted(found), *kept), public)
    if passed:
        passed.remember()
    return listing(lines)


def refuse(gate: Gate, found: Iterable[Find], public: Public) -> None:
    """ContentError naming what was found, but for sums that the site shows anyway."""
    everything = _without_public_sums(gate, found, public)
    if everything:
        raise ContentError(_issues(gate, everything))


def gate_of(
    secrets: Sequence[Secret],
    stories: Stories,
    said: str,
    themes: Iterable[Path],
    keys: Mapping[str, bytes] | None = None,
    do: Anew = ANEW,
) -> Gate:
    """The gate of a site: its secrets, less those that its own words hold, and its `keys` (see `keys_of`).

    `said`: what the site says of donors by their leave (`shown_words`).
    """
    languages = stories.organisation.languages
    words = (public_words(stories), said, _FRONT_WORDS, *_texts_of(themes), *(_calendar(lang) for lang in languages))
    return do(Gate, secrets, common_of(secrets, "\n".join(words)), languages, keys)


def keys_of(settings: Settings) -> dict[str, bytes]:
    """What must not be published of the site's own: its keys, by the names of their variables."""
    keys = {SECRET_VARIABLE: settings.secret.encode()}
    return keys | {MASTER_VARIABLE: settings.master.raw} if settings.master else keys


def search(
    gate: Gate,
    folder: Path,
    jobs: int,
    skip: Iterable[str] = (),
    looked: Set[int] = frozenset(),
    lines: list[str] | None = None,
    passed: Passed | None = None,
) -> tuple[Find, ...]:
    """Every find in the files below `folder` and in all names, but in its folders named in `skip`.

    A file whose mark is in `looked` is not read. `lines`, where there are any, are given those of all files (listing).
    Of what has `passed` before, only what is new is looked for.
    """
    if not folder.is_dir():
        return ()
    names: list[str] = []
    files: list[str] = []
    size = 0
    for name, entry in walk(folder, frozenset(skip)):
        names.append(name)
        if lines is not None and not entry.is_dir(follow_symlinks=False):
            lines.append(line(name, entry))
        if entry.is_file():
            at = entry.stat()
            if mark(name, at) not in looked:
                files.append(name)
                size += at.st_size
    found = gate.look_at_names(names)
    for finds, seen in _each(_Look(gate, passed, folder), files, jobs if size >= _WORTH_WORKERS else 1):
        found |= finds
        if passed and not finds:
            passed.keep(seen)
    return tuple(sorted(found))


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
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for part in value:
            yield from _monies(part)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _monies(getattr(value, name))


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


def _inside(out: Path, cache: Path) -> list[str]:
    """The folder of the cache that `out` is or lies in, if it does."""
    out, cache = out.resolve(), cache.resolve()
    return [out.relative_to(cache).parts[0]] if out != cache and out.is_relative_to(cache) else []


class _Look(NamedTuple):
    """Reads files of a folder and looks through them; what it finds, and the mark of the file for `passed`."""

    gate: Gate
    passed: Passed | None
    folder: Path

    def __call__(self, name: str) -> tuple[frozenset[Find], bytes]:
        body = Path(f"{self.folder}/{name}").read_bytes()
        return self.passed.look(name, body) if self.passed else (self.gate.look(name, body), b"")


def _each(look: _Look, files: Sequence[str], jobs: int) -> Iterable[tuple[frozenset[Find], bytes]]:
    _ = look.gate.automaton
    row = (lambda: lambda first, stop: [look(name) for name in files[first:stop]], len(files))
    with Crew([row], jobs) as crew:
        (batches,) = crew.results()
    return chain.from_iterable(batches)
