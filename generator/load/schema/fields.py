"""The kinds of values that fields hold, for pydantic: our own conversion from text, and what an editor may accept.

An editor's YAML parser makes numbers, booleans and days of what our loader reads as text, so the JSON Schemas allow
those too. `Terms` reach the validators as pydantic's context.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache, partial
from typing import Annotated, Any, Literal, TypeVar, cast, get_args

from msgspec import Struct, field
from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from generator.load import meant, values
from generator.load.files import IMAGES
from generator.load.yaml import Map
from generator.model.campaigns import CommitmentState
from generator.model.donors import DonorKind, Visibility
from generator.model.gifts import Every, FlowerKind
from generator.model.money import Money
from generator.model.projects import Category, ProjectStatus
from generator.model.updates import EventKind
from generator.model.words import Label

T = TypeVar("T")


class Terms(Struct, frozen=True):
    """What a site's values are read by: the organisation's currency and languages, the main one first."""

    currency: str
    languages: tuple[str, ...]
    pictures: Mapping[str, str] = field(default_factory=dict)  # those in the content folder, by folded path


class Within(ValueError):  # noqa: N818 - a place, raised
    """A mistake further down than the field that is being read: `path` leads there."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.path = path


class Model(BaseModel):
    """What an author writes in one mapping."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _no_field_is_passed_over(cls, tree: object) -> object:
        """Fields left empty stand in no Map; those that are none of ours are shown here, to be refused.

        Mostly they are the rest of a value: `{gift: 1,280.50}` has a gift of 1 and a field 280.50 without a value.
        """
        if not isinstance(tree, Map) or len(tree.places) == len(tree):
            return tree
        known = {field.alias or name for name, field in cls.model_fields.items()}
        strange = tree.places.keys() - tree.keys() - known
        return {**tree, **dict.fromkeys(sorted(strange), "")} if strange else tree


def _terms(info: ValidationInfo) -> Terms:
    return cast("Terms", info.context)


def _text(value: object, what: str = "text") -> str:
    if isinstance(value, str):
        return value
    shape = "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else "empty"
    raise ValueError(f"is {shape}; write {what}")


def converted(parse: Callable[[str], T], what: str, value: object) -> T:
    """What `parse` makes of a text; anything else is a mistake."""
    return parse(value if isinstance(value, str) else _text(value, what))


def _plain(parse: Callable[[str], T], what: str = "one value") -> PlainValidator:
    return PlainValidator(partial(converted, parse, what))


def _choice(what: str, options: tuple[str, ...]) -> PlainValidator:
    def read(value: object) -> str:
        text = _text(value)
        if text not in options:
            near = get_close_matches(text.lower(), options, 1)
            rest = f"did you mean {near[0]}?" if near else f"write one of {', '.join(options)}"
            raise ValueError(f"is not {what}; {rest}")
        return text

    return PlainValidator(read)


def _enum(kind: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(get_args(kind))})


def _label(value: object, info: ValidationInfo) -> Label:
    languages: tuple[str, ...] = _terms(info).languages
    if isinstance(value, str):
        return Label(values.words(value))
    if not isinstance(value, Map):
        raise ValueError("is a list; write text, or one text a language")
    others = []
    default: str | None = None
    if not value.places.keys() - value.keys() <= set(languages):
        raise ValueError("has a part that stands by itself; put a text with a comma or a colon in it in quotes")
    for code, text in value.items():
        if code not in languages:
            known = ", ".join(languages)
            raise Within((code,), f"is not a language of this site; its languages are {known}")
        try:
            read = values.words(_text(text))
        except ValueError as wrong:
            raise Within((code,), str(wrong)) from None
        if code == languages[0]:
            default = read
        else:
            others.append((code, read))
    if default is None:
        raise ValueError(f"has no text in the main language; add {languages[0]}")
    return Label(default, tuple(sorted(others)))


def _money(value: object, info: ValidationInfo) -> Money:
    return values.money(_text(value, 'an amount, such as "50.00"'), _terms(info).currency)


def folded(name: str) -> str:
    """A path as the least careful file system sees it."""
    return unicodedata.normalize("NFKC", name).casefold()


def _picture(value: object, info: ValidationInfo) -> str:
    """The path, in NFC, of a picture that is there and may be used."""
    file = unicodedata.normalize("NFC", _text(value, "a path, such as pictures/rain.jpg")).strip()
    steps = file.split("/")
    if "\\" in file or ":" in file or not {"", ".", ".."}.isdisjoint(steps):
        raise ValueError("is not a path in the content folder; write one such as pictures/rain.jpg")
    if file.lower().endswith((".svg", ".svgz")):
        raise ValueError("is an SVG, which can carry programs; save it as PNG or WebP")
    if "." in steps[-1] and not file.lower().endswith(IMAGES):
        raise ValueError(f"is not a picture that is used; save it as one of {', '.join(IMAGES)}")
    there = _terms(info).pictures.get(folded(file))
    if there is None and steps[0] != "pictures":
        raise ValueError("is not in the folder pictures/; write a path such as pictures/rain.jpg")
    if there is None:
        raise ValueError("is not there; put the picture into content/pictures/ or correct the path")
    if unicodedata.normalize("NFC", there) != file:
        raise ValueError("is spelt otherwise on the disk; write large and small letters as the file's name has them")
    return file


def _signed(sign: Callable[[int], bool], rest: str) -> Callable[[str], values.Amount]:
    @lru_cache(maxsize=4096)
    def read(text: str) -> values.Amount:
        found = values.amount(text)
        if not sign(found.digits):
            raise ValueError(f"{meant.shown(text)} {rest}")
        return found

    return read


_YES_NO = WithJsonSchema({"enum": ["yes", "no", "true", "false", True, False]})
_NUMBER_OR_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_AMOUNT_SCHEMA = WithJsonSchema(
    _NUMBER_OR_TEXT | {"pattern": r"^([A-Z]{3} )?-?[0-9]{1,13}(\.[0-9]{1,4})?( [A-Z]{3})?$"}
)
_COUNT_SCHEMA = WithJsonSchema({"type": ["string", "integer"], "pattern": "^-?[0-9]{1,15}$"})
_ID_SCHEMA = WithJsonSchema({"type": ["string", "integer"], "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"})
_DAY_SCHEMA = WithJsonSchema({"type": "string", "format": "date"})
_TEXT_SCHEMA = WithJsonSchema({"type": ["string", "number", "boolean"]})

Day = Annotated[date, _plain(values.day, "a day, such as 2021-05-20"), _DAY_SCHEMA]
YesNo = Annotated[bool, _plain(values.yes, "yes or no"), _YES_NO]
Id = Annotated[str, _plain(values.identifier, "one id"), _ID_SCHEMA]
Key = Annotated[str, _plain(values.key), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]{8,64}$"})]
Whole = Annotated[int, _plain(values.whole, "a number"), _COUNT_SCHEMA]
Count = Annotated[int, _plain(values.count, "a number"), _COUNT_SCHEMA]
Version = Annotated[int, _plain(values.version, "a number"), _COUNT_SCHEMA]
Name = Annotated[str, _plain(values.name), _TEXT_SCHEMA]
Line = Annotated[str, _plain(values.line), _TEXT_SCHEMA]
Text = Annotated[str, _plain(values.words), _TEXT_SCHEMA]
Email = Annotated[str, _plain(values.email), WithJsonSchema({"type": "string", "format": "email"})]
Phone = Annotated[str, _plain(values.phone), WithJsonSchema({"type": ["string", "integer"]})]
Address = Annotated[str, _plain(values.address), WithJsonSchema({"type": "string", "format": "uri"})]
Language = Annotated[str, _plain(values.language), WithJsonSchema({"type": "string", "examples": ["zh-CN", "en"]})]
Zone = Annotated[str, _plain(values.time_zone), WithJsonSchema({"type": "string", "examples": ["Asia/Shanghai"]})]
Currency = Annotated[str, _plain(values.currency_code), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]
PictureFile = Annotated[str, PlainValidator(_picture), WithJsonSchema({"type": "string", "pattern": "^pictures/"})]
Rate = Annotated[Fraction, _plain(values.rate), WithJsonSchema(_NUMBER_OR_TEXT)]
MoneyText = Annotated[Money, PlainValidator(_money), _AMOUNT_SCHEMA]
SomeAmount = Annotated[
    values.Amount,
    _plain(_signed(lambda n: n > 0, 'is not above zero; write an amount that is, such as "50.00"')),
    _AMOUNT_SCHEMA,
]
FeeAmount = Annotated[
    values.Amount, _plain(_signed(lambda n: n >= 0, "is below zero; write 0 or more")), _AMOUNT_SCHEMA
]
AnyAmount = Annotated[
    values.Amount, _plain(_signed(lambda n: n != 0, "is nothing; write what was spent")), _AMOUNT_SCHEMA
]
LabelText = Annotated[
    Label,
    PlainValidator(_label),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
            ]
        }
    ),
]
StatusWord = Annotated[ProjectStatus, _choice("a status", get_args(ProjectStatus)), _enum(ProjectStatus)]
CategoryWord = Annotated[Category, _choice("a category", get_args(Category)), _enum(Category)]
StateWord = Annotated[CommitmentState, _choice("a state", get_args(CommitmentState)), _enum(CommitmentState)]
EventWord = Annotated[EventKind, _choice("a kind of event", get_args(EventKind)), _enum(EventKind)]
DonorWord = Annotated[DonorKind, _choice("a kind of donor", get_args(DonorKind)), _enum(DonorKind)]
VisibilityWord = Annotated[Visibility, _choice("a visibility", get_args(Visibility)), _enum(Visibility)]
FlowerWord = Annotated[FlowerKind, _choice("a flower", get_args(FlowerKind)), _enum(FlowerKind)]
EveryWord = Annotated[Every, _choice("how often", get_args(Every)), _enum(Every)]
Scope = Literal["story", "name", "picture"]
ScopeWord = Annotated[Scope, _choice("a scope", get_args(Scope)), _enum(Scope)]
