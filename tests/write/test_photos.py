"""Photos: fresh files, upright and without metadata; what cannot be used is named before it is decoded."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from generator.issues import ContentError
from generator.write import darkroom, photos
from generator.write.photos import Photo, develop

GPS = 0x8825
ORIENTATION = 0x0112


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content" / "pictures").mkdir(parents=True)
    return tmp_path / "content"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def put(content: Path, name: str, picture: Image.Image, **options: object) -> str:
    picture.save(content / "pictures" / name, **options)
    return f"pictures/{name}"


def scene(width: int = 700, height: int = 500) -> Image.Image:
    """A picture with its top left corner red, otherwise a gradient."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.paste((220, 30, 30), (0, 0, width // 4, height // 4))
    return picture


def files(photo: Photo) -> Iterator[Path]:
    yield from (v.path for v in (*photo.variants, photo.preview))


def messages(content: Path, store: Path, *names: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        develop(names, content, store, 1)
    return [str(issue) for issue in caught.value.issues]


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header says `width` by `height` and that holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_picture_in_three_widths_with_a_preview(content: Path, store: Path) -> None:
    file = put(content, "rain.jpg", scene(2000, 1500))
    photo = develop([file, file], content, store, 1)[file]
    assert (photo.width, photo.height) == (2000, 1500)
    assert [(v.width, v.height) for v in photo.variants] == [(480, 360), (960, 720), (1600, 1200)]
    for variant in photo.variants:
        with Image.open(variant.path) as made:
            assert (made.format, made.size) == ("WEBP", (variant.width, variant.height))
        assert variant.url == f"assets/pictures/{variant.path.name}"
    with Image.open(photo.preview.path) as made:
        assert (made.format, made.size) == ("JPEG", (1200, 630))


def test_nothing_is_enlarged(content: Path, store: Path) -> None:
    file = put(content, "small.png", scene(300, 400))
    photo = develop([file], content, store, 1)[file]
    assert [(v.width, v.height) for v in photo.variants] == [(300, 400)]
    assert (photo.preview.width, photo.preview.height) == (300, 157)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.avif"])
def test_no_metadata_survives(content: Path, store: Path, name: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Ms Zhang at No. 3 School"
    exif[0x9286] = "Ms Zhang at No. 3 School"
    exif.get_ifd(GPS)[2] = (25.0, 30.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Ms Zhang</x:xmpmeta>"
    options = {"comment": b"Ms Zhang"} if name == "a.jpg" else {}
    file = put(content, name, scene(), exif=exif.tobytes(), icc_profile=profile, xmp=xmp, **options)
    assert b"Zhang" in (content / file).read_bytes()
    for path in files(develop([file], content, store, 1)[file]):
        data = path.read_bytes()
        assert not [word for word in (b"Zhang", b"Exif", b"EXIF", b"ICC", b"xmp", b"XMP") if word in data]
        with Image.open(path) as made:
            assert not made.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(made.info)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        *((1, "left top"), (2, "right top"), (3, "right bottom"), (4, "left bottom")),
        *((5, "left top"), (6, "right top"), (7, "right bottom"), (8, "left bottom")),
    ],
)
def test_pictures_stand_upright(content: Path, store: Path, orientation: int, corner: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    file = put(content, "phone.jpg", scene(800, 600), exif=exif.tobytes(), quality=95)
    photo = develop([file], content, store, 1)[file]
    upright = (800, 600) if orientation < 5 else (600, 800)
    assert (photo.width, photo.height) == upright
    with Image.open(photo.variants[-1].path) as made:
        assert made.size == upright
        x = 20 if "left" in corner else made.width - 20
        y = 20 if "top" in corner else made.height - 20
        red, green, blue = made.convert("RGB").getpixel((x, y))
        assert red > 150 and green < 90 and blue < 90


def test_colours_become_srgb(content: Path, store: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    grey = Image.new("RGB", (50, 50), (90, 160, 60))
    plain = put(content, "plain.png", grey)
    wrong = put(content, "wrong.png", grey, icc_profile=lab.tobytes())  # a profile that does not fit is left aside
    made = develop([plain, wrong], content, store, 1)
    with Image.open(made[plain].preview.path) as a, Image.open(made[wrong].preview.path) as b:
        assert a.convert("RGB").getpixel((9, 9)) == b.convert("RGB").getpixel((9, 9))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_pixels(content: Path, store: Path, mode: str) -> None:
    level = {"I;16": 51400, "1": 1}.get(mode)
    picture = Image.new(mode, (60, 60), level) if level else Image.new("RGB", (60, 60), (200, 200, 200)).convert(mode)
    file = put(content, "m.jpg" if mode == "CMYK" else "m.png", picture)
    with Image.open(develop([file], content, store, 1)[file].preview.path) as made:
        assert made.mode == "RGB"
        expected = 255 if mode == "1" else 200
        assert all(abs(level - expected) < 12 for level in made.getpixel((30, 15)))


def test_what_is_transparent_becomes_white(content: Path, store: Path) -> None:
    file = put(content, "cut.png", Image.new("RGBA", (60, 60), (0, 0, 0, 0)))
    with Image.open(develop([file], content, store, 1)[file].preview.path) as made:
        assert made.getpixel((30, 15)) == (255, 255, 255)


def test_the_first_frame_of_an_animation(content: Path, store: Path) -> None:
    frames = [Image.new("RGB", (80, 60), colour) for colour in ((0, 160, 0), (160, 0, 0))]
    file = put(content, "move.gif", frames[0], save_all=True, append_images=frames[1:])
    with Image.open(develop([file], content, store, 1)[file].variants[0].path) as made:
        assert getattr(made, "n_frames", 1) == 1
        red, green, _ = made.convert("RGB").getpixel((40, 30))
        assert green > 120 and red < 40


def test_a_huge_picture_is_refused_before_it_is_decoded(
    content: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for n, size in enumerate([(8000, 5001), (12000, 12000), (60000, 60000), (2**31 - 1, 2**31 - 1)]):
        (content / "pictures" / f"{n}.png").write_bytes(huge_png(*size))
        names.append(f"pictures/{n}.png")
    monkeypatch.setattr(darkroom, "_decoded", lambda picture: pytest.fail("was decoded"))
    found = messages(content, store, *names)
    assert [m.split(":")[0] for m in found] == [f"content/{name}" for name in names]
    assert all("40 million pixels" in m for m in found)


def test_every_unusable_picture_is_named_at_once(content: Path, store: Path, tmp_path: Path) -> None:
    good = put(content, "good.jpg", scene())
    whole = (content / good).read_bytes()
    (content / "pictures" / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (content / "pictures" / "text.jpg").write_bytes(b"not a picture")
    (content / "pictures" / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (content / "pictures" / "heavy.png").write_bytes(b"\0" * (photos.MOST_BYTES + 1))
    scene().save(content / "pictures" / "old.tiff")
    (tmp_path / "secret.jpg").write_bytes(whole)
    names = [f"pictures/{n}" for n in ("cut.jpg", "text.jpg", "drawing.svg", "heavy.png", "old.tiff", "none.jpg")]
    assert messages(content, store, good, *names, "../secret.jpg") == [
        "content/../secret.jpg: lies outside the content folder; move it into content/pictures/",
        "content/pictures/cut.jpg: is damaged and cannot be decoded; save it again from its source",
        "content/pictures/drawing.svg: is not a picture we can read; save it as JPEG, PNG, WebP, AVIF or GIF",
        "content/pictures/heavy.png: is larger than 20 MB; save it smaller, 2,000 pixels wide is plenty",
        "content/pictures/none.jpg: there is no such picture; check the spelling of `file`, upper and lower case too",
        "content/pictures/old.tiff: is not a picture we can read; save it as JPEG, PNG, WebP, AVIF or GIF",
        "content/pictures/text.jpg: is not a picture we can read; save it as JPEG, PNG, WebP, AVIF or GIF",
    ]


def test_what_is_in_the_store_is_not_developed_again(
    content: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(content, "rain.jpg", scene())
    first = develop([file], content, store, 1)
    monkeypatch.setattr(photos, "_develop", lambda path, store: pytest.fail("was developed again"))
    (content / file).rename(content / "pictures" / "renamed.jpg")
    assert develop(["pictures/renamed.jpg"], content, store, 1)["pictures/renamed.jpg"] == first[file]


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "sidecar", "nonsense", "escape"])
def test_a_damaged_store_is_mended(content: Path, store: Path, damage: str) -> None:
    file = put(content, "rain.jpg", scene())
    photo = develop([file], content, store, 1)[file]
    expected = {path.name: path.read_bytes() for path in store.iterdir()}
    victim = photo.variants[0].path
    sidecar = next(store.glob("*.json"))
    data = victim.read_bytes()
    if damage == "flip":
        victim.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif damage == "cut":
        victim.write_bytes(data[:100])
    elif damage == "remove":
        victim.unlink()
    else:
        outside = f'{{"size": [1, 1], "files": [["../{victim.name}", 1, 1, "{hashlib.sha256(b"").hexdigest()}"]]}}'
        sidecar.write_text({"sidecar": "{", "nonsense": '{"size": [1], "files": 3}', "escape": outside}[damage])
    assert develop([file], content, store, 1)[file] == photo
    assert {path.name: path.read_bytes() for path in store.iterdir()} == expected


def test_bytes_do_not_depend_on_the_number_of_workers(content: Path, tmp_path: Path) -> None:
    names = [put(content, f"{n}.jpg", scene(500 + n, 400)) for n in range(3)]
    stores = [tmp_path / "one", tmp_path / "two"]
    for jobs, store in zip((1, 2), stores, strict=True):
        develop(names, content, store, jobs)
    one, two = ({path.name: path.read_bytes() for path in store.iterdir()} for store in stores)
    assert one == two
    assert len(one) == 3 * 4  # two widths, a preview and a sidecar each


def test_a_damaged_picture_is_named_by_a_worker_too(content: Path, store: Path) -> None:
    buffer = BytesIO()
    scene(900, 900).save(buffer, "PNG")
    names = [put(content, "good.png", scene(901, 900))]
    for n in range(2):
        (content / "pictures" / f"{n}.png").write_bytes(buffer.getvalue()[: 2000 + n])
        names.append(f"pictures/{n}.png")
    with pytest.raises(ContentError) as caught:
        develop(names, content, store, 2)
    assert [i.source.file for i in caught.value.issues] == ["content/pictures/0.png", "content/pictures/1.png"]


def test_pictures_that_no_page_shows_are_forgotten(content: Path, store: Path) -> None:
    kept, gone = put(content, "kept.png", scene()), put(content, "gone.png", scene(300, 200))
    developed = develop([kept, gone], content, store, 1)
    name = developed[kept].variants[0].path.name
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    half = [store / "half.part", store / f"{name}.{killed.pid}.part"]
    at_work = store / f"{name}.{os.getpid()}.part"  # a preview, beside this build
    for path in (*half, at_work):
        path.write_bytes(b"half a picture")
    photos.prune([developed[kept]], store)
    assert all(path.exists() for path in files(developed[kept]))
    assert not any(path.exists() for path in files(developed[gone]))
    assert not any(path.exists() for path in half)
    assert at_work.exists()
    assert develop([kept], content, store, 1)[kept] == developed[kept]
