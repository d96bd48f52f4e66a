"""The direct reader of models: what it takes, pydantic takes too and makes the same of it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from generator.load.schema import direct
from generator.load.schema.fields import Terms
from generator.load.schema.journeys import DonorModel, GiftRow, SpendingModel
from generator.load.schema.pages import CampaignModel, EventModel, OrganisationModel, ProjectModel, UpdateModel
from generator.load.schema.parts import PageModel, TranslationModel
from generator.load.yaml import Map, Seq

MODELS: tuple[type[BaseModel], ...] = (
    OrganisationModel, ProjectModel, CampaignModel, UpdateModel, EventModel, PageModel, TranslationModel,
    DonorModel, GiftRow, SpendingModel,
)  # fmt: skip
TERMS = Terms("CNY", ("zh-CN", "en"), {"pictures/rain.jpg": "pictures/rain.jpg"})
ODD = (None, "", "x", "-1", "2024-02-30", "50.00", [], ["x"], [None], {}, {"x": "y"}, {"zh-CN": "饭"}, {"en": "a"}, 5)


def right(model: type[BaseModel]) -> dict[str, Any]:
    """Every field with its example, or with what stands in it."""
    return {
        field.alias or name: deepcopy(field.examples[0]) if field.examples else nested(field.annotation)
        for name, field in model.model_fields.items()
    }


def nested(annotation: Any) -> Any:
    """An optional model, or a list of one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return right(annotation)
    inner = nested(get_args(annotation)[0])
    return [inner] if isinstance(annotation, type(list[int])) else inner


def nearly_right(value: Any, whole: Any) -> Iterator[Any]:
    """`whole` with one value inside `value` changed or left out, or a strange one put in."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        before = value[key]
        for odd in ODD:
            value[key] = odd
            yield whole
        value[key] = before
        yield from nearly_right(before, whole)
    if isinstance(value, dict):
        for key in keys:
            before = value.pop(key)
            yield whole
            value[key] = before
        value["stray"] = "x"
        yield whole
        del value["stray"]


def tree(value: Any) -> Any:
    """As the YAML reader makes it."""
    if isinstance(value, dict):
        made = Map(1, 1)
        made.update({key: tree(inner) for key, inner in value.items()})
        return made
    if isinstance(value, list):
        listed = Seq(1, 1)
        listed.extend(map(tree, value))
        return listed
    return value


@pytest.mark.parametrize("model", MODELS)
def test_it_says_what_pydantic_says_or_leaves_it_to_that(model: type[BaseModel]) -> None:
    whole = right(model)
    for given in map(tree, nearly_right(whole, whole)):
        try:
            found = direct.direct(model)(given, direct._Told(TERMS))
        except ValueError:
            continue
        judged = model.model_validate(given, context=TERMS)
        assert judged.__dict__ == found.__dict__


@pytest.mark.parametrize("model", MODELS)
def test_it_takes_what_is_right(model: type[BaseModel]) -> None:
    direct.direct(model)(tree(right(model)), direct._Told(TERMS))


def test_what_is_wrong_is_pydantics_to_tell() -> None:
    with pytest.raises(ValidationError, match="too_short"):
        direct.read(OrganisationModel, tree({"languages": []}), TERMS)
