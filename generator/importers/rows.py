"""A row of an export to a row of our own CSV, checked by the schema that will read it; ValueError where it fails."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import ValidationError

from generator.importers import cells
from generator.importers.map import FIELDS, ImportMap
from generator.importers.table import Row
from generator.load.explain import explain
from generator.load.schema.fields import Terms
from generator.load.schema.journeys import GiftRow, SpendingModel
from generator.load.yaml import Map

AMOUNTS = ("gift", "refund", "fee", "amount")
SLUGS = ("for", "campaign", "project")
_TERMS = Terms("", ("und",))  # one language, whichever the site's main one is


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ours: `fields` by name, those without a value left out, and what stands in the row about its donor."""

    row: Row
    fields: dict[str, str]
    raw_ids: tuple[tuple[str, str], ...]  # (our id, theirs), to find two that differ in capitals only
    content: str  # fingerprint of the cells that the map names, for ids of rows without one
    about: dict[str, str] = field(default_factory=dict)  # name, pseudonym, email, phone: cleaned
    titles: dict[str, str] = field(default_factory=dict)  # campaign and project as they write them
    cleaned: tuple[str, ...] = ()  # columns from which unseen characters were taken


def field_names(plan: ImportMap) -> tuple[str, ...]:
    """The columns of our CSV under this map."""
    said = {"id", *plan.columns, *plan.constants}
    if plan.kind == "gifts":
        said.add("donor")
        if "of" in said:
            said.add("refund")
    return tuple(name for name in FIELDS[plan.kind] if name in said)


def entry(row: Row, header: dict[str, int], plan: ImportMap) -> Entry:
    """What `row` says under `plan`; `header` gives the place of each of their columns."""
    cleaned: list[str] = []

    def cell(column: str) -> str:
        text, changed = cells.clean(row.cells[header[column]])
        if changed:
            cleaned.append(column)
        return text

    said = {name: cell(column) for name, column in plan.columns.items()}
    content = cells.fingerprint(
        f"{column}={row.cells[header[column]].strip()}" for column in sorted(set(plan.columns.values()))
    )
    written = dict(said)
    for name, table in plan.values.items():
        if written.get(name):
            ours = cells.translated(written[name], table)
            if ours is None:
                raise ValueError(f"{name}: no value of ours is given for this one; add it to values.{name} in the map")
            written[name] = ours
    for name, constant in plan.constants.items():
        written[name] = written.get(name) or constant
    written = {name: text for name, text in written.items() if text}
    _convert(written, plan)
    raw_ids = tuple((written[name], said[name]) for name in ("id", "donor") if said.get(name) and name in written)
    _validate(written, plan)
    about = {
        name: cell(column)
        for name in ("name", "pseudonym", "email", "phone")
        if plan.kind == "gifts" and (column := getattr(plan.donors, name))
    }
    titles = {name: said.get(name) or written[name] for name in SLUGS if name in written}
    return Entry(row, written, raw_ids, content, about, titles, tuple(dict.fromkeys(cleaned)))


def _convert(written: dict[str, str], plan: ImportMap) -> None:
    """Days, amounts and ids of `written` into our own form, in place."""
    for name in ("id", "of"):
        if name in written:
            written[name] = cells.identifier(written[name], plan.id_prefix)
    if plan.kind == "gifts":
        if "donor" in written:
            written["donor"] = cells.identifier(written["donor"], plan.id_prefix)
        elif plan.donors.anonymous:
            written["donor"] = plan.donors.anonymous
        else:
            raise ValueError("donor: is empty; write donors.anonymous in the map to import such rows")
    for name in SLUGS:
        if name in written:
            written[name] = cells.slug(written[name])
    try:
        if "date" in written:
            written["date"] = cells.day(written["date"], plan.date, plan.zone).isoformat()
    except ValueError as wrong:
        raise ValueError(f"date: {wrong}") from None
    for name in AMOUNTS:
        if name in written:
            try:
                written[name] = cells.amount(written[name], plan.number, written.get("currency", ""))
            except ValueError as wrong:
                raise ValueError(f"{name}: {wrong}") from None
    if plan.kind == "gifts":
        _tell_refunds(written)


def _tell_refunds(written: dict[str, str]) -> None:
    """A gift below zero that names its gift is a refund; of a gift and a refund the one that is zero goes."""
    if written.get("gift", "").startswith("-"):
        if "of" not in written:
            raise ValueError('gift: is below zero; name the column of the gift it gives back under columns, as "of"')
        if "refund" in written:
            raise ValueError("gift: is below zero beside a refund; correct the row in the export")
        written["refund"] = written.pop("gift").removeprefix("-")
    for name, other in (("refund", "gift"), ("gift", "refund")):
        if name in written and other in written and not written[name].strip("0.-"):
            del written[name]
    if "gift" in written:
        written.pop("of", None)


def _validate(written: dict[str, str], plan: ImportMap) -> None:
    model = GiftRow if plan.kind == "gifts" else SpendingModel
    tree = Map(1, 1)
    tree.update(written)
    try:
        model.model_validate(tree, context=_TERMS)
    except ValidationError as wrong:
        found = [f"{i.field}: {i.message}" for i in explain(wrong, model, tree, "")]
        raise ValueError("; ".join(found)) from None
    if plan.kind == "gifts" and ("gift" in written) == ("refund" in written):
        raise ValueError(
            "gift: is missing" if "gift" not in written else "gift: stands beside a refund; a row is one of the two"
        )
    if "refund" in written and "of" not in written:
        raise ValueError('refund: names no gift; name the column of the gift it gives back under columns, as "of"')
