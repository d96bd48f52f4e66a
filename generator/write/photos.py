"""Pictures from content as fresh WebP files in three widths and a JPEG preview: upright, in sRGB, without metadata.

Nothing of a source file is copied. What has been developed stays in the store under the hash of the source's bytes and
of how it was developed; a sidecar holds the hash of each file, so that a damaged one is developed again.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import PIL
from PIL import Image, ImageCms

from generator.issues import ContentError, Issue, Source
from generator.model.photo import Photo, Variant

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
WIDTHS = (480, 960, 1600)
TALLEST = 3200
PREVIEW = (1200, 630)
MOST_WORKERS = 4  # 40 MP take 90 MB as JPEG, 370 MB as PNG, 630 MB as WebP while they are decoded
WEBP = {"quality": 78, "method": 4}
JPEG = {"quality": 82, "subsampling": "4:2:0", "optimize": True, "progressive": True}
#: Part of each file's name: other settings or another Pillow are other files.
RECIPE = json.dumps([1, PIL.__version__, WIDTHS, TALLEST, PREVIEW, WEBP, JPEG], sort_keys=True)

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class _UnusableError(Exception):
    """Why a picture cannot be developed, in words for its author."""


def develop(pictures: Iterable[str], content: Path, store: Path, jobs: int) -> Mapping[str, Photo]:
    """Every picture (a path below `content`) by up to `jobs` processes; ContentError names all that are unusable."""
    store.mkdir(parents=True, exist_ok=True)
    issues: list[Issue] = []
    stems: dict[str, str] = {}
    waiting: dict[str, Path] = {}
    photos: dict[str, Photo] = {}
    for file in sorted(set(pictures)):
        try:
            path, stem = _inspect(content, file, store)
        except _UnusableError as why:
            issues.append(_issue(content, file, why))
            continue
        stems[file] = stem
        kept = _kept(store, stem)
        if kept:
            photos[stem] = kept
        else:
            waiting[stem] = path
    for stem, made in zip(waiting, _each(list(waiting.values()), store, jobs), strict=True):
        if isinstance(made, Photo):
            photos[stem] = made
        else:
            issues += [_issue(content, file, made) for file, of in stems.items() if of == stem]
    if issues:
        raise ContentError(issues)
    return {file: photos[stem] for file, stem in stems.items()}


def prune(photos: Iterable[Photo], store: Path) -> None:
    """Forget the pictures that no page shows any more, and what a killed build left half-written."""
    stems = {photo.preview.path.stem for photo in photos}
    for file in store.iterdir():
        if file.name.split(".")[0].split("-")[0] not in stems:
            file.unlink(missing_ok=True)


def _each(paths: list[Path], store: Path, jobs: int) -> Iterable[Photo | _UnusableError]:
    workers = min(jobs, MOST_WORKERS, len(paths))
    if workers < 2:
        return [_develop(path, store) for path in paths]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(_develop, paths, [store] * len(paths)))


def _inspect(content: Path, file: str, store: Path) -> tuple[Path, str]:
    """The file's place and its stem in the store, once its size and, where it is new, its header are fine."""
    path = (content / file).resolve()
    if not path.is_relative_to(content.resolve()):
        raise _UnusableError("lies outside the content folder; move it into content/pictures/")
    if not path.is_file():
        raise _UnusableError("there is no such picture; check the spelling of `file`, upper and lower case too")
    if path.stat().st_size > MOST_BYTES:
        raise _UnusableError("is larger than 20 MB; save it smaller, 2,000 pixels wide is plenty")
    data = path.read_bytes()
    stem = _stem(data)
    if not (store / f"{stem}.json").exists():
        _header(data)
    return path, stem


def _stem(data: bytes) -> str:
    return sha256(RECIPE.encode() + sha256(data).digest()).hexdigest()[:20]


def _header(data: bytes) -> Image.Image:
    """The picture, not yet decoded, if it is of a kind and size that we decode."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _UnusableError(_TOO_MANY) from None
    except Exception:  # decoders raise whatever a damaged header leads them to
        raise _UnusableError("is not a picture we can read; save it as JPEG, PNG, WebP, AVIF or GIF") from None
    if picture.width * picture.height > MOST_PIXELS:
        raise _UnusableError(_TOO_MANY)
    return picture


_TOO_MANY = "has more than 40 million pixels; save it smaller, 2,000 pixels wide is plenty"


def _develop(path: Path, store: Path) -> Photo | _UnusableError:
    """In a worker: decode, encode and store one picture. An unusable one is an answer, not an exception."""
    data = path.read_bytes()
    try:
        width, height, base = _decoded(_header(data))
    except _UnusableError as why:
        return why
    stem = _stem(data)
    made: list[tuple[Variant, bytes]] = []
    for across in sorted({min(w, base.width) for w in WIDTHS}):
        size = (across, max(1, round(base.height * across / base.width)))
        made.append(_encoded(_resized(base, size), f"{stem}-{across}.webp", store))
    made.append(_encoded(_cover(base), f"{stem}.jpg", store))
    for variant, encoded in made:
        _put(variant.path, encoded)
    *variants, preview = (variant for variant, _ in made)
    _put(store / f"{stem}.json", _sidecar(width, height, made))
    return Photo(width, height, tuple(variants), preview)


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
        raise _UnusableError("is damaged and cannot be decoded; save it again from its source") from None


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


def _encoded(picture: Image.Image, name: str, store: Path) -> tuple[Variant, bytes]:
    out = BytesIO()
    if name.endswith(".webp"):
        picture.save(out, "WEBP", **WEBP)
    else:
        picture.save(out, "JPEG", **JPEG)
    return _variant(name, picture.width, picture.height, store), out.getvalue()


def _variant(name: str, width: int, height: int, store: Path) -> Variant:
    return Variant(f"assets/pictures/{name}", width, height, store / name)


def _sidecar(width: int, height: int, made: list[tuple[Variant, bytes]]) -> bytes:
    files = [[v.path.name, v.width, v.height, sha256(encoded).hexdigest()] for v, encoded in made]
    return json.dumps({"size": [width, height], "files": files}).encode()


def _kept(store: Path, stem: str) -> Photo | None:
    """The photo as the store has it; None where a file is missing or is not what was stored."""
    try:
        sidecar = json.loads((store / f"{stem}.json").read_bytes())
        width, height = map(int, sidecar["size"])
        variants = []
        for name, across, down, digest in sidecar["files"]:
            if Path(name).name != name or sha256((store / name).read_bytes()).hexdigest() != digest:
                return None
            variants.append(_variant(name, int(across), int(down), store))
        *rest, preview = variants
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Photo(width, height, tuple(rest), preview)


def _put(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def _issue(content: Path, file: str, why: _UnusableError) -> Issue:
    return Issue(Source(f"{content.name}/{file}"), "", str(why))
