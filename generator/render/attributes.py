"""Attributes of HTML without quotes where HTML lets one leave them out: an archive has some sixty."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_BARE = re.compile(r"[\w./#:;,+@%~-]+", re.ASCII)  # nothing that ends an attribute or begins a reference


def bare(name: str, value: str) -> Markup:
    """`bare("href", "../x/")` is `href=../x/`; a value with other signs is quoted and escaped."""
    html = f"{name}={value}" if _BARE.fullmatch(value) else f'{name}="{escape(value)}"'
    return Markup(html)  # noqa: S704 - escaped, or of harmless letters
