"""A Markdown file to its front matter, with places, and its body, within the limits that keep a build quick."""

from __future__ import annotations

from msgspec import Struct

from generator.issues import Source
from generator.load import explain, yaml
from generator.load.findings import Findings
from generator.load.limits import within_limits


class Sheet(Struct, frozen=True):
    """A Markdown file taken apart. `body_line` is the line on which the body starts."""

    name: str
    front: yaml.Map
    body: str
    body_line: int


def sheet(text: str, name: str, findings: Findings) -> Sheet | None:
    """`text`, the content of file `name`, taken apart; None, with issues, where that cannot be done."""
    before = len(findings.issues)
    within_limits(text, name, findings)
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        findings.error(Source(name, 1, 1), "", "has no front matter; begin with a line ---, then title: ..., then ---")
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        findings.error(Source(name, 1, 1), "", "the front matter does not end; close it with a line ---")
        return None
    front = mapping("\n".join(lines[1:end]) + "\n", name, findings, 1)
    if front is None or len(findings.issues) > before:
        return None
    return Sheet(name, front, "\n".join(lines[end + 1 :]), end + 2)


def mapping(text: str, name: str, findings: Findings, line_offset: int = 0) -> yaml.Map | None:
    """YAML text that holds fields; an empty one has none."""
    tree = document(text, name, findings, line_offset)
    if tree is None and not findings.is_broken("file", name):
        return yaml.Map(1 + line_offset, 1)
    if tree is None or isinstance(tree, yaml.Map):
        return tree
    findings.error(Source(name, 1 + line_offset, 1), "", "holds no fields; write name: value lines")
    return None


def document(text: str, name: str, findings: Findings, line_offset: int = 0) -> yaml.Value | None:
    """YAML text of any shape. Where it cannot be read, `file/NAME` is broken; duplicate keys are reported."""
    try:
        tree = yaml.parse(text, line_offset)
    except yaml.YamlError as wrong:
        findings.error(Source(name, wrong.line, wrong.column), "", wrong.message)
        findings.broken.add(f"file/{name}")
        return None
    for path, key, (line, column) in yaml.duplicates(tree):
        shown = path if explain.FIELD_LIKE.match(key) else ""  # a key may be a name put where a field belongs
        findings.error(Source(name, line, column), shown, "stands twice; keep one")
    return tree
