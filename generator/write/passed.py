"""What went through the leak gate before: a file that is as it was then is looked through for what is new only.

Remembered are marks, hashes that say nothing without the site's secret: of all that was looked for, and of the files in
which nothing was found; of a build that passed the gate, and that was made by this same code.
"""

from __future__ import annotations

from collections.abc import Set
from functools import cached_property
from hashlib import blake2b
from posixpath import splitext

from generator.write.gate import Find, Gate
from generator.write.memory import Kept, Memory
from generator.write.store import Store

_MARK, _FILE_MARK = 8, 16  # bytes


class Sought:
    """What a gate looks for, as marks."""

    def __init__(self, gate: Gate, secret: str) -> None:
        self.gate = gate
        self.key = blake2b(secret.encode(), digest_size=32, person=b"nianlun/known").digest()

    @cached_property
    def _marks(self) -> dict[bytes, bytes]:
        return {self._mark(pattern): pattern for pattern in self.gate.patterns}

    @cached_property
    def packed(self) -> bytes:
        """All marks, _MARK bytes each."""
        return b"".join(sorted(self._marks))

    def newer(self, before: bytes) -> Gate:
        """Looks for what is not among the marks `before`, packed."""
        if before == self.packed:
            return self.gate.only(())
        seen = {before[at : at + _MARK] for at in range(0, len(before), _MARK)}
        return self.gate.only(pattern for mark, pattern in self._marks.items() if mark not in seen)

    def _mark(self, pattern: bytes) -> bytes:
        told = b"\0".join((*self.gate.manners(pattern), pattern))
        return blake2b(told, digest_size=_MARK, key=self.key).digest()


class _Passed(Kept):
    looked_for: bytes  # marks, packed
    files: set[bytes]


class Passed:
    """`made_by`: hash of the code, and of all else that the gate's judgement may depend on."""

    def __init__(self, store: Store, made_by: str, sought: Sought) -> None:
        self._memory, self._made_by, self._sought = Memory(store, _Passed), made_by, sought
        memory = self._memory.recall(made_by)
        self._before: Set[bytes] = memory.files if memory else set()
        self._newer = sought.newer(memory.looked_for if memory else b"")
        self._now: set[bytes] = set()

    def look(self, name: str, body: bytes) -> tuple[frozenset[Find], bytes]:
        """Every find in the file `name`, whose bytes are `body`, and the file's mark."""
        kind = splitext(name)[1].encode(errors="surrogateescape")  # the gate goes by it
        hashed = blake2b(kind + b"\0", digest_size=_FILE_MARK, key=self._sought.key)
        hashed.update(body)
        mark = hashed.digest()
        return (self._newer if mark in self._before else self._sought.gate).look(name, body), mark

    def keep(self, mark: bytes) -> None:
        """Note that nothing was found in the file of this mark."""
        self._now.add(mark)

    def remember(self) -> None:
        """Keep what this build looked through; it has passed the gate."""
        self._memory.keep(_Passed(self._made_by, self._sought.packed, self._now))
