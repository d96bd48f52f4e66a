"""From an amount to the band it lies in: all that is told of it where `pseudonymous_amounts: band` is set."""

from __future__ import annotations

from babel.numbers import get_currency_precision

from generator.model.money import Band, Money


def band(amount: Money) -> Band:
    """The band of an amount above zero, two to a decade: 1 to 5, 5 to 10, 10 to 50, ... and 0 to 1 below.

    Two, since round amounts (100, 200, 500, 1000), of which most gifts are, then begin bands or lie well inside.
    """
    whole = amount.minor // 10 ** get_currency_precision(amount.currency)
    if not whole:
        return Band(0, 1, amount.currency)
    decade = 10 ** (len(str(whole)) - 1)
    low, high = (decade, 5 * decade) if whole < 5 * decade else (5 * decade, 10 * decade)
    return Band(low, high, amount.currency)
