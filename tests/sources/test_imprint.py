"""What a legal notice states, and of whom. All companies are invented; their numbers pass their checks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.imprint import read_imprint


def stated(text: str, *headers: str) -> list[str]:
    return [one.cell for one in read_imprint(text) if one.header in headers]


@pytest.mark.parametrize(
    "text",
    [
        "SIREN : 732 829 320",
        "N° SIREN 732829320.",
        "SIREN\n732.829.320",
        "Brightloom SAS au capital de 10 000 €, RCS Paris 732 829 320",
        "immatriculée au R.C.S. de Lille Métropole sous le n° 732 829 320",
        "inscrite au Registre du Commerce et des Sociétés de Saint-Étienne sous le numéro B 732 829 320",
        "Brightloom SAS - 12 rue des Lilas 75011 Paris - 732 829 320 RCS Paris",
        "10 000 € – 732829320 R.C.S. Paris",
    ],
)
def test_a_siren_is_read_however_it_is_introduced(text: str) -> None:
    assert [cell.replace(" ", "").replace(".", "") for cell in stated(text, "siren")] == ["732829320"]


@pytest.mark.parametrize(
    "text", ["SIRET : 732 829 320 00074", "RCS Paris 73282932000074", "Siret n°732 829 320 00074"]
)
def test_a_siret_is_not_mistaken_for_a_siren(text: str) -> None:
    assert [cell.replace(" ", "") for cell in stated(text, "siren", "siret")] == ["73282932000074"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("N° TVA intracommunautaire : FR 44 732 829 320", "FR 44 732 829 320"),
        ("TVA FR44732829320", "FR44732829320"),
        ("USt-IdNr.: DE 136 695 976", "DE 136 695 976"),
        ("Umsatzsteuer-Identifikationsnummer DE136695976 HRB 12345", "DE136695976"),
        ("VAT number NL004495445B01", "NL004495445B01"),
        ("TVA BE 0428.759.497", "BE 0428.759.497"),
        ("UID ATU13585627", "ATU13585627"),
    ],
)
def test_a_vat_number_is_read_behind_its_name(text: str, number: str) -> None:
    assert stated(text, "vat") == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Registered in England and Wales No. 01234567", "01234567"),
        ("Company number: SC123456", "SC123456"),
        ("Company registration number 1234567, VAT 123456789", "1234567"),
    ],
)
def test_a_british_company_number_is_read(text: str, number: str) -> None:
    assert stated(text, "company number") == [number]


def test_the_name_in_law_and_the_seat_are_read() -> None:
    text = (
        "Le site est édité par la société Brightloom Robotics SAS au capital de 10 000 euros\n"
        "Siège social : 12 rue des Lilas, 59000 Villeneuve d'Ascq CEDEX 9\nRaison sociale : Brightloom Robotics"
    )
    assert stated(text, "legal name") == ["Brightloom Robotics", "Brightloom Robotics SAS"]
    assert stated(text, "city") == ["Villeneuve d'Ascq"]
    assert stated("siège 1 rue X 75011 Paris Tél 01 02", "city") == ["Paris"]
    assert stated(
        "This website is operated by Brightloom Ltd, registered in Scotland", "legal name", "country"
    ) == [
        "Scotland",
        "Brightloom Ltd",
    ]


@pytest.mark.parametrize(
    "notice",
    [
        "Éditeur\nBrightloom SAS\nRCS Paris 732 829 320\nHébergement\nCloudkestrel SAS\n2 rue X\nRCS Lille 552 100 554",
        "Hébergeur :\nCloudkestrel\nRCS Lille 552 100 554\nÉditeur du site :\nBrightloom, SIREN 732 829 320",
        "SIREN 732 829 320. Le site est hébergé par la société Cloudkestrel SAS, 59100 Roubaix, RCS Lille 552 100 554",
        "Hosted by Cloudkestrel, SIREN 552 100 554. Publisher: Brightloom, SIREN 732 829 320",
        "SIREN 732 829 320\nConception et réalisation\nAgence Kestrel - SIRET 552 100 554 00013",
        "SIREN 732 829 320\nHébergeur\nRaison sociale : Cloudkestrel SAS\nSiège social : Roubaix\nSIREN : 552 100 554",
        "SIREN 732 829 320\nCrédits : Kestrel - TVA FR 03 552 100 554",
    ],
)
def test_the_numbers_of_the_host_and_of_the_designer_are_not_the_companys(notice: str) -> None:
    assert stated(notice, "siren", "siret", "vat") == ["732 829 320"]


@pytest.mark.parametrize(
    "text",
    [
        "SIREN en cours d'attribution", "Tél. 01 23 45 67 89", "Siret : 0123456789", "RCS\n\n01.23.45.67.89",
        "capital de 732 829 320 €", "732 829 320 clients", "company of 12345678 people",
        "TVA non applicable, art. 293 B",
    ],
)  # fmt: skip
def test_other_figures_are_no_numbers_of_a_company(text: str) -> None:
    assert stated(text, "siren", "siret", "vat", "company number") == []


@given(st.text() | st.text("SIREN RCSTVAédité par0123456789 .:\n", max_size=200))
def test_what_is_stated_stands_in_the_text(text: str) -> None:
    for one in read_imprint(text):
        assert one.snippet in text
        assert one.cell in one.snippet


@pytest.mark.parametrize(
    "bait",
    [
        "SIREN ",
        "RCS a",
        "TVA A",
        "TVA FR",
        "édité par a",
        "siège ",
        "1",
        "732 829 320 ",
        "registered in ",
        "hébergé\n",
    ],
)
def test_a_page_of_nothing_but_bait_takes_a_moment(bait: str) -> None:
    text = bait * (256 * 1024 // len(bait))
    began = time.process_time()
    list(read_imprint(text))
    assert time.process_time() - began < 5
