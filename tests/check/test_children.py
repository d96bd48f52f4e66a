"""A child is told of by a given name or an alias; and never face, school and place on one page."""

from datetime import date
from pathlib import Path

import pytest
from check_ledgers import TODAY, consent, event, found, ledger, picture, project, update
from msgspec.structs import replace

from generator.check import check
from generator.check.children import _names_school
from generator.issues import Source, as_text
from generator.load import load
from generator.model.words import Label, TextPage, Words

BROKEN = Path(__file__).parents[1] / "broken" / "children"
FACE = picture(people=("child-1",))
CHILD = consent(child=True, given_by="母亲")
PLACE = project(place=Label("青岚县雨坪村", (("en", "Yuping, Qinglan County"),)))


def told(body="", title="雨", record=update, **more):
    """A page with the child's face and these words."""
    file = Source("content/updates/2025-03-01-rain.md")
    given = {"consents": (CHILD,), "pictures": (FACE,)} | more
    return record(words={"zh-CN": Words("zh-CN", title, "", body, file, 10)}, **given)


def wrong(*records):
    return [(field, message) for _, field, message in found(PLACE, *records)]


def test_face_school_and_place_are_an_error_that_lists_every_use():
    [(field, message)] = wrong(told("天晴了。\n\n孩子们在雨坪小学吃饭。", title="雨坪村的雨"))
    assert field == "pictures[0].people[0]"
    assert message == (
        'shows the child "child-1" on a page that names a school (content/updates/2025-03-01-rain.md:12) and a place '
        "(title in content/updates/2025-03-01-rain.md, content/updates/2025-03-01-rain.md:12); "
        "take one of the three out: the picture, the school or the place"
    )


@pytest.mark.parametrize(
    "record",
    [
        told("孩子们在雨坪小学吃饭。", pictures=()),  # no face
        told("孩子们在雨坪小学吃饭。", consents=(consent(),)),  # an adult
        told("雨坪村下雨了，孩子们去上小学，中学也停课。"),  # no school
        told("孩子们在朝阳小学吃饭。"),  # no place
        told("晴天。", title="雨坪村"),
    ],
)
def test_two_of_the_three_are_fine(record):
    assert wrong(record) == []


@pytest.mark.parametrize(
    "record",
    [
        told("在朝阳小学。", record=event, place=Label("县城")),  # the place of an event stands on its page
        told("At Sunrise Primary School.\n\nYuping, in the rain."),
        told("雨坪。", pictures=(replace(FACE, caption=Label("朝阳小学的早晨")),)),
        told("雨坪。", pictures=(replace(FACE, alt=Label("朝阳幼儿园门口的孩子")),)),
        told("朝阳中学。", consents=(replace(CHILD, place="石头寨"),), title="石头寨"),
        told("雨坪。在育苗堂。", consents=(replace(CHILD, school="育苗堂"),)),
    ],
)
def test_wherever_they_stand_on_the_page(record):
    assert [field for field, _ in wrong(record)] == ["pictures[0].people[0]"]


SCHOOL = {"zh-CN": Words("zh-CN", "午餐", "", "孩子们在朝阳小学吃饭。", Source("content/projects/lunch.md"), 9)}


def test_a_card_with_a_face_is_part_of_the_page_that_shows_it():
    """The update names neither school nor place; the project that shows it as a card names both."""
    [(field, message)] = found_of(replace(PLACE, words=SCHOOL), told("天晴了。"))
    assert field == "pictures[0].people[0]"
    assert message == (
        'shows the child "child-1" on a page (project/lunch, as a card there) that names a school '
        "(content/projects/lunch.md:9) and a place (place of project/lunch); "
        "take one of the three out: the picture, the school or the place"
    )


def test_cards_are_those_that_the_page_shows():
    """The first picture of the four newest updates up to today; of those before only titles; and children's."""
    lunch, face = replace(PLACE, words=SCHOOL), told("天晴了。")
    newer = [update(id=f"2025-04-0{n}-sun", date=date(2025, 4, n)) for n in range(1, 6)]
    assert found_of(lunch, face, *newer[:3])
    assert not found_of(lunch, face, *newer[:4])
    assert found_of(lunch, face, *newer[:3], update(id="2025-12-01-sun", date=date(2025, 12, 1)))
    assert not found_of(lunch, told("天晴了。", pictures=(picture(), FACE)))
    assert not found_of(replace(lunch, id="books"), face)
    child = project(id="soup", parent="lunch", picture=FACE)
    assert found_of(lunch, child, told("天晴了。", pictures=()))
    assert found_of(lunch, child, told("天晴了。", pictures=(), consents=(CHILD,)), update(projects=("soup",)))


