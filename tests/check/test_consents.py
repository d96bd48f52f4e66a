from datetime import date

import pytest
from check_ledgers import TODAY, consent, event, found, issues, picture, project, update

SEEN = picture(people=("child-1",))


def at_update(*consents, **more):
    return update(pictures=(SEEN,), consents=consents, **more)


def test_a_covered_picture_is_fine():
    assert found(at_update(consent())) == []
    assert found(event(pictures=(SEEN,), consents=(consent(until=TODAY),))) == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ((), "has no consent here"),
        ((consent("child-2"),), "has no consent here"),
        ((consent(scope=("story",)),), "is not for pictures"),
        ((consent(channel=("leaflet",)),), 'is not for channel "site"'),
        ((consent(since=date(2025, 3, 2)),), "agreed on 2025-03-02, after 2025-03-01"),
        (
            (consent(until=date(2025, 2, 28)), consent(since=date(2025, 4, 1))),
            'no consent of "child-1" covers 2025-03-01',
        ),
        ((consent(withdrawn=date(2025, 3, 1)), consent(since=date(2025, 4, 1))), "covers 2025-03-01"),
    ],
)
def test_a_person_in_a_picture_needs_a_consent_that_covers_it(given, reason):
    [(severity, field, message)] = found(at_update(*given))
    assert (severity, field) == ("error", "pictures[0].people[0]")
    assert reason in message


@pytest.mark.parametrize(
    ("ended", "how"),
    [
        (consent(withdrawn=date(2025, 6, 1)), "was withdrawn on 2025-06-01"),
        (consent(withdrawn=TODAY), "was withdrawn on 2025-06-30"),
        (consent(until=date(2025, 6, 29)), "ran out on 2025-06-29"),
    ],
)
def test_an_ended_consent_fails_and_lists_every_use(ended, how):
    [(severity, field, message)] = found(at_update(ended), project(picture=SEEN))
    assert (severity, field) == ("error", "consents[0]")
    assert how in message
    for use in (
        "story in update/2025-03-01-rain",
        "pictures/rain.jpg in update/2025-03-01-rain",
        "pictures/rain.jpg in project/lunch",
    ):
        assert use in message


@pytest.mark.parametrize(
    ("other", "is_still_seen"),
    [
        (consent(), True),
        (consent("child-2"), False),
        (consent(scope=("story",)), False),
        (consent(channel=("leaflet",)), False),
        (consent(until=date(2025, 6, 28)), False),
    ],
)
def test_a_project_may_show_whom_another_consent_covers(other, is_still_seen):
    ended = consent(until=date(2025, 6, 29))
    elsewhere = update("2025-03-02-sun", date=date(2025, 3, 2), consents=(other,))
    said = [i.message for i in issues(at_update(ended), elsewhere, project(picture=SEEN))]
    assert is_still_seen is not any("pictures/rain.jpg in project/lunch" in message for message in said)
    assert any("pictures/rain.jpg in update/2025-03-01-rain" in message for message in said)


def test_a_consent_that_ends_tomorrow_or_was_renewed_still_holds():
    assert found(at_update(consent(withdrawn=date(2025, 7, 1)))) == []
    assert found(at_update(consent(until=date(2025, 5, 1)), consent(since=date(2025, 5, 2)))) == []
    assert found(at_update(consent(until=date(2025, 3, 1)), consent(since=date(2025, 5, 2)))) == []


def test_a_renewal_of_less_leaves_the_rest_without_consent():
    [(_, _, message)] = found(at_update(consent(until=date(2025, 5, 1)), consent(scope=("picture",))))
    assert "(story in update/2025-03-01-rain)" in message


def test_pictures_of_projects_lean_on_consents_of_the_site():
    assert [f for _, f, _ in found(project(picture=SEEN))] == ["picture.people[0]"]
    assert found(project(picture=SEEN), update(consents=(consent(),))) == []


def test_a_consent_of_one_update_does_not_cover_the_picture_of_another():
    other = update("2025-03-02-sun", pictures=(SEEN,), date=date(2025, 3, 2))
    assert [i.field for i in issues(at_update(consent()), other)] == ["pictures[0].people[0]"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (consent(child=True), "given_by"),
        (consent(child=True, given_by=" "), "given_by"),
        (consent("child-3", since=date(2025, 7, 1)), "since"),
        (consent("child-3", until=date(2025, 1, 1), channel=("leaflet",)), "until"),
    ],
)
def test_a_consent_is_complete(wrong, field):
    assert [(s, f) for s, f, _ in found(update(consents=(wrong,)))] == [("error", f"consents[0].{field}")]
    assert found(update(consents=(consent(child=True, given_by="母亲"),))) == []
