"""Nothing private is published, in whatever form it stands; and the gate cries wolf at no word of the site."""

from __future__ import annotations

import base64
import gzip
import html
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from msgspec.structs import replace

from generator.issues import ContentError, Source
from generator.model.funds import YearMoney
from generator.model.money import Money
from generator.privacy.secrets import Secret
from generator.write.forms import forms, unescaped
from generator.write.gate import Gate, common_of
from generator.write.leaks import Looked, guard, mark, refuse, search

HIDDEN = Source("content/donors/hidden.yml", 3)


def _secret(text: str, field: str = "name", **more: object) -> Secret:
    return Secret(text, field, "a private donor", HIDDEN, **more)  # type: ignore[arg-type]


def _gate(*secrets: Secret, words: str = "") -> Gate:
    return Gate(secrets, common_of(secrets, words), ("zh-CN", "en"))


def _found(gate: Gate, folder: Path, jobs: int = 1) -> set[tuple[str, str]]:
    return {(find.file, find.form) for find in search(gate, folder, jobs)}


NAMES = ["陈不具名", "Chen O'Hidden", 'Zoë <b> & "Co"', "chen.hidden@example.org", "𠮷野家太郎"]
FORMS = {
    "raw": lambda name: name,
    "html": html.escape,
    "html decimal": lambda name: "".join(f"&#{ord(c)};" for c in name),
    "html hex": lambda name: "".join(f"&#x{ord(c):X};" if ord(c) > 127 else html.escape(c) for c in name),
    "percent": lambda name: quote(name, safe=""),
    "percent small": lambda name: re.sub("%..", lambda m: m[0].lower(), quote(name)),
    "json": lambda name: json.dumps(name)[1:-1],
    "json in a script": lambda name: json.dumps({"x": f"a\n{name}\tb"}),
    "base64": lambda name: base64.b64encode(name.encode()).decode(),
    "base64, one before": lambda name: base64.b64encode(b"x" + name.encode() + b"yz").decode(),
    "base64, two before": lambda name: base64.urlsafe_b64encode(b"xx" + name.encode() + b"y").decode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_in_every_form(tmp_path: Path, name: str, form: str) -> None:
    (tmp_path / "page.html").write_text(f"<p>before {FORMS[form](name)} behind</p>", "utf-8")
    assert {file for file, _ in _found(_gate(_secret(name)), tmp_path)} == {"page.html"}


@pytest.mark.parametrize("file", ["index.html", "search/search_index.json", "sitemap.xml", "nianlun.css", "a/b/c.bin"])
def test_every_kind_of_file_is_searched(tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("x 陈不具名 y", "utf-8")
    assert _found(_gate(_secret("陈不具名")), tmp_path) == {(file, "plain text")}


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress("陈不具名".encode()))
    (tmp_path / "broken.xml.gz").write_bytes("陈不具名".encode())
    assert {file for file, _ in _found(_gate(_secret("陈不具名")), tmp_path)} == {"sitemap.xml.gz", "broken.xml.gz"}


def test_file_names_are_searched_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "d" / "chen-hidden").mkdir(parents=True)
    (tmp_path / "d" / "chen-hidden" / "index.html").write_text("nothing")
    found = _found(_gate(_secret("chen-hidden", "id")), tmp_path)
    assert found == {(f"d/{'*' * 11}{rest}", "plain text in its own name") for rest in ("", "/index.html")}


def test_many_files_take_many_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.write.leaks._WORTH_WORKERS", 1)
    for n in range(200):
        (tmp_path / f"{n}.html").write_text("陈不具名" if n % 50 == 7 else "安然", "utf-8")
    gate = _gate(_secret("陈不具名"))
    assert {f"{n}.html" for n in (7, 57, 107, 157)} == {file for file, _ in _found(gate, tmp_path, jobs=2)}


