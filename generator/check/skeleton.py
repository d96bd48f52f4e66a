"""A name to its skeleton: names that look alike to a reader have the same one.

After the idea of UTS 39, with a fold of its own: compatibility forms, case, spaces and what cannot be seen are made
equal, then the signs of the scripts that people mix up by mistake or malice: Cyrillic and Greek beside Latin, figures
beside letters, Katakana beside Han. The whole table of UTS 39 (6,300 pairs) would come from a package that is not
maintained; these are the pairs that a typeface for names draws the same.
"""

from __future__ import annotations

import unicodedata

_FOLD = str.maketrans(
    # Cyrillic and Greek, capitals for what only looks like Latin as a capital
    "аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅһҺԁԛԝӀҮүΑαΒΕΖΗΙιΚκΜΝνΟοΡρΤΥυΧχγ",
    "aAbBeEkKmMhHoOpPcCtTyYxXiIjJsShHdqwlYvAaBEZHIiKkMNvOoPpTYuXxy",
)
_FOLDED = str.maketrans("01i|ßıłøþ〇○ーニロカエトハタ－―—", "olllblloþoo一二口力工卜八夕一一一")
#: Marks that choose one of two looks of a sign, as of an emoji; beside letters they cannot be seen.
_SELECTORS = dict.fromkeys(range(0xFE00, 0xFE10))
_PAIRS = (("rn", "m"), ("vv", "w"))


def seen(text: str) -> str:
    """`text` with compatibility forms, case, spaces and invisible characters made equal."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_SELECTORS)).casefold())
    if folded.isprintable():  # as nearly all names are: then of all these it holds spaces at most
        return folded.replace(" ", "")
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


def skeleton(text: str) -> str:
    """What is left of a name when its look is all that counts."""
    plain = seen(unicodedata.normalize("NFKC", text).translate(_FOLD)).translate(_FOLDED)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain
