"""Files of themes to templates: read as content is, with a mark of Windows' left out and no other encoding guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import jinja2
from jinja2.loaders import split_template_path

from generator.issues import Issue
from generator.load import text


class NoTextError(jinja2.TemplateSyntaxError):
    """The file is not UTF-8 text; the message says what would be right."""


class Templates(jinja2.BaseLoader):
    """The templates in `folders`, those in the first of them before others of the same name."""

    def __init__(self, folders: Sequence[str | Path]) -> None:
        self.folders = tuple(map(Path, folders))

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As Jinja asks for it. NoTextError where a file cannot be read as UTF-8."""
        pieces = split_template_path(template)
        file = next((file for folder in self.folders if (file := folder.joinpath(*pieces)).is_file()), None)
        if file is None:
            raise jinja2.TemplateNotFound(template)
        read = text.read(file, template)
        if isinstance(read, Issue):
            raise NoTextError(read.message, read.source.line, template, str(file))
        return read, str(file), lambda: True