def test_part_of_a_longer_word_is_not_a_name(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("Lindale and Kalinda, a-linda1", "utf-8")
    assert _found(_gate(_secret("Lind"), _secret("linda")), tmp_path) == set()
    (tmp_path / "x.html").write_text('"a\\nLinda", %20Linda', "utf-8")
    assert len(_found(_gate(_secret("Linda")), tmp_path)) == 1


@pytest.mark.parametrize("name", ["小雨", "Main", "March", "<3", "李", "Bo", "2024-03-02", "123456", "…"])
def test_a_word_of_the_site_and_a_name_too_short_are_counted_not_looked_for(tmp_path: Path, name: str) -> None:
    gate = _gate(_secret(name), words="小雨 也去上学 <main> March 12")
    (tmp_path / "x.html").write_text(f"<main>{name}</main> {name}", "utf-8")
    assert (gate.unguarded, _found(gate, tmp_path)) == (1, set())


def test_a_name_inside_a_longer_word_of_the_site_is_looked_for_all_the_same(tmp_path: Path) -> None:
    gate = _gate(_secret("Linda"), words="Lindale, Kalinda")
    (tmp_path / "x.html").write_text("thanks to Linda", "utf-8")
    assert (gate.unguarded, len(_found(gate, tmp_path))) == (0, 1)


def test_an_email_is_private_even_in_the_sites_own_words(tmp_path: Path) -> None:
    email = _secret("Chen.Hidden@example.org", "email", strict=True)
    (tmp_path / "x.html").write_text("<a href='mailto:chen.hidden@example.org'>", "utf-8")
    assert len(_found(_gate(email, words="write to Chen.Hidden@example.org"), tmp_path)) == 1


def test_a_phone_is_found_with_and_without_its_gaps(tmp_path: Path) -> None:
    gate = _gate(_secret("+86 138-0013-8000", "phone", strict=True))
    for text, hits in (("+86 138-0013-8000", 1), ("tel:8613800138000", 1), ("98613800138000", 0), ("86138", 0)):
        (tmp_path / "x.html").write_text(text, "utf-8")
        assert len(_found(gate, tmp_path)) == hits, text


def test_a_telling_amount_is_found_as_pages_write_it(tmp_path: Path) -> None:
    gate = _gate(_secret("", "gift", strict=True, amount=Money(1234567, "CNY")))
    for text, hits in (("¥12,345.67", 1), ('"12345.67"', 1), ("¥112,345.67", 0), ("¥12,345.678", 0), ("1234567", 0)):
        (tmp_path / "x.html").write_text(text, "utf-8")
        assert len(_found(gate, tmp_path)) == hits, text


def test_every_sign_is_looked_for_as_html_json_and_addresses_write_it() -> None:
    for sign in map(chr, range(0x3000)):
        text = f"Lin{sign}Hui"
        escaped = html.escape(text)
        written = {text, escaped, html.escape(text, quote=False), escaped.replace("&#x27;", "'")}
        written |= {str(escape(text)), json.dumps(text, ensure_ascii=False)[1:-1], text.replace(" ", "+")}
        missing = {form.encode() for form in written} - {pattern for _, pattern in forms(text)}
        assert not missing, sign


@given(st.text(min_size=8, max_size=20).filter(lambda t: t.strip() == t and t.isprintable()), st.binary(max_size=9))
def test_base64_is_found_at_any_place(name: str, before: bytes) -> None:
    gate = _gate(_secret("陈" + name))
    body = base64.b64encode(before + ("陈" + name).encode() + b"behind")
    assert {form for _, form, _, _ in gate.finds(body)} >= {"base64"}


KEY = bytes(range(7, 39))
KEY_FORMS: dict[str, Callable[[bytes], bytes]] = {
    "raw bytes": lambda key: b"\x00" + key + b"\xff",
    "as the build reads it": lambda key: base64.urlsafe_b64encode(key).rstrip(b"="),
    "base64": base64.b64encode,
    "base64, one before": lambda key: base64.b64encode(b"x" + key + b"y"),
    "base64, two before": lambda key: base64.b64encode(b"xx" + key),
    "base64 of the text": lambda key: base64.b64encode(b"NIANLUN_MASTER=" + base64.urlsafe_b64encode(key)),
    "hex": lambda key: key.hex().encode(),
    "hex in capitals, in a word": lambda key: b"key" + key.hex().upper().encode() + b"x",
    "an address": lambda key: quote(base64.b64encode(key).decode(), safe="").encode(),
}


@pytest.mark.parametrize("form", KEY_FORMS)
@pytest.mark.parametrize("file", ["index.html", "a/b/c.bin", "cover.jpg"])
def test_a_key_is_found_in_every_form_and_file(tmp_path: Path, file: str, form: str) -> None:
    gate = Gate((), frozenset(), ("en",), {"NIANLUN_MASTER": KEY})
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_bytes(b"before " + KEY_FORMS[form](KEY) + b" behind")
    (find, *_) = search(gate, tmp_path, 1)
    assert (find.file, gate.secrets[find.secret].field) == (file, "NIANLUN_MASTER")
    (tmp_path / file).write_bytes(b"before " + KEY_FORMS[form](bytes(reversed(KEY))) + b" behind")
    assert search(gate, tmp_path, 1) == ()


def test_what_was_looked_through_as_it_was_written_is_not_read_again(tmp_path: Path) -> None:
    gate, page = _gate(_secret("陈不具名")), tmp_path / "index.html"
    page.write_text("陈不具名", "utf-8")
    marks = {mark("index.html", page.stat())}
    assert search(gate, tmp_path, 1, looked=marks) == ()  # as whoever wrote it said
    assert gate.look("index.html", page.read_bytes()) != frozenset()


@pytest.mark.parametrize("times", ["kept", "new"])
@pytest.mark.parametrize("how", ["in place", "another in its place"])
def test_a_page_changed_between_writing_and_publication_is_read_again(tmp_path: Path, how: str, times: str) -> None:
    gate, page = _gate(_secret("陈不具名")), tmp_path / "index.html"
    page.write_text("安然无恙", "utf-8")
    at = page.stat()
    time.sleep(0.02)  # clocks of file systems tick every few milliseconds
    if how == "in place":
        page.write_text("陈不具名", "utf-8")
    else:
        (tmp_path / "aside").write_text("陈不具名", "utf-8")
        (tmp_path / "aside").replace(page)
    if times == "kept":
        os.utime(page, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert {f.file for f in search(gate, tmp_path, 1, looked={mark("index.html", at)})} == {"index.html"}


def test_what_the_writers_found_stops_the_build_too(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    gate = _gate(_secret("陈不具名"))
    finds = gate.look("d/x/index.html", "陈不具名".encode())
    with pytest.raises(ContentError, match="would be published"):
        guard(gate, None, tmp_path / "site", tmp_path / "cache", 1, Looked(frozenset(), finds))  # type: ignore[arg-type]


def test_an_amount_that_is_also_a_sum_of_the_site_tells_of_nobody() -> None:
    gate = _gate(_secret("", "gift", strict=True, amount=Money(1234567, "CNY")))
    finds = gate.look("index.html", "¥12,345.67".encode())
    year = YearMoney(2025, *((Money(minor, "CNY"),) for minor in (1, 2, -1234567)))
    refuse(gate, finds, {"years": [year]})  # type: ignore[arg-type]
    for other in (Money(1234567, "USD"), Money(1234568, "CNY")):
        with pytest.raises(ContentError, match="would be published"):
            refuse(gate, finds, {"years": [replace(year, spent=(other,))]})  # type: ignore[arg-type]


def test_of_very_many_finds_the_rest_is_counted() -> None:
    hidden = [_secret(f"陈不具名{chr(0x4E00 + n)}") for n in range(25)]
    gate = _gate(*(replace(secret, source=Source("content/donors/hidden.yml", n)) for n, secret in enumerate(hidden)))
    finds = sorted(gate.look("x.html", " ".join(secret.text for secret in gate.secrets).encode()))
    with pytest.raises(ContentError) as some:
        refuse(gate, finds[:20], None)  # type: ignore[arg-type]
    assert len(some.value.issues) == 20
    with pytest.raises(ContentError, match="and 5 more private strings would be published") as many:
        refuse(gate, finds, None)  # type: ignore[arg-type]
    assert len(many.value.issues) == 21


@settings(max_examples=300)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=4)
    | st.text("林abZ_-.~09é<>&\"' %+\\\\", min_size=4)
    | st.from_regex("[a-z][a-z0-9-]{5,20}", fullmatch=True)
)
def test_any_text_is_found_in_every_form(text: str) -> None:
    gate = Gate((), frozenset(), ("en",))
    gate.patterns = {pattern: [(0, form)] for form, pattern in forms(text)}
    gate.secrets = (_secret(text),)
    for name, write in FORMS.items():
        if name.startswith("base64") and len(text.encode()) < 10:
            continue  # too short to tell from chance
        body = f"\n{write(text)}\n".encode()
        assert gate.look("x.html", body), name


@given(st.binary())
def test_undoing_escapes_takes_any_bytes(body: bytes) -> None:
    for start in (b"", b"&#", b"&#x", b"%", b"\\u", b"\\ud83d"):
        unescaped(start + body + start)


def test_escapes_may_be_mixed_and_unusual(tmp_path: Path) -> None:
    gate = _gate(_secret("Chen O'Hidden"))
    for body in (
        "&#67hen O&#0039;Hidden",
        "C%68en+O%27Hidden",
        "&#x0043;hen\\u0020O&#x27;Hidden",
        "Chen O'H&#105;dden",
    ):
        assert gate.look("x.html", body.encode()), body


@given(
    st.lists(st.sampled_from([b"\\", b"u", b"U", b"0041", b"d83d\\ude00", b"\xe9", b"\xff", b"a", b"\n", b"\\u00e9"]))
)
def test_jsons_escapes_are_undone_wherever_they_stand(parts: list[bytes]) -> None:
    """Each stretch of ASCII by itself, as a slow reader would."""
    body = b"".join(parts)
    stretches = re.split(rb"([\x00-\x7f]+)", body)
    for n, stretch in enumerate(stretches):
        if n % 2 and re.search(rb"\\u[0-9A-Fa-f]{4}", stretch):
            text = stretch.decode("raw_unicode_escape", "replace").encode("utf-16-le", "surrogatepass")
            stretches[n] = text.decode("utf-16-le", "replace").encode()
    assert (unescaped(body) or body) == b"".join(stretches)
