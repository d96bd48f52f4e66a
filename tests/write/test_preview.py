"""The site's preview picture: rings in the middle of paper, always the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from generator.model.archives import Rings, RingYear
from generator.write.preview import preview


@pytest.mark.parametrize("count", [1, 10, 40])
def test_preview(tmp_path: Path, count: int) -> None:
    rings = Rings("the-site", tuple(RingYear(1990 + n, 70, 6, 3, 1) for n in range(count)))
    files = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for file in files:
        preview(rings, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].stat().st_size < 300_000
    with Image.open(files[0]) as made:
        assert (made.format, made.size) == ("JPEG", (1200, 630))
        assert not {"exif", "comment", "icc_profile"} & set(made.info)
        paper, wood = made.getpixel((5, 5)), made.resize((1, 1), box=(560, 275, 640, 355)).getpixel((0, 0))
        assert min(paper) > 235
        assert wood[2] < 225  # something is drawn there
        reddest = max(range(100, 600), key=lambda x: made.getpixel((x, 315))[0] - made.getpixel((x, 315))[2])
        assert made.getpixel((reddest, 315))[0] > 2 * made.getpixel((reddest, 315))[1]  # the living edge
