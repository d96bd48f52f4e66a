"""Whole archives rendered in the fast way and by Jinja as it comes: the same HTML, with nothing of a donor's in it."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.issues import ContentError, Source
from generator.model.archives import Archive, ArchiveYear, Entry, GiftPart, GiftTrace, Medal, Rings, RingYear, Share
from generator.model.gifts import Tribute
from generator.model.money import Band, Money
from generator.model.organisation import Organisation
from generator.model.projects import Indicator
from generator.model.words import Label
from generator.pages.page import Frame, Page, Ref
from generator.render.catalog import Catalog
from generator.render.materials import Materials
from generator.render.studio import Studio

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh-CN", "en")
TODAY = date(2026, 3, 15)
SOURCE = Source("content/organisation.yml", 1, 1)
HOSTILE = (
    "</title><script>alert(1)</script>",
    "{{ 7*7 }}",
    "<3",
    "a & b",
    "'\"><img src=x onerror=a()>",
    "&lt;",
    "林小雨",
)

texts = st.sampled_from(HOSTILE) | st.text(max_size=8)
maybe = st.none() | texts
days = st.integers(0, 3000).map(lambda n: TODAY - timedelta(n))
money = st.integers(0, 10**9).map(lambda n: Money(n, "CNY"))
bands = st.sampled_from((None, Band(0, 1, "CNY"), Band(1000, 5000, "JPY")))
totals = st.lists(money, min_size=1, max_size=2).map(
    lambda all: tuple(Money(m.minor, c) for m, c in zip(all, ("CNY", "USD"), strict=False))
)
projects = st.sampled_from(("lunch", "reading"))
counts = st.integers(0, 2000)
parts = st.builds(
    GiftPart,
    project_id=projects,
    category=st.sampled_from(("programme", "admin", "fundraising")),
    line=st.none(),
    amount=money,
    matched=money,
    first=days,
    last=days,
    documents=st.lists(texts, max_size=2).map(tuple),
    count=st.integers(1, 3),
    expenditure_id=st.none() | st.sampled_from(("e1", "e-all-2")),
)
traces = st.builds(
    GiftTrace,
    date=days,
    amount=st.none() | money,
    matched=st.none() | money,
    refunded=st.none() | money,
    unspent=money,
    unspent_matched=money,
    project_id=st.none() | projects,
    campaign_id=st.none(),
    in_kind=maybe,
    tribute=st.none() | st.builds(Tribute, kind=st.sampled_from(("honour", "memory")), name=texts),
    note=maybe,
    parts=st.lists(parts, max_size=3).map(tuple),
    spent_percent=st.integers(0, 100),
    band=bands,
)
entries = st.one_of(
    st.builds(Entry, days, st.just("gift"), st.none() | money, st.none() | projects, in_kind=maybe, note=maybe),
    st.builds(Entry, days, st.just("refund"), st.none() | money, st.none() | projects),
    st.builds(Entry, days, st.just("pledge"), money, every=st.sampled_from(("month", "quarter", "year"))),
    st.builds(Entry, days, st.just("gift"), band=bands),
    st.builds(Entry, days, st.just("pledge"), every=st.just("month"), band=bands),
    st.builds(Entry, days, st.just("flower"), flower=st.sampled_from(("steps", "other")), count=counts, note=maybe),
    st.builds(Entry, days, st.just("visit"), event_id=st.sampled_from((None, "walk")), note=maybe),
    st.builds(Entry, days, st.just("volunteer"), count=counts),
    st.builds(Entry, days, st.just("milestone"), note=texts),
)
years = st.builds(
    ArchiveYear,
    year=st.integers(2016, 2026),
    given=st.none() | totals,
    gifts=st.integers(0, 3),
    flowers=st.integers(0, 3),
    entries=st.lists(entries, max_size=4).map(tuple),
    update_ids=st.lists(st.sampled_from(("roof", "stove")), max_size=4).map(tuple),
)
labels = st.builds(Label, texts, st.sampled_from(((), (("en", "<i>"),))))
indicators = st.builds(
    Indicator, id=st.just("i"), label=labels, unit=labels, baseline=counts, target=counts, actual=counts, as_of=days
)
archives = st.builds(
    Archive,
    key=st.just("k" * 26),
    name=texts,
    pseudonymous=st.booleans(),
    kind=st.just("person"),
    language=st.sampled_from(LANGUAGES),
    since=days,
    years_together=st.integers(1, 10),
    words=maybe,
    medals=st.just((Medal("first-gift", 2020),)),
    rings=st.just(Rings("k", (RingYear(2025, 40, 1, 0, 0), RingYear(2026, 0, 0, 0, 0)))),
    amounts_hidden=st.booleans(),
    given=st.none() | totals,
    matched=totals,
    spent=totals,
    unspent=totals,
    gift_count=counts,
    flower_count=counts,
    visit_count=counts,
    traces=st.lists(traces, max_size=12).map(tuple),
    years=st.lists(years, max_size=3).map(tuple),
    update_ids=st.just(()),
    shares=st.lists(st.builds(Share, projects, indicators, counts), max_size=3).map(tuple),
    hidden_gifts=st.integers(0, 2),
    banded=st.booleans(),
    private=st.booleans(),
)


@pytest.fixture(scope="module")
def studio() -> Studio:
    frames = {lang: Frame(lang, "<b>", "&", False, (), "", "search/") for lang in LANGUAGES}
    return _studio((ROOT / "theme",), frames, ("content/",))


def _studio(
    themes: tuple[Path, ...], frames: dict[str, Frame], roots: tuple[str, ...] = (), bytecode: Path | None = None
) -> Studio:
    return Studio(Materials(ROOT, themes, LANGUAGES, Catalog(themes, LANGUAGES, ROOT), frames, {}, {}, roots, bytecode))


def _page(archive: Archive, title: str) -> Page:
    where = {"project/lunch": "zh-CN", "project/reading": "en", "update/roof": "en", "update/stove": "zh-CN"}
    refs = {
        name: Ref(name.split("/")[0], "x", title, language, f"{name}/", title, TODAY)  # type: ignore[arg-type]
        for name, language in (where | {"event/walk": "en"}).items()
    }
    organisation = Organisation(SOURCE, Label(title), Label(""), "", "CNY", "UTC", LANGUAGES, email="a&b@example.org")
    context = {"organisation": organisation, "today": TODAY, "refs": refs, "archive": archive}
    return Page("d/k/", "archive.html", archive.language, "", "", context | {"latest": refs["update/roof"]})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(archives, texts)
def test_both_ways_give_the_same_archive(studio: Studio, archive: Archive, title: str) -> None:
    page = _page(archive, title)
    html = studio.quickly(page)
    assert studio.plainly(page) == html == studio.render(page)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(archives, st.sampled_from(HOSTILE))
def test_nothing_that_is_written_becomes_a_tag(studio: Studio, archive: Archive, title: str) -> None:
    tags = _Tags(studio.render(_page(archive, title)))
    assert tags.names.isdisjoint({"script", "img"})
    assert tags.attributes.isdisjoint({"onerror", "onclick", "src", "style"})


def test_a_designers_mistake_is_told_in_jinjas_words(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.html").write_text("{{ page.nothing }}", "utf-8")
    (tmp_path / "pages" / "items.html").write_text("{{ things.one }}{{ t('gap') }}", "utf-8")
    frames = {lang: Frame(lang, "", "", False, (), "", "") for lang in LANGUAGES}
    studio = _studio((tmp_path, ROOT / "theme"), frames)
    with pytest.raises(ContentError, match=r"pages/mine.html:1: .*Page object' has no attribute 'nothing'"):
        studio.render(Page("x/", "mine.html", "en", "", "", {}))
    assert "&lt;1 " == studio.render(Page("x/", "items.html", "en", "", "", {"things": {"one": "<1"}}))
    with pytest.raises(AttributeError):
        studio.quickly(Page("x/", "items.html", "en", "", "", {"things": {"one": "<1"}}))


def test_compiled_templates_are_kept_and_follow_the_words(tmp_path: Path) -> None:
    (tmp_path / "theme" / "pages").mkdir(parents=True)
    (tmp_path / "theme" / "messages").mkdir()
    (tmp_path / "theme" / "pages" / "mine.html").write_text("{{ t('mine') }}", "utf-8")
    frames = {lang: Frame(lang, "", "", False, (), "", "") for lang in LANGUAGES}
    said = []
    for word in ("one", "two", "one"):
        (tmp_path / "theme" / "messages" / "en.yml").write_text(f"mine: {word}\n", "utf-8")
        themes = (tmp_path / "theme", ROOT / "theme")
        studio = _studio(themes, frames, bytecode=tmp_path / "kept")
        said.append(studio.quickly(Page("x/", "mine.html", "en", "", "", {})))
    assert said == ["one", "two", "one"]
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize(
    ("spent", "unspent", "said"),
    [
        (0, 5, "None of it has been spent yet."),
        (5, 0, "All of it has been spent."),
        (2, 3, "We have spent CN¥0.02; CN¥0.03 is not yet spent."),
    ],
)
def test_nothing_and_all_are_said_in_words(tmp_path: Path, spent: int, unspent: int, said: str) -> None:
    (tmp_path / "pages").mkdir()
    words = '{% from "parts/money.html" import used with context %}{{ used(spent, unspent) }}'
    (tmp_path / "pages" / "mine.html").write_text(words, "utf-8")
    frames = {lang: Frame(lang, "", "", False, (), "", "") for lang in LANGUAGES}
    sums = {"spent": (Money(spent, "CNY"),), "unspent": (Money(unspent, "CNY"),)}
    assert said == _studio((tmp_path, ROOT / "theme"), frames).render(Page("x/", "mine.html", "en", "", "", sums))


FRAME = 1900  # bytes around an archive: head, navigation, footer


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_archive_of_eight_gifts_fits_into_eight_kilobytes(studio: Studio, language: str) -> None:
    """Eight gifts, two flowers and six letters in six years; 100,000 such fit where a site may have 1 GB."""
    ordinary = Money(12345, "CNY")
    nothing = Money(0, "CNY")

    def gift(year: int, month: int) -> GiftTrace:
        day = date(year, month, 28)
        part = GiftPart(
            "lunch", "programme", None, ordinary, nothing, day, day, ("V01234-1",), 2, f"spending-{year}-{month}"
        )
        return GiftTrace(
            day, ordinary, nothing, nothing, nothing, nothing, "lunch", None, None, None, None, (part,), 100
        )

    gifts = [gift(2021 + n * 6 // 8, 1 + n) for n in range(8)]
    lines = [Entry(g.date, "gift", g.amount, "lunch") for g in gifts]
    lines += [Entry(date(year, 12, 1), "flower", flower="steps", count=8000) for year in (2021, 2024)]
    archive = Archive(
        key="k" * 26,
        name="山里的树6593",
        pseudonymous=True,
        kind="person",
        language=language,
        since=gifts[0].date,
        years_together=6,
        words=None,
        medals=tuple(Medal(name, 2021) for name in ("first-gift", "years-1", "years-3", "years-5")),
        rings=Rings("k" * 26, tuple(RingYear(2021 + n, 60, 2, 1, 0) for n in range(6))),
        amounts_hidden=False,
        given=(ordinary,),
        matched=(nothing,),
        spent=(ordinary,),
        unspent=(nothing,),
        gift_count=8,
        flower_count=2,
        visit_count=0,
        traces=tuple(reversed(gifts)),
        years=tuple(
            ArchiveYear(year, (ordinary,), 2, 1, tuple(line for line in lines if line.date.year == year), ("roof",))
            for year in range(2026, 2020, -1)
        ),
        update_ids=("roof",),
        shares=tuple(
            Share("lunch", Indicator(str(n), Label("受益人次"), Label("人次"), 0, 9999, 5096, date(2026, 1, 1)), 20)
            for n in range(4)
        ),
        hidden_gifts=0,
    )
    size = len(studio.render(_page(archive, "老师的一天，第60篇")).encode())
    assert size <= 8192 - FRAME, size
