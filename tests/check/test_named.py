"""A donor who is not shown and is named in a story: said with its place, and neither the name nor the donor's id."""

from __future__ import annotations

import pytest
from check_ledgers import (
    ORGANISATION,
    TODAY,
    campaign,
    consent,
    donor,
    event,
    fund,
    ledger,
    picture,
    project,
    shown,
    update,
)
from msgspec.structs import replace

from generator.check import check
from generator.issues import Issue, Source
from generator.model.ledger import Ledger
from generator.model.words import Label, TextPage, Words

ZHOU = donor("d-104", "周晓岚", aliases=("岚姐", "Sunny Fields", "Silverleaf", "sunshine", "Jo"))


def story(body: str = "晴。", title: str = "下雨", **more: object):  # type: ignore[no-untyped-def]
    file = Source("content/updates/2025-03-01-rain.md")
    return update(words={"zh-CN": Words("zh-CN", title, "", body, file, 10)}, **more)


def said(*records: object, pages: tuple[TextPage, ...] = (), **more: object) -> list[Issue]:
    books: Ledger = replace(ledger(ZHOU, *records, **more), pages=pages)
    return [
        issue for issue in check(books, TODAY) if "name or an alias" in issue.message or "names or" in issue.message
    ]


def test_a_hidden_donor_in_a_story_is_a_warning_with_file_and_line() -> None:
    [issue] = said(story("晴。\n\n谢谢周晓岚送来的书。"))
    assert ("warning", Source("content/updates/2025-03-01-rain.md", 12)) == (issue.severity, issue.source)
    assert issue.message == (
        "holds the name or an alias of a donor who is private; if it is this donor, take it out or get their consent "
        "to be named; a namesake may stay"
    )
    assert "周晓岚" not in str(issue) and "d-104" not in str(issue)


@pytest.mark.parametrize(
    "record",
    [
        story(title="周晓岚来信"),
        story("岚姐来了。"),
        story("Thanks to sunny fields."),
        story("Thanks to Silverleaf."),
        story(pictures=(picture("周晓岚在分书"),)),
        story(pictures=(picture(caption=Label("书", (("en", "Books from Sunny Fields"),))),)),
        event(words={"zh-CN": Words("zh-CN", "见面", "周晓岚也来了", "", Source("content/events/visit.md"))}),
        campaign(thanks=Label("谢谢周晓岚")),
        project(words={"zh-CN": Words("zh-CN", "书", "周晓岚捐的书", "", Source("content/projects/lunch.md"))}),
    ],
)
def test_wherever_it_stands(record: object) -> None:
    assert 1 == len(said(record))


def test_ordinary_pages_too() -> None:
    about = TextPage("about", {"zh-CN": Words("zh-CN", "关于", "", "创办人是周晓岚。", Source("content/about.md"), 5)})
    [issue] = said(pages=(about,))
    assert Source("content/about.md", 5) == issue.source


@pytest.mark.parametrize(
    "record",
    [
        story("晓岚来了，Jo 也来了，还有周晓。"),  # a given name, and what is too short
        story("The sunshine is back, and the silverleaf grows."),  # words
        story("Sunny Fieldston came."),  # a longer one
        story("周晓岚笑了。", consents=(consent("周晓岚"),)),  # a beneficiary
        campaign(matching=replace(fund(), funder=Label("周晓岚基金"))),
    ],
)
def test_what_is_no_donor_s_name(record: object) -> None:
    assert [] == said(record)


def test_names_that_the_site_says_by_leave() -> None:
    assert [] == said(story("周晓岚来了。"), donor("lin", "周晓岚", visibility="public", consent=shown().consent))
    assert [] == said(story("周晓岚来了。"), shown("lin", pseudonym="周晓岚"))
    assert [] == said(
        story("周晓岚堂开门了。"), project(words={"zh-CN": Words("zh-CN", "周晓岚堂", "", "", Source("p"))})
    )
    assert [] == said(story("周晓岚村下雨了。"), project(place=Label("周晓岚村")))
    assert [] == said(story("周晓岚会。"), organisation=replace(ORGANISATION, name=Label("周晓岚会")))
    longer = donor("lin", "周晓岚儿", visibility="public", consent=shown().consent)
    assert [] == said(story("周晓岚儿来了。"), longer)
    assert 1 == len(said(story("周晓岚儿来了，周晓岚没来。"), longer))


@pytest.mark.parametrize(("who", "degree"), [(shown("x", name="何小满", pseudonym="草"), "pseudonymous"),
                                             (donor("x", "何小满", visibility="excluded"), "excluded")])  # fmt: skip
def test_whoever_is_not_public(who: object, degree: str) -> None:
    [issue] = said(story("何小满来了。"), who)
    assert f"of a donor who is {degree};" in issue.message


def test_a_name_of_letters_stands_by_itself_and_has_six_of_them() -> None:
    assert 1 == len(said(story("Sunny Fields came.")))
    assert 1 == len(said(story("谢谢Sunny Fields的书。")))
    assert [] == said(story("Unsunny Fields."))
    lovell, abbot = donor("x", "Lovell"), donor("y", "Abbot")
    assert 1 == len(said(story("Lovell and Abbot came."), lovell, abbot))


def test_a_place_is_counted_once_however_often_it_says_a_name() -> None:
    [issue] = said(story("周晓岚，周晓岚。\n周晓岚。"))
    assert "(and in 1 more place)" in issue.message


def test_one_warning_a_name_and_not_more_than_twenty() -> None:
    [issue] = said(story("周晓岚。\n周晓岚！\n周晓岚？"))
    assert 10 == issue.source.line and "(and in 2 more places)" in issue.message
    many = [donor(f"m{n}", f"甲{chr(0x4E00 + n)}乙") for n in range(23)]
    found = said(story("\n".join(d.name for d in many)), *many)
    assert 21 == len(found)
    assert "is the first place of 3 more names or aliases of donors who are not public" == found[-1].message
