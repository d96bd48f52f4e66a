"""DGA1: from a MASTER, a donor's id and a version to the key in their link, and from an archive to its sealed blob.

Every key is HKDF-SHA256. The key that seals is unique to its content (a synthetic salt), so that the fixed nonce never
repeats under one key and the same content gives the same bytes. `commit` tells a wrong link from a damaged blob.

The library that does it is imported where it is used: its 6 MB would lie beside the records as figures are made.
"""

from __future__ import annotations

import base64
import hmac
import struct
from dataclasses import dataclass
from typing import Final

KiB: Final = 1024
#: What a plaintext is padded to, so that its length says little; 8 KiB holds most archives.
SIZES: Final = tuple(n * KiB for n in (8, 16, 32, 64, 256, 1024, 4096))
#: Bytes that an archive may have at most.
LARGEST: Final = SIZES[-1] - 4
MAGIC: Final = b"DGA1"
KEY_BYTES: Final = 32
_HEAD = 68  # magic, salt, commit
_NONCE = bytes(12)
_FAMILY = b"donor-archive/1/"


class TooLargeError(ValueError):
    """The plaintext is over LARGEST."""


class WrongKeyError(Exception):
    """The blob belongs to another link."""


class DamagedError(Exception):
    """The blob is not as it was sealed."""


@dataclass(frozen=True, slots=True)
class LinkKey:
    """The key K of one personal link. Its text form is all that a reader needs."""

    raw: bytes

    def __repr__(self) -> str:
        return "LinkKey(...)"  # never in a message

    @property
    def fragment(self) -> str:
        """What stands behind # in the link: 43 characters."""
        return base64.urlsafe_b64encode(self.raw).decode().rstrip("=")

    @property
    def locator(self) -> str:
        """The blob's name, 32 hexadecimal digits."""
        return self.derive(b"locator", length=16).hex()

    def derive(self, info: bytes, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
        return _hkdf(self.raw, salt, info, length)


def link_key(master: bytes, uid: str, version: int) -> LinkKey:
    """The key of a donor's link; `version` from 1, raised by `rotate`."""
    name = uid.encode()
    info = b"link/" + struct.pack(">H", len(name)) + name + struct.pack(">I", version)
    return LinkKey(_hkdf(master, b"", info, KEY_BYTES))


def decoy_key(master: bytes, number: int) -> LinkKey:
    """The key of the decoy `number`, which no donor has."""
    return LinkKey(_hkdf(master, b"", b"decoy/" + struct.pack(">I", number), KEY_BYTES))


def decoys(archives: int) -> int:
    """How many decoys stand beside so many archives: together a power of two, and at least 8."""
    together = 8
    while together < archives:
        together *= 2
    return together - archives


def seal(key: LinkKey, plaintext: bytes) -> bytes:
    """The blob of `plaintext`; the same bytes for the same key and plaintext. TooLargeError past LARGEST."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    padded = _padded(plaintext)
    salt = hmac.digest(key.derive(b"siv"), padded, "sha256")
    head = MAGIC + salt + key.derive(b"commit", salt)
    bound = head + bytes.fromhex(key.locator)
    return head + AESGCM(key.derive(b"enc", salt)).encrypt(_NONCE, padded, bound)


def unseal(key: LinkKey, blob: bytes) -> bytes:
    """The plaintext in `blob`. WrongKeyError or DamagedError where it cannot be opened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head, magic, salt, commit = blob[:_HEAD], blob[:4], blob[4:36], blob[36:_HEAD]
    if magic != MAGIC or len(head) != _HEAD:
        raise DamagedError
    if not hmac.compare_digest(commit, key.derive(b"commit", salt)):
        raise WrongKeyError
    try:
        padded = AESGCM(key.derive(b"enc", salt)).decrypt(_NONCE, blob[_HEAD:], head + bytes.fromhex(key.locator))
    except InvalidTag:
        raise DamagedError from None
    (length,) = struct.unpack(">I", padded[:4])
    return padded[4 : 4 + length]


def _padded(plaintext: bytes) -> bytes:
    whole = struct.pack(">I", len(plaintext)) + plaintext
    size = next((s for s in SIZES if len(whole) <= s), None)
    if size is None:
        raise TooLargeError(f"an archive of {len(plaintext):,} bytes is over {LARGEST:,}")
    return whole + bytes(size - len(whole))


def _hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt or None, _FAMILY + info).derive(key)
