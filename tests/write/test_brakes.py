"""A change that shows or drops far more than usual stops the build until somebody confirms it."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.privacy.since import Told
from generator.settings import Settings
from generator.write.brakes import MEMORY, MOST_DONORS, BrakeError, Publication, brake, write
from generator.write.dga1 import SIZES

SECRET = "a secret of the tests alone"
HUNDRED = {f"{n:012x}": "private" for n in range(100)}
WHOLE = Publication(HUNDRED, 100, archives=40, sealed=50, master="0a" * 6)


def _settings(tmp_path: Path, **more: object) -> Settings:
    plain = Settings(
        root=tmp_path,
        config_file=tmp_path / "site_config.yml",
        content=tmp_path / "content",
        out=tmp_path / "site",
        cache=tmp_path / "cache",
        private=None,
        themes=(),
        site_url="https://example.org/",
        secret=SECRET,
        today=None,
        jobs=1,
    )
    return plain.but(**more)


def _stands(tmp_path: Path, publication: Publication = WHOLE) -> Settings:
    """Settings of a site that stands."""
    settings = _settings(tmp_path)
    settings.out.mkdir(exist_ok=True)
    write(publication, SECRET, settings.out)
    return settings


def _try(settings: Settings, new: Publication, **more: object) -> str:
    try:
        brake(new, settings.but(**more))
    except BrakeError as stopped:
        return str(stopped)
    return ""


def _but(**more: object) -> Publication:
    return replace(WHOLE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [
        ("private", "public", True),
        ("private", "pseudonymous", True),
        ("excluded", "private", True),
        ("pseudonymous", "public", True),
        ("public", "private", False),
    ],
)
def test_over_five_percent_of_donors_more_public(tmp_path: Path, before: str, after: str, stops: bool) -> None:
    old = dict.fromkeys(HUNDRED, before)
    settings = _stands(tmp_path, _but(donors=old))
    assert _try(settings, _but(donors=old | dict.fromkeys(list(old)[:5], after))) == ""
    six = _try(settings, _but(donors=old | dict.fromkeys(list(old)[:6], after)))
    assert ("6 of 100 donors become more public" in six) is stops


def test_new_donors_may_be_public(tmp_path: Path) -> None:
    assert _try(_stands(tmp_path), _but(donors=HUNDRED | {f"f{n:011x}": "public" for n in range(50)})) == ""


def test_over_twenty_percent_of_donors_pages_or_archives_gone(tmp_path: Path) -> None:
    settings = _stands(tmp_path)
    assert _try(settings, _but(donors=dict(list(HUNDRED.items())[:80]), pages=80, archives=32, sealed=40)) == ""
    assert "21 of 100 donors are gone" in _try(settings, _but(donors=dict(list(HUNDRED.items())[:79])))
    assert "21 of 100 pages are gone" in _try(settings, _but(pages=79))
    assert "9 of 40 archives are gone" in _try(settings, _but(archives=31))
    assert "11 of 50 private archives are gone" in _try(settings, _but(sealed=39))


def test_one_donor_of_four_may_go(tmp_path: Path) -> None:
    settings = _stands(tmp_path, _but(donors=dict(list(HUNDRED.items())[:4])))
    assert _try(settings, _but(donors=dict(list(HUNDRED.items())[:3]))) == ""
    assert _try(settings, _but(donors=dict(list(HUNDRED.items())[:2]))) != ""


def test_a_lost_key_stops_the_build(tmp_path: Path) -> None:
    """Otherwise every link that was sent would open nothing from the next publication on."""
    settings, lost = _stands(tmp_path), _but(sealed=0, master="")
    assert "no private archive is left" in _try(settings, lost)
    assert _try(settings, lost, accept=True) == ""
    one = _stands(tmp_path, _but(sealed=1))
    assert "no private archive is left" in _try(one, lost)


def test_another_key_stops_the_build(tmp_path: Path) -> None:
    assert "NIANLUN_MASTER is another key" in _try(_stands(tmp_path), _but(master="0b" * 6))


def test_who_accepts_may_but_never_an_empty_site(tmp_path: Path) -> None:
    settings = _stands(tmp_path).but(accept=True)
    assert _try(settings, _but(donors=dict.fromkeys(HUNDRED, "public"), pages=50)) == ""
    assert "the new site is empty" in _try(settings, _but(donors={}, pages=10))
    assert "the new site is empty" in _try(settings, _but(donors={}, pages=0))


@pytest.mark.parametrize("damage", [b"", b"not sealed", "another secret", "cut", "flipped"])
def test_a_memory_that_cannot_be_read_does_not_switch_the_brakes_off(tmp_path: Path, damage: bytes | str) -> None:
    settings = _stands(tmp_path)
    file = settings.out / MEMORY
    body = file.read_bytes()
    if isinstance(damage, bytes):
        file.write_bytes(damage)
    elif damage == "cut":
        file.write_bytes(body[:-1])
    elif damage == "flipped":
        file.write_bytes(body[:100] + bytes([body[100] ^ 1]) + body[101:])
    else:
        write(WHOLE, damage, settings.out)
    assert "cannot be read" in _try(settings, WHOLE)
    assert _try(settings, WHOLE, accept=True) == ""


def test_of_a_site_without_a_memory_the_files_are_counted(tmp_path: Path) -> None:
    settings = _stands(tmp_path)
    (settings.out / MEMORY).unlink()
    assert _try(settings, _but(donors={}, pages=3)) == ""  # nothing stands there
    for n in range(10):
        page = settings.out / ("d" if n < 5 else "p") / str(n) / "index.html"
        page.parent.mkdir(parents=True)
        page.touch()
    (settings.out / "a/b").mkdir(parents=True)
    for n in range(8):
        (settings.out / f"a/b/{n}.bin").touch()
    stands = Publication(dict.fromkeys(HUNDRED, "public"), 10, archives=5, sealed=1, master="0a")
    assert _try(settings, stands) == ""  # decoys are no archives
    assert "3 of 10 pages are gone" in _try(settings, replace(stands, pages=7))
    assert "2 of 5 archives are gone" in _try(settings, replace(stands, archives=3))
    assert "no private archive is left" in _try(settings, replace(stands, sealed=0, master=""))


def test_a_job_that_starts_with_nothing_is_given_the_memory_of_the_live_site(tmp_path: Path) -> None:
    fetched = _stands(tmp_path).out / MEMORY
    elsewhere = _settings(tmp_path, out=tmp_path / "fresh")
    public = _but(donors=dict.fromkeys(HUNDRED, "public"))
    assert _try(elsewhere, public) == ""
    assert "100 of 100 donors become more public" in _try(elsewhere, public, last=fetched)


def test_the_memory_tells_nothing_and_is_the_same_each_time(tmp_path: Path) -> None:
    settings = _stands(tmp_path)
    body = (settings.out / MEMORY).read_bytes()
    assert not any(word in body for word in (b"private", b"pages", *(tag.encode() for tag in HUNDRED)))
    for donors in ({}, dict(reversed(HUNDRED.items()))):
        write(_but(donors=donors), SECRET, settings.out)
        again = (settings.out / MEMORY).read_bytes()
        assert (len(again), again == body) == (len(body), bool(donors))  # as long for few donors as for some more


def test_more_donors_than_the_memory_holds_are_told_by_a_sample(tmp_path: Path) -> None:
    many = {f"{n * 97:012x}": "private" for n in range(MOST_DONORS + 50_000)}
    settings = _stands(tmp_path, _but(donors=many))
    assert (settings.out / MEMORY).stat().st_size < SIZES[-2] + 1024
    assert _try(settings, _but(donors=many)) == ""
    assert "of 80000 donors become more public" in _try(settings, _but(donors=dict.fromkeys(many, "public")))


def test_what_figures_cover_is_kept_where_it_fits_and_can_be_read(tmp_path: Path) -> None:
    """Beside what the brakes need, which comes first; an older or newer Nianlun may have said it in another way."""
    day, told = date(2026, 3, 1), Told(b"1234567" * 3, b"1234" * 3, (("given", "CNY", b"\1\1\0"),), ())
    settings = _stands(tmp_path, _but(day=day, told=told))
    assert _but(day=day, told=told) == brake(WHOLE, settings)
    too_much = Told(random.Random(1).randbytes(SIZES[-1]))
    without_matches = [told.gifts, told.kinds, told.tables]
    for other in (None, too_much, [1, 2, 3], without_matches):
        write(_but(day=day, told=other), SECRET, settings.out)
        assert _but(day=day, told=None) == brake(WHOLE, settings)
        assert "100 of 100 donors become more public" in _try(settings, _but(donors=dict.fromkeys(HUNDRED, "public")))
    write(_but(), SECRET, settings.out)
    assert brake(WHOLE, settings) == WHOLE


def test_a_first_publication_is_compared_with_nothing(tmp_path: Path) -> None:
    assert _try(_settings(tmp_path), WHOLE) == ""
