"""Whatever slips in a file of donors, no message tells a name, an address, a number or a donor's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.issues import ContentError, as_annotations, as_json, as_text
from generator.load import load

PRIVATE = ("Xiaoyuprivate", "Birdprivate", "Oldprivate", "mailprivate", "13912345678", "Wordsprivate", "Noteprivate")
LIST = """\
- id: lin
  name: Xiaoyuprivate
  visibility: public
  consent: 2021-01-01
  pseudonym: Birdprivate
  aliases: [Oldprivate]
  email: mailprivate@example.org
  phone: "+86 13912345678"
  words: Wordsprivate
  journey:
    - {date: 2021-05-20, gift: "50.00", for: lunch, note: Noteprivate, in_honour_of: Grandmaprivate}
    - {date: 2021-05-21, milestone: Noteprivate}
"""
TABLE = "donor,date,gift,for,note,in_memory_of,via\nlin,2021-06-01,5.00,,Noteprivate,Grandmaprivate,Wordsprivate\n"
ORGANISATION = "name: 读\ntagline: 书\nregistration: '1'\ncurrency: CNY\ntime_zone: Asia/Shanghai\nlanguages: [zh-CN]\n"
SLIP = st.text(alphabet="-:{}[],&*!|>'\"~ \n\t#@。.<0159aegi雨\x00\u200b\u202e", max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_slip_makes_a_message_tell(tmp_path: Path, data: st.DataObject) -> None:
    texts = {"donors/all.yml": LIST, "gifts/a.csv": TABLE}
    name = data.draw(st.sampled_from(sorted(texts)))
    text = texts[name]
    at = data.draw(st.integers(0, len(text)))
    texts[name] = text[:at] + data.draw(SLIP) + text[at + data.draw(st.integers(0, 6)) :]
    for file, content in {**texts, "organisation.yml": ORGANISATION}.items():
        (tmp_path / "content" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / file).write_bytes(content.encode())
    try:
        _, issues = load(tmp_path / "content", None, tmp_path)
    except ContentError as wrong:
        issues = wrong.issues
    said = as_text(issues) + as_json(issues) + as_annotations(issues)
    for private in (*PRIVATE, "Grandmaprivate"):
        assert private not in said


@pytest.mark.parametrize(
    "donor",
    [
        "{name: Lin, noteprivate, journey: []}",
        '{name: Lin, journey: [{date: 2024-03-01, gift: "5.00", note: from her mother, noteprivate}]}',
        "{name: Lin, journey: [{date: 2024-03-01, note: from her mother, noteprivate}]}",
    ],
)
def test_what_stands_behind_a_comma_is_not_said(tmp_path: Path, donor: str) -> None:
    (tmp_path / "content/donors").mkdir(parents=True)
    (tmp_path / "content/organisation.yml").write_text(ORGANISATION, "utf-8")
    (tmp_path / "content/donors/all.yml").write_text(f"- {donor}\n", "utf-8")
    _, issues = load(tmp_path / "content", None, tmp_path)
    said = as_text(issues) + as_json(issues) + as_annotations(issues)
    assert "stands by itself" in said
    assert "noteprivate" not in said
