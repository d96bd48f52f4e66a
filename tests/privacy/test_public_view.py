"""The gate: who is shown, under what name, and what of a journey; known answers. Amounts in fen."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from ledger_samples import SRC, act, campaign, day, donor, event, gift, ledger, project, refund, spent, update

from generator.derive import derive
from generator.model.archives import Archive, Medal, Share
from generator.model.donors import Donor, DonorConsent, Visibility
from generator.model.gifts import Tribute
from generator.model.ledger import Ledger
from generator.model.money import Money
from generator.model.projects import Indicator
from generator.model.public import Public
from generator.model.words import Consent, Label, Picture
from generator.privacy import donor_key, public_view
from generator.privacy.identity import visibility

SECRET = "0123456789abcdef0123456789abcdef"
TODAY = date(2026, 3, 1)


def view(records: Ledger) -> Public:
    return public_view(records, derive(records, TODAY), SECRET, TODAY)


def only(records: Ledger) -> Archive:
    (archive,) = view(records).archives
    return archive


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def test_no_page_can_be_given_a_consent_or_who_is_in_a_picture() -> None:
    """Only that there was a consent; templates that print either would be given nothing."""
    agreed = Consent(
        SRC, "child-1", ("picture",), "update", ("site",), day("2024-01-01"), child=True, name="何小满", school="朝阳"
    )
    shot = Picture(SRC, "pictures/rain.jpg", Label("雨"), people=("child-1",))
    spoken = {"pictures": (shot,), "consents": (agreed,)}
    public = view(
        ledger(
            [project("lunch", picture=shot)],
            [gift("lin-1", "2024-09-02", 500, "lunch", campaign="autumn")],
            campaigns=[campaign("autumn", "2024-09-01", "2024-09-10", picture=shot)],
            donors=[donor("lin")],
            updates=[update("2024-09-03-rain", "lunch", **spoken), update("2024-09-04-sun", "lunch")],
            events=[event("visit", "2024-09-05", "lunch", **spoken)],
        )
    )
    for part in (public.projects, public.campaigns, public.updates, public.events, public.digests, *public.archives):
        told = repr(part)
        assert not any(word in told for word in ("child-1", "何小满", "朝阳", "Consent("))
    assert public.digests[0].picture and public.projects["lunch"].project.picture
    assert [True, False] == [u.consented for u in public.updates.values()]
    assert public.events["visit"].consented


@pytest.mark.parametrize(
    ("recorded", "consent", "expected"),
    [
        ("public", ("2026-03-01", "public"), "public"),
        ("public", ("2026-03-02", "public"), "private"),  # not yet
        ("public", None, "private"),
        ("public", ("2020-01-01", "pseudonymous"), "pseudonymous"),  # agreed to less
        ("pseudonymous", ("2020-01-01", "public"), "pseudonymous"),  # agreed to more than is asked
        ("pseudonymous", None, "private"),
        ("public", ("2020-01-01", "private"), "private"),
        ("private", ("2020-01-01", "public"), "private"),
        ("excluded", ("2020-01-01", "public"), "excluded"),
    ],
)
def test_no_one_is_more_visible_than_they_agreed_to(
    recorded: Visibility, consent: tuple[str, Visibility] | None, expected: Visibility
) -> None:
    agreed = DonorConsent(day(consent[0]), consent[1]) if consent else None
    person = Donor(donor("x").source, "x", "X", visibility=recorded, consent=agreed)
    assert expected == visibility(person, TODAY)


def test_minors_are_never_shown() -> None:
    records = ledger(gifts=[gift("kid-1", "2024-01-01", 100)], donors=[donor("kid", minor=True)])
    assert () == view(records).archives
    assert () == view(records).wall.entries


def test_a_key_tells_nothing_without_the_secret() -> None:
    lin = donor("lin-xiaoyu")
    key = donor_key(lin, SECRET)
    assert "uulqbflppt7f6776bqrz7en3ly" == key
    assert key != donor_key(lin, SECRET[::-1])
    assert key != donor_key(donor("lin-xiaoyv"), SECRET)
    assert hashlib.sha256(b"lin-xiaoyu").hexdigest()[:26] != key
    assert "chosen-key" == donor_key(donor("x", key="chosen-key"), SECRET)


def test_a_pseudonymous_donor_has_a_chosen_or_a_neutral_name() -> None:
    records = ledger(
        gifts=[gift(f"{d}-1", "2024-01-01", 100) for d in ("a", "b", "c")],
        donors=[
            donor("a", "pseudonymous", key="k3m4n5p6", language="en"),
            donor("b", "pseudonymous", key="q7r8s9t0"),
            donor("c", "pseudonymous", pseudonym="Cafe\u0301", key="zzzzzzzz"),
        ],
    )
    assert ["Friend K3M4", "爱心伙伴 Q7R8", "Caf\u00e9"] == [a.name for a in view(records).archives]


def test_notes_tributes_and_milestones_of_a_pseudonymous_donor_stay_inside() -> None:
    def journey(degree: str) -> Archive:
        return only(
            ledger(
                gifts=[
                    gift("a-1", "2024-01-01", 100, tribute=Tribute("memory", "外婆"), note="给外婆"),
                    gift("a-2", "2024-02-01", 100, in_kind="Name of A's books"),
                ],
                acts=[act("a", "2024-03-01", "milestone", note="十年了"), act("a", "2024-04-01", note="走路")],
                donors=[donor("a", degree, words="我是 NAME OF A")],
            )
        )

    assert "外婆" in repr(journey("public"))
    assert "我是 NAME OF A" == journey("public").words
    assert ["gift", "gift", "milestone", "flower"] == [e.kind for e in journey("public").years[0].entries]
    hidden = journey("pseudonymous")
    for telling in ("外婆", "十年", "走路", "name of a"):
        assert telling not in repr(hidden).casefold()
    assert ["gift", "gift", "flower"] == [e.kind for e in hidden.years[0].entries]
    assert [True, False] == [t.in_kind is not None for t in hidden.traces]


def test_an_archive_under_a_pseudonym_tells_months_and_no_days() -> None:
    def days(degree: str, by_month: bool) -> set[str]:
        records = ledger(
            [project("lunch")],
            [gift("a-1", "2024-01-17", 10_000, "lunch", fee=30), refund("a-2", "2024-06-18", 1000, "a-1", "lunch")],
            [spent("e1", "2024-02-19", 2000, "lunch")],
            acts=[act("a", "2024-03-20")],
            donors=[donor("a", degree)],
        )
        public = public_view(records, derive(records, TODAY), SECRET, TODAY, by_month=by_month)
        told = repr((public.archives[0], public.wall.entries))
        return {f"{d}" for d in range(17, 21) if f", {d})" in told}

    assert {"19"} == days("pseudonymous", by_month=True)  # of the payment, which is public
    assert {"17", "18", "19", "20"} == days("pseudonymous", by_month=False) == days("public", by_month=True)


def test_a_trace_tells_where_each_fen_of_a_gift_went() -> None:
    archive = only(
        ledger(
            [project("lunch")],
            [gift("a-1", "2024-01-01", 10_000, "lunch", fee=30), refund("a-2", "2024-06-01", 1000, "a-1", "lunch")],
            [
                spent("e1", "2024-02-01", 2000, "lunch", line="food", document="D1"),
                spent("e2", "2024-03-01", 2500, "lunch", line="food", document="D2"),
                spent("e3", "2024-03-02", 400, "lunch", "admin"),
            ],
        )
    )
    (trace,) = archive.traces
    parts = [(p.category, p.line, p.amount.minor, p.count, p.documents, p.expenditure_id) for p in trace.parts]
    assert [
        ("fundraising", None, 30, 0, (), None),
        ("programme", "food", 4500, 2, ("D2", "D1"), "e2"),
        ("admin", None, 400, 1, (), "e3"),
    ] == parts
    assert (cny(10_000), cny(1000), cny(4070)) == (trace.amount, trace.refunded, trace.unspent)  # 9000 - 4930
    assert 54 == trace.spent_percent  # 4930 / 9000 = 54.8 %
    assert ((cny(9000),), (cny(4930),), (cny(4070),)) == (archive.given, archive.spent, archive.unspent)
    assert [("gift", cny(10_000)), ("refund", cny(1000))] == [(e.kind, e.amount) for e in archive.years[0].entries]


def test_one_hidden_amount_hides_every_sum_that_holds_it() -> None:
    public = view(
        ledger(
            [project("lunch", indicators=(_lunches(),))],
            [
                gift("a-1", "2023-01-01", 700, "lunch"),
                gift("a-2", "2024-01-01", 900, "lunch", hide_amount=True),
            ],
            [spent("e1", "2024-02-01", 1600, "lunch")],
        )
    )
    (archive,) = public.archives
    assert archive.amounts_hidden
    assert (None, None, None, None) == (archive.given, archive.matched, archive.spent, archive.unspent)
    assert [(2024, None), (2023, (cny(700),))] == [(y.year, y.given) for y in archive.years]
    assert [None, cny(700)] == [t.amount for t in archive.traces]
    assert [cny(0), cny(700)] == [p.amount for t in archive.traces for p in t.parts]
    assert [0] == [s.units for s in archive.shares]
    assert ((cny(700),), None) == (public.wall.given_by_shown, public.wall.given_by_hidden)


def test_a_gift_without_a_name_leaves_no_mark_but_a_count() -> None:
    records = ledger(
        [project("lunch"), project("books")],
        [gift("a-1", "2020-01-01", 700, "books", hide_name=True), gift("a-2", "2024-01-01", 900, "lunch")],
        [spent("e1", "2024-02-01", 500, "books")],
        updates=[update("2024-05-01-books", "books"), update("2024-05-02-lunch", "lunch")],
    )
    public = view(records)
    (archive,) = public.archives
    assert (1, 1, 1) == (archive.gift_count, archive.hidden_gifts, len(archive.traces))
    assert (date(2024, 1, 1), 1) == (archive.since, archive.years_together)
    assert ("2024-05-02-lunch",) == archive.update_ids
    assert (Medal("first-gift", 2024), Medal("years-1", 2024)) == archive.medals
    assert [2024, 2025, 2026] == [y.year for y in archive.rings.years]
    assert (cny(900),) == archive.given == public.wall.given_by_shown
    assert [] == [n for d in public.digests for n in d.newcomers]


def test_a_share_is_programme_money_over_the_unit_cost() -> None:
    archive = only(
        ledger(
            [project("lunch", indicators=(_lunches(),))],
            [gift("a-1", "2024-01-01", 3000, "lunch")],
            [spent("e1", "2024-02-01", 1750, "lunch"), spent("e2", "2024-02-01", 1000, "lunch", "admin")],
        )
    )
    assert (Share("lunch", _lunches(), 3),) == archive.shares  # 17.50 // 5.00


def test_the_wall_goes_by_years_then_since_then_name_never_by_money() -> None:
    public = view(
        ledger(
            gifts=[
                gift("rich-1", "2024-05-01", 900_000),
                gift("zoe-1", "2024-05-01", 1),
                gift("early-1", "2024-04-01", 1),
                gift("loyal-1", "2024-06-01", 1),
                gift("loyal-2", "2025-06-01", 1),
                gift("none-1", "2024-01-01", 50),
                gift("none-2", "2024-01-02", -50, refund_of="none-1"),
            ],
            acts=[act("walker", "2020-01-01")],
        )
    )
    names = ["Name of loyal", "Name of early", "Name of rich", "Name of zoe"]
    assert names == [e.name for e in public.wall.entries]
    assert (4, 0) == (public.totals.fund.donors, public.wall.hidden)
    assert 6 == len(public.archives)  # who walked, and who took the gift back, have theirs too


def _lunches() -> Indicator:
    return Indicator("lunches", Label("午餐"), Label("份"), 0, 100, 50, date(2025, 1, 1), cny(500), people=True)
