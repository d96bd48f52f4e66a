"""What Jinja finds wrong in a theme's template, as a mistake of whoever wrote it, with the place where it is."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from generator.issues import ContentError, Issue, Source
from generator.load.files import shown_path
from generator.render.templates import NoTextError


@contextmanager
def told(themes: Sequence[Path], root: Path) -> Iterator[None]:
    """ContentError for what is wrong in a template of these `themes`, with its place from `root`."""
    try:
        yield
    except TemplateError as wrong:
        place = _place(wrong, themes, root)
        if place is None:
            raise
        said = f'there is no template "{wrong.name}"' if isinstance(wrong, TemplateNotFound) else str(wrong.message)
        right = "" if isinstance(wrong, NoTextError) else "; correct the template"
        raise ContentError([Issue(place, "", f"{said}{right}")]) from None


def _place(wrong: TemplateError, themes: Sequence[Path], root: Path) -> Source | None:
    """Where it is: for a slip of the pen what the parser says, else the last line of a template that was run."""
    if isinstance(wrong, TemplateSyntaxError) and wrong.filename:
        steps = [(wrong.filename, wrong.lineno)]
    else:
        steps = [(step.filename, step.lineno or 0) for step in reversed(traceback.extract_tb(wrong.__traceback__))]
    ours = ((Path(file), line) for file, line in steps if any(Path(file).is_relative_to(theme) for theme in themes))
    return next((Source(shown_path(file, root), line) for file, line in ours), None)
