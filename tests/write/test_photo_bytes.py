"""Any bytes at all with a picture's name: developed or named as unusable, never a crash, never long."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.issues import ContentError
from generator.write.photos import develop

KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}


def whole(kind: str) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(out, KINDS[kind])
    return out.getvalue()


WHOLE = {suffix: whole(suffix) for suffix in KINDS}
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def developed(folder: Path, suffix: str, raw: bytes) -> None:
    """Develops the bytes, or is told of them by name."""
    file = f"pictures/any.{suffix}"
    (folder / "content/pictures").mkdir(parents=True, exist_ok=True)
    (folder / "content" / file).write_bytes(raw)
    start = time.perf_counter()
    try:
        photo = develop([file], folder / "content", folder / "store", 1)[file]
    except ContentError as wrong:
        (issue,) = wrong.issues
        assert issue.source.file == f"content/{file}"
        assert issue.message
    else:
        for made in (*photo.variants, photo.preview):
            with Image.open(made.path) as picture:
                assert picture.format in ("WEBP", "JPEG")
    assert time.perf_counter() - start < 20


@relaxed
@given(suffix=st.sampled_from(sorted(KINDS)), raw=st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, suffix: str, raw: bytes) -> None:
    developed(tmp_path, suffix, raw)


@relaxed
@given(data=st.data())
def test_a_damaged_picture(tmp_path: Path, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(KINDS)))
    raw = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    developed(tmp_path, suffix, bytes(raw[: data.draw(st.integers(1, len(raw)))]))


@pytest.mark.parametrize("suffix", sorted(KINDS))
@pytest.mark.parametrize(
    "raw", [b"", b"\0" * 10_000, b"<svg onload=x/>", b"BM" + b"\0" * 60, b"%PDF-1.7", b"MM\0*" * 50]
)
def test_what_is_another_thing(tmp_path: Path, suffix: str, raw: bytes) -> None:
    developed(tmp_path, suffix, raw)
