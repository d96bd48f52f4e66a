"""What loading finds wrong: the issues, and the records left out because of them."""

from __future__ import annotations

from msgspec import Struct, field

from generator.issues import Issue, Source


class Findings(Struct):
    """Grows while content is read. `broken` holds KIND/ID of each record left out; KIND/* where ids are unknown."""

    issues: list[Issue] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.issues or self.broken)

    def add(self, found: Findings) -> None:
        self.issues += found.issues
        self.broken |= found.broken

    def error(self, source: Source, path: str, message: str) -> None:
        self.issues.append(Issue(source, path, message))

    def warn(self, source: Source, message: str) -> None:
        self.issues.append(Issue(source, "", message, "warning"))

    def is_broken(self, kind: str, identifier: str) -> bool:
        """Whether a record of that kind and id was left out, or may have been."""
        return f"{kind}/{identifier}" in self.broken or f"{kind}/*" in self.broken
