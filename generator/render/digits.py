"""Whole minor units as a language writes them, learnt from a sample that Babel wrote: 1 us an amount, not 25.

Each archive has sums that no other has, so a cache alone does not spare the formatting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

_TRIED = (0, 7, 12, 123, 1234, 12345, 123456, 1234567, 1234567890)


class Digits(Struct, frozen=True):
    """Thousands between `group`, `places` digits after `point`, `before` and `after` around."""

    before: str
    group: str
    point: str
    after: str
    places: int

    def write(self, minor: int) -> str:
        """`minor` (0 or more) in units of the last of `places`."""
        places = self.places
        if not places:
            whole, rest = minor, ""
        elif places == 2:
            whole, cents = divmod(minor, 100)
            rest = f"{self.point}{cents:02}"
        else:
            whole, cents = divmod(minor, 10**places)
            rest = f"{self.point}{cents:0{places}}"
        return f"{self.before}{whole if whole < 1000 else f'{whole:,}'.replace(',', self.group)}{rest}{self.after}"


def digits_as(write: Callable[[Decimal], str], places: int) -> Digits | None:
    """How `write` writes numbers of so many places; None where digits or groups are of another kind."""
    rest = "8912345"[:places]
    sample = write(Decimal(f"1234567{rest}").scaleb(-places))
    decimals = rf"(\D+){rest}" if places else "()"
    shape = re.fullmatch(rf"(\D*)1(?P<group>\D+)234(?P=group)567{decimals}(\D*)", sample)
    if not shape:
        return None
    found = Digits(shape[1], shape[2], shape[3], shape[4], places)
    return found if all(found.write(n) == write(Decimal(n).scaleb(-places)) for n in _TRIED) else None
