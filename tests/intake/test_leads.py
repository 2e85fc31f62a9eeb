"""Lead files in, leads out."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.cells import guard
from agent.errors import BadInput
from agent.intake.leads import LeadBatch, read_leads
from agent.models.account import Band, Money
from agent.models.evidence import evidence_id
from agent.models.lead import Lead, PartnerSource

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(tmp_path: Path, text: str, name: str = "leads.csv", mapping: str | None = None) -> LeadBatch:
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    if mapping is not None:
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
    return read_leads(
        [tmp_path / name], now=NOW, mapping=tmp_path / "map.toml" if mapping is not None else None
    )


def one(tmp_path: Path, **cells: str) -> Lead:
    """The lead of a file with one row."""
    (lead,) = read(tmp_path, json.dumps(cells) + "\n", "leads.jsonl").leads
    return lead


def said(tmp_path: Path, **cells: str) -> tuple[str, ...]:
    return read(tmp_path, json.dumps(cells) + "\n", "leads.jsonl").warnings


FRENCH = """Raison sociale;Nom;Prénom;Fonction;Courriel;Téléphone;Site web;Effectif;CA (k€);Ville;Pays;N° SIREN;\
Créé le;Accord RGPD;Partenaire;Niveau partenaire;Date d'apport;Provenance;Langue;Couleur préférée
Acmé Industrie SAS;DUPRÉ;Zoë;Directrice des opérations;Zoe.Dupre@acme.example;01 23 45 67 89;\
https://www.acme.example/fr;50-100;12 500;Lyon;France;552 100 554;03/04/2026;oui;Openlink;Gold;05/04/2026;salon;\
français;bleu
"""


def test_a_hand_made_french_list_is_understood(tmp_path: Path) -> None:
    batch = read(tmp_path, FRENCH)
    (lead,) = batch.leads
    assert lead.model_dump(exclude={"id", "account_id", "origins"}) == {
        "company": "Acmé Industrie SAS",
        "email": "zoe.dupre@acme.example",
        "first_name": "Zoë",
        "last_name": "DUPRÉ",
        "title": "Directrice des opérations",
        "phone": "+33123456789",
        "website": "https://www.acme.example/fr",
        "domain": "acme.example",
        "country": "FR",
        "city": "Lyon",
        "industry": None,
        "employees": "50-100",
        "revenue": "12 500",
        "legal_id": "552100554",
        "language": "fr",
        "source": "salon",
        "created_on": date(2026, 4, 3),
        "consent": True,
        "partner": PartnerSource(partner="Openlink", tier="Gold", referred_on=date(2026, 4, 5)).model_dump(),
        "comment": None,
        "extra": {"Couleur préférée": "bleu"},
    }
    assert (lead.origins[0].file, lead.origins[0].line, lead.origins[0].imported_at) == ("leads.csv", 2, NOW)
    assert batch.warnings == ()


def test_what_a_list_says_of_a_company_is_facts_with_their_proof(tmp_path: Path) -> None:
    batch = read(tmp_path, FRENCH)
    (account,) = batch.accounts
    known = batch.facts[account.id]
    assert {fact.field: fact.value for fact in known.facts} == {
        "name": "Acmé Industrie SAS",
        "domain": "acme.example",
        "country": "FR",
        "city": "Lyon",
        "employees": Band(min=50, max=100),
        "revenue": Money(min=12.5e6, max=12.5e6, currency="EUR"),
        "legal_ids": {"siren": "552100554"},
    }
    (proof,) = known.evidence
    assert (proof.source, proof.locator, proof.id) == (
        "lead file",
        "leads.csv:2",
        evidence_id("lead file", "leads.csv:2"),
    )
    assert {(fact.source, fact.evidence, fact.retrieved_at) for fact in known.facts} == {
        ("lead file", proof.id, NOW)
    }
    assert "Effectif: 50-100" in proof.snippet
    assert "Zoë" not in proof.snippet
    assert "zoe" not in proof.snippet


def test_a_fact_that_two_rows_agree_on_stands_once_and_a_difference_twice(tmp_path: Path) -> None:
    text = "company,website,email,employees\nAcme,acme.example,a@acme.example,50\nAcme,acme.example,b@acme.example,60\n"
    batch = read(tmp_path, text)
    (account,) = batch.accounts
    assert [lead.account_id for lead in batch.leads] == [account.id] * 2
    facts = batch.facts[account.id].facts
    assert [(fact.field, fact.value) for fact in facts] == [
        ("name", "Acme"), ("domain", "acme.example"), ("employees", 50), ("employees", 60),
    ]  # fmt: skip
    assert [proof.locator for proof in batch.facts[account.id].evidence] == ["leads.csv:2", "leads.csv:3"]


def test_columns_a_lead_has_no_field_for_give_facts_and_stay(tmp_path: Path) -> None:
    row = {"company": "Acme", "founded": 1999, "technologies": ["SAP", "Hubspot"], "state": "Bavaria"}
    batch = read(tmp_path, json.dumps(row | {"vat": "DE136695976"}), "leads.jsonl")
    (facts,) = batch.facts.values()
    assert {fact.field: fact.value for fact in facts.facts} == {
        "name": "Acme", "founded": 1999, "technologies": ("SAP", "Hubspot"), "region": "Bavaria",
        "legal_ids": {"vat": "DE136695976"},
    }  # fmt: skip
    assert batch.leads[0].extra == {"founded": "1999", "technologies": "SAP, Hubspot", "state": "Bavaria"}


@pytest.mark.parametrize("value", ["1 200,5", "inf", "NaN SA", "9" * 40, "-1"])
def test_a_head_count_that_is_none_stays_as_text_with_a_warning_and_gives_no_fact(
    value: str, tmp_path: Path
) -> None:
    batch = read(tmp_path, f'company,employees\nAcme,"{value}"\n')
    assert batch.leads[0].employees == value
    assert {fact.field for facts in batch.facts.values() for fact in facts.facts} == {"name"}
    assert batch.warnings == ("leads.csv: head-count not understood, kept as text on line 2",)


def test_a_value_that_cannot_be_read_stays_under_its_own_header(tmp_path: Path) -> None:
    row = {
        "Société": "Acme", "Courriel": "ann(at)acme", "Site web": "voir Google", "Créé le": "bientôt",
        "Consentement": "peut-être", "Langue": "klingon", "Tél": "poste 12", "Pays": "Mars",
    }  # fmt: skip
    lead = one(tmp_path, **row)
    assert lead.extra == {
        name: row[name] for name in ("Courriel", "Site web", "Créé le", "Consentement", "Langue")
    }
    assert (lead.email, lead.website, lead.created_on, lead.consent, lead.language) == (None,) * 5
    assert (lead.phone, lead.country) == ("poste 12", "Mars")
    assert len(said(tmp_path, **row)) == 6


def test_of_several_columns_for_a_field_the_first_filled_counts_and_the_rest_stay(tmp_path: Path) -> None:
    lead = one(
        tmp_path,
        Company="Acme",
        Phone="",
        Mobile="+33 6 12 34 56 78",
        **{"Company phone": "+33 1 23 45 67 89"},
    )
    assert lead.phone == "+33612345678"
    assert lead.extra == {"Company phone": "+33 1 23 45 67 89"}


def test_of_several_addresses_in_a_cell_the_first_counts_and_the_rest_stay(tmp_path: Path) -> None:
    lead = one(
        tmp_path, company="Acme", email="a@acme.example; b@acme.example", website="acme.example, acme.test"
    )
    assert (lead.email, lead.website) == ("a@acme.example", "acme.example")
    assert lead.extra == {"email (others)": "b@acme.example", "website (others)": "acme.test"}


def test_credentials_in_an_address_are_never_stored(tmp_path: Path) -> None:
    lead = one(tmp_path, company="Acme", website="http://user:secret@acme.example/")
    assert lead.domain == "acme.example"
    assert "secret" not in lead.model_dump_json()
    assert "secret" not in one(tmp_path, company="Acme", website="ftp//u:secret@nowhere").model_dump_json()


def test_a_free_mail_address_tells_no_company(tmp_path: Path) -> None:
    lead = one(tmp_path, company="Acme", email="ann@gmail.com")
    assert lead.domain is None
    assert one(tmp_path, company="Acme", email="ann@acme.example").domain == "acme.example"
    profile = one(
        tmp_path, company="Acme", email="ann@acme.example", website="https://linkedin.com/company/acme"
    )
    assert (profile.website, profile.domain) == ("https://linkedin.com/company/acme", "acme.example")


def test_a_number_is_read_in_the_way_of_the_country_else_of_the_domain(tmp_path: Path) -> None:
    assert one(tmp_path, company="Acme", phone="01 23 45 67 89", country="France").phone == "+33123456789"
    assert one(tmp_path, company="Acme", phone="01 23 45 67 89", website="acme.fr").phone == "+33123456789"
    assert one(tmp_path, company="Acme", phone="01 23 45 67 89", website="acme.io").phone == "01 23 45 67 89"


@pytest.mark.parametrize(
    ("cells", "consent"),
    [
        ({"consent": "oui"}, True), ({"opt-in": "X"}, True), ({"RGPD": "non"}, False), ({"consent": "0"}, False),
        ({"Email Opt Out": "yes"}, False), ({"Email Opt Out": "no"}, None), ({"consent": ""}, None), ({}, None),
        ({"consent": "yes", "unsubscribed": "true"}, False),
    ],
)  # fmt: skip
def test_consent_is_what_the_list_says_and_nothing_more(
    cells: dict[str, str], consent: bool | None, tmp_path: Path
) -> None:
    assert one(tmp_path, company="Acme", **cells).consent is consent


def test_dates_are_read_as_the_whole_column_tells(tmp_path: Path) -> None:
    american = read(tmp_path, "company,created\nA,3/4/2018\nB,4/30/2018\n")
    assert [lead.created_on for lead in american.leads] == [date(2018, 3, 4), date(2018, 4, 30)]
    european = read(tmp_path, "company,created\nA,03-04-2018 10:00\nB,30-04-2018 09:15\n")
    assert [lead.created_on for lead in european.leads] == [date(2018, 4, 3), date(2018, 4, 30)]
    unclear = read(tmp_path, "company,created\nA,03/04/2018\n")
    assert unclear.leads[0].created_on is None
    assert unclear.leads[0].extra == {"created": "03/04/2018"}
    assert unclear.warnings == ("leads.csv: created could be two dates, kept aside on line 2",)


def test_a_row_without_company_takes_its_domain_or_is_rejected(tmp_path: Path) -> None:
    batch = read(tmp_path, "company,email\n,ann@acme.example\n-,ann@gmail.com\nN/A,\n")
    assert [lead.company for lead in batch.leads] == ["acme.example"]
    assert [(r.line, r.reason) for r in batch.rejected] == [(3, "no company"), (4, "no company")]
    assert batch.warnings == ("leads.csv: no company: the domain stands for it on line 2",)


@pytest.mark.parametrize(
    "name", ["Null", "None", "NaN Solutions", "True Inc", "undefined GmbH", "3M", "Total", "[/]"]
)
def test_a_company_may_be_called_anything(name: str, tmp_path: Path) -> None:
    assert one(tmp_path, company=name, email="a@x.example").company == name


def test_a_line_of_totals_is_no_lead(tmp_path: Path) -> None:
    batch = read(tmp_path, "company,email,employees\nAcme,a@x.example,5\nTotal,,5\n")
    assert [(r.line, r.reason) for r in batch.rejected] == [(3, "a line of totals")]


def test_nothing_of_a_row_is_lost(tmp_path: Path) -> None:
    row = {
        "company": "Acme",
        "Grade": "A",
        "Owner": "Bob",
        "contact": "Ann Lee",
        "first name": "Anne",
        "tier": "gold",
    }
    lead = one(tmp_path, **row)
    held = lead.model_dump_json()
    assert all(value in held for value in row.values())
    assert lead.extra == {"Grade": "A", "Owner": "Bob", "contact": "Ann Lee", "tier": "gold"}


def test_doubles_become_one_lead_and_are_counted(tmp_path: Path) -> None:
    header = "company,email,first name,last name,title\n"
    rows = "Acme,ann@acme.example,Ann,Lee,\nACME,,Ann,LEE,CTO\nAcme,ANN@acme.example,,,CEO\n"
    batch = read(tmp_path, header + rows)
    (lead,) = batch.leads
    assert (lead.title, lead.extra) == ("CTO", {"title @ leads.csv:4": "CEO"})
    assert [origin.line for origin in lead.origins] == [2, 3, 4]
    assert (batch.records, batch.accepted, batch.merged) == (3, 3, 2)
    assert set(batch.facts) == {account.id for account in batch.accounts} == {lead.account_id}


def test_several_files_are_one_import(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("company,email\nAcme,ann@acme.example\n", "utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"Société": "Acme", "Courriel": "ann@acme.example", "Poste": "CTO"}\n', "utf-8"
    )
    batch = read_leads([tmp_path / "a.csv", tmp_path / "b.jsonl"], now=NOW)
    (lead,) = batch.leads
    assert lead.title == "CTO"
    assert [(origin.file, origin.line) for origin in lead.origins] == [("a.csv", 2), ("b.jsonl", 1)]


def test_a_saved_mapping_names_the_columns(tmp_path: Path) -> None:
    mapping = '"Boîte" = "company"\n"Qui" = "full_name"\n"Absent" = "city"\n'
    batch = read(tmp_path, "Boîte,Qui\nAcme,Ann Lee\n", mapping=mapping)
    assert (batch.leads[0].company, batch.leads[0].last_name) == ("Acme", "Lee")
    assert "Absent" in batch.warnings[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Acme SA,acme.example,Ann Lee\nInitech,initech.example,Bob\n", "header is not recognised"),
        ("domain,contact,email\nacme.example,Ann,a@acme.example\n", "no column holds the company"),
        ("company,Email,email\nAcme,a@x.example,b@x.example\n", "'Email' stands twice"),
    ],
)
def test_a_file_whose_columns_are_not_known_is_refused_without_showing_them(
    text: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=why) as refusal:
        read(tmp_path, text)
    assert "leads.csv" in str(refusal.value)
    assert "Ann Lee" not in str(refusal.value)


def test_columns_that_stand_twice_and_mean_nothing_are_both_kept(tmp_path: Path) -> None:
    (lead,) = read(tmp_path, "company,tag,tag\nAcme,a,b\n").leads
    assert lead.extra == {"tag": "a", "tag (2)": "b"}


def test_a_truth_where_a_number_should_be_is_rejected(tmp_path: Path) -> None:
    batch = read(
        tmp_path, '{"company": "A", "employees": true}\n{"company": "B", "employees": 5}\n', "leads.jsonl"
    )
    assert [(r.line, r.reason) for r in batch.rejected] == [(1, "employees is not a number")]


def test_a_domain_of_two_alphabets_is_pointed_out(tmp_path: Path) -> None:
    assert "mixes alphabets" in said(tmp_path, company="Acme", website="аcme.example")[0]


def test_ids_are_the_same_whatever_the_file(tmp_path: Path) -> None:
    first = read(tmp_path, "company,email\nAcme,ann@acme.example\n").leads[0]
    second = read(tmp_path, "Courriel;Société\nANN@acme.example;Acme SAS\n", "other.csv").leads[0]
    assert (first.id, first.account_id) == (second.id, second.account_id)


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1)
        .map(str.strip)
        .filter(bool),
        min_size=1,
    )
)
def test_what_is_written_guarded_is_read_back_as_it_was(
    cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["company", "Grade"])
        writer.writerows([f"C{number}", guard(cell)] for number, cell in enumerate(cells))
    assert [lead.extra["Grade"] for lead in read_leads([path], now=NOW).leads] == [
        " ".join(cell.split()) for cell in cells
    ]
