from pathlib import Path

import pytest
from check_ledgers import (
    TODAY,
    act,
    campaign,
    event,
    found,
    gift,
    issues,
    ledger,
    line,
    pledge,
    project,
    promise,
    refund,
    spent,
    update,
)
from msgspec.structs import replace

from generator.check import check
from generator.check.references import unplaced_updates
from generator.issues import as_text
from generator.load import load
from generator.model.campaigns import PlanItem
from generator.model.words import Label

BROKEN = Path(__file__).parents[1] / "broken" / "updates"


def test_a_sound_ledger_has_no_issue():
    assert issues(gift(), refund(minor=-1000), pledge(), act(), act("visit", event="visit"), spent(), update()) == ()


@pytest.mark.parametrize(
    ("record", "field", "wrong"),
    [
        (gift(project="luch"), "for", '"luch" is not a project; did you mean "lunch"?'),
        (gift(campaign="sprnig"), "campaign", '"sprnig" is not a campaign; did you mean "spring"?'),
        (gift(donor="lim"), "donor", '"lim" is not a donor; did you mean "lin"?'),
        (pledge(project="luch"), "for", '"luch" is not a project; did you mean "lunch"?'),
        (pledge(donor="lim"), "donor", '"lim" is not a donor; did you mean "lin"?'),
        (act(project="luch"), "for", '"luch" is not a project; did you mean "lunch"?'),
        (act("visit", event="vist"), "visit", '"vist" is not an event; did you mean "visit"?'),
        (act(donor="lim"), "donor", '"lim" is not a donor; did you mean "lin"?'),
        (spent(project="xyz", minor=-1), "project", '"xyz" is not a project; write an id from content/projects/'),
        (update(projects=("lunch", "luch")), "projects[1]", '"luch" is not a project; did you mean "lunch"?'),
        (update(campaign="sprin"), "campaign", '"sprin" is not a campaign; did you mean "spring"?'),
        (update(event="vist"), "event", '"vist" is not an event; did you mean "visit"?'),
        (event(projects=("luch",)), "projects[0]", '"luch" is not a project; did you mean "lunch"?'),
        (campaign(projects=("luch",)), "projects[0]", '"luch" is not a project; did you mean "lunch"?'),
        (campaign(compare_with="sprin"), "compare_with", '"sprin" is not a campaign; did you mean "spring"?'),
        (project(parent="lunc"), "parent", '"lunc" is not a project; did you mean "lunch"?'),
    ],
)
def test_an_unknown_reference_is_an_error_that_suggests_the_nearest(record, field, wrong):
    assert ("error", field, wrong) in found(record)


def test_a_plan_names_a_known_project():
    planned = campaign(plan=(PlanItem(Label("发书"), project="luch"),))
    assert [f for _, f, _ in found(planned)] == ["plan[0].project"]


def test_an_unknown_project_of_a_refunded_gift_is_said_once():
    assert [m for _, f, m in found(gift(project="luch"), refund(project="luch")) if f == "for"] == [
        '"luch" is not a project; did you mean "lunch"?'
    ]


def test_a_budget_line_must_be_of_the_project_and_category():
    funded = (gift(), project(budget=(line(),)))
    assert found(*funded, spent(line="food")) == []
    assert found(*funded, spent(line="foot")) == [
        ("error", "line", '"foot" is not a budget line; did you mean "food"?')
    ]
    assert [f for _, f, _ in found(*funded, spent(line="food", category="admin"))] == ["category"]
    assert found(gift(), spent(line="food")) == [
        ("error", "line", '"food" is not a budget line; write an id from a budget; "lunch" has none yet')
    ]


def test_ids_inside_a_record_are_unique():
    assert [f for _, f, _ in found(project(budget=(line(), line())))] == ["budget"]
    assert [f for _, f, _ in found(campaign(commitments=(promise(), promise())))] == ["commitments"]


def test_a_circle_of_parents_is_said_once_and_shown():
    circle = (project("a", parent="b"), project("b", parent="c"), project("c", parent="a"), project("d", parent="a"))
    assert [(i.source.file, i.message) for i in issues(*circle)] == [
        ("content/projects/a.md", "leads back to itself (a > b > c > a); take one parent away")
    ]
    assert [i.field for i in issues(project("a", parent="a"))] == ["parent"]


@pytest.mark.parametrize(
    ("record", "broken"),
    [
        (gift(project="books"), "project/books"),
        (gift(campaign="autumn"), "campaign/autumn"),
        (update(event="meeting"), "event/meeting"),
        (gift(donor="wang"), "donor/wang"),
        (gift(donor="wang"), "donor/*"),
        (refund("wang-1"), "gift/wang-1"),
        (spent(), "gift/*"),
    ],
)
def test_a_record_that_could_not_be_read_is_not_reported_again_where_it_is_named(record, broken):
    def fields(*names):
        return [i.field for i in check(replace(ledger(record), broken=frozenset(names)), TODAY)]

    assert fields(broken) == []
    assert fields("update/other") == fields() != []


@pytest.mark.parametrize(
    ("told", "projects", "right"),
    [
        (update(projects=()), (), "such as projects: [lunch]"),
        (update(projects=()), (project("a", status="completed"),), "such as projects: [lunch]"),
        (update(projects=(), campaign="spring"), (), None),
        (update(projects=(), event="visit"), (event("visit", projects=("lunch",)),), None),
        (update(), (), None),
    ],
)
def test_an_update_about_nothing_concerns_nobody(told, projects, right):
    said = found(told, *projects)
    assert ([("warning", "projects")] if right else []) == [(severity, field) for severity, field, _ in said]
    assert right is None or said[0][2].endswith(f"concerns no donor; write what it is about, {right}")


def test_an_update_about_an_event_about_nothing_concerns_nobody():
    ((severity, field, message),) = found(update(projects=(), event="visit"), event("visit", projects=()))
    assert ("warning", "event") == (severity, field)
    assert message.startswith('"visit" is about no project')


def test_where_there_is_no_project_yet_its_folder_is_named():
    (only,) = unplaced_updates(replace(ledger(update(projects=())), projects={}), TODAY)
    assert only.message.endswith("write what it is about, with the id of a project from content/projects/")


def test_a_site_with_updates_about_nothing_says_exactly_this():
    books, misread = load(BROKEN / "content", None, BROKEN)
    said = as_text(tuple(sorted({*misread, *check(books, TODAY)})))
    assert (BROKEN / "checked.txt").read_text("utf-8") == said + "\n"
