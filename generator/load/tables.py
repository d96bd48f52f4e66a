"""CSV files to rows that know their lines, and rows to gifts and expenditures; spending in YAML comes here too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import ValidationError

from generator.issues import Source
from generator.load import explain, text
from generator.load.books import Books, amount_in
from generator.load.files import File
from generator.load.findings import Findings
from generator.load.headers import Columns, mistakes
from generator.load.markdown import document
from generator.load.schema import direct
from generator.load.schema.fields import Model, Terms
from generator.load.schema.journeys import GiftRow, SpendingModel
from generator.load.yaml import Map, Seq
from generator.model.projects import Expenditure

M = TypeVar("M", bound=Model)


def rows(content: str, name: str, columns: Columns, findings: Findings) -> Iterator[Map]:
    """The rows of a CSV text as mappings of column to text, empty cells left out; places have lines, no columns."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    header: list[str] | None = None
    end = 0
    try:
        for cells in reader:
            line, end = end + 1, reader.line_num
            if not any(map(str.strip, cells)):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                wrong = list(mistakes(header, columns))
                for field, message in wrong:
                    findings.error(Source(name, line), field, message)
                if wrong:
                    findings.broken.add(f"file/{name}")
                    return
                continue
            if len(cells) != len(header):
                few = 'write a "," between two cells, also where one is empty'
                right = few if len(cells) < len(header) else "put a text with commas in double quotes"
                message = f"has {len(cells)} cell{'s' * (len(cells) > 1)}, the header {len(header)}; {right}"
                findings.error(Source(name, line), "", message)
                findings.broken.add(f"row/{name}")
                continue
            row = Map(line, 0)
            row.places = dict.fromkeys(header, ((line, 0), (line, 0)))
            row.update([(column, value) for column, value in zip(header, map(str.strip, cells), strict=True) if value])
            yield row
    except csv.Error:
        message = "is not CSV from here on; check that each double quote is closed, and doubled within a text"
        findings.error(Source(name, end + 1), "", message)
        findings.broken.add(f"file/{name}")
    if header is None and f"file/{name}" not in findings.broken:
        findings.error(Source(name), "", f"has no header; {columns.begin()}")


def gifts(files: Iterable[File], terms: Terms, books: Books, findings: Findings) -> None:
    """Reads every file of gifts into `books`."""
    columns = Columns.of(GiftRow, "donor", "date", "gift|refund")
    for file in files:
        before = len(findings.issues)
        for row in _csv(file, columns, findings):
            model = _validate(GiftRow, row, file, "", terms, findings)
            if model is None:
                findings.broken.add(f"journey/{row.get('donor', '*')}")
                if "id" in row:
                    findings.broken.add(f"gift/{row['id']}")
            else:
                _gift(model, row, file, books, findings)
        if len(findings.issues) > before and findings.broken & {f"file/{file.name}", f"row/{file.name}"}:
            findings.broken.update(("gift/*", "journey/*"))


def _gift(model: GiftRow, row: Map, file: File, books: Books, findings: Findings) -> None:
    def wrong(field: str, message: str) -> None:
        findings.error(Source(file.name, row.line), field, message)

    source = Source(file.name, row.line)
    if model.gift and model.refund:
        wrong("refund", "stands beside a gift; write a row for each")
    elif model.gift:
        if model.of:
            wrong("of", "goes with a refund; leave it empty for a gift")
        books.add_gift(model, model.date, model.gift, model.donor, source, wrong, findings)
    elif model.refund:
        if not model.of:
            wrong("of", "is empty; write the id or the day of the gift given back")
            return
        books.add_refund(model.date, model.refund, model.of, model.note, model.donor, source, wrong, model.id)
    else:
        wrong("gift", 'is empty; write the amount, such as "50.00", or fill in refund')


def spending(files: Iterable[File], terms: Terms, books: Books, findings: Findings) -> None:
    """Reads every file of spending into `books`."""
    columns = Columns.of(SpendingModel, "date", "project", "category", "amount")
    for file in files:
        items = _csv(file, columns, findings) if file.suffix == ".csv" else _listed(file, findings)
        for number, row in enumerate(items, 1):
            prefix = f"[{number - 1}]" if file.suffix == ".yml" else ""
            model = _validate(SpendingModel, row, file, prefix, terms, findings)
            if model:
                _expenditure(model, row, f"{file.stem}-{number}", prefix, file, terms, books, findings)


def _expenditure(
    model: SpendingModel,
    row: Map,
    default: str,
    prefix: str,
    file: File,
    terms: Terms,
    books: Books,
    findings: Findings,
) -> None:
    def wrong(field: str, message: str) -> None:
        where = explain.place(row, (field,), file.name)
        findings.error(where, explain.field_path((field,), prefix), message)

    currency = model.currency or model.amount.currency or terms.currency
    amount = amount_in(model.amount, currency, "amount", wrong)
    if amount is None:
        return
    spent = Expenditure(
        source=Source(file.name, row.line, row.column),
        id=model.id or default,
        date=model.date,
        project=model.project,
        category=model.category,
        amount=amount,
        currency=currency,
        line=model.line,
        receiver=model.receiver,
        document=model.document,
        note=model.note,
    )
    other = books.expenditures.setdefault(spent.id, spent)
    if other is not spent:
        wrong("id", f'"{spent.id}" is the id of the spending at {other.source} too; give each its own')


def _csv(file: File, columns: Columns, findings: Findings) -> Iterator[Map]:
    read = text.read(file.path, file.name)
    if isinstance(read, str):
        yield from rows(read, file.name, columns, findings)
    else:
        findings.issues.append(read)
        findings.broken.add(f"file/{file.name}")


def _listed(file: File, findings: Findings) -> Iterator[Map]:
    read = text.read(file.path, file.name)
    if not isinstance(read, str):
        findings.issues.append(read)
        return
    tree = document(read, file.name, findings)
    if tree is not None and not isinstance(tree, Seq):
        findings.error(Source(file.name, 1, 1), "", "is not a list; begin each expenditure with -")
        return
    for n, item in enumerate(tree or ()):
        if isinstance(item, Map):
            yield item
        else:
            where = Source(file.name, *tree.places[n]) if tree else file.source
            findings.error(where, f"[{n}]", "is not an expenditure; write date:, project:, category: and amount: lines")


def _validate(model: type[M], row: Map, file: File, prefix: str, terms: Terms, findings: Findings) -> M | None:
    try:
        return direct.read(model, row, terms)
    except ValidationError as wrong:
        findings.issues.extend(explain.explain(wrong, model, row, file.name, prefix))
        return None
