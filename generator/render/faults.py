"""What Jinja finds wrong in a theme's template, as a mistake of whoever wrote it, with the place where it is."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from generator.issues import ContentError, Issue, Source


@contextmanager
def told(themes: Sequence[Path]) -> Iterator[None]:
    """ContentError for what is wrong in a template of these `themes`."""
    try:
        yield
    except TemplateError as wrong:
        place = _place(wrong, themes)
        if place is None:
            raise
        said = f'there is no template "{wrong.name}"' if isinstance(wrong, TemplateNotFound) else str(wrong.message)
        raise ContentError([Issue(place, "", f"{said}; correct the template")]) from None


def _place(wrong: TemplateError, themes: Sequence[Path]) -> Source | None:
    """Where it is: for a slip of the pen what the parser says, else the last line of a template that was run."""
    if isinstance(wrong, TemplateSyntaxError) and wrong.filename:
        steps = [(wrong.filename, wrong.lineno)]
    else:
        steps = [(step.filename, step.lineno or 0) for step in reversed(traceback.extract_tb(wrong.__traceback__))]
    return next((found for step in steps if (found := _source(*step, themes))), None)


def _source(file: str, line: int, themes: Sequence[Path]) -> Source | None:
    theme = next((theme for theme in themes if Path(file).is_relative_to(theme)), None)
    return Source(f"{theme.name}/{Path(file).relative_to(theme).as_posix()}", line) if theme else None
