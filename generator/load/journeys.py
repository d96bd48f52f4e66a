"""Donor files to donors and what they did: gifts, pledges and acts, each at its line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from pydantic import ValidationError

from generator.issues import Source
from generator.load import explain, text, values
from generator.load.books import Books, amount_in
from generator.load.files import File
from generator.load.findings import Findings
from generator.load.markdown import document
from generator.load.schema import journeys as schema
from generator.load.schema.fields import Terms
from generator.load.yaml import Map, Seq
from generator.model.money import Money
from generator.model.records import ERASED, Act, Donor, DonorConsent, Pledge


def donors(files: Iterable[File], terms: Terms, books: Books, findings: Findings) -> None:
    """Reads every donor file into `books`."""
    for file in files:
        read = text.read(file.path, file.name)
        before = len(findings.issues)
        tree = document(read, file.name, findings) if isinstance(read, str) else None
        if not isinstance(read, str):
            findings.issues.append(read)
        if isinstance(tree, Seq):
            for n, item in enumerate(tree):
                if isinstance(item, Map):
                    _donor(item, None, file, f"[{n}]", terms, books, findings)
                else:
                    where = Source(file.name, *tree.places[n])
                    findings.error(where, f"[{n}]", "is not a donor; write name: and journey: lines")
        elif isinstance(tree, Map):
            _donor(tree, file.stem, file, "", terms, books, findings)
        elif len(findings.issues) == before:
            findings.error(file.source, "", "holds no donor; write name: and journey: lines, or delete the file")
        if tree is None:
            findings.broken.add("donor/*")


def _donor(
    tree: Map, stem: str | None, file: File, prefix: str, terms: Terms, books: Books, findings: Findings
) -> None:
    given = tree.get("id", stem)
    if isinstance(given, str):
        findings.broken.add(f"donor/{given}")  # taken back once the donor is read whole
    if stem is None and "id" not in tree:
        where = Source(file.name, tree.line, tree.column)
        findings.error(where, f"{prefix}.id", "is missing; a donor in a list needs an id, such as id: lin")
        findings.broken.add("donor/*")
    model, left_out = _validate(tree, file, prefix, terms, findings)
    if model is None or not isinstance(given, str):
        return
    try:
        identifier = values.identifier(given)
    except ValueError as wrong:
        findings.error(file.source, "", f"the file's name {wrong}; rename it, or add an id")
        return
    source = Source(file.name, tree.line, tree.column)
    if identifier == ERASED:
        findings.error(
            source, f"{prefix}.id" if prefix else "", f'"{ERASED}" stands for donors who were erased; choose another id'
        )
        return
    donor = Donor(
        source=source,
        id=identifier,
        consent=_consent(model),
        aliases=tuple(model.aliases),
        **{
            n: getattr(model, n)
            for n in (
                "name", "kind", "visibility", "pseudonym", "minor", "key", "language", "words", "hide_amounts",
                "email", "phone", "link_version",
            )
        },
    )  # fmt: skip
    if not books.add_donor(donor, f"{prefix}.id" if prefix else "id" if "id" in tree else "", findings):
        return
    findings.broken.discard(f"donor/{identifier}")
    if left_out:
        findings.broken.add(f"journey/{identifier}")
    journey = cast("Seq", tree.get("journey", Seq(1, 1)))
    kept = [n for n in range(len(journey)) if n not in left_out]
    for n, entry in zip(kept, model.journey, strict=True):
        path = f"{prefix}.journey[{n}]" if prefix else f"journey[{n}]"
        _entry(entry, donor, cast("Map", journey[n]), path, terms, books, findings)


def erased_donor(books: Books) -> None:
    """Adds the donor that stands for all who were erased, where a gift is theirs: counted in sums, shown nowhere."""
    first = min((gift.source for gift in books.gifts.values() if gift.donor == ERASED), default=None)
    if first:
        books.donors[ERASED] = Donor(first, ERASED, ERASED, visibility="excluded")


def _validate(
    tree: Map, file: File, prefix: str, terms: Terms, findings: Findings
) -> tuple[schema.DonorModel | None, frozenset[int]]:
    """The donor, and the journey entries left out because something in them is wrong."""
    try:
        return schema.DonorModel.model_validate(tree, context=terms), frozenset()
    except ValidationError as wrong:
        findings.issues.extend(explain.explain(wrong, schema.DonorModel, tree, file.name, prefix))
        places = [e["loc"][:2] for e in wrong.errors(include_url=False, include_context=False)]
    bad = frozenset(loc[1] for loc in places if len(loc) == 2 and loc[0] == "journey" and isinstance(loc[1], int))
    if len(bad) < len(set(places)):
        return None, bad
    rest = dict(tree) | {"journey": [e for n, e in enumerate(tree["journey"]) if n not in bad]}
    return schema.DonorModel.model_validate(rest, context=terms), bad


def _consent(model: schema.DonorModel) -> DonorConsent | None:
    given: Any = model.consent
    if given is None:
        return None
    if isinstance(given, schema.DonorConsentModel):
        return DonorConsent(given.date, given.to)
    return DonorConsent(given, model.visibility)


def _entry(
    entry: schema.EntryModel, donor: Donor, tree: Map, path: str, terms: Terms, books: Books, findings: Findings
) -> None:
    file = donor.source.file
    source = Source(file, tree.line, tree.column)

    def wrong(field: str, message: str) -> None:
        findings.error(explain.place(tree, (field,), file), f"{path}.{field}", message)

    if isinstance(entry, schema.GiftEntry):
        books.add_gift(entry, entry.gift, donor.id, source, wrong, findings)
    elif isinstance(entry, schema.RefundEntry):
        books.add_refund(entry.date, entry.refund, entry.of, entry.note, donor.id, source, wrong)
    elif isinstance(entry, schema.PledgeEntry):
        currency = entry.currency or entry.pledge.currency or terms.currency
        minor = amount_in(entry.pledge, currency, "pledge", wrong)
        if minor is not None:
            pledge = Pledge(source, donor.id, entry.date, Money(minor, currency), entry.every, entry.for_, entry.until)
            books.pledges.append(pledge)
    else:
        books.acts.append(_act(entry, donor.id, source))


def _act(entry: schema.EntryModel, donor: str, source: Source) -> Act:
    if isinstance(entry, schema.FlowerEntry):
        return Act(source, donor, entry.date, "flower", entry.flower, entry.count, entry.for_, None, entry.note)
    if isinstance(entry, schema.VisitEntry):
        return Act(source, donor, entry.date, "visit", event=entry.visit, note=entry.note)
    if isinstance(entry, schema.VolunteerEntry):
        return Act(source, donor, entry.date, "volunteer", None, entry.volunteer, entry.for_, None, entry.note)
    assert isinstance(entry, schema.MilestoneEntry)
    return Act(source, donor, entry.date, "milestone", note=entry.milestone)
