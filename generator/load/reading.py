"""All donor files to records: those that were read before from their packs, the others by several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from typing import NamedTuple

from msgspec import Struct

from generator.beside import Beside, in_turn, may_begin
from generator.load import text
from generator.load.books import Books
from generator.load.files import File
from generator.load.findings import Findings
from generator.load.journeys import Reader
from generator.load.packs import Packs, merge, packed, unpacked
from generator.load.schema.fields import Terms
from generator.model.donors import ERASED, Donor

#: Bytes that take half a second to read, which is worth a process more.
_WORTH_A_PROCESS = 2_000_000


def donors(
    files: Iterable[File], terms: Terms, books: Books, findings: Findings, packs: Packs | None = None, jobs: int = 1
) -> None:
    """Reads every donor file into `books`; with `packs`, those that were read before from there.

    MisfitError where files that were read by themselves do not fit together. With one of `jobs` and no packs, none is.
    """
    reader = Reader.of(terms, books, findings)
    unread = list(_not_packed(files, books, packs) if packs else files)
    helpers = min(jobs, len(unread)) - 1 if may_begin() and _size(unread) >= _WORTH_A_PROCESS else 0
    if packs or helpers > 0:
        _Apart(reader, unread, packs).read(helpers)
        return
    for file in unread:
        said = _said(file, findings)
        if said is not None:
            reader.file(said, file)


def erased_donor(books: Books) -> None:
    """Adds the donor that stands for all who were erased, where a gift is theirs: counted in sums, shown nowhere."""
    first = min((gift.source for gift in books.gifts.values() if gift.donor == ERASED), default=None)
    if first:
        books.donors[ERASED] = Donor(first, ERASED, ERASED, visibility="excluded")


class _Parted(NamedTuple):
    """What came from a file by itself, packed, if nothing is wrong with it; `name` is that of the pack."""

    number: int
    name: str
    pack: bytes | None


class _Apart(Struct, frozen=True):
    """Reads each file by itself, then puts it into the reader's books."""

    reader: Reader
    files: list[File]
    packs: Packs | None

    def read(self, helpers: int) -> None:
        """With so many processes beside this one."""
        turns = in_turn(len(self.files)) if helpers > 0 else iter(range(len(self.files)))
        with ExitStack() as stack:
            others = [stack.enter_context(Beside(lambda: list(map(self._parted, turns)))) for _ in range(helpers)]
            for n in turns:
                self._enter(self.files[n])
            for other in others:
                for parted in other.result():
                    self._take(parted)

    def _parted(self, number: int) -> _Parted:
        file = self.files[number]
        read = self._read(file, Findings())
        if read is None or read[2]:
            return _Parted(number, "", None)
        name, books, _ = read
        return _Parted(number, name, packed(books))

    def _take(self, parted: _Parted) -> None:
        """What another process made of a file; where it found anything wrong, that is found here again and said."""
        file = self.files[parted.number]
        if parted.pack is None:
            self._enter(file)
            return
        books = unpacked(parted.pack, file.name)
        merge(self.reader.books, books)
        if self.packs:
            self.packs.keep(parted.name, parted.pack)
            self.packs.hold(parted.name, books)

    def _enter(self, file: File) -> None:
        read = self._read(file, self.reader.findings)
        if read is None:
            return
        name, books, found = read
        if self.packs and not found:
            self.packs.keep(name, packed(books))
            self.packs.hold(name, books)
        self.reader.findings.add(found)
        merge(self.reader.books, books)

    def _read(self, file: File, findings: Findings) -> tuple[str, Books, Findings] | None:
        """The name of the file's pack, its records and what is wrong with them; None where it is no text."""
        said = _said(file, findings)
        if said is None:
            return None
        return self.packs.name(file, said) if self.packs else "", *self.reader.apart(said, file)


def _not_packed(files: Iterable[File], books: Books, packs: Packs) -> Iterator[File]:
    """The files to be read; of the others, what is packed is put into the books."""
    for file in files:
        said = text.read(file.path, file.name)
        known = packs.books(packs.name(file, said), file) if isinstance(said, str) else None
        if known is None:
            yield file
        else:
            merge(books, known)


def _said(file: File, findings: Findings) -> str | None:
    read = text.read(file.path, file.name)
    if isinstance(read, str):
        return read
    findings.issues.append(read)
    findings.broken.add("donor/*")
    return None


def _size(files: Iterable[File]) -> int:
    size = 0
    for file in files:
        with suppress(OSError):  # found, and said, by who reads it
            size += file.path.stat().st_size
    return size
