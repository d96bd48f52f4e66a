"""One value kept from build to build, for as long as what it rests on is as it was."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from generator.write.store import Store, key_of


class Kept(msgspec.Struct):
    """What is kept; `rests_on` is a hash of all that has to be as it was."""

    rests_on: str


K = TypeVar("K", bound=Kept)


class Memory(Generic[K]):
    """The only entry of `store`."""

    def __init__(self, store: Store, kind: type[K]) -> None:
        self._store, self._kind, self._name = store, kind, key_of("the only one")

    def recall(self, rests_on: str) -> K | None:
        """What was kept, if it rests on the same; what is damaged reads as nothing."""
        payload = self._store.get(self._name)
        try:
            kept = msgspec.msgpack.decode(payload, type=self._kind) if payload else None
        except msgspec.MsgspecError:
            return None
        return kept if kept and kept.rests_on == rests_on else None

    def keep(self, value: K) -> None:
        """Keep `value` in the place of what was."""
        self._store.put(self._name, msgspec.msgpack.encode(value))
        self._store.prune([self._name])
