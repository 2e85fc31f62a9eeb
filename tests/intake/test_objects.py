"""JSON in every arrangement people send it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.intake.lines import Ignored, Record, Reject, Remarks
from agent.intake.objects import read_objects
from agent.intake.records import read_records

plain = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C"]))
)
objects = st.dictionaries(
    st.text(st.characters(categories=["L"], codec="ascii"), min_size=1), plain, min_size=1
)


def read(text: str) -> list[object]:
    """Values of records, (line, reason) of rejects, None for what is ignored."""
    found: list[object] = []
    for line in read_objects(text, Remarks()):
        if isinstance(line, Record):
            found.append(line.values)
        else:
            found.append((line.line, line.reason) if isinstance(line, Reject) else None)
    return found


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}\n{"a": 2}',
        '{"a": 1}\r\n{"a": 2}\r\n',
        '{"a": 1}{"a": 2}',
        '{"a": 1} {"a": 2}\n',
        '{"a": 1},\n{"a": 2},\n',
        '[{"a": 1}, {"a": 2}]',
        '[\n  {"a": 1},\n  {"a": 2}\n]\n',
        '{"results": [{"a": 1}, {"a": 2}], "next": null}',
        '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',
    ],
)
def test_objects_are_found_however_they_are_arranged(text: str) -> None:
    assert read(text) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("form", ["lines", "list", "indented"])
@given(made=st.lists(objects, min_size=1, max_size=5))
def test_what_was_written_is_read(form: str, made: list[dict[str, object]]) -> None:
    if form == "lines":
        text = "\n".join(json.dumps(each) for each in made)
    else:
        text = json.dumps(made, ensure_ascii=False, indent=2 if form == "indented" else None)
    cleaned = [
        {k: " ".join(v.split()) if isinstance(v, str) else v for k, v in each.items()} for each in made
    ]
    assert [r.values for r in read_objects(text, Remarks()) if isinstance(r, Record)] == cleaned


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": Infinity}', "Infinity is not JSON"),
        ('{"a": 1e999}', "a out of range"),
        ('{"a": ' + "9" * 5000 + "}", "a out of range"),
        ('{"a": 9223372036854775808}', "a out of range"),
        ('{"a": "\\ud800"}', "lone surrogate"),
        ('{"a": "x\\u0000"}', "NUL character"),
        ("[" * 50_000, "nested too deeply"),
        ('{"a": ' * 30 + "1" + "}" * 30, "nested too deeply"),
        ('{"a": ' * 50_000 + "1" + "}" * 50_000, "nested too deeply"),
        ("{'a': 1}", "invalid JSON"),
        ('{"a": 1', "invalid JSON"),
        ("[1, 2]", "not an object"),
        ('"text"', "not an object"),
        ('{"a": 1} and more', "invalid JSON: text after the object"),
    ],
)
def test_what_no_record_can_be_made_of_costs_its_own_line_only(text: str, reason: str) -> None:
    assert read('{"b": 1}\n' + text + '\n{"c": 2}') == [{"b": 1}, (2, reason), {"c": 2}]


def test_a_fault_in_an_indented_list_costs_one_element() -> None:
    text = '[\n  {"a": 1},\n  {\n    "a": oops\n  },\n  {"a": 3}\n]'
    assert read(text) == [{"a": 1}, (3, "invalid JSON"), {"a": 3}]


def test_a_list_cut_short_is_read_to_there_and_said() -> None:
    remarks = Remarks()
    lines = read_objects('[{"a": 1}, {"a":', remarks)
    assert [type(line) for line in lines] == [Record, Reject]
    assert "not closed" in remarks.sentences()[0]


def test_blank_lines_and_comments_are_ignored() -> None:
    assert read('\n# comment\n{"a": 1}\n\n') == [None, None, {"a": 1}, None]


def test_a_record_is_named_by_its_first_line() -> None:
    lines = read_objects('{"a": 1}\n{\n "a":\n 2}\n{"a": 3}', Remarks())
    assert [line.line for line in lines] == [1, 2, 5]


def test_objects_in_objects_become_dotted_names_and_lists_one_text() -> None:
    (values,) = read('{"company": {"name": "Acme", "tags": ["a", 2]}, "calls": [{"on": "May"}]}')
    assert values == {"company.name": "Acme", "company.tags": "a, 2", "calls": '{"0.on": "May"}'}


def test_the_last_of_two_equal_keys_counts_and_is_said() -> None:
    remarks = Remarks()
    (line,) = read_objects('{"a": 1, "a": 2}', remarks)
    assert isinstance(line, Record)
    assert line.values == {"a": 2}
    assert remarks.sentences() == ("a key stands twice, the last one counts on line 1",)


@given(st.text(st.sampled_from('{}[]",:1a \n\\#'), max_size=60))
def test_any_text_is_records_rejects_and_ignored_lines_in_order(text: str) -> None:
    lines = read_objects(text, Remarks())
    assert all(isinstance(line, Record | Reject | Ignored) for line in lines)
    assert [line.line for line in lines] == sorted(line.line for line in lines)


@pytest.mark.parametrize("line", ['{"a":', "[1,", '{"a": [', "{"])
def test_many_broken_beginnings_do_not_make_reading_slow(line: str) -> None:
    assert len(read_objects(f"{line}\n" * 20_000, Remarks())) == 20_000


def test_json_is_known_by_its_looks_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "leads.txt"
    path.write_text('{"company": "Acme"}\n', "utf-8")
    assert read_records(path).header == ("company",)


def test_a_json_file_without_an_object_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "leads.jsonl"
    path.write_text("company,email\nAcme,a\n", "utf-8")
    with pytest.raises(BadInput, match="no line is a JSON object"):
        read_records(path)
