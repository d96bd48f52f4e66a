"""MASTER, the 32 secret bytes behind every personal link, from the environment or a key file; never from content.

The sample has a demonstration key, so that its private archives open for everyone who tries it; it protects nobody and
is refused for any other site.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

VARIABLE = "NIANLUN_MASTER"
FILE_VARIABLE = "NIANLUN_MASTER_FILE"
OPTIONS = ("master_file", "demonstration_master")

_HEX = re.compile(r"[0-9a-fA-F]{64}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]{43}")
_FORMS = "a key is 64 hexadecimal digits or 43 characters of base64url; `nianlun keys new` makes one"


@dataclass(frozen=True, slots=True)
class Master:
    """The bytes themselves are in no repr, so that no message can hold them."""

    raw: bytes = field(repr=False)

    @property
    def demonstration(self) -> bool:
        return self == DEMONSTRATION


#: The sample's key. Everybody knows it.
DEMONSTRATION = Master(sha256(b"nianlun demonstration master, known to everybody").digest())


def new() -> str:
    """A fresh key as text: 43 characters from 32 random bytes."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def parse(text: str) -> Master:
    """The key written in `text`. ValueError, which does not quote it, where there is none."""
    plain = text.strip()
    if _HEX.fullmatch(plain):
        return Master(bytes.fromhex(plain))
    if _BASE64URL.fullmatch(plain):
        raw = base64.urlsafe_b64decode(plain + "=")
        if base64.urlsafe_b64encode(raw).decode().rstrip("=") == plain:
            return Master(raw)
    raise ValueError(f"is not a key; {_FORMS}")


def find(options: Mapping[str, Any], root: Path) -> tuple[Master | None, tuple[tuple[str, str], ...]]:
    """The site's key, None where it has none; with what is wrong, as option and message.

    The environment comes before `master_file`, and both before the demonstration key. An empty variable is as good as
    none, since that is what CI makes of a secret that is not there; so is a `master_file` that is not there, since a
    fork's build does without it. A file that the environment names must be there.
    """
    text, named = os.environ.get(VARIABLE, "").strip(), os.environ.get(FILE_VARIABLE, "").strip()
    if text:
        return _read(text, "", f"{VARIABLE} ")
    if named:
        return _open(root / named, "", f"the file that {FILE_VARIABLE} names ")
    own = str(options.get("master_file") or "")
    if own and (root / own).exists():
        return _open(root / own, "master_file", "")
    demonstration = str(options.get("demonstration_master") or "no").lower()
    if demonstration not in ("yes", "no", "true", "false"):
        return None, (("demonstration_master", "is neither yes nor no; write yes or no"),)
    return (DEMONSTRATION if demonstration in ("yes", "true") else None), ()


def _open(file: Path, option: str, what: str) -> tuple[Master | None, tuple[tuple[str, str], ...]]:
    try:
        text = file.read_text("utf-8-sig")  # as Notepad may have saved it
    except UnicodeDecodeError:
        return None, ((option, f"{what}is not a key; {_FORMS}"),)
    except OSError as wrong:
        reason = "is not there" if isinstance(wrong, FileNotFoundError) else "cannot be read"
        return None, ((option, f"{what}{reason}"),)
    return _read(text, option, what)


def _read(text: str, option: str, what: str) -> tuple[Master | None, tuple[tuple[str, str], ...]]:
    try:
        return parse(text), ()
    except ValueError as wrong:
        return None, ((option, f"{what}{wrong}"),)
