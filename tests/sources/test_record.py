"""What one record of a directory says, in the shapes directories have."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.account import Band, Money, Value
from agent.sources.columns import read_columns
from agent.sources.record import claims_of, day_of, known_by, places_of


def facts(**cells: Any) -> dict[str, Value]:
    return {claim.field: claim.value for claim in claims_of(read_columns(cells))}


STARTUP = {
    "name": "Brightloom",
    "former_names": ["Loomly", "Brite, Inc"],
    "website": "https://www.brightloom.example/?ref=list",
    "all_locations": "Lyon, Auvergne-Rhône-Alpes, France; Remote",
    "regions": ["France", "Europe", "Remote"],
    "team_size": 58,
    "industry": "B2B",
    "tags": ["Robotics"],
    "status": "Acquired",
}
REGISTER = {
    "siren": 732829320,
    "denominationUniteLegale": "ATELIERS BRIGHTLOOM",
    "sigleUniteLegale": "[ND]",
    "trancheEffectifsUniteLegale": "12",
    "anneeEffectifsUniteLegale": "2022",
    "etatAdministratifUniteLegale": "C",
    "dateCreationUniteLegale": "1998-04-01",
    "dateDernierTraitementUniteLegale": "2025-03-14T10:11:12",
}
LEI_FILE = {
    "LEI": "5493001KJTIIGC8Y1R12",
    "Entity.LegalName": "Brightloom Holding GmbH",
    "Entity.OtherEntityNames.OtherEntityName.1": "Brightloom",
    "Entity.HeadquartersAddress.City": "Bremen",
    "Entity.LegalAddress.Country": "DE",
    "Entity.EntityStatus": "ACTIVE",
    "Registration.RegistrationStatus": "LAPSED",
    "Registration.LastUpdateDate": "2024-12-01T00:00:00Z",
}
CRM = {
    "Account Name": "Brightloom",
    "Website": "",
    "Company Domain Name": "brightloom.example",
    "Number of Employees": "51-200",
    "Annual Revenue": "12500000",
    "Currency": "EUR",
    "Billing City": "Lyon",
    "Billing Country": "France",
    "Year Founded": "2011.0",
    "Web Technologies": "Odoo; Shopify; odoo",
    "Parent Account": "Loom Group",
    "Status": "Customer",
    "Last Modified Date": "2026-01-31",
}


def test_a_start_up_directory() -> None:
    assert facts(**STARTUP) == {
        "name": "Brightloom",
        "domain": "brightloom.example",
        "industry": "B2B",
        "employees": 58,
        "country": "FR",
        "region": "Auvergne-Rhône-Alpes",
        "city": "Lyon",
        "status": "acquired",
    }
    known = known_by(read_columns(STARTUP))
    assert known.names == ("Brightloom", "Loomly", "Brite, Inc")
    assert known.domains == ("brightloom.example",)


def test_the_french_register() -> None:
    said = facts(**REGISTER)
    assert said == {
        "name": "ATELIERS BRIGHTLOOM",
        "employees": Band(min=20, max=49),
        "country": "FR",
        "founded": 1998,
        "legal_ids": {"siren": "732829320"},
        "status": "closed",
    }
    (employees,) = (claim for claim in claims_of(read_columns(REGISTER)) if claim.field == "employees")
    assert employees.as_of == date(2022, 12, 31)
    assert day_of(read_columns(REGISTER)) == date(2025, 3, 14)
    assert known_by(read_columns(REGISTER)).names == ("ATELIERS BRIGHTLOOM",)


def test_the_lei_file_where_a_lapsed_registration_is_no_closed_company() -> None:
    assert facts(**LEI_FILE) == {
        "name": "Brightloom Holding GmbH",
        "country": "DE",
        "city": "Bremen",
        "legal_ids": {"lei": "5493001KJTIIGC8Y1R12"},
        "status": "active",
    }
    assert known_by(read_columns(LEI_FILE)).names == ("Brightloom Holding GmbH", "Brightloom")


def test_the_accounts_of_a_crm_whose_status_is_not_the_companys() -> None:
    assert facts(**CRM) == {
        "name": "Brightloom",
        "domain": "brightloom.example",
        "employees": Band(min=51, max=200),
        "revenue": Money(min=12_500_000, max=12_500_000, currency="EUR"),
        "country": "FR",
        "city": "Lyon",
        "founded": 2011,
        "technologies": ("odoo", "Shopify"),
        "parent": "Loom Group",
    }


@pytest.mark.parametrize("size", [0, "0", "", None, "n/a", "unknown", -3, True, "lots"])
def test_a_size_of_nothing_is_unknown_and_not_nobody(size: Any) -> None:
    assert "employees" not in facts(name="Brightloom", team_size=size)


@pytest.mark.parametrize("code", ["NN", "00", "[ND]", "", None, "99"])
def test_a_band_that_is_none_is_unknown(code: Any) -> None:
    assert "employees" not in facts(siren="732829320", trancheEffectifsUniteLegale=code)


def test_a_band_code_is_not_a_head_count_even_without_its_zero() -> None:
    assert facts(trancheEffectifsUniteLegale=1)["employees"] == Band(min=1, max=2)


def test_a_revenue_without_a_currency_is_unknown() -> None:
    assert "revenue" not in facts(name="Brightloom", revenue="12500000")


def test_a_country_among_regions_counts_when_it_is_the_only_one() -> None:
    assert facts(name="A", regions=["Europe", "France"])["country"] == "FR"
    assert "country" not in facts(name="A", regions=["Germany", "France"])
    assert {place.country for place in places_of(read_columns({"regions": ["Germany", "France"]}))} == {
        "DE",
        "FR",
    }


def test_city_and_country_come_from_one_place() -> None:
    said = facts(name="A", location="India; London, England, United Kingdom")
    assert said["country"] == "IN"
    assert "city" not in said


def test_an_empty_column_is_filled_from_the_next_of_its_names() -> None:
    assert facts(Company="", **{"Account Name": "Brightloom"})["name"] == "Brightloom"


def test_a_listing_page_is_no_domain_and_a_second_address_counts() -> None:
    assert "domain" not in facts(name="Loomly", website="https://www.producthunt.com/posts/loomly")
    cell = "https://linkedin.com/company/loomly, https://loomly.example"
    assert facts(name="Loomly", website=cell)["domain"] == "loomly.example"


@given(
    st.dictionaries(
        st.sampled_from(sorted({*STARTUP, *REGISTER, *LEI_FILE, *CRM})),
        st.none()
        | st.text(max_size=30)
        | st.integers()
        | st.floats()
        | st.lists(st.text(max_size=9), max_size=3),
    )
)
def test_any_cells_are_read_or_left(cells: dict[str, Any]) -> None:
    columns = read_columns(cells)
    known_by(columns)
    for claim in claims_of(columns):
        assert claim.value not in ("", 0, (), {})
