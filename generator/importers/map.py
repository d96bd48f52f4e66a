"""A column map: the small YAML file that says which column of an export is which field of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, ValidationError, WithJsonSchema, model_validator

from generator.issues import ContentError, Issue, Source
from generator.load import text, values
from generator.load.explain import explain, field_names, unknown
from generator.load.schema.fields import Day, DonorWord, Id, Line, Model, StatusWord, VisibilityWord, Within, Zone
from generator.load.schema.journeys import GiftRow, SpendingModel
from generator.load.yaml import Map, YamlError, duplicates, parse

Kind = Literal["gifts", "expenditures"]
Encoding = Literal["utf-8", "gb18030"]


def _in_order(*first: str, names: list[str]) -> tuple[str, ...]:
    return (*first, *(name for name in names if name not in first))


#: Our fields by kind, in the order of our columns.
FIELDS: dict[str, tuple[str, ...]] = {
    "gifts": _in_order("id", "donor", "date", "gift", "currency", names=field_names(GiftRow)),
    "expenditures": _in_order("id", names=field_names(SpendingModel)),
}
NEEDED = {
    "gifts": ("donor", "date", "gift", "currency"),
    "expenditures": ("date", "project", "category", "amount", "currency"),
}


def _one_of(*options: str) -> PlainValidator:
    def read(value: object) -> str:
        if value not in options:
            raise ValueError(f"is not known here; write {' or '.join(options)}")
        return str(value)

    return PlainValidator(read)


def _delimiter(value: object) -> str:
    sign = "\t" if value in ("tab", "\\t") else value
    if not isinstance(sign, str) or len(sign) != 1 or sign in '"\r\n':
        raise ValueError('is not one character; write the sign between two columns, such as ",", ";" or tab')
    return sign


def _mark(value: object) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or len(value) != 1 or value.isdigit() or value in "+-":
        raise ValueError('is not a sign; write one character, such as "." or ","')
    return value


def _signs(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError('is not text; write the signs to take off, such as "¥"')
    if any(c.isdigit() or c in "+-.," for c in value):
        raise ValueError('has digits or + - . , in it; write only what stands around the number, such as "¥"')
    return value


def _prefix(value: object) -> str:
    if not isinstance(value, str) or not values.ID.match(f"{value}0") or len(value) > 30:
        raise ValueError("cannot begin an id; write small letters a to z, digits and -, such as gala-")
    return value


def _lines(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError("is not a number; write how many lines stand before the header")
    return values.count(value)


Mark = Annotated[str, PlainValidator(_mark), WithJsonSchema({"type": "string", "maxLength": 1})]
_TEXT = WithJsonSchema({"type": "string"})


class NumberMap(Model):
    """How amounts are written."""

    decimal: Mark = Field(default=".", description="Before the decimals.", examples=["."])
    thousands: Mark = Field(default="", description="Between groups of three digits.", examples=[","])
    strip: Annotated[str, PlainValidator(_signs), _TEXT] = Field(
        default="", description="Signs around the number to take off.", examples=["¥"]
    )


class DonorsMap(Model):
    """What is known of the donors. `name`, `pseudonym`, `email` and `phone` are columns of the export."""

    name: Line | None = Field(default=None, description="Column. Without it: the donor's id there.", examples=["姓名"])
    pseudonym: Line | None = Field(default=None, description="Column; the newest one counts.", examples=["昵称"])
    email: Line | None = Field(default=None, description="Column. Never shown.", examples=["Email"])
    phone: Line | None = Field(default=None, description="Column. Never shown.", examples=["手机"])
    kind: DonorWord = Field(default="person", description="Who gives.", examples=["person"])
    visibility: VisibilityWord = Field(default="private", description="What may be shown.", examples=["pseudonymous"])
    consent: Day | None = Field(default=None, description="The day all agreed to that.", examples=["2024-09-01"])
    anonymous: Id | None = Field(
        default=None,
        description="The private donor who stands for all rows without one; without it they are rejected.",
        examples=["unnamed"],
    )


class StubsMap(Model):
    """The pages to begin for ids that have none yet."""

    titles: dict[str, Line] = Field(default_factory=dict, description="Title by id.", examples=[{"spring": "春天"}])
    summary: Line | None = Field(default=None, description="Their summary.", examples=["旧系统里的筹款。"])
    status: StatusWord = Field(default="active", description="Of projects.", examples=["completed"])


class CreateMap(Model):
    """Which pages to begin; write {} for defaults."""

    campaigns: StubsMap | None = Field(default=None, description="Begin and end with their first and last gift.")
    projects: StubsMap | None = Field(default=None, description="Begin with their first gift or expenditure.")


class ImportMap(Model):
    """A column map of `nianlun import csv`."""

    kind: Annotated[Kind, _one_of("gifts", "expenditures"), WithJsonSchema({"enum": ["gifts", "expenditures"]})] = (
        Field(description="What a row is.", examples=["gifts"])
    )
    name: Id = Field(description="Names the files that are written.", examples=["old-system"])
    prefix: Annotated[str, PlainValidator(_prefix), _TEXT] | None = Field(
        default=None, description="Begins every id. Default: the name and -.", examples=["old-"]
    )
    encoding: Annotated[Encoding, _one_of("utf-8", "gb18030"), WithJsonSchema({"enum": ["utf-8", "gb18030"]})] = Field(
        default="utf-8", description="gb18030 also reads GBK and GB2312.", examples=["utf-8"]
    )
    delimiter: Annotated[str, PlainValidator(_delimiter), _TEXT] = Field(
        default=",", description="Between two columns: a sign or tab.", examples=[","]
    )
    skip: Annotated[int, PlainValidator(_lines), WithJsonSchema({"type": ["integer", "string"]})] = Field(
        default=0, description="Lines before the header.", examples=["0"]
    )
    date: Line = Field(default="iso", description="iso, or a pattern such as %d/%m/%Y %H:%M.", examples=["iso"])
    time_zone: Zone | None = Field(
        default=None, description="Where a day begins, for times that name their offset.", examples=["Asia/Shanghai"]
    )
    number: NumberMap = Field(default_factory=NumberMap, description="How amounts are written.")
    columns: dict[str, Line] = Field(description="Our field: their column.", examples=[{"date": "付款时间"}])
    constants: dict[str, Line] = Field(
        default_factory=dict,
        description="Our field: what to write where no column says it.",
        examples=[{"currency": "CNY"}],
    )
    values: dict[str, dict[str, Line]] = Field(
        default_factory=dict,
        description="Our field: their value (or its beginning and *): our value. The longest beginning wins.",
        examples=[{"category": {"Travel*": "programme", "*": "admin"}}],
    )
    donors: DonorsMap = Field(default_factory=DonorsMap, description="What is known of the donors.")
    create: CreateMap = Field(default_factory=CreateMap, description="Pages to begin.")

    @property
    def id_prefix(self) -> str:
        return f"{self.name}-" if self.prefix is None else self.prefix

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(str(self.time_zone)) if self.time_zone else None

    @model_validator(mode="after")
    def _fields_are_ours(self) -> Self:
        known = FIELDS[self.kind]
        for section in ("columns", "constants", "values"):
            for name in getattr(self, section):
                if name not in known:
                    raise Within((section, name), unknown(name, known))
                if name == "id" and section != "columns":
                    raise Within((section, name), "would be the same for every row; name its column, or leave it out")
        said = {*self.columns, *self.constants}
        if self.donors.anonymous:
            said.add("donor")
        for name in NEEDED[self.kind]:
            if name not in said:
                raise Within(("columns",), f'has no "{name}"; name its column, or write it under constants')
        if "of" in said and "refund" not in said and "gift" not in said:
            raise Within(("columns", "of"), 'has no "refund" beside it; name its column')
        if self.number.decimal and self.number.decimal == self.number.thousands:
            raise Within(("number", "thousands"), "is the same sign as decimal; correct one of the two")
        if "currency" in self.constants:
            try:
                values.currency_code(self.constants["currency"])
            except ValueError as wrong:
                raise Within(("constants", "currency"), str(wrong)) from None
        return self


def read_map(file: Path) -> ImportMap:
    """The column map in `file`; ContentError with everything that is wrong in it."""
    name = file.as_posix()
    found = text.read(file, name)
    if isinstance(found, Issue):
        raise ContentError([found])
    try:
        tree = parse(found)
    except YamlError as wrong:
        raise ContentError([Issue(Source(name, wrong.line, wrong.column), "", wrong.message)]) from None
    issues = [Issue(Source(name, *at), path, f'"{key}" stands twice; keep one') for path, key, at in duplicates(tree)]
    if not isinstance(tree, Map):
        raise ContentError([*issues, Issue(Source(name, 1, 1), "", "is not a mapping; write name: value lines")])
    try:
        read = ImportMap.model_validate(tree)
    except ValidationError as wrong:
        issues += explain(wrong, ImportMap, tree, name)
    if issues:
        raise ContentError(issues)
    return read


def schema() -> dict[str, Any]:
    """The JSON Schema of a column map, for `nianlun schema`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ImportMap.model_json_schema(by_alias=True)}
