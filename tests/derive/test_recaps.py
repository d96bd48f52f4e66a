"""Known answers for recaps and digests. Amounts in fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ledger_samples import act, campaign, day, donor, event, gift, ledger, project, refund, spent, update

from generator.derive import derive
from generator.model.campaigns import Commitment, MatchingFund
from generator.model.money import Money, Total
from generator.model.words import Label

TODAY = date(2025, 9, 6)


def cny(minor: int) -> Total:
    return (Money(minor, "CNY"),)


def promise(id: str, due: str, state: str = "open") -> Commitment:
    return Commitment(id, Label(id), Label("us"), day(due), state)  # type: ignore[arg-type]


def test_a_running_campaign_beside_the_last_one() -> None:
    fund = MatchingFund(Label("F"), Money(1000, "CNY"), Fraction(1, 2))
    insights = derive(
        ledger(
            [project("lunch")],
            [
                gift("a-1", "2024-09-05", 900, "lunch", campaign="c24"),
                gift("a-2", "2025-09-04", 700, "lunch", campaign="c25"),
                gift("b-1", "2025-09-04", 500, campaign="c25"),
                refund("b-2", "2025-09-05", 100, "b-1"),
                gift("b-3", "2025-08-01", 50, "lunch", campaign="c25"),  # before it began, for it
                gift("c-1", "2025-09-05", 9999),
            ],
            campaigns=[
                campaign("c23", "2023-09-01", "2023-09-09"),
                campaign(
                    "c24", "2024-09-01", "2024-09-09", people_reached=77, commitments=(promise("x", "2025-09-05"),)
                ),
                campaign("c25", "2025-09-04", "2025-09-09", matching=fund, commitments=(promise("y", "2025-09-06"),)),
                campaign("c26", "2026-09-04", "2026-09-09", compare_with="c23"),
            ],
            updates=[update("2025-09-05-a", campaign="c25"), update("2025-09-07-later", campaign="c25")],
        ),
        TODAY,
    )
    recap = insights.campaigns["c25"]
    # 700 + 400 + 50; matches 350 + 200 + 25
    assert ("running", cny(1150), cny(575), cny(1725)) == (recap.phase, recap.given, recap.matched, recap.raised)
    assert (2, 1, 3) == (recap.donors, recap.new_donors, recap.gifts)  # b is new: its first gift ever is b-3
    days = [(f"{d.day:%m-%d}", d.given[0].minor, d.gifts) for d in recap.by_day]
    assert [("08-01", 50, 1), ("09-04", 1100, 2), ("09-05", 0, 0), ("09-06", 0, 0)] == days
    assert (("lunch", cny(750), cny(375)), (None, cny(400), cny(200))) == recap.by_project
    assert recap.previous is not None
    assert ("c24", cny(900), 77) == (recap.previous.campaign_id, recap.previous.given, recap.previous.people_reached)
    assert ["late"] == [c.state for c in recap.previous.commitments]
    assert ["open"] == [c.state for c in recap.commitments]  # due today
    assert ("2025-09-05-a",) == recap.update_ids
    later = insights.campaigns["c26"]
    assert ("upcoming", "c23", ()) == (later.phase, later.previous and later.previous.campaign_id, later.by_day)
    assert insights.campaigns["c23"].previous is None


def test_a_campaign_of_one_day_is_not_compared_with_itself_nor_with_one_that_goes_on_into_it() -> None:
    campaigns = [campaign("a", "2024-09-01", "2024-09-09"), campaign("b", "2024-09-09", "2024-09-09")]
    found = derive(ledger(campaigns=campaigns), TODAY).campaigns
    assert [None, None] == [recap.previous for recap in found.values()]


def test_a_digest_gathers_its_month() -> None:
    found = derive(
        ledger(
            [project("lunch")],
            [
                gift("a-1", "2025-05-05", 900, "lunch"),
                gift("a-2", "2025-06-05", 100, "lunch", fee=1),
                gift("b-1", "2025-06-04", 70, "lunch", in_kind="书"),
            ],
            [spent("e1", "2025-06-20", 300, "lunch"), spent("e2", "2025-07-20", 300, "lunch")],
            donors=[donor("a"), donor("b", "private"), donor("x", "excluded")],
            updates=[update("2025-06-01-first", "lunch"), update("2025-06-30-second", "lunch")],
            events=[event("meeting", "2025-06-15", "lunch"), event("next", "2025-10-01", "lunch")],
            acts=[
                act("a", "2025-06-02"),
                act("b", "2025-06-03", flower="quiz", count=9),
                act("b", "2025-06-04", flower="quiz"),
                act("a", "2025-06-04", "visit"),
                act("x", "2025-06-04"),
                act("a", "2025-06-05", "milestone"),
            ],
        ),
        TODAY,
    ).digests
    assert [(2025, 6), (2025, 5)] == [(m.digest.year, m.digest.month) for m in found]  # July: only a bill
    june, may = found
    assert ("2025-06-30-second", "2025-06-01-first") == june.digest.update_ids
    assert ("meeting",) == june.digest.event_ids
    assert (("quiz", 2), ("steps", 1), ("visit", 1)) == june.digest.flowers
    assert (cny(100), cny(301), cny(1), 2) == (
        june.digest.given,
        june.digest.spent,
        june.digest.fees,
        june.digest.gifts,
    )
    assert (("b",), ("a",)) == (june.newcomers, may.newcomers)
