"""Decoding: UTF-8 only, and the byte where it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.issues import Issue, Source
from generator.load.text import decode


def test_bom_and_line_ends() -> None:
    assert "a\nb\nc\n" == decode(b"\xef\xbb\xbfa\r\nb\rc\n", "f")


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        ("name: 林".encode("gbk"), (1, 7), "byte 6 is not UTF-8 (it looks like GBK)"),
        (b"\xef\xbb\xbfab\r\n\xff", (2, 1), "byte 7 is not UTF-8"),
        ("a".encode("utf-16"), (1, 1), "UTF-16"),
        ("ab".encode("utf-16-le"), (1, 2), "looks like UTF-16"),
        ("name: 林".encode("utf-16-le"), (1, 13), "byte 12 is not UTF-8 (it looks like UTF-16)"),
        (b"PK\x03\x04\x14\x00\x06", (1, 1), "a document of an office program"),
        (b"abcdefgh\x00", (1, 9), "byte 8 is a NUL"),
        ("雨\n雨\x1b".encode(), (2, 2), "byte 7 begins a control character (U+001B)"),
        (b"\xed\xa0\x80", (1, 1), "byte 0 is not UTF-8"),
    ],
)
def test_says_where_and_what(raw: bytes, place: tuple[int, int], says: str) -> None:
    found = decode(raw, "content/x.md")
    assert isinstance(found, Issue)
    assert Source("content/x.md", *place) == found.source
    assert says in found.message
    assert "save the file as UTF-8" in found.message


@given(st.binary())
def test_any_bytes_are_text_or_an_issue(raw: bytes) -> None:
    found = decode(raw, "f")
    assert isinstance(found, Issue) or ("\r" not in found and "\0" not in found)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_clean_text_comes_back(text: str) -> None:
    assert text.removeprefix("\ufeff") == decode(text.encode(), "f")
