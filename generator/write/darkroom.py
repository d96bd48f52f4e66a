"""A source's bytes to fresh pictures in sRGB, in every width and as a preview, by Pillow.

photos.py imports this where a picture is new; Pillow takes a while, and most builds develop nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from generator.write.photos import FORMATS, JPEG, MOST_PIXELS, PREVIEW, TALLEST, WEBP, WIDTHS, UnusableError

_TOO_MANY = "has more than 40 million pixels; save it smaller, 2,000 pixels wide is plenty"
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def header(data: bytes) -> Image.Image:
    """The picture, not yet decoded, if it is of a kind and size that we decode."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise UnusableError(_TOO_MANY) from None
    except Exception:  # decoders raise whatever a damaged header leads them to
        raise UnusableError("is not a picture we can read; save it as JPEG, PNG, WebP, AVIF or GIF") from None
    if picture.width * picture.height > MOST_PIXELS:
        raise UnusableError(_TOO_MANY)
    return picture


def prints(data: bytes) -> tuple[int, int, Iterator[tuple[str, int, int, bytes]]]:
    """The source's width and height, and what is made of it: the end of a file's name, width, height, bytes."""
    width, height, base = _decoded(header(data))
    return width, height, _prints(base)


def _prints(base: Image.Image) -> Iterator[tuple[str, int, int, bytes]]:
    for across in sorted({min(w, base.width) for w in WIDTHS}):
        size = (across, max(1, round(base.height * across / base.width)))
        yield f"-{across}.webp", *size, _encoded(_resized(base, size), "WEBP", WEBP)
    preview = _cover(base)
    yield ".jpg", *preview.size, _encoded(preview, "JPEG", JPEG)


def _decoded(picture: Image.Image) -> tuple[int, int, Image.Image]:
    """The upright source's width and height, and its pixels, no more than the largest variant needs, in sRGB."""
    try:
        turn = _orientation(picture)
        width, height = picture.size if turn < 5 else picture.size[::-1]
        scale = min(1.0, WIDTHS[-1] / width, TALLEST / height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        lying = size if turn < 5 else size[::-1]
        picture.draft(None, (lying[0] * 3 // 2, lying[1] * 3 // 2))  # JPEG only: decodes to a half, quarter or eighth
        picture.load()
        profile = picture.info.get("icc_profile")
        small = _resized(_eight_bits(picture), lying)
        if turn in _UPRIGHT:
            small = small.transpose(_UPRIGHT[turn])
        return width, height, _on_white(small, profile)
    except Exception:  # decoders raise whatever a damaged file leads them to
        raise UnusableError("is damaged and cannot be decoded; save it again from its source") from None


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:  # a damaged EXIF block is no reason to refuse the picture
        return 1


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Modes that cannot be resized well (palettes, 1 and 16 bits) as ones that can."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("P", "PA"):
        return picture.convert("RGBA")
    if picture.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        if "transparency" in picture.info:
            return picture.convert("RGBA")
        return picture
    return picture.convert("RGB")


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_white(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A new RGB picture in sRGB with nothing but pixels."""
    opacity = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    if opacity:
        picture = picture.convert(picture.mode[:-1])
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile of another colour space than the pixels: take them as sRGB
    fresh = Image.new("RGB", picture.size, (255, 255, 255))
    fresh.paste(picture.convert("RGB"), mask=opacity)
    return fresh


def _cover(picture: Image.Image) -> Image.Image:
    """The middle of the picture in the preview's shape, never enlarged."""
    wide, tall = PREVIEW
    width = max(1, min(picture.width, picture.height * wide // tall))
    height = max(1, min(picture.height, picture.width * tall // wide))
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    middle = picture.crop((left, top, left + width, top + height))
    return _resized(middle, PREVIEW) if width > wide and height > tall else middle


def _encoded(picture: Image.Image, form: str, settings: dict[str, Any]) -> bytes:
    out = BytesIO()
    picture.save(out, form, **settings)
    return out.getvalue()
