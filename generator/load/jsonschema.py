"""The pydantic models to JSON Schemas (2020-12), with which an editor completes and checks what authors write."""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel, RootModel

from generator.load.schema.journeys import DonorModel, GiftRow, SpendingModel
from generator.load.schema.pages import CampaignModel, EventModel, OrganisationModel, ProjectModel, UpdateModel
from generator.load.schema.parts import PageModel, TranslationModel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class DonorsModel(RootModel[list[DonorModel]]):
    """Several donors in one file, each with an id."""


class SpendingListModel(RootModel[list[SpendingModel]]):
    """spending/*.yml: expenditures."""


_KINDS: dict[str, type[BaseModel]] = {
    "campaign": CampaignModel,
    "donor": DonorModel,
    "donors": DonorsModel,
    "event": EventModel,
    "gift-row": GiftRow,
    "organisation": OrganisationModel,
    "page": PageModel,
    "project": ProjectModel,
    "spending": SpendingListModel,
    "translation": TranslationModel,
    "update": UpdateModel,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Name (`donor` for donor.json) to JSON Schema. What an editor's YAML makes of our texts is accepted too."""
    return {name: _schema(name, model) for name, model in _KINDS.items()}


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    made = cast("dict[str, Any]", _tidied(model.model_json_schema(by_alias=True)))
    if name == "donors":
        made["items"] = {**made["items"], "required": ["id"]}
    return {"$schema": _DIALECT, **made, "title": name}


def _tidied(node: Any) -> Any:
    """Without what says nothing to an author: generated titles, defaults of None; an empty field may stand."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {k: v for k, v in node.items() if not (k == "title" and isinstance(v, str)) and k != "discriminator"}
    if kept.get("default", "") is None or kept.get("default") == []:
        del kept["default"]
    if kept.get("default") is False:
        kept["default"] = "no"
    return {k: {n: _tidied(p) for n, p in v.items()} if k == "properties" else _tidied(v) for k, v in kept.items()}
