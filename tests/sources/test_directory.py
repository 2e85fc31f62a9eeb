"""The company directory as a source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from agent.intake.companies import index_companies
from agent.models.evidence import evidence_id
from agent.sources import Clue, Found, OfLead
from agent.sources.directory import Directory
from agent.store import Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIST = """name,website,siren,employees,country,updated at
Brightloom,https://brightloom.example,732829320,58,France,2025-11-30
Kestrel Analytics,kestrel.example,,120,Germany,
Kestrel,,,7,,
"""


def directory(store: Store, folder: Path, text: str = LIST) -> Directory:
    path = folder / "companies.csv"
    path.write_text(text, "utf-8")
    index_companies(store, [path])
    return Directory(store)


async def ask(source: Directory, tool: str, **clue: object) -> Sequence[Found]:
    (lookup,) = (one for one in source.lookups() if one.tool.name == tool)
    described = Clue.model_validate({"lead_id": "L1", **clue})
    assert lookup.applies(described)
    return await lookup.ask(described, OfLead(lead_id="L1"), NOW)


async def test_every_fact_is_proved_by_the_cell_it_stands_in(store: Store, tmp_path: Path) -> None:
    (found,) = await ask(directory(store, tmp_path), "directory_by_domain", mail="brightloom.example")
    assert found.record == "companies.csv#1"
    facts = {fact.field: fact for fact in found.facts}
    assert facts["employees"].value == 58
    proofs = {proof.id: proof for proof in found.evidence}
    assert all(fact.evidence in proofs for fact in found.facts)
    proof = proofs[facts["employees"].evidence]
    assert proof.id == evidence_id("directory", proof.locator)
    assert proof.locator.startswith("companies.csv@")
    assert proof.locator.endswith("#1 employees")
    assert proof.snippet == "employees: 58"
    assert proof.as_of == facts["employees"].as_of == date(2025, 11, 30)
    assert proof.retrieved_at == facts["employees"].retrieved_at == NOW


async def test_a_new_edition_of_a_file_has_proofs_of_its_own(store: Store, tmp_path: Path) -> None:
    (old,) = await ask(directory(store, tmp_path), "directory_by_domain", mail="brightloom.example")
    edition = LIST.replace(",58,", ",61,")
    (new,) = await ask(directory(store, tmp_path, edition), "directory_by_domain", mail="brightloom.example")
    assert not {proof.id for proof in old.evidence} & {proof.id for proof in new.evidence}


async def test_a_company_is_looked_up_by_number_and_by_name_misspelt_or_in_part(
    store: Store, tmp_path: Path
) -> None:
    source = directory(store, tmp_path)
    (by_number,) = await ask(source, "directory_by_legal_id", legal_ids={"siren": "732829320"})
    (by_slip,) = await ask(source, "directory_by_name", company="BRIGTHLOOM SAS")
    assert by_number.record == by_slip.record == "companies.csv#1"
    by_name = await ask(source, "directory_by_name", company="Kestrel")
    assert [found.name for found in by_name] == ["Kestrel", "Kestrel Analytics"]
    assert await ask(source, "directory_by_name", company="Osprey") == []


def test_a_directory_offers_its_tools_once_a_file_is_in_it(store: Store, tmp_path: Path) -> None:
    source = Directory(store)
    assert source.lookups() == ()
    directory(store, tmp_path)
    assert [lookup.tool.name for lookup in source.lookups()] == [
        "directory_by_legal_id",
        "directory_by_domain",
        "directory_by_name",
    ]


def test_a_tool_takes_a_lead_and_nothing_else(store: Store, tmp_path: Path) -> None:
    for lookup in directory(store, tmp_path).lookups():
        assert lookup.tool.arguments.model_json_schema()["properties"].keys() == {"lead_id"}
        assert lookup.tool.arguments.model_json_schema()["additionalProperties"] is False
        assert lookup.tool.description


async def test_what_stands_in_a_record_is_clean_and_is_only_data(store: Store, tmp_path: Path) -> None:
    hostile = {
        "name": "Bright\x1b]52;c;x\x07loom\u202e",
        "website": "brightloom.example",
        "industry": "[@click=quit]B2B",
    }
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps(hostile), "utf-8")
    index_companies(store, [path])
    (found,) = await ask(Directory(store), "directory_by_domain", website="brightloom.example")
    assert found.name.isprintable()
    assert {fact.field for fact in found.facts} == {"name", "domain", "industry"}
