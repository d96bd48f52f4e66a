"""What is planned for the small site: addresses, languages, and who may be found."""

from pathlib import Path

import pytest

from generator.pages.atlas import slugify
from generator.pages.common import first_words
from generator.settings import read
from generator.site import Site, prepare

SMALL = Path(__file__).parents[1] / "sites" / "small"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return prepare(read(SMALL / "site_config.yml").but(cache=tmp_path_factory.mktemp("cache"), jobs=1))


def test_no_two_pages_share_an_address(site: Site) -> None:
    urls = [page.url for page in (*site.ordinary, *site.archives)]
    assert sorted(set(urls)) == sorted(urls)


def test_translations_point_at_each_other(site: Site) -> None:
    by_url = {page.url: page for page in site.ordinary}
    for page in site.ordinary:
        for language, url in page.alternates:
            assert by_url[url].language == language
            assert by_url[url].alternates == page.alternates


def test_every_page_has_a_title_and_a_description_in_words(site: Site) -> None:
    assert [] == [p.url for p in (*site.ordinary, *site.archives) if not p.title or len(p.description) < 4]


def test_a_page_without_translation_is_linked_in_the_main_language(site: Site) -> None:
    english = next(page for page in site.ordinary if page.url == "en/updates/")
    groups = english.context["groups"]
    assert isinstance(groups, tuple)
    refs = [ref for _, told in groups for ref in told]
    assert {(ref.language, ref.url.startswith("en/")) for ref in refs} == {("zh-CN", False)}


def test_archives_are_kept_out_of_search_and_pseudonymous_ones_out_of_the_sitemap(site: Site) -> None:
    assert {(p.language, p.listed, p.searchable) for p in site.archives} == {
        ("zh-CN", True, False),
        ("en", False, False),
    }


def test_the_navigation_leaves_out_what_is_not_there(site: Site) -> None:
    frames = site.materials.frames
    assert [item.id for item in frames["en"].nav] == [
        "projects",
        "updates",
        "campaigns",
        "donors",
        "transparency",
        "about",
    ]
    assert [item.id for item in frames["zh-CN"].footer] == ["digest"]


@pytest.mark.parametrize(
    ("text", "slug"), [("厨房日记", "厨房日记"), ("Letters, home!", "letters-home"), ("  ?? ", "series")]
)
def test_a_series_address_keeps_its_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_page_without_summary_is_described_by_its_first_words() -> None:
    assert first_words("# 标题\n\n![图](a.jpg)\n\n今天是土豆\n和米饭。\n\n明天") == "今天是土豆 和米饭。"
