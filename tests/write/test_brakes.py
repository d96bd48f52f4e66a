"""A change that shows or drops far more than usual stops the build until somebody confirms it."""

from pathlib import Path

import pytest

from generator.write.brakes import BrakeError, Publication, brake, remember

HUNDRED = {f"d{n}": "private" for n in range(100)}


def _site(tmp_path: Path, donors: dict[str, str], pages: int = 100) -> Path:
    out = tmp_path / "site"
    out.mkdir(exist_ok=True)
    remember(Publication(donors, pages), out, tmp_path / "cache")
    return out


def _try(out: Path, donors: dict[str, str], pages: int = 100, accept: bool = False) -> str:
    try:
        brake(Publication(donors, pages), out, out.parent / "cache", accept)
    except BrakeError as stopped:
        return str(stopped)
    return ""


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
    out = _site(tmp_path, old)
    assert _try(out, old | dict.fromkeys([f"d{n}" for n in range(5)], after)) == ""
    six = _try(out, old | dict.fromkeys([f"d{n}" for n in range(6)], after))
    assert ("6 of 100 donors become more public" in six) is stops


def test_new_donors_may_be_public(tmp_path: Path) -> None:
    out = _site(tmp_path, HUNDRED)
    assert _try(out, HUNDRED | {f"new{n}": "public" for n in range(50)}) == ""


def test_over_twenty_percent_of_donors_or_pages_gone(tmp_path: Path) -> None:
    out = _site(tmp_path, HUNDRED)
    assert _try(out, dict(list(HUNDRED.items())[:80]), 80) == ""
    assert "21 of 100 donors are gone" in _try(out, dict(list(HUNDRED.items())[:79]))
    assert "21 of 100 pages are gone" in _try(out, HUNDRED, 79)


def test_one_donor_of_four_may_go(tmp_path: Path) -> None:
    out = _site(tmp_path, dict(list(HUNDRED.items())[:4]))
    assert _try(out, dict(list(HUNDRED.items())[:3])) == ""
    assert _try(out, dict(list(HUNDRED.items())[:2])) != ""


def test_who_accepts_may_but_never_an_empty_site(tmp_path: Path) -> None:
    out = _site(tmp_path, HUNDRED)
    assert _try(out, dict.fromkeys(HUNDRED, "public"), 50, accept=True) == ""
    assert "the new site is empty" in _try(out, {}, 10, accept=True)
    assert "the new site is empty" in _try(out, {}, 0, accept=True)


@pytest.mark.parametrize("damage", [b"", b"not json", b"[]", b'{"pages": "x", "donors": 3}', None])
def test_without_a_memory_the_published_pages_are_counted(tmp_path: Path, damage: bytes | None) -> None:
    out = _site(tmp_path, HUNDRED)
    (memory,) = (tmp_path / "cache" / "published").iterdir()
    memory.unlink() if damage is None else memory.write_bytes(damage)
    assert _try(out, {}, 3) == ""
    for n in range(10):
        (out / str(n)).mkdir()
        (out / str(n) / "index.html").touch()
    assert _try(out, dict.fromkeys(HUNDRED, "public"), 10) == ""
    assert "3 of 10 pages are gone" in _try(out, HUNDRED, 7)


def test_the_memory_holds_no_id(tmp_path: Path) -> None:
    from generator.write.brakes import _hashed

    assert len(_hashed("lin-xiaoyu", "a secret")) == 24
    assert _hashed("lin-xiaoyu", "a secret") != _hashed("lin-xiaoyu", "another secret")


def test_a_first_publication_is_compared_with_nothing(tmp_path: Path) -> None:
    assert _try(tmp_path / "site", HUNDRED) == ""
