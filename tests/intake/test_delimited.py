"""Delimited text: dialects, quotes, and the line a record begins on."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.intake.mapping import count_known
from agent.intake.records import Ignored, Record, Records, Reject, read_records

HEADER = "company,email,notes\n"


def read(tmp_path: Path, text: str, *, delimiter: str | None = None) -> Records:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_records(path, delimiter=delimiter, recognise=lambda names: count_known(names, "lead"))


def companies(records: Records) -> list[object]:
    return [line.values["company"] for line in records.lines if isinstance(line, Record)]


def rejects(records: Records) -> list[tuple[int, str]]:
    return [(line.line, line.reason) for line in records.lines if isinstance(line, Reject)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x1f", ":"])
def test_the_delimiter_is_the_one_that_shows_a_known_header(delimiter: str, tmp_path: Path) -> None:
    other = "|" if delimiter == ";" else ";"
    records = read(
        tmp_path, (HEADER + "Acme,a@acme.example,a* b* c* d\n").replace(",", delimiter).replace("*", other)
    )
    assert records.delimiter == delimiter
    assert companies(records) == ["Acme"]


def test_of_unknown_headers_the_delimiter_is_the_one_that_gives_rows_of_one_width(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("alpha;beta\n1,5;2\n3,25;4\n", "utf-8")
    assert read_records(path).delimiter == ";"


def test_a_given_delimiter_is_not_second_guessed(tmp_path: Path) -> None:
    records = read(tmp_path, "company;email,notes\nAcme;a@acme.example,b\n", delimiter=";")
    assert records.header == ("company", "email,notes")
    assert read(tmp_path, "company\temail\n", delimiter="tab").delimiter == "\t"


def test_what_is_no_delimiter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="delimiter"):
        read(tmp_path, HEADER, delimiter=",;")


def test_a_sep_line_names_the_delimiter_and_is_ignored(tmp_path: Path) -> None:
    records = read(tmp_path, "sep=;\ncompany;email\nAcme;a,b\n")
    assert records.delimiter == ";"
    assert next(records.lines) == Ignored(1, "names the delimiter")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_a_record_is_named_by_its_first_physical_line_whatever_ends_a_line(end: str, tmp_path: Path) -> None:
    text = HEADER + 'Acme,a,"one\n\nthree"\nInitech,b\nHooli,c,d\n'
    assert rejects(read(tmp_path, text.replace("\n", end))) == [(5, "2 fields, 3 expected")]


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    assert companies(read(tmp_path, "company,email\nA,1\r\nB,2\rC,3")) == ["A", "B", "C"]


def test_an_unclosed_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    text = HEADER + 'Foo,f,"never closed\nAcme,a,b\n"Bar, Inc",c,"d, e"\nHooli,h,i\n'
    records = read(tmp_path, text)
    lines = list(records.lines)
    assert [line.line for line in lines if isinstance(line, Reject)] == [2]
    assert [line.values["company"] for line in lines if isinstance(line, Record)] == [
        "Acme",
        "Bar, Inc",
        "Hooli",
    ]


def test_a_quote_that_swallows_whole_rows_is_taken_for_unclosed(tmp_path: Path) -> None:
    text = HEADER + 'Foo,f,"open\nAcme,a,b\nInitech,c,closed",d\n'
    assert rejects(read(tmp_path, text))[0] == (2, "a quote is opened and never closed")


def test_a_quote_inside_a_field_is_a_character(tmp_path: Path) -> None:
    assert companies(read(tmp_path, HEADER + 'The "Best" Shop,a,b\n6" Pipes,c,d\n')) == [
        'The "Best" Shop',
        '6" Pipes',
    ]


def test_quotes_escaped_by_backslash_are_understood_and_other_backslashes_kept(tmp_path: Path) -> None:
    text = HEADER + '"The \\"Best\\" Shop",a,"x, \\"y\\""\n"C:\\dir\\",b,c\n'
    assert companies(read(tmp_path, text)) == ['The "Best" Shop', "C:\\dir\\"]


def test_single_quotes_wrap_fields_where_no_double_ones_do(tmp_path: Path) -> None:
    text = "'company','email'\n'Smith, Jones','a'\n'Acme','b'\n"
    assert companies(read(tmp_path, text)) == ["Smith, Jones", "Acme"]
    assert companies(read(tmp_path, "company,email\n'Tis Ltd,a\nO'Neil,b\n")) == ["'Tis Ltd", "O'Neil"]


def test_the_header_is_found_below_a_preamble(tmp_path: Path) -> None:
    records = read(tmp_path, "Export du CRM\nle 12/03/2026;;\n\nSociété;Courriel\nAcme;a@acme.example\n")
    assert records.header == ("Société", "Courriel")
    lines = list(records.lines)
    assert [line.line for line in lines if isinstance(line, Ignored)] == [1, 2, 3]
    assert [line.line for line in lines if isinstance(line, Record)] == [5]


def test_a_line_of_hash_is_a_comment_unless_it_is_a_whole_row(tmp_path: Path) -> None:
    records = read(tmp_path, "company,email\n#export\n# a, b\n#1 Agency,a@x.example\n")
    lines = list(records.lines)
    assert [line.line for line in lines if isinstance(line, Ignored)] == [2, 3]
    assert [line.values["company"] for line in lines if isinstance(line, Record)] == ["#1 Agency"]


def test_a_nameless_column_is_said_where_it_holds_something(tmp_path: Path) -> None:
    records = read(tmp_path, "company,,email,\nAcme,x,a@acme.example,\n")
    (record,) = records.lines
    assert isinstance(record, Record)
    assert record.values == {"company": "Acme", "column 2": "x", "email": "a@acme.example"}
    assert records.remarks.sentences() == ("column 2 has no name: ignored, its values are only kept",)


def test_empty_fields_too_many_are_no_fault_and_full_ones_are(tmp_path: Path) -> None:
    text = HEADER + "Acme,a,b,,\nInitech,c,d,e\n"
    assert rejects(read(tmp_path, text)) == [(3, "4 fields, 3 expected")]


def test_a_field_may_hold_a_megabyte(tmp_path: Path) -> None:
    (record,) = read(tmp_path, HEADER + "Acme,a," + "x" * 1_000_000 + "\n").lines
    assert isinstance(record, Record)
    assert len(str(record.values["notes"])) == 1_000_000


def test_many_open_quotes_do_not_make_reading_slow(tmp_path: Path) -> None:
    records = read(tmp_path, HEADER + 'x,"a""\n' * 20_000)
    assert sum(isinstance(line, Reject) for line in records.lines) == 20_000


def test_unicode_line_breaks_do_not_break_a_record(tmp_path: Path) -> None:
    assert companies(read(tmp_path, HEADER + "a\u2028b\u2029c\x85d\x0be\x0cf,x,y\n")) == ["a b c d e f"]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t\n", "\ufeff", "\0\0\0"])
def test_an_empty_file_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="empty"):
        read(tmp_path, text)


@pytest.mark.parametrize("text", ["<!DOCTYPE html><html></html>", "\n <html>", '<?xml version="1.0"?><a/>'])
def test_a_page_is_no_list(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a list"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        read_records(tmp_path / "absent.csv")
