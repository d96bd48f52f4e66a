"""What a project's page names where the project's money is told together with that of others."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from generator.model.funds import Together
from generator.pages.projects import told_beside

PARENTS = {"lunch": None, "yuping": "lunch", "shiqiao": "lunch", "books": None, "library": None}


def _beside(name: str, *groups: tuple[tuple[str | None, ...], str | None], told: bool = False) -> object:
    views = {
        id: SimpleNamespace(
            project=SimpleNamespace(id=id, parent=parent), together=SimpleNamespace(arrived=() if told else None)
        )
        for id, parent in PARENTS.items()
    }
    together = tuple(Together(parts=parts, parent=parent, fund=None) for parts, parent in groups)  # type: ignore[arg-type]
    return told_beside(SimpleNamespace(public=SimpleNamespace(projects=views, together=together)), views[name])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "group", "beside"),
    [
        ("books", (("books", "library", None), None), ("library", None)),
        ("yuping", (("yuping", "shiqiao"), "lunch"), ("shiqiao",)),
        ("shiqiao", (("lunch", "shiqiao"), "lunch"), ("lunch",)),  # what the parent has for itself
        ("yuping", (("lunch", "books"), None), ("books",)),  # as a part of its parent
        ("lunch", (("lunch", "shiqiao"), "lunch"), ()),  # its own with its part's: all of that is its own
        ("library", (("lunch", "books"), None), ()),
    ],
)
def test_it_names_the_others(
    name: str, group: tuple[tuple[str | None, ...], str | None], beside: tuple[str | None, ...]
) -> None:
    assert beside == _beside(name, group)
    assert () == _beside(name, group, told=True)


def test_of_two_groups_the_one_that_the_project_is_in() -> None:
    assert ("library",) == _beside("books", (("yuping", "shiqiao"), "lunch"), (("books", "library"), None))
