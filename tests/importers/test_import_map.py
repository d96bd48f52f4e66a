from pathlib import Path

import jsonschema
import pytest
import yaml
from importing import GIFTS

from generator.importers.map import read_map, schema
from generator.issues import ContentError


def wrong(tmp_path, text):
    file = tmp_path / "map.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(ContentError) as found:
        read_map(file)
    return [(i.source.line, i.field, i.message) for i in found.value.issues]


@pytest.mark.parametrize(
    ("change", "line", "field", "message"),
    [
        (("gift: sum", "gfit: sum"), 3, "columns.gfit", '"gfit" is not a field here; did you mean "gift"?'),
        (("kind: gifts", "kind: gift"), 1, "kind", "is not known here; write gifts or expenditures"),
        (("kind: gifts", "kinds: gifts"), 1, "kinds", '"kinds" is not a field here; did you mean "kind"?'),
        (("gift: sum", "note: sum"), 3, "columns", 'has no "gift"; name its column, or write it under constants'),
        (("CNY", "RMB"), 4, "constants.currency", "is not a currency"),
        (("name: old", "name: Old"), 2, "name", "is not an id"),
        (("name: old", "name: old\nencoding: gbk"), 3, "encoding", "is not known here; write utf-8 or gb18030"),
        (("name: old", "name: old\ndelimiter: ',,'"), 3, "delimiter", "is not one character"),
        (("name: old", "name: old\nskip: x"), 3, "skip", "is not a whole number"),
        (("name: old", "name: old\nnumber: {thousands: .}"), 3, "number.thousands", "is the same sign as decimal"),
        (("name: old", "name: old\ndonors: {nmae: x}"), 3, "donors.nmae", 'did you mean "name"?'),
        (("name: old", "name: old\nname: new"), 3, "name", '"name" stands twice; keep one'),
        (("name: old", "name: old\nprefix: 林"), 3, "prefix", "cannot begin an id"),
    ],
)
def test_a_mistake_has_its_line_and_field(tmp_path, change, line, field, message):
    found = wrong(tmp_path, GIFTS.replace(*change))
    assert [(at, path) for at, path, said in found if message in said][:1] == [(line, field)]


def test_what_is_no_yaml_or_no_map_is_said(tmp_path):
    assert [field for _, field, _ in wrong(tmp_path, "name: [\n")] == [""]
    assert [field for _, field, _ in wrong(tmp_path, "- gifts\n")] == [""]
    assert [field for _, field, _ in wrong(tmp_path, "")] == [""]


def test_a_column_that_the_export_lacks_suggests_the_nearest(desk):
    with pytest.raises(ContentError) as found:
        desk.run("no,who,days,sum,sum\n", GIFTS)
    assert sorted((i.field, i.message) for i in found.value.issues) == [
        ("columns.date", '"day" is not a column of the export; did you mean "days"?'),
        ("columns.gift", '"sum" stands 2 times in the header; rename all but one'),
    ]


def test_maps_that_we_read_are_valid_in_an_editor():
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(yaml.safe_load(GIFTS), schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(GIFTS.replace("kind: gifts", "kinds: gifts")), schema())


def test_the_map_in_the_readme_reads_an_export_of_excel_in_chinese(desk):
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    example = readme.partition("```yaml\nkind: gifts\n")[2].partition("```")[0]
    export = '捐赠人编号,姓名,日期,金额\nA1,林小雨,2026/3/5,"¥1,280.50"\n'.encode("gb18030")
    report = desk.run(export, f"kind: gifts\n{example}")
    assert (report.imported, report.new_donors, report.rejected) == (1, 1, ())


def test_a_chinese_column_that_the_export_lacks_is_called_a_column(desk):
    with pytest.raises(ContentError) as found:
        desk.run(
            "捐赠人,时间\n",
            "kind: gifts\nname: x\nconstants: {currency: CNY}\ncolumns: {donor: 捐赠人, date: 时间, gift: 金额}\n",
        )
    assert [i.message for i in found.value.issues] == [
        '"金额" is not a column of the export; its columns are 捐赠人, 时间'
    ]
