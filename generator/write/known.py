"""Which page each archive had in the last build, so that an archive of the same inputs need not even be made.

It also remembers what the leak gate looked for: a page from the last build is looked through for what is new only. Only
pages in which nothing was found are remembered, and only those of a build that passed the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from generator.write.gate import Gate
from generator.write.store import Store, key_of

_NAME = key_of("known")
_MARK = 8


class Place(NamedTuple):
    """Where an archive's page lies, whether it is listed, and its key in the store of pages."""

    url: str
    listed: bool
    key: str


class _Memory(msgspec.Struct):
    shared: str
    looked_for: bytes  # marks of patterns, _MARK bytes each
    places: dict[bytes, Place]


class Known:
    """`shared`: hash of all that archives have in common, but for their donors' own inputs."""

    def __init__(self, store: Store, shared: str, gate: Gate, secret: str) -> None:
        self._store, self._shared = store, shared
        self._key = blake2b(secret.encode(), digest_size=32, person=b"nianlun/known").digest()
        self._marks = {self._mark(pattern): pattern for pattern in gate.patterns}
        memory = self._recall()
        fits = memory is not None and memory.shared == shared
        self.places: Mapping[bytes, Place] = memory.places if memory and fits else {}
        before = memory.looked_for if memory and fits else b""
        seen = {before[at : at + _MARK] for at in range(0, len(before), _MARK)}
        #: Looks for what the last build did not look for.
        self.newer = gate.only(pattern for mark, pattern in self._marks.items() if mark not in seen)

    def remember(self, places: Iterable[tuple[bytes, Place]]) -> None:
        """Keep this build's places; it has passed the leak gate."""
        memory = _Memory(self._shared, b"".join(sorted(self._marks)), dict(places))
        self._store.put(_NAME, msgspec.msgpack.encode(memory))
        self._store.prune([_NAME])

    def _recall(self) -> _Memory | None:
        payload = self._store.get(_NAME)
        try:
            return msgspec.msgpack.decode(payload, type=_Memory) if payload else None
        except msgspec.MsgspecError:
            return None

    def _mark(self, pattern: bytes) -> bytes:
        return blake2b(pattern, digest_size=_MARK, key=self._key).digest()
