"""The empty page that the front rendered, split once at its slots, so that an archive is filled in by joining strings.

A chain of `replace` would let a donor's name act as a slot; a split that happens before any name is known cannot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

_SLOT = re.compile("\x02([a-z_]+)\x03")


def slot(name: str) -> str:
    """The mark that a front leaves where `name` belongs: between control signs, which content never holds and no
    escaping changes, so that not even the site's own name can act as a slot."""
    return f"\x02{name}\x03"


class Shell(Struct, frozen=True):
    """`texts` and the `slots` between them; there is one text more than slots."""

    texts: tuple[str, ...]
    slots: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """The page, with each slot filled by `values` (HTML, already escaped)."""
        parts = [self.texts[0]]
        for name, text in zip(self.slots, self.texts[1:], strict=True):
            parts += values[name], text
        return "".join(parts)

    def partly(self, values: Mapping[str, str]) -> Shell:
        """The shell with the slots that `values` have filled for good."""
        texts, slots = [self.texts[0]], []
        for name, text in zip(self.slots, self.texts[1:], strict=True):
            if name in values:
                texts[-1] = "".join((texts[-1], values[name], text))  # `+` would escape beside a Markup
            else:
                slots.append(name)
                texts.append(text)
        return Shell(tuple(texts), tuple(slots))


def split(html: str) -> Shell:
    """The shell in a rendered page that holds `slot(...)` marks, without the line ends between tags: 100,000 archives
    would each carry forty."""
    pieces = _SLOT.split(re.sub(r">\n+<", "><", html))
    return Shell(tuple(pieces[0::2]), tuple(pieces[1::2]))
