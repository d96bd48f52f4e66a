"""A purse against coins paid one by one."""

from __future__ import annotations

from collections import deque
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import gift, spent

from generator.derive.purses import Allocation, Purse

_minor = st.integers(0, 30)
_fee = st.sampled_from((0, 0, 1, 40))
_coming = st.tuples(st.just("in"), _minor, _minor, _fee)
_going = st.tuples(st.just("out"), _minor, st.sampled_from("ab"), st.just(0))


@given(st.lists(_coming | _going, max_size=25))
def test_a_purse_pays_coin_by_coin_in_the_order_in_which_they_came(
    steps: list[tuple[str, int, int | str, int]],
) -> None:
    days = [date(2024, 1, 1 + n).isoformat() for n in range(len(steps))]
    came = {n: step for n, step in enumerate(steps) if step[0] == "in"}
    gifts = [gift(f"g-{n}", days[n], minor, "a", fee=fee) for n, (_, minor, _, fee) in came.items()]
    matches = {f"g-{n}": int(match) for n, (_, minor, match, _) in came.items() if minor and match}
    coins = deque[tuple[str, bool, int]]()
    paid, elsewhere = [], set()
    purse = Purse()
    received = purse.lay(gifts, {}, matches)
    for n, (way, minor, other, fee) in enumerate(steps):
        name = f"g-{n}"
        if way == "in":
            purse.received = received.get(date.fromisoformat(days[n]), purse.received)
            coins += (
                (name, is_match, part)
                for is_match, part in enumerate((max(0, minor - fee), matches.get(name, 0)))
                if part
            )
            continue
        row = spent(f"e-{n}", days[n], 100, str(other))
        missing = minor
        while coins and missing:
            whose, is_match, left = coins.popleft()
            part = min(missing, left)
            missing -= part
            paid.append(Allocation(whose, bool(is_match), row.id, row.project, part, "CNY", row.date))
            elsewhere |= {whose} if row.project != "a" else set()
            if left > part:
                coins.appendleft((whose, is_match, left - part))
        assert purse.pay(row, minor) == minor - missing
    for one in gifts:
        assert (one.id in purse) is (one.amount > 0)
        if one.id in purse:
            assert [p for p in paid if p.gift == one.id] == purse.allocations(one)
    lying = {(whose, is_match): left for whose, is_match, left in coins}
    assert lying == {(whose, which): part for whose, *parts in purse.left() for which, part in enumerate(parts) if part}
    assert elsewhere == set(purse.elsewhere("a"))
