"""Gifts that count twice, since a table lies there a second time or repeats what journeys or another table tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations, groupby
from operator import attrgetter

from generator.check.wording import warning
from generator.issues import Issue, counted
from generator.model.gifts import Gift
from generator.model.ledger import Ledger

#: The gifts of one donor and day that are alike, in one book and in another; as many here as there.
Twins = tuple[Sequence[Gift], Sequence[Gift]]

#: Fewer kinds of twins than this may be chance, where the books hold other gifts too.
LEAST = 3
_JOURNEYS = ""  # all donor files are one book, since a donor's journey stands in one of them
_FILE, _SUM = attrgetter("source.file"), attrgetter("donor", "amount")


def repeated_gifts(ledger: Ledger, today: date) -> Iterator[Issue]:
    """A table downloaded twice, two exports that overlap, an export of payments that journeys tell; one issue a table.

    Twins are gifts of one donor, day, amount, currency and project in two books, as many in one as in the other; where
    both say by which way they came, or for which campaign, they say the same. Written ids tell gifts apart where both
    have one. Within a book nothing is asked: two gifts alike on one day are two red packets.

    A few twins happen by chance, the more the larger the books, since people give round amounts and often through two
    channels. So there have to be three kinds of them, and they have to be half of what both books could share: gifts
    of the donors who stand in both, in the time that both cover. Chance gives some of these, a copy nearly all. Books
    that hold nothing but twins are a copy however small, if somebody is known to have given: two collection boxes
    with the same round sum are not.
    """
    tables = ledger.tables
    if not tables or len({*map(_FILE, ledger.gifts)}) == 1:
        return
    pairs: dict[tuple[str, str], list[Twins]] = defaultdict(list)
    for twins in _twins(ledger.gifts, tables):
        here, there = (_book(gifts[0], tables) for gifts in twins)
        pairs[here, there].append(twins)
    if not pairs:
        return
    books: dict[str, list[Gift]] = defaultdict(list)
    for gift in ledger.gifts:
        if gift.refund_of is None:
            books[_book(gift, tables)].append(gift)
    unknown = {donor.id for donor in ledger.donors.values() if donor.kind == "unknown"}
    told: dict[str, list[tuple[Gift, Gift]]] = {}
    for names, found in sorted(pairs.items()):
        if _is_copy(found, books[names[0]], books[names[1]], unknown):
            # The copy is the table of the two, the one that holds less, the one whose name has a "(1)".
            copy = max(names, key=lambda name: (name in tables, -len(books[name]), len(name), name))
            rows = [pair for twins in found for pair in zip(*twins, strict=True)]
            rows = rows if copy == names[0] else [(gift, other) for other, gift in rows]
            told[copy] = max(told.get(copy, []), rows, key=len)
    for name, rows in told.items():
        yield _said(sorted(rows, key=lambda pair: pair[0].source), len(books[name]))


def _book(gift: Gift, tables: Collection[str]) -> str:
    return gift.source.file if gift.source.file in tables else _JOURNEYS


def _twins(gifts: Sequence[Gift], tables: Collection[str]) -> Iterator[Twins]:
    """Day by day, since on most days no donor gives the same sum twice, or all gifts are of one book."""
    for _, of_day in groupby(gifts, attrgetter("date")):
        day = list(of_day)
        if len({*map(_SUM, day)}) == len(day) or len({*map(_FILE, day)}) == 1:
            continue
        alike: dict[object, list[Gift]] = defaultdict(list)
        for gift in day:
            if gift.refund_of is None:
                alike[gift.donor, gift.amount, gift.currency, gift.project, gift.in_kind].append(gift)
        for same in alike.values():
            if len(same) > 1:
                yield from _across(same, tables)


def _across(same: Sequence[Gift], tables: Collection[str]) -> Iterator[Twins]:
    """Twins among gifts that are alike, one for each two books that hold as many of them."""
    books: dict[str, list[Gift]] = defaultdict(list)
    for gift in same:
        books[_book(gift, tables)].append(gift)
    for name, other in combinations(sorted(books), 2):
        here, there = books[name], books[other]
        if len(here) == len(there) and not (
            all(map(_has_own_id, (*here, *there)))
            or _differ({gift.via for gift in here}, {gift.via for gift in there})
            or _differ({gift.campaign for gift in here}, {gift.campaign for gift in there})
        ):
            yield here, there


def _has_own_id(gift: Gift) -> bool:
    """Whether somebody wrote the id: without one a gift is called DONOR-N or DONOR-FILE-N."""
    stem = gift.source.file.rpartition("/")[2].rpartition(".")[0]
    number = gift.id.removeprefix(f"{gift.donor}-").removeprefix(f"{stem}-")
    return number == gift.id or not number.isdecimal()


def _differ(here: set[str | None], there: set[str | None]) -> bool:
    return None not in here | there and here != there


def _is_copy(found: Sequence[Twins], here: Sequence[Gift], there: Sequence[Gift], unknown: Collection[str]) -> bool:
    """Whether chance does not explain so many twins in two books; how it is judged stands above."""
    number = sum(len(gifts) for gifts, _ in found)
    if number == len(here) == len(there) and any(gifts[0].donor not in unknown for gifts, _ in found):
        return True
    if len(found) < LEAST:
        return False
    donors = {gift.donor for gift in here} & {gift.donor for gift in there}
    days = [[gift.date for gift in gifts] for gifts in (here, there)]
    start, end = max(map(min, days)), min(map(max, days))
    common = (sum(gift.donor in donors and start <= gift.date <= end for gift in gifts) for gifts in (here, there))
    return 2 * number >= min(common)


def _said(rows: Sequence[tuple[Gift, Gift]], all_here: int) -> Issue:
    gift, other = rows[0]
    more = len({there.source.file for _, there in rows}) - 1
    places = f"{other.source.file} and {counted(more, 'more file')}" if more else other.source.file
    others = f", and {counted(len(rows) - 1, 'more gift')} here {'repeat' if len(rows) > 2 else 'repeats'} {places}"
    what = "this file" if len(rows) == all_here else "them here or there"
    return warning(
        gift.source,
        "gift",
        f"has the donor, day, amount and project of the gift at {other.source}"
        f"{others if len(rows) > 1 else ''}; they count twice; delete {what}, "
        "or give each an id of its own if they are different gifts",
    )
