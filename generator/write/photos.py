"""Pictures from content as fresh WebP files in three widths and a JPEG preview: upright, in sRGB, without metadata.

Nothing of a source file is copied. What has been developed stays in the store under the hash of the source's bytes and
of how it was developed; a sidecar holds the hash of each file, so that a damaged one is developed again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import PIL

from generator.issues import ContentError, Issue, Source
from generator.load.files import placed
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
_PART = ".part"
#: Part of each file's name: other settings or another Pillow are other files.
RECIPE = json.dumps([1, PIL.__version__, WIDTHS, TALLEST, PREVIEW, WEBP, JPEG], sort_keys=True)


class UnusableError(Exception):
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
        except UnusableError as why:
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


def refused(pictures: Iterable[str], content: Path, store: Path) -> Iterator[Issue]:
    """What `develop` would say before it decodes: pictures too large, or none at all."""
    for file in sorted(set(pictures)):
        try:
            _inspect(content, file, store)
        except UnusableError as why:
            yield _issue(content, file, why)


def prune(photos: Iterable[Photo], store: Path) -> None:
    """Forget the pictures that no page shows any more, and what a killed build left half-written."""
    stems = {photo.preview.path.stem for photo in photos}
    for file in store.iterdir():
        stem = file.name.split(".")[0].split("-")[0]
        if not (_at_work(file) if file.suffix == _PART else stem in stems):
            file.unlink(missing_ok=True)


def _at_work(part: Path) -> bool:
    """Whether the process that began to write it, such as a preview beside this build, may still be writing."""
    try:
        os.kill(int(part.stem.rpartition(".")[2]), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:  # somebody else's
        pass
    return True


def _each(paths: list[Path], store: Path, jobs: int) -> Iterable[Photo | UnusableError]:
    from generator.write.workers import Crew

    row = (lambda: lambda first, _: _develop(paths[first], store), len(paths))
    with Crew([row], min(jobs, MOST_WORKERS), large=True) as crew:
        (made,) = crew.results()
    return made


def _inspect(content: Path, file: str, store: Path) -> tuple[Path, str]:
    """The file's place and its stem in the store, once its size and, where it is new, its header are fine."""
    path = placed(content, file).resolve()
    if not path.is_relative_to(content.resolve()):
        raise UnusableError("lies outside the content folder; move it into content/pictures/")
    if not path.is_file():
        raise UnusableError("there is no such picture; check the spelling of `file`, upper and lower case too")
    if path.stat().st_size > MOST_BYTES:
        raise UnusableError("is larger than 20 MB; save it smaller, 2,000 pixels wide is plenty")
    data = path.read_bytes()
    stem = _stem(data)
    if not (store / f"{stem}.json").exists():
        from generator.write.darkroom import header

        header(data)
    return path, stem


def _stem(data: bytes) -> str:
    return sha256(RECIPE.encode() + sha256(data).digest()).hexdigest()[:20]


def _develop(path: Path, store: Path) -> Photo | UnusableError:
    """In a worker: decode, encode and store one picture. An unusable one is an answer, not an exception."""
    from generator.write.darkroom import prints

    data = path.read_bytes()
    try:
        width, height, made = prints(data)
    except UnusableError as why:
        return why
    stem = _stem(data)
    files: list[tuple[Variant, str]] = []
    for name, across, down, encoded in made:
        variant = _variant(stem + name, across, down, store)
        _put(variant.path, encoded)
        files.append((variant, sha256(encoded).hexdigest()))
    *variants, preview = (variant for variant, _ in files)
    _put(store / f"{stem}.json", _sidecar(width, height, files))
    return Photo(width, height, tuple(variants), preview)


def _variant(name: str, width: int, height: int, store: Path) -> Variant:
    return Variant(f"assets/pictures/{name}", width, height, store / name)


def _sidecar(width: int, height: int, files: list[tuple[Variant, str]]) -> bytes:
    told = [[v.path.name, v.width, v.height, digest] for v, digest in files]
    return json.dumps({"size": [width, height], "files": told}).encode()


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
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    part.write_bytes(data)
    part.replace(path)


def _issue(content: Path, file: str, why: UnusableError) -> Issue:
    return Issue(Source(f"{content.name}/{file}"), "", str(why))
