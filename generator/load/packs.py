"""Donor files as they were read the last time: one whose bytes are as they were need not be read again.

A pack is the records of a file without anything that repeats: what gifts say is kept once, and each gift is a line, a
day and a number. Packs hold private records, so they are sealed with the site's secret. Only a file in which nothing
was wrong is packed; where packs do not fit together, all files are read as if there were none, and say what is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NoReturn, Protocol

import msgspec

from generator.issues import Source
from generator.load.books import Books, Refund
from generator.load.files import File
from generator.load.schema.fields import Terms
from generator.load.values import Amount
from generator.model.donors import Donor
from generator.model.gifts import Act, Gift, Pledge, Tribute

_NONCE = 12
_day = lru_cache(maxsize=None)(date.fromordinal)
_line = lru_cache(maxsize=None)(int)  # the same numbers for all files: a million gifts stand on a few thousand lines
#: What a Gift has from its amount on, and an Act from its kind on.
GiftFacts = tuple[
    int, str, str | None, str | None, int, str | None, str | None, Tribute | None, str | None, str | None, bool, bool
]
ActFacts = tuple[str, str | None, int, str | None, str | None, str | None]


class Kept(Protocol):
    """Where packs lie between builds."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, payload: bytes) -> None: ...
    def prune(self, used: Iterable[str]) -> None: ...


class MisfitError(Exception):
    """The packs do not fit together: the files have to be read."""


class _Pack(msgspec.Struct, array_like=True):
    donors: list[Donor]
    gift_facts: list[GiftFacts]
    gifts: list[tuple[int, str, int, int, int, int]]  # donor, id, line, column, day, facts
    act_facts: list[ActFacts]
    acts: list[tuple[int, int, int, int, int]]  # donor, line, column, day, facts
    pledges: list[Pledge]
    refunds: list[tuple[date, Amount, str, str | None, str, Source, str | None]]
    numbers: dict[str, tuple[str, int]]


_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(_Pack).decode


class Packs:
    """The packs of a site. `version`: what reads the files; `terms`: what they are read by."""

    def __init__(
        self, kept: Kept, secret: str, version: str, terms: Terms, held: dict[str, Books] | None = None
    ) -> None:
        """`held`: the records of files, by the names of their packs, where they are held for the next time."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not where nothing is kept

        key = blake2b(secret.encode(), digest_size=32, person=b"nianlun/packs").digest()
        self._kept, self._key, self._cipher = kept, key, AESGCM(key)
        self._by = f"{version} {terms.currency} {terms.languages}".encode()
        self._used: list[str] = []
        self._held = held

    def books(self, name: str, file: File) -> Books | None:
        """The records in the pack of that name, of `file`, where it was kept."""
        books = self._held.get(name) if self._held else None
        if books is not None:
            self._used.append(name)
            return books
        pack = self._open(name)
        return self.hold(name, unpacked(pack, file.name)) if pack is not None else None

    def hold(self, name: str, books: Books) -> Books:
        """Hold the records of a file for the next time, where any are held."""
        if self._held is not None:
            self._held[name] = books
        return books

    def _open(self, name: str) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        payload = self._kept.get(name)
        if payload is None:
            return None
        try:
            pack = self._cipher.decrypt(payload[:_NONCE], payload[_NONCE:], None)
        except (InvalidTag, ValueError):
            return None
        self._used.append(name)
        return pack

    def keep(self, name: str, pack: bytes) -> None:
        nonce = os.urandom(_NONCE)
        self._kept.put(name, nonce + self._cipher.encrypt(nonce, pack, None))
        self._used.append(name)

    def forget_the_rest(self) -> None:
        self._kept.prune(self._used)
        if self._held is not None:
            for name in self._held.keys() - set(self._used):
                del self._held[name]

    def name(self, file: File, text: str) -> str:
        """Under which name a file that holds `text` is kept."""
        digest = blake2b(self._by, key=self._key)
        digest.update(f"\0{file.name}\0".encode())
        digest.update(text.encode())
        return digest.hexdigest()


def merge(books: Books, part: Books) -> None:
    """`part`, the records of one file, into `books`. MisfitError where an id is taken, and later for a wrong refund."""
    donors, gifts = len(books.donors) + len(part.donors), len(books.gifts) + len(part.gifts)
    books.donors.update(part.donors)
    books.gifts.update(part.gifts)
    if len(books.donors) < donors or len(books.gifts) < gifts:
        raise MisfitError
    books.pledges += part.pledges
    books.acts += part.acts
    books.refunds += [replace(refund, wrong=_misfit) for refund in part.refunds]
    books.numbers.update(part.numbers)


def packed(books: Books) -> bytes:
    """The records of one file, in which nothing is wrong."""
    number = {name: n for n, name in enumerate(books.donors)}
    gift_facts: dict[Any, int] = {}
    act_facts: dict[Any, int] = {}

    def known(facts: dict[Any, int], record: Gift | Act) -> int:
        """The number of what the record says after source, id (a gift's), donor and day."""
        said = msgspec.structs.astuple(record)[4 if isinstance(record, Gift) else 3 :]
        return facts.setdefault(said, len(facts))

    def at(record: Gift | Act) -> tuple[int, int, int]:
        return record.source.line, record.source.column, record.date.toordinal()

    gifts = [(number[g.donor], g.id, *at(g), known(gift_facts, g)) for g in books.gifts.values()]
    acts = [(number[a.donor], *at(a), known(act_facts, a)) for a in books.acts]
    pack = _Pack(
        donors=list(books.donors.values()),
        gift_facts=list(gift_facts),
        gifts=gifts,
        act_facts=list(act_facts),
        acts=acts,
        pledges=books.pledges,
        refunds=[(r.day, r.amount, r.of, r.note, r.donor, r.source, r.id) for r in books.refunds],
        numbers=books.numbers,
    )
    return _encode(pack)


def unpacked(payload: bytes, file: str) -> Books:
    """What was packed of the file of that name."""
    try:
        pack = _decode(payload)
    except msgspec.MsgspecError:
        raise MisfitError from None
    donors = [donor.id for donor in pack.donors]
    gifts, acts = pack.gift_facts, pack.act_facts
    books = Books("")
    books.donors = dict(zip(donors, pack.donors, strict=True))
    books.gifts = {
        name: Gift(Source(file, _line(line), column), name, donors[donor], _day(day), *gifts[facts])
        for donor, name, line, column, day, facts in pack.gifts
    }
    books.acts = [
        Act(Source(file, _line(line), column), donors[donor], _day(day), *acts[facts])  # type: ignore[arg-type]
        for donor, line, column, day, facts in pack.acts
    ]
    books.pledges = pack.pledges
    books.refunds = [
        Refund(day, amount, of, note, donor, source, _misfit, name)
        for day, amount, of, note, donor, source, name in pack.refunds
    ]
    books.numbers = pack.numbers
    return books


def _misfit(field: str, message: str) -> NoReturn:
    """Something is wrong with a refund: only who reads its file in its turn can say where."""
    raise MisfitError
