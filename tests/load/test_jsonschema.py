"""The JSON Schemas for editors: sound, documented, and of one mind with the loader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.load.jsonschema import schemas

SCHEMAS = schemas()
GOOD = {
    "donor": "name: 林小雨\nminor: no\njourney:\n  - {date: 2021-05-20, gift: 50.00, for: lunch}\n"
    '  - {date: 2021-05-21, gift: "5"}\n'
    "  - {date: 2021-05-22, flower: steps, count: 8000}\n  - {date: 2021-05-22, refund: 5, of: 2021-05-20}\n"
    "consent: {date: 2021-01-01, to: public}\n",
    "donors": "- {id: a, name: 甲, consent: 2021-01-01}\n",
    "organisation": "name: {zh-CN: 山, en: V}\ntagline: x\nregistration: 5333\n"
    "currency: CNY\ntime_zone: Asia/Shanghai\nlanguages: [zh-CN]\nsample: yes\n",
    "project": "title: 午餐\nstatus: active\nstart: 2019-03-01\n"
    "budget: [{id: a, label: 食, category: programme, amount: 100.50}]\n",
    "spending": "- {date: 2021-01-01, project: lunch, category: admin, amount: -5.5}\n",
}
BAD = {
    "donor": "name: 林小雨\njourney:\n  - {date: 2021-05-20, gfit: 50.00}\n",
    "donors": "- {name: 甲}\n",
    "organisation": "name: 山\n",
    "project": "title: 午餐\nstatus: actve\nstart: 2019-03-01\n",
    "spending": "- {date: 2021-01-01, project: lunch, category: food, amount: 5}\n",
}


def as_an_editor_reads(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str))


def read_head(file: Path) -> str:
    return file.read_text("utf-8")[:200] if file.suffix in (".md", ".yml") else ""


def named(file: Path) -> str:
    """The schema that the file's modeline names."""
    return read_head(file).partition("$schema=")[2].split()[0].rpartition("/")[2].removesuffix(".json")


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_is_a_2020_12_schema(name: str) -> None:
    assert "https://json-schema.org/draft/2020-12/schema" == SCHEMAS[name]["$schema"]
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", sorted(GOOD))
def test_accepts_what_the_loader_accepts(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(as_an_editor_reads(GOOD[name]))


@pytest.mark.parametrize("name", sorted(BAD))
def test_refuses_what_the_loader_refuses(name: str) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMAS[name]).is_valid(as_an_editor_reads(BAD[name]))


def fields(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties":
                yield from ((f"{path}.{name}", field) for name, field in value.items())
            yield from fields(value, f"{path}.{key}")


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_field_is_described(name: str) -> None:
    found = list(fields(SCHEMAS[name], name))
    assert found
    assert [] == [path for path, field in found if not field.get("description")]


CONTENT = Path(__file__).parents[2] / "content"
SAMPLES = [f for f in sorted(CONTENT.rglob("*")) if "yaml-language-server: $schema=" in read_head(f)]


@pytest.mark.usefixtures("sample")
def test_the_sample_shows_modelines() -> None:
    assert {"donor", "project", "campaign", "update", "organisation"} <= {named(f) for f in SAMPLES}


@pytest.mark.parametrize("file", SAMPLES, ids=lambda f: f.relative_to(CONTENT).as_posix())
def test_the_sample_agrees_with_the_schema_that_it_names(file: Path) -> None:
    text = file.read_text("utf-8")
    fields = text.split("---\n")[1] if file.suffix == ".md" else text
    jsonschema.Draft202012Validator(SCHEMAS[named(file)]).validate(as_an_editor_reads(fields))
