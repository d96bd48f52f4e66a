"""A site whose every free text is an attack: it builds, and each page has the elements of its harmless twin."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import build as walk
from generator.fronts.mkdocs import front
from generator.pages.atlas import slugify
from generator.pages.page import Page as Page_
from generator.settings import read

SMALL = Path(__file__).parent / "sites" / "small"
ATTACK = (
    """</title><script>a()</script>{{ 7*7 }}{% raise %}{# c #}"><img src=x onerror=a()>' onfocus=a() """
    "@@slot:content@@ ]]></xml> &lt;b&gt; <!-- \u2028 $& \\1 %s {0} العربية</textarea>"
)
#: Names may hold neither line separators nor bidi signs.
NAME = ATTACK.replace("\u2028", "")[:150]


class Texts:
    """Hands out each text with a number of its own; harmless ones for the twin."""

    def __init__(self, hostile: bool) -> None:
        self.hostile = hostile
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"{ATTACK} #{self.count}" if self.hostile else f"词 #{self.count}"

    def name(self) -> str:
        self.count += 1
        return f"{NAME} #{self.count}" if self.hostile else f"名 #{self.count}"

    def label(self) -> dict[str, str]:
        return {"zh-CN": self(), "en": self()}


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(dict.fromkeys(k for row in rows for k in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def page(body: str, **front: Any) -> str:
    return f"---\n{json.dumps(front)}\n---\n{body}\n"


def files(text: Texts) -> Iterator[tuple[str, str]]:
    """Every record kind with every field that takes free text."""
    body = f"{text()}\n\n![x](../pictures/pot.png)".replace("src=x", "src=//e.org/x")  # a missing picture is an error
    pot = "pictures/pot.png"
    yield "organisation.yml", json.dumps(
        {
            "name": text.label(), "tagline": text.label(), "registration": text(), "certificate": text(),
            "address": text.label(), "wechat": text(), "currency": "CNY", "time_zone": "Asia/Shanghai",
            "languages": ["zh-CN", "en"], "email": "post@example.org", "website": "https://example.org/?a=b&c={{7*7}}",
        }
    )  # fmt: skip
    for name in ("index", "about", "about.en"):
        yield f"{name}.md", page(body.replace("../pictures", "pictures"), title=text(), summary=text())
    picture = {"file": pot, "alt": text.label(), "caption": text.label(), "credit": text.label()}
    yield "projects/lunch.md", page(
        body, title=text(), summary=text(), status="active", start="2023-01-01", place=text.label(), picture=picture,
        budget=[{"id": "food", "label": text.label(), "category": "programme", "amount": "500.00"}],
        indicators=[
            {"id": "meals", "label": text.label(), "unit": text.label(), "baseline": "0", "target": "90",
             "actual": "60", "as_of": "2024-12-31", "unit_cost": "5.00", "people": "yes"}
        ],
    )  # fmt: skip
    yield "projects/lunch.en.md", page(body, title=text(), summary=text())
    yield "projects/soup.md", page(body, title=text(), status="active", start="2023-01-01", parent="lunch")
    yield "campaigns/spring.md", page(
        body, title=text(), summary=text(), start="2024-03-01", end="2024-03-14", goal="500.00", area=text.label(),
        projects=["lunch"], partners=[{"name": text.label(), "role": text.label(), "url": "https://example.org/?a=b&lt;=c"}],
        plan=[{"label": text.label(), "by": "2024-09-01", "amount": "50.00", "project": "soup"}],
        commitments=[
            {"id": "a", "text": text.label(), "owner": text.label(), "due": "2024-06-01", "note": text.label()},
            {"id": "b", "text": text.label(), "owner": text.label(), "due": "2030-06-01"},
        ],
        matching={"funder": text.label(), "amount": "20.00", "rate": "1:1"}, people_reached="60", picture=picture,
        thanks=text.label(), next=text.label(),
    )  # fmt: skip
    consent = {"person": "he", "scope": ["picture", "story"], "purpose": text(), "channel": ["site"],
               "since": "2023-01-01", "given_by": text.name(), "child": "yes"}  # fmt: skip
    yield "updates/2024-05-06-rain.md", page(
        body, title=text(), summary=text(), projects=["lunch"], campaign="spring", event="visit", series=text.label(),
        pictures=[picture | {"people": ["he"]}], consents=[consent],
    )  # fmt: skip
    yield "updates/2025-01-06-snow.md", page(body, title=text(), projects=["soup"])
    yield "events/visit.md", page(
        body, title=text(), summary=text(), date="2024-05-05", kind="visit", place=text.label(), projects=["lunch"],
        attended="23", questions=[{"asked": text.label(), "answered": text.label()}], pictures=[picture],
    )  # fmt: skip
    donors = []
    for n, visibility in enumerate(["public", "pseudonymous", "public", *["private"] * 6, "excluded"]):
        journey: list[dict[str, str]] = [
            {"date": f"2024-03-0{1 + n % 9}", "gift": "40.00", "for": "lunch", "campaign": "spring", "note": text(),
             "via": text(), "in_honour_of": text.name(), "id": f"g{n}"},
            {"date": "2024-04-02", "gift": "30.00", "in_kind": text(), "in_memory_of": text.name()},
            {"date": "2024-05-05", "visit": "visit", "note": text()},
            {"date": "2024-05-06", "flower": "steps", "count": "8000", "note": text()},
            {"date": "2024-05-07", "volunteer": "6", "note": text()},
            {"date": "2024-05-08", "milestone": text()},
            {"date": "2024-05-09", "pledge": "5.00", "every": "month", "for": "soup"},
            {"date": "2024-05-10", "refund": "4.00", "of": f"g{n}", "note": text()},
        ]  # fmt: skip
        donors.append(
            {"id": f"donor-{n}", "name": text.name(), "visibility": visibility, "consent": "2023-01-01",
             "pseudonym": text.name(), "aliases": [text.name()], "words": text(), "key": f"abcdefg{n}hijk",
             "language": "en" if n == 2 else "zh-CN", "journey": journey}
        )  # fmt: skip
    yield "donors/all.yml", json.dumps(donors)
    yield (
        "gifts/2024.csv",
        table(
            {"donor": "donor-0", "date": "2024-06-01", "gift": "3.00", "note": text(), "via": text(), "for": "soup"},
            {"donor": "donor-1", "date": "2024-06-02", "gift": "5.00", "in_kind": text(), "in_honour_of": text.name()},
        ),
    )
    yield "spending/2024.csv", table(
        {"date": "2024-06-01", "project": "lunch", "category": "programme", "amount": "60.00", "line": "food",
         "receiver": text(), "document": text(), "note": text()}
    )  # fmt: skip
    yield (
        "spending/more.yml",
        json.dumps(
            [{"date": "2024-06-02", "project": "lunch", "category": "admin", "amount": "9.00", "note": text.label()}]
        ),
    )


def built(root: Path, hostile: bool) -> Path:
    text = Texts(hostile)
    for name, content in files(text):
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode())
    shutil.copytree(SMALL / "content" / "pictures", root / "content" / "pictures")
    shutil.copy(SMALL / "site_config.yml", root)
    walk.build(read(root / "site_config.yml").but(jobs=1), front)
    return root / "site"


class Page(HTMLParser):
    """A page's start tags with the names of their attributes, and its texts."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(file.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def pages(site: Path) -> dict[str, Page]:
    """By address; a series has the address of its name, which is hostile too."""
    found = {f.relative_to(site).as_posix(): Page(f) for f in sorted(site.rglob("*.html"))}
    return {re.sub(r"series/[^/]+/", "series/X/", name): page for name, page in found.items()}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return tuple(built(tmp_path_factory.mktemp(n), h) for n, h in (("hostile", True), ("tame", False)))  # type: ignore[return-value]


def test_every_page_has_the_elements_of_its_harmless_twin(sites: tuple[Path, Path]) -> None:
    hostile, tame = (pages(site) for site in sites)
    assert set(hostile) == set(tame)
    assert len(hostile) > 30
    for name, page_there in hostile.items():
        mine, theirs = outside_body(page_there.tags), outside_body(tame[name].tags)
        assert theirs == mine, name


def outside_body(tags: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """All but what an author's Markdown makes, which is free to differ."""
    return [t for t in tags if t[1] or t[0] not in ("p", "b", "br", "div", "img")]


def test_nothing_active_is_on_any_page(sites: tuple[Path, Path]) -> None:
    for name, found in pages(sites[0]).items():
        scripts = [(tag, names) for tag, names in found.tags if tag == "script"]
        assert all("src" in names for _, names in scripts), name
        assert set() == {tag for tag, _ in found.tags} & {"iframe", "style", "object", "embed", "base", "form"} - (
            {"form"} if "search" in name else set()
        ), name
        for tag, attribute, value in found.values:
            assert not attribute.startswith("on"), (name, tag, attribute)
            assert attribute != "style", (name, tag)
            if attribute in ("src", "href", "action", "srcset"):
                assert re.match(r"(https://(small\.)?example\.org/|mailto:|tel:|[^:]*$)", value), (name, value)
            if attribute == "src":
                assert "//" not in value, (name, value)


def test_no_text_is_read_as_a_template(sites: tuple[Path, Path]) -> None:
    """Each attack that is shown is shown as it was written, in texts, titles and descriptions."""
    whole = {name: "".join(p.texts) for name, p in pages(sites[0]).items()}
    shown = {name: text for name, text in whole.items() if "{{ 7*7 }}" in text}
    assert len(shown) > 30
    for name, found in pages(sites[0]).items():
        texts = [*found.texts, *(value for _, attribute, value in found.values if attribute in ("content", "alt"))]
        for text in (t for t in texts if "</title>" in t):
            assert "{{ 7*7 }}{% raise %}" in text, name
            assert "&amp;lt;" not in text, name  # escaped once, not twice
        assert len([t for t, _ in found.tags if t == "main"]) == 1, name


def test_meta_and_preview_tags_hold_the_text_whole(sites: tuple[Path, Path]) -> None:
    found = pages(sites[0])["projects/lunch/index.html"]
    contents = [value for tag, name, value in found.values if tag == "meta" and name == "content"]
    assert sum("<script>a()</script>" in value for value in contents) >= 4  # description, og:title, og:description, alt


def test_the_search_index_is_data_and_no_script_makes_markup_of_it(sites: tuple[Path, Path]) -> None:
    index, twin = (json.loads((site / "search" / "search_index.json").read_text("utf-8")) for site in sites)
    assert len(index["docs"]) >= len(twin["docs"]) > 20
    (script,) = sites[0].glob("assets/search.*.js")
    for writer in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert writer not in script.read_text("utf-8")


def test_sitemap_and_svg_are_well_formed(sites: tuple[Path, Path]) -> None:
    from xml.etree import ElementTree

    urls = ElementTree.fromstring((sites[0] / "sitemap.xml").read_text("utf-8"))
    assert len(urls) > 30
    for file in sites[0].rglob("*.html"):
        for svg in re.findall(r"<svg\b.*?</svg>", file.read_text("utf-8"), re.DOTALL):
            quoted = re.sub(r'="[^"]*"|=([^"\'\s>]+?)(?=[\s/>])', lambda m: f'="{m[1]}"' if m[1] else m[0], svg)
            ElementTree.fromstring(quoted)


class Names(HTMLParser):
    """Texts below <main> that hold a hostile name, each with whether it stands in <bdi>."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[bool] = []
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("main", "bdi", "svg"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        if data.startswith(f"{NAME} #") and "main" in self.open and "svg" not in self.open:
            self.found.append("bdi" in self.open)


def test_every_name_of_a_donor_is_kept_apart_from_the_text_around_it(sites: tuple[Path, Path]) -> None:
    found = [Names(f).found for f in sites[0].rglob("*.html")]
    assert sum(map(len, found)) >= 8  # the wall, archives, newcomers of a digest, tributes
    assert all(all(names) for names in found)


def test_hidden_donors_are_hidden_here_too(sites: tuple[Path, Path]) -> None:
    text = Texts(True)
    donors = json.loads(dict(files(text))["donors/all.yml"])
    output = b"".join(f.read_bytes() for f in sites[0].rglob("*") if f.is_file()).decode("utf-8", "replace")
    for donor in donors:
        if donor["visibility"] in ("private", "excluded"):
            assert donor["key"] not in output
            assert f"{donor['name'][-5:]}<" not in output


@given(st.text(max_size=300) | st.sampled_from(["../../etc", "con", "COM1", "/", "\\", "..", "a" * 5000, "午" * 5000]))
def test_a_series_never_leads_out_of_its_folder(text: str) -> None:
    slug = slugify(text)
    assert slug not in ("", ".", "..", "con", "com1")
    assert not set(slug) & set("/\\\0:")
    assert len(slug.encode()) < 200


@pytest.mark.parametrize("url", ["../x/", "/etc/", "a/../../b/", "a//b/", "./", "a\\..\\b/"])
def test_no_page_is_planned_outside_the_site(url: str) -> None:
    with pytest.raises(ValueError, match="leads out of the site"):
        Page_(url, "text.html", "en", "", "", {})


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ("projects/lunch.md", "template: ../../etc/passwd"),
        ("about.md", "template: base.html"),
        ("index.md", "hide: [nav]"),
    ],
)
def test_front_matter_has_no_say_over_templates(tmp_path: Path, file: str, field: str) -> None:
    from generator.load import load

    shutil.copytree(SMALL / "content", tmp_path / "content")
    target = tmp_path / "content" / file
    target.write_text(target.read_text("utf-8").replace("---\n", f"---\n{field}\n", 1), "utf-8")
    _, issues = load(tmp_path / "content", None, tmp_path)
    name = field.partition(":")[0]
    assert [f"content/{file}:2:1"] == [str(i.source) for i in issues if f'"{name}" is not a field here' in i.message]