def test_an_event_s_updates_are_its_cards():
    visit = event(place=Label("县城"), words={"zh-CN": Words("zh-CN", "朝阳小学", "", "", Source("content/e.md"))})
    assert found_of(visit, told("天晴了。", event="visit"))
    assert not found_of(visit, told("天晴了。"))


def test_words_of_cards_are_words_of_the_page():
    """The project's own picture has the face; school and place are in titles of updates below it."""
    faced = replace(PLACE, place=None, picture=FACE)
    school, place = (told("", title=words, pictures=()) for words in ("在朝阳小学", "雨坪村下雨"))
    assert found_of(faced, event(place=Label("雨坪村")), school, replace(place, id="2025-03-02-rain"))
    assert not found_of(faced, event(place=Label("雨坪村")), school)


def test_the_front_page_shows_the_newest_story():
    front = TextPage("", {"zh-CN": Words("zh-CN", "首页", "在雨坪村的朝阳小学。", "", Source("content/index.md"))})
    books = replace(ledger(PLACE, told("晴。", projects=())), pages=(front,))
    unplaced, issue = check(books, TODAY)
    assert unplaced.message.startswith("is missing, with no campaign or event in its place")
    assert "on a page (the front page) that names a school (summary in content/index.md)" in issue.message
    newer = update(id="2025-05-01-sun", date=date(2025, 5, 1), projects=(), pictures=(picture(),))
    left = check(replace(books, updates={**books.updates, newer.id: newer}), TODAY)
    assert [unplaced.message] * 2 == [issue.message for issue in left]


def found_of(*records):
    return [(field, message) for severity, field, message in found(*records) if severity == "error"]


def test_a_child_in_one_consent_is_a_child_in_every_picture():
    page = replace(PLACE, picture=FACE, words={"zh-CN": Words("zh-CN", "朝阳小学", "", "", Source("content/p.md"))})
    [(field, message)] = wrong(page, update(consents=(CHILD,)))
    assert field == "picture.people[0]"
    assert "place of project/lunch" in message


@pytest.mark.parametrize(
    "text",
    [
        "雨坪小学",
        "孩子们在雨坪村小学吃饭",
        "青岚县第一中学",
        "和平小学",
        "走进向阳希望小学",
        "Sunrise School",
        "at Hope Hill Primary School",
    ],
)
def test_a_school_with_a_name(text):
    assert _names_school(text)


@pytest.mark.parametrize(
    "text",
    [
        "村里的小学很小",
        "青岚的十一所村小学",
        "这本书我小学三年级偷了我哥的",
        "孙女去县里上中学以后",
        "大多数小学没有必要",
        "我们小学",
        "希望小学",
        "全县小学",
        "a village school",
        "The Primary School",
        "Every Village School",
        "Summer School",
    ],
)
def test_a_school_without_one(text):
    assert not _names_school(text)


def test_a_full_name_is_found_wherever_it_stands_and_is_not_said_again():
    named = replace(CHILD, name="何小满")
    record = told("小满来了。\n何小满笑了。", consents=(named,), pictures=(replace(FACE, caption=Label("何小满")),))
    [(field, message)] = wrong(record, event(words={"zh-CN": Words("zh-CN", "何小满", "", "", Source("content/e.md"))}))
    assert field == "consents[0].name"
    assert message == (
        'the full name of the child "child-1" is published (content/updates/2025-03-01-rain.md:11, '
        "pictures[0].caption of update/2025-03-01-rain, title in content/e.md); write a given name or an alias there"
    )
    assert wrong(told("小满来了。", consents=(named,))) == []


def test_a_given_name_inside_another_word_is_no_full_name():
    assert wrong(told("Annabel came.", consents=(replace(CHILD, name="Ann"),))) == []


def test_a_site_with_these_mistakes_says_exactly_this():
    ledger, issues = load(BROKEN / "content", None, BROKEN)
    said = as_text(tuple(sorted({*issues, *check(ledger, TODAY)})))
    assert (BROKEN / "checked.txt").read_text("utf-8") == said + "\n"
