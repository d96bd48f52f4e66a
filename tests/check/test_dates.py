from datetime import date, timedelta

import pytest
from check_ledgers import (
    TODAY,
    act,
    campaign,
    found,
    gift,
    issues,
    pledge,
    project,
    promise,
    refund,
    spent,
    update,
)

from generator.check import dates
from generator.model.projects import Indicator
from generator.model.words import Label

TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize("make", [gift, act, update])
def test_what_is_dated_after_today_has_not_happened(make):
    assert found(make(date=TODAY)) == []
    [(severity, field, message)] = found(make(date=TOMORROW))
    assert (severity, field) == ("error", "date")
    assert message.endswith("is dated 2025-07-01, after today (2025-06-30); write the day on which it happened")


def test_spending_refunds_and_figures_of_tomorrow_are_errors_too():
    assert ("error", "date") in [(s, f) for s, f, _ in found(gift(), spent(date=TOMORROW))]
    assert [m.split(" is ")[0] for _, _, m in found(gift(), refund(date=TOMORROW))] == ["the refund"]
    lunches = Indicator("meals", Label("午餐"), Label("份"), 0, 10, 5, TOMORROW)
    assert [f for _, f, _ in found(project(indicators=(lunches,)))] == ["indicators[0].as_of"]


def test_an_end_comes_after_its_start():
    early = date(2024, 12, 1)
    assert [(i.source.file, i.field) for i in issues(campaign(end=early), project(end=early), pledge(until=early))] == [
        ("content/campaigns/spring.md", "end"),
        ("content/donors/lin.yml", "until"),
        ("content/projects/lunch.md", "end"),
    ]
    same = campaign(start=date(2025, 2, 1), end=date(2025, 2, 1))
    assert found(same) == []
    assert found(pledge(until=pledge().date)) == []


def test_an_update_before_its_project_is_an_error_and_spending_a_warning():
    late = project(start=date(2025, 5, 1))
    assert [(s, f) for s, f, _ in found(late, update())] == [("error", "projects[0]")]
    assert [(s, f) for s, f, _ in found(late, gift(), spent())] == [("warning", "date")]


def test_a_gift_outside_its_campaign_is_a_warning_but_may_come_in_a_week_late():
    last = date(2025, 3, 31)
    for day in (date(2025, 2, 1), last, last + dates.GRACE):
        assert found(gift(campaign="spring", date=day)) == []
    for day in (date(2025, 1, 31), last + dates.GRACE + timedelta(days=1)):
        assert [(s, f) for s, f, _ in found(gift(campaign="spring", date=day))] == [("warning", "campaign")]


def test_a_refund_may_come_after_its_campaign():
    assert found(gift(campaign="spring"), refund(campaign="spring", date=date(2025, 6, 1))) == []


def test_a_commitment_is_kept_on_a_day_that_has_come():
    for promised, wrong in (
        (promise(state="kept"), ["is missing"]),
        (promise(state="kept", done=TOMORROW), [f"is {TOMORROW}"]),
        (promise(state="kept", done=TODAY), []),
        (promise(), []),
    ):
        assert [
            m.partition(",")[0].partition(" on a")[0] for _, _, m in found(campaign(commitments=(promised,)))
        ] == wrong
