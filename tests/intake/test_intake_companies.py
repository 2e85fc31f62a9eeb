"""Company directories in: every form of file, any column names, indexed once."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from agent.errors import BadInput
from agent.intake.companies import index_companies
from agent.sources.keys import exact_keys
from agent.store import Store, companies, open_store

ROWS = [
    {"name": "Brightloom", "website": "https://brightloom.example", "employees": "58", "country": "France"},
    {"name": "Ateliers de l'Été", "website": "", "employees": "12", "country": "France"},
    {"name": "Kestrel; Analytics", "website": "kestrel.example", "employees": "", "country": "Germany"},
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "leadsift.db")) as opened:
        yield opened


def found(store: Store, name: str = "", domain: str = "") -> list[dict[str, Any]]:
    keys = exact_keys([name] if name else [], [domain] if domain else [], {})
    with store.read() as tx:
        return [{"record": one.record, **one.doc} for one in companies.find(tx, keys)]


def write_csv(
    path: Path, rows: Sequence[dict[str, str]], encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def written(folder: Path, form: str) -> Path:
    """The rows in a file of that form."""
    path = folder / f"list.{form}"
    if form == "xlsx":
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for line, cells in enumerate([list(ROWS[0]), *(list(row.values()) for row in ROWS)]):
                sheet.write_row(line, 0, cells)
    elif form == "parquet":
        source = write_csv(folder / "source.csv", ROWS)
        duckdb.sql(f"COPY (FROM read_csv('{source}', all_varchar = true)) TO '{path}' (FORMAT parquet)")
    elif form == "json":
        path.write_text(json.dumps(ROWS), "utf-8")
    elif form == "jsonl":
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    else:
        write_csv(path, ROWS, delimiter="\t" if form == "tsv" else ",")
    return path


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json", "xlsx", "parquet"])
def test_every_form_of_file_gives_the_same_companies(form: str, store: Store, tmp_path: Path) -> None:
    (indexed,) = index_companies(store, [written(tmp_path, form)])
    assert (indexed.records, indexed.skipped) == (3, 0)
    (company,) = found(store, name="ateliers de l'ete")
    assert company == {"record": 2, "name": "Ateliers de l'Été", "employees": "12", "country": "France"}
    assert [one["name"] for one in found(store, domain="kestrel.example")] == ["Kestrel; Analytics"]


@pytest.mark.parametrize(
    ("encoding", "mark", "delimiter"),
    [
        ("cp1252", b"", ";"),
        ("utf-8", codecs.BOM_UTF8, ","),
        ("utf-16-le", codecs.BOM_UTF16_LE, "\t"),
        ("utf-8", b"", "|"),
    ],
)
def test_a_large_file_is_read_in_the_way_its_beginning_is_written(
    encoding: str, mark: bytes, delimiter: str, store: Store, tmp_path: Path
) -> None:
    many = [{**ROWS[0], "name": f"Société Numéro {n}", "website": f"s{n}.example"} for n in range(4000)]
    path = write_csv(tmp_path / "list.csv", many, encoding, delimiter)
    path.write_bytes(mark + path.read_bytes())
    (indexed,) = index_companies(store, [path])
    assert (indexed.records, indexed.skipped) == (4000, 0)
    (last,) = found(store, domain="s3999.example")
    assert (last["record"], last["name"]) == (4000, "Société Numéro 3999")


def test_what_stands_above_the_header_is_no_record(store: Store, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", ROWS)
    path.write_text("Export of our accounts\n\n" + path.read_text("utf-8"), "utf-8")
    index_companies(store, [path])
    assert found(store, name="Brightloom")[0]["record"] == 1


def test_columns_without_a_name_or_with_two_of_one_name_do_no_harm(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,,website,website\nBrightloom,x,,brightloom.example\n", "utf-8")
    index_companies(store, [path])
    assert found(store, domain="brightloom.example")[0]["name"] == "Brightloom"


def test_records_that_cannot_be_read_or_found_are_skipped_and_counted(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "name,website\nBrightloom,b.example\nA,B,C,D\n,\nKestrel,k.example\n,linkedin.com/x\n", "utf-8"
    )
    (indexed,) = index_companies(store, [path])
    assert (indexed.records, indexed.skipped) == (2, 3)
    lines = tmp_path / "list.jsonl"
    lines.write_text('{"name": "Osprey"}\n{"name": \n[1]\n\n{"name": "Merlin\u2028s"}\n', "utf-8")
    (indexed,) = index_companies(store, [lines])
    assert (indexed.records, indexed.skipped) == (2, 2)
    assert found(store, name="Merlin s")[0]["record"] == 4


def test_an_open_quote_costs_no_traceback(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        'name,website\nBrightloom,b.example\n"Kestrel,k.example\n' + "Osprey,o.example\n" * 50, "utf-8"
    )
    (indexed,) = index_companies(store, [path])
    assert indexed.records >= 1


def test_a_file_that_is_in_the_index_is_left_alone_and_a_changed_one_takes_its_place(
    store: Store, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "list.csv", ROWS)
    assert not index_companies(store, [path])[0].unchanged
    (again,) = index_companies(store, [path])
    assert (again.unchanged, again.records) == (True, 3)
    write_csv(path, [{**ROWS[0], "employees": "61"}])
    (changed,) = index_companies(store, [path])
    assert (changed.unchanged, changed.records) == (False, 1)
    assert [one["employees"] for one in found(store, name="Brightloom")] == ["61"]
    assert found(store, domain="kestrel.example") == []


def test_a_large_file_is_read_by_several_processes_to_the_same_end(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.intake.companies._CHUNK", 3)
    monkeypatch.setattr("agent.intake.companies._FEW", 1)
    rows = [{"name": f"Osprey {n}", "website": f"osprey-{n}.example", "employees": str(n)} for n in range(40)]
    (indexed,) = index_companies(store, [write_csv(tmp_path / "list.csv", [*rows, {"name": ""}])])
    assert (indexed.records, indexed.skipped) == (40, 1)
    for n in (0, 3, 17, 39):
        assert [one["record"] for one in found(store, domain=f"osprey-{n}.example")] == [n + 1]
    with store.read() as tx:
        (file,) = companies.files(tx)
    assert file.census.known == {"domain": 40, "number": 0, "employees": 40}


def test_an_interrupted_file_is_begun_anew(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.intake.companies._CHUNK", 2)
    path = write_csv(tmp_path / "list.csv", ROWS)

    def stop(_file: str, _count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_companies(store, [path], progress=stop)
    assert found(store, name="Brightloom") == []
    told: list[tuple[str, int]] = []
    (indexed,) = index_companies(store, [path], progress=lambda file, count: told.append((file, count)))
    assert (indexed.records, told) == (3, [("list.csv", 2), ("list.csv", 3)])
    assert len(found(store, name="Brightloom")) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", ""),
        ("list.csv", "colour,shape\nred,round\n"),
        ("list.jsonl", ""),
        ("list.jsonl", '{"colour": "red"}\n'),
        ("list.csv", "%PDF-1.7"),
        ("list.parquet", "no parquet"),
        ("list.xlsx", "no workbook"),
    ],
)
def test_a_file_of_no_companies_is_refused_with_a_remedy_and_nothing_is_kept(
    name: str, content: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(BadInput, match=name):
        index_companies(store, [path])
    with store.read() as tx:
        assert companies.files(tx) == ()


def test_a_file_that_is_not_there_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        index_companies(store, [tmp_path / "none.csv"])


def test_third_party_files_are_indexed_or_refused(store: Store, shared: Path) -> None:
    files = [
        path for path in (shared / "corpus" / "third_party").rglob("*") if path.suffix in (".csv", ".jsonl")
    ]
    assert files
    for path in files:
        try:
            (indexed,) = index_companies(store, [path])
        except BadInput:
            continue
        assert indexed.records
