"""Donor files to donors and what they did: gifts, pledges and acts, each at its line.

A donor is read in one of two ways, which agree: plainly (`plain`, then the fields' own converters), which is quick and
takes only what is certainly right, or as a tree (`yaml`, then pydantic), which also says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import count
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import ValidationError

from generator.issues import Source
from generator.load import explain, plain, values
from generator.load.books import Books, Given
from generator.load.files import File
from generator.load.findings import Findings
from generator.load.markdown import document
from generator.load.schema import journeys as schema
from generator.load.schema.direct import direct
from generator.load.schema.fields import Terms
from generator.load.telling import Acted, Teller, Told, known, places
from generator.load.yaml import Map, Seq
from generator.model.donors import ERASED


def _plain_entry(currency: str, rest: plain.Rest) -> schema.EntryModel | Given | Acted:
    """What an entry says without its day, which stands beside it. ValueError where something may be wrong."""
    told = {"date": "2000-01-01", **dict(plain.pairs(rest))}
    tag = schema.verb(told)
    if tag is None:
        raise ValueError
    return known(direct(schema.ENTRIES[tag[1:-1]])(told), currency)


class Reader(Struct, frozen=True):
    """Reads donors into `books`, one after the other.

    `known` remembers, since `gift: "50.00", for: lunch` stands in many lines; `lines` are the numbers of lines, each
    made once for all places.
    """

    terms: Terms
    books: Books
    findings: Findings
    known: Callable[[plain.Rest], schema.EntryModel | Given | Acted]
    lines: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, terms: Terms, books: Books, findings: Findings) -> Reader:
        return cls(terms, books, findings, lru_cache(maxsize=4096)(partial(_plain_entry, terms.currency)))

    def apart(self, read: str, file: File) -> tuple[Books, Findings]:
        """The records of a file that says `read`, by themselves, and what is wrong with them."""
        books, findings = Books(self.terms.currency), Findings()
        replace(self, books=books, findings=findings).file(read, file)
        return books, findings

    def file(self, read: str, file: File) -> None:
        """One donor, or a list of donors."""
        self.lines.extend(range(len(self.lines), read.count("\n") + 2))
        found = plain.donors(read)
        if isinstance(found, plain.Written):
            self.plain_donor(found, file.stem, file, "")
        elif found is not None:
            self.listed(found, file)
        else:
            self.tree(read, file)

    def tree(self, read: str, file: File) -> None:
        """What `plain` leaves to `yaml`."""
        before = len(self.findings.issues)
        tree = document(read, file.name, self.findings)
        if isinstance(tree, Seq):
            self.listed(zip(tree, tree.places, strict=True), file)
        elif isinstance(tree, Map):
            self.donor(tree, file.stem, file, "")
        elif len(self.findings.issues) == before:
            self.findings.error(file.source, "", "holds no donor; write name: and journey: lines, or delete the file")
        if tree is None:
            self.findings.broken.add("donor/*")

    def listed(self, items: Iterable[plain.Item], file: File) -> None:
        for n, (item, place) in enumerate(items):
            if isinstance(item, plain.Written):
                self.plain_donor(item, None, file, f"[{n}]")
            elif isinstance(item, Map):
                self.donor(item, None, file, f"[{n}]")
            else:
                message = "is not a donor; write name: and journey: lines"
                self.findings.error(Source(file.name, *place), f"[{n}]", message)

    def plain_donor(self, written: plain.Written, stem: str | None, file: File, prefix: str) -> None:
        """The donor by the fields' own converters, or else as a tree."""
        try:
            model = direct(schema.DonorModel)(written.fields)
            identifier = model.id or values.identifier(stem or "")
            if identifier == ERASED:
                raise ValueError
            days = list(map(values.day, written.days))
            said = list(map(self.known, written.rests))
        except ValueError:
            self.donor(written.tree(), stem, file, prefix)
            return
        lines = map(self.lines.__getitem__, written.entry_lines)
        journey = zip(count(), places(file.name, lines, written.entry_column), days, said, strict=False)
        source = Source(file.name, written.line, written.column)
        Teller(source, identifier, prefix, written.tree, self.books, self.findings).tell(model, journey)

    def donor(self, tree: Map, stem: str | None, file: File, prefix: str) -> None:
        """The donor in a tree, or what is wrong with it."""
        findings = self.findings
        name = tree.get("id", stem)
        if isinstance(name, str):
            findings.broken.add(f"donor/{name}")  # taken back once the donor is entered
        source = Source(file.name, tree.line, tree.column)
        if stem is None and "id" not in tree:
            findings.error(source, f"{prefix}.id", "is missing; a donor in a list needs an id, such as id: lin")
            findings.broken.add("donor/*")
        model, left_out = self._validate(tree, file, prefix)
        if model is None or not isinstance(name, str):
            return
        try:
            identifier = values.identifier(name)
        except ValueError as wrong:
            findings.error(file.source, "", f"the file's name {wrong}; rename it, or add an id")
            return
        if identifier == ERASED:
            message = f'"{ERASED}" stands for donors who were erased; choose another id'
            findings.error(source, f"{prefix}.id" if prefix else "", message)
            return
        journey = cast("list[Map]", tree.get("journey", []))
        kept = ((n, entry) for n, entry in enumerate(journey) if n not in left_out)
        told: list[Told] = [
            (n, Source(file.name, at.line, at.column), entry.date, entry)
            for (n, at), entry in zip(kept, model.journey, strict=True)
        ]
        entered = Teller(source, identifier, prefix, lambda: tree, self.books, findings).tell(model, told)
        if entered and left_out:
            findings.broken.add(f"journey/{identifier}")

    def _validate(self, tree: Map, file: File, prefix: str) -> tuple[schema.DonorModel | None, frozenset[int]]:
        """The donor, and the journey entries left out because something in them is wrong."""
        try:
            return schema.DonorModel.model_validate(tree, context=self.terms), frozenset()
        except ValidationError as wrong:
            self.findings.issues.extend(explain.explain(wrong, schema.DonorModel, tree, file.name, prefix))
            places = [e["loc"][:2] for e in wrong.errors(include_url=False, include_context=False)]
        bad = frozenset(loc[1] for loc in places if len(loc) == 2 and loc[0] == "journey" and isinstance(loc[1], int))
        if len(bad) < len(set(places)):
            return None, bad
        journey = cast("list[Any]", tree["journey"])
        rest = dict(tree) | {"journey": [e for n, e in enumerate(journey) if n not in bad]}
        return schema.DonorModel.model_validate(rest, context=self.terms), bad
