"""What a private donor may see of themselves: an archive that only the vault takes, and publishes sealed."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from generator.model.archives import Archive


class PrivateArchive(Struct, frozen=True):
    """`uid` is the donor's id, `version` that of their personal link: together they make the link's key.

    It stands outside `Public`, so that no planner and no template of ordinary pages can be given one.
    """

    uid: str
    version: int
    make: Callable[[], Archive]

    @property
    def archive(self) -> Archive:
        """Made anew each time: all of them at once need not lie in memory."""
        return self.make()
