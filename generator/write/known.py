"""Which page each archive had in the last build, so that an archive of the same inputs need not even be made.

It also remembers what the leak gate looked for: a page from the last build is looked through for what is new only. Only
pages in which nothing was found are remembered, and only those of a build that passed the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.write.memory import Kept, Memory
from generator.write.passed import Sought
from generator.write.store import Store


class Place(NamedTuple):
    """Where an archive's page lies, whether it is listed, and its key in the store of pages."""

    url: str
    listed: bool
    key: str


class _Known(Kept):
    looked_for: bytes  # marks, packed
    places: dict[bytes, Place]


class Known:
    """`shared`: hash of all that archives have in common, but for their donors' own inputs."""

    def __init__(self, store: Store, shared: str, sought: Sought) -> None:
        self._memory, self._shared, self._sought = Memory(store, _Known), shared, sought
        memory = self._memory.recall(shared)
        self.places: Mapping[bytes, Place] = memory.places if memory else {}
        #: Looks for what the last build did not look for.
        self.newer = sought.newer(memory.looked_for if memory else b"")

    def remember(self, places: Iterable[tuple[bytes, Place]]) -> None:
        """Keep this build's places; it has passed the leak gate."""
        self._memory.keep(_Known(self._shared, self._sought.packed, dict(places)))
