"""Which column is which field."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.intake.mapping import count_known, fields, header_key, map_columns, meaning, read_mapping
from agent.models.lead import Lead

EXPORTS = {
    "HubSpot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company (Primary),Job Title,"
        "Website URL,Country/Region,City,Industry,Number of Employees,Annual Revenue,Original Source,Create Date",
        "first_name last_name email phone company title website country city industry employees revenue"
        " source created_on",
        "Record ID,Contact owner",
    ),
    "Salesforce": (
        "First Name,Last Name,Title,Company / Account,Email,Lead Source,City,State/Province,Country,Phone,Mobile,"
        "Industry,Annual Revenue,No. of Employees,Website,Lead Owner,Create Date,Description",
        "first_name last_name title company email source city region country phone industry revenue employees website"
        " created_on comment",
        "Lead Owner",
    ),
    "Salesforce data loader": (
        "ID,FIRSTNAME,LASTNAME,COMPANY,EMAIL,MOBILEPHONE,LEADSOURCE,NUMBEROFEMPLOYEES,ANNUALREVENUE,HASOPTEDOUTOFEMAIL",
        "first_name last_name company email phone source employees revenue no_consent",
        "ID",
    ),
    "Pipedrive": (
        "Lead - Title,Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work,Lead - Source,"
        "Organization - Website",
        "full_name company email phone source website",
        "Lead - Title",
    ),
    "Zoho": (
        "Lead Name,Company,Email,Phone,Mobile,Website,Lead Source,No. of Employees,Annual Revenue,Designation,"
        "Email Opt Out,Created Time,City,Country",
        "full_name company email phone website source employees revenue title no_consent created_on city country",
        "",
    ),
    "Apollo": (
        "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Seniority,Work Direct Phone,"
        "Mobile Phone,# Employees,Industry,Keywords,Website,City,State,Country,Company City,Company Country,"
        "Technologies,Annual Revenue",
        "first_name last_name title company email phone employees industry website city region country"
        " technologies revenue",
        "Email Status,Seniority,Keywords",
    ),
    "Sales Navigator": (
        "fullName,firstName,lastName,companyName,title,Company Website,Company Employee Count,Company Industry,"
        "profileUrl",
        "full_name first_name last_name company title website employees industry",
        "profileUrl",
    ),
    "liste faite à la main": (
        "Raison sociale;Nom;Prénom;Fonction;Courriel;Téléphone;Site web;Effectif;Secteur d'activité;Ville;Pays;"
        "N° SIREN;CA (k€);Provenance;Commentaires;Accord RGPD;Partenaire;Niveau partenaire;Date d'apport",
        "company last_name first_name title email phone website employees industry city country legal_id revenue source"
        " comment consent partner partner_tier referred_on",
        "",
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_the_columns_of_an_export_are_known(name: str) -> None:
    header, known, others = EXPORTS[name]
    names = header.split(";" if ";" in header else ",")
    columns = map_columns(names, "lead")
    assert sorted(columns.by_field) == sorted(known.split())
    assert [other for other in columns.others if other] == [other for other in others.split(",") if other]
    assert sorted([*columns.others, *(n for of in columns.by_field.values() for n in of)]) == sorted(names)


def test_a_name_means_what_stands_beside_it() -> None:
    assert map_columns(["Nom", "Prénom", "Société"], "lead").by_field["last_name"] == ("Nom",)
    assert map_columns(["Name", "Email", "Company"], "lead").by_field["full_name"] == ("Name",)
    assert map_columns(["Name", "Website"], "lead").by_field["company"] == ("Name",)


def test_of_several_columns_the_one_listed_first_counts_first() -> None:
    columns = map_columns(["City", "Company City", "Mobile", "Phone"], "lead")
    assert columns.by_field == {"city": ("Company City", "City"), "phone": ("Phone", "Mobile")}


def test_the_language_of_the_headers_is_known() -> None:
    assert map_columns(["Société", "Prénom", "Email"], "lead").language == "fr"
    assert map_columns(["Company name", "First name"], "lead").language == "en"


@pytest.mark.parametrize("name", ["E-mail Address", "emailAddress", "EMAIL_ADDRESS", " e mail  address "])
def test_spelling_of_a_header_does_not_matter(name: str) -> None:
    known = meaning(name, "lead")
    assert known is not None
    assert known.field == "email"


def test_brackets_may_be_left_out() -> None:
    known = meaning("Effectif (2024)", "lead")
    assert known is not None
    assert known.field == "employees"


@pytest.mark.parametrize("kind", ["lead", "touchpoint", "partner"])
def test_no_name_means_two_fields(kind: str) -> None:
    import tomllib

    table = tomllib.loads((Path(__file__).parents[2] / "agent/intake/headers.toml").read_text("utf-8"))[kind]
    owner: dict[str, str] = {}
    for field, languages in table.items():
        for name in (name for names in languages.values() for name in names):
            assert owner.setdefault(header_key(name), field) == field, name


def test_every_field_of_a_lead_that_a_list_can_hold_has_a_column_name() -> None:
    not_in_lists = {"id", "account_id", "domain", "extra", "origins"}
    assert set(Lead.model_fields) - not_in_lists <= set(fields("lead"))


def test_a_row_of_values_is_no_header() -> None:
    assert count_known(["Acme SA", "acme.example", "Ann Lee", "ann@acme.example", "FR", "12"], "lead") == 0
    assert count_known(["Nom", "Boîte", "E-mail"], "lead", {"boîte": "company"}) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("map.toml", '"Boîte" = "company"\n"Mail pro" = ""\n'),
        ("map.toml", '[columns]\n"Boîte" = "company"\n"Mail pro" = ""\n'),
        ("map.json", '{"Boîte": "company", "Mail pro": ""}'),
    ],
)
def test_a_saved_mapping_wins_over_known_names(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    columns = map_columns(["Boîte", "Company", "Mail pro"], "lead", read_mapping(tmp_path / name))
    assert columns.by_field == {"company": ("Boîte", "Company")}
    assert columns.others == ("Mail pro",)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("map.toml", "not toml", "not a valid mapping"),
        ("map.json", "[" * 100_000, "not a valid mapping"),
        ("map.json", "[1]", "not a table"),
        ("map.toml", '"Boîte" = "compny"', "no field 'compny'"),
        ("map.toml", '"Boîte" = 1', "no field 1"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(name: str, text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadInput, match=why):
        read_mapping(tmp_path / name)


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_mapping(tmp_path / "absent.toml")
