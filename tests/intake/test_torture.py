"""Every damaged file of the shared collection comes out as its manifest says, any other with no traceback."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.intake.leads import LeadBatch, read_leads
from agent.intake.records import read_records
from agent.intake.rejects import write_rejects

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
MANIFEST = SHARED / "corpus/leads_torture/manifest.json"
CASES: list[dict[str, Any]] = json.loads(MANIFEST.read_text("utf-8"))["files"] if MANIFEST.is_file() else []
# The manifest's warnings are by meaning; these are the words ours are known by.
MEANT = {
    "encoding guessed": "encoding guessed",
    "looks double-encoded": "looks double-encoded",
    "column 3 has no name: ignored": "column 3 has no name: ignored",
    "invisible characters on line 4, 5": "invisible or control characters removed on line 4, 5",
    "plus-encoded text left as is": "plus-encoded text (UTF-7) left as is",
}
FORMS = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".gz", ".zip", ".html"}


def accounted(batch: LeadBatch) -> bool:
    whole = batch.accepted + len(batch.rejected) + batch.ignored
    return batch.records == whole and len(batch.leads) == batch.accepted - batch.merged


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_damaged_file_comes_out_as_the_manifest_says(case: dict[str, Any], shared: Path) -> None:
    path = shared / "corpus/leads_torture" / case["file"]
    if case["level"] == "file_error":
        with pytest.raises(BadInput) as refusal:
            read_leads([path], now=NOW)
        assert case["file"] in str(refusal.value)
        return
    batch = read_leads([path], now=NOW)
    (read,) = batch.files
    assert accounted(batch)
    assert batch.accepted == case["accepted"]
    assert [(r.line, r.reason) for r in batch.rejected] == [
        (r["line"], r["reason"]) for r in case["rejected"]
    ]
    assert batch.ignored == case["blank_or_ignored"]
    assert codecs.lookup(read.encoding or "").name == codecs.lookup(case["encoding"]).name
    assert (read.delimiter or ",") == case["delimiter"]
    for warning in case["warnings"]:
        assert any(MEANT[warning] in said for said in read.warnings), (warning, read.warnings)


def test_no_file_of_the_third_party_collections_brings_the_reader_down(shared: Path) -> None:
    for path in sorted((shared / "corpus/third_party").rglob("*")):
        if path.is_file() and path.suffix.lower() in FORMS:
            try:
                lines = list(read_records(path).lines)
            except BadInput:
                continue
            assert all(line.line >= 1 for line in lines), path


def test_the_third_party_collections_are_accounted_for_as_lead_files(shared: Path) -> None:
    mended = 0
    for path in sorted((shared / "corpus/third_party").rglob("*.csv")):
        try:
            batch = read_leads([path], now=NOW)
        except BadInput:
            continue
        assert accounted(batch), path
        mended += batch.accepted
    assert mended


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=400), suffix=st.sampled_from([".csv", ".jsonl", ".json", ".txt"]))
def test_any_bytes_are_accounted_for_or_refused(raw: bytes, suffix: str, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(raw)
    with suppress(BadInput):
        assert accounted(read_leads([path], now=NOW))


csv_soup = st.text(st.sampled_from("abé,;\"'\\\t|# \n\r\0\u2028\ufeff@.1-"), max_size=200)


@settings(max_examples=400, deadline=None)
@given(rows=csv_soup)
def test_any_rows_under_a_good_header_are_accounted_for(rows: str, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    path.write_text("company,email,notes\n" + rows, encoding="utf-8", newline="")
    batch = read_leads([path], now=NOW)
    assert accounted(batch)
    physical = [line.line for line in batch.rejected]
    assert physical == sorted(set(physical))
    assert all(2 <= line <= len(rows) + 2 for line in physical)


@settings(max_examples=200, deadline=None)
@given(rows=csv_soup)
def test_rejects_fed_back_unmended_are_the_same_rejects(rows: str, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "given.csv"
    path.write_text("company,email,notes\n" + rows, encoding="utf-8", newline="")
    rejected = read_leads([path], now=NOW, delimiter=",").rejected
    for place in write_rejects(rejected, folder / "rejects.csv"):
        again = read_leads([place], now=NOW, delimiter=",")
        assert [r.raw for r in again.rejected] == [r.raw for r in rejected]
        assert again.accepted == 0
