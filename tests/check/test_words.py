from check_ledgers import ORGANISATION, campaign, found, issues, picture, project, update, words
from msgspec.structs import replace

from generator.model.words import Label

BOTH = replace(
    ORGANISATION,
    languages=("zh-CN", "en"),
    name=Label("读", (("en", "Read"),)),
    tagline=Label("书", (("en", "Books"),)),
)


def test_a_picture_needs_words_for_who_cannot_see_it():
    assert [(s, f) for s, f, _ in found(update(pictures=(picture(), picture(" "))))] == [("error", "pictures[1].alt")]
    assert [(s, f) for s, f, _ in found(campaign(picture=picture("")))] == [("error", "picture.alt")]
    half = replace(picture(), alt=Label("雨", (("en", ""),)))
    assert [f for _, f, _ in found(project(picture=half))] == ["picture.alt.en"]


def test_a_caption_says_something_else_than_the_alt_text():
    assert found(update(pictures=(picture("雨中的孩子", caption=Label("三月，云南")),))) == []
    assert [(s, f) for s, f, _ in found(update(pictures=(picture("雨中的孩子", caption=Label("雨中的孩子。")),)))] == [
        ("warning", "pictures[0].caption")
    ]


def test_labels_of_a_translated_page_are_translated_and_said_once_a_record():
    record = project(words=words("lunch", "en"), place=Label("云南"), picture=picture())
    [issue] = issues(record, organisation=BOTH)
    assert (issue.severity, issue.source.file) == ("warning", "content/projects/lunch.md")
    assert issue.message == ("has no translation of some words (en: place, picture.alt); write {zh-CN: ..., en: ...}")


def test_a_page_in_one_language_needs_no_translation_unless_it_begins_one():
    assert found(project(place=Label("云南")), organisation=BOTH) == []
    half = project(place=Label("云南", (("en", "Yunnan"),)), picture=picture())
    assert [s for s, _, _ in found(half, organisation=BOTH)] == ["warning"]
    assert found(project(words=words("lunch", "en"), place=Label("云南"))) == []  # a site in one language


def test_a_credit_is_a_name_that_needs_no_translation_until_it_has_one():
    def said(credit: Label) -> list[str]:
        shown = replace(picture(), alt=Label("雨", (("en", "Rain"),)), credit=credit)
        return [i.message for i in issues(project(words=words("lunch", "en"), picture=shown), organisation=BOTH)]

    assert said(Label("阿明")) == []
    assert said(Label("阿明", (("fr", "Ming"),)))[0].startswith("has no translation of some words (en: picture.credit)")


def test_the_organisation_speaks_every_language_of_its_site():
    assert [i.source.file for i in issues(organisation=replace(BOTH, name=Label("读")))] == ["content/organisation.yml"]
