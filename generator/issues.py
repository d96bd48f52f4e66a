"""An author's mistake as a value: where it is, what is wrong and what would be right.

    Issue          one mistake, an error or a warning, with its Source
    ContentError   raised once, with every Issue found, when the content cannot be built

Anything that is our own mistake stays an ordinary exception.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Source(NamedTuple):
    """A place in the content: a file relative to the site's folder, line and column from 1 (0: the file as a whole).

    A tuple, since there is one for each record: made and compared in a third of a frozen dataclass's time.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(where)


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One mistake. `field` is a path such as `journey[3].gift`, or empty where the whole file is meant.

    `message` says what is wrong, then what would be right: `"5O.00" is not an amount; write digits, such as "50.00"`.
    It never quotes a donor's name, e-mail or phone (required behaviour 21).
    """

    source: Source
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        field = f" {self.field}:" if self.field else ""
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.source}:{field} {mark}{self.message}"


class ContentError(Exception):
    """The content cannot be built; `issues` holds everything found, warnings too."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(sorted(set(issues)))
        super().__init__(as_text(self.issues))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Issue, ...]]]:
        """From a worker's process to its maker's."""
        return ContentError, (self.issues,)


def errors(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Those of `issues` that stop a build."""
    return tuple(i for i in issues if i.severity == "error")


def as_text(issues: Iterable[Issue]) -> str:
    """Every issue on a line of its own, sorted by place, with a count last."""
    found = sorted(set(issues))
    wrong = len(errors(found))
    return "\n".join([*(str(i) for i in found), f"{counted(wrong, 'error')}, {counted(len(found) - wrong, 'warning')}"])


def as_json(issues: Iterable[Issue]) -> str:
    """The issues as a JSON array of objects: file, line, column, field, message, severity."""
    rows = [
        {
            "file": i.source.file,
            "line": i.source.line,
            "column": i.source.column,
            "field": i.field,
            "message": i.message,
            "severity": i.severity,
        }
        for i in sorted(set(issues))
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_annotations(issues: Iterable[Issue]) -> str:
    """GitHub workflow commands, so that each issue stands beside its line in a pull request."""
    return "\n".join(_annotation(i) for i in sorted(set(issues)))


def _annotation(issue: Issue) -> str:
    place = {"file": issue.source.file, "line": issue.source.line, "col": issue.source.column}
    where = ",".join(f"{k}={_escape(str(v), in_property=True)}" for k, v in place.items() if v)
    message = f"{issue.field}: {issue.message}" if issue.field else issue.message
    return f"::{issue.severity} {where}::{_escape(message)}"


def _escape(text: str, in_property: bool = False) -> str:
    for raw, safe in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(raw, safe)
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def counted(n: int, word: str) -> str:
    """`1 page`, `2,000 pages`."""
    return f"{n:,} {word}" + ("" if n == 1 else "s")
