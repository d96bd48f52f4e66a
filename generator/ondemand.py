"""Makes a preview's archives when a reader asks for them: of 100,000 an author looks at three."""

from __future__ import annotations

import contextlib
import shutil
import threading
from bisect import bisect_left
from operator import attrgetter
from pathlib import Path

from generator.filling import Filling
from generator.issues import ContentError
from generator.write.leaks import refuse
from generator.write.vault import BLOBS

_ARCHIVES = "d/"


class OnDemand:
    """Writes archives, open and sealed, into `out`, in which the rest of the site stands already."""

    def __init__(self, filling: Filling, out: Path) -> None:
        self.filling, self.out = filling, out
        self._write, self._seal = filling.makers(out)
        self._one_at_a_time = threading.Lock()

    def make(self, address: str) -> None:
        """Write what belongs at `address`, from the site's root, if it is an archive and not there yet.

        ContentError if anything private shows in it.
        """
        with self._one_at_a_time:
            if address.startswith(_ARCHIVES):
                self._archive(address.removeprefix(_ARCHIVES).partition("/")[0])
            elif self._seal and address.startswith(BLOBS) and not (self.out / address).exists():
                with contextlib.suppress(KeyError):
                    self._seal(address.removeprefix(BLOBS).removesuffix(".bin"))

    def _archive(self, key: str) -> None:
        site, folder = self.filling.site, self.out / _ARCHIVES / key
        number = bisect_left(site.public.archives, key, key=attrgetter("key"))
        if folder.exists() or number == len(site.public.archives) or site.public.archives[number].key != key:
            return
        written = self._write(number, number + 1)
        try:
            refuse(self.filling.gate, written.looked.finds, site.public)
        except ContentError:
            shutil.rmtree(folder)
            raise
