"""A line that is not YAML to the sign in it that a Chinese keyboard typed, or the space that a hurried hand left out.

YAML itself complains of the line below, or of a sign that is right: "：" and "，" are letters to it.
"""

from __future__ import annotations

import re

_PLAIN = {"：": ": ", "，": ", ", "｛": "{", "【": "[", "［": "["}
_NAME = "[a-z_]+"
_FULL_WIDTH = re.compile(
    rf"(?:^\s*(?:- *)?|[{{｛,，]\s*){_NAME}\s*(：)"  # after a field's name
    rf"|(，)\s*{_NAME}\s*[:：]"  # before one
    rf"|^\s*(?:- *)?(?:{_NAME}[:：])?\s*([｛【［])"  # where a value begins
)
_TIGHT = re.compile(rf"^\s*(?:- +)?({_NAME}):(?=[^\s/])")


def slip(line: str) -> tuple[int, str] | None:
    """The column (from 1) of what was probably meant otherwise, and what to say of it."""
    if found := _FULL_WIDTH.search(line):
        sign = found[found.lastindex or 0]
        return found.start(found.lastindex or 0) + 1, f'"{sign}" is a full-width sign; write "{_PLAIN[sign]}" instead'
    if found := _TIGHT.search(line):
        return found.end(1) + 1, f'a space is missing after "{found[1]}:"; write {found[1]}: value'
    return None
