"""Keys of companies, people and accounts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent import identity
from agent.identity import (
    account_key,
    account_of,
    company_domain,
    company_key,
    fold,
    is_free_mail,
    lead_id,
    lead_key,
    mixes_scripts,
    person_key,
    registrable_domain,
)

# What the shared examples say in words, as the functions say it.
IN_WORDS = {
    "acme.github.io (private suffix: flag)": "acme.github.io",
    "xn--fa-hia.example (IDNA2008) not fass": "xn--fa-hia.example",
    "first kept, second reported": "example.com",
    "homoglyph (cyrillic a): flag": "xn--exmple-4nf.com",
    "example.com, credentials dropped and never stored": "example.com",
}
words = st.lists(
    st.sampled_from(["Acme", "Élodie", "Café", "&", "3M", "O'Neil", "GmbH", "SARL", "de", "Müller"]),
    min_size=1,
).map(" ".join)


def test_the_company_domain_of_every_shared_example(shared: Path) -> None:
    for case in json.loads((shared / "corpus/fields/domains.json").read_text("utf-8")):
        expected = IN_WORDS.get(case["expect"], case["expect"])
        assert company_domain(case["value"]) == expected, case["value"]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("HTTPS://WWW.Acme.CO.UK/fr?x=1#y", "acme.co.uk"),
        ("ann@mail.acme.example", "acme.example"),
        ("acme.test", "acme.test"),
        ("acme.local", None),
        ("10.0.0.1", None),
        ("mailto:ann@acme.example", "acme.example"),
        ("", None),
        ("...", None),
    ],
)
def test_a_registrable_domain_is_found_in_urls_hosts_and_addresses(text: str, domain: str | None) -> None:
    assert registrable_domain(text) == domain


@given(
    st.lists(st.sampled_from(["www", "acme", "co", "com", "b-c"]), max_size=3),
    st.sampled_from(
        ["com", "co.uk", "github.io", "ck", "www.ck", "kobe.jp", "city.kobe.jp", "blogspot.com", "zz"]
    ),
)
def test_the_public_suffix_is_the_one_of_the_library(labels: list[str], end: str) -> None:
    host = ".".join([*labels, end])
    assert identity._suffix(host) == identity._suffixes()(host).suffix


@pytest.mark.parametrize("domain", ["gmail.com", "orange.fr", "gmx.de", "yopmail.com"])
def test_a_mail_provider_is_nobodys_company(domain: str) -> None:
    assert is_free_mail(domain)
    assert registrable_domain(f"ann@{domain}") == domain
    assert company_domain(f"ann@{domain}") is None


def test_a_page_on_a_platform_is_not_the_companys_site() -> None:
    assert company_domain("https://www.linkedin.com/company/acme") is None


@pytest.mark.parametrize(
    "host", ["business.site", "wordpress.com", "jimdofree.com", "e-monsite.com", "blogspot.fr"]
)
def test_a_site_given_to_whoever_asks_identifies_nobody(host: str) -> None:
    assert company_domain(f"https://brightloom.{host}/") is None


@pytest.mark.parametrize("host", ["wixsite.com", "blogspot.com", "github.io", "myshopify.com"])
def test_under_a_public_suffix_the_customers_part_is_the_domain_and_the_rest_is_none(host: str) -> None:
    assert company_domain(f"https://brightloom.{host}/") == f"brightloom.{host}"
    assert company_domain(f"https://{host}/") is None


def test_a_domain_of_two_alphabets_in_one_label_is_noticed() -> None:
    assert mixes_scripts("exаmple.com")
    assert not mixes_scripts("пример.com")
    assert not mixes_scripts("société.example")


@given(st.text())
def test_any_text_has_a_domain_or_none_and_never_an_error(text: str) -> None:
    domain = registrable_domain(text)
    assert domain is None or (domain.isascii() and domain == registrable_domain(domain))


@pytest.mark.parametrize(
    "names",
    [
        ("L'Oréal", "L’Oréal", "L'OREAL S.A.", "loreal"),
        ("Société Générale", "Societe Generale", "SOCIÉTÉ GÉNÉRALE S.A."),
        ("Müller & Söhne GmbH & Co. KG", "Muller und Sohne", "MÜLLER & SÖHNE"),
        ("Łódź Logistics Sp. z o.o.", "Lodz Logistics"),
        ("Øresund A/S", "Oresund AS"),
        ("AT&amp;T Inc.", "AT&T"),
        ("Acme, Inc.", "ACME Incorporated", "Acme Corp"),
        ("株式会社トヨタ", "トヨタ"),
        ("ООО «Ромашка»", "Ромашка"),
        ("Ａｃｍｅ", "Acme"),
        ("SARL Dupont", "Dupont SARL", "Dupont"),
    ],
)
def test_one_company_has_one_key_however_it_is_written(names: tuple[str, ...]) -> None:
    assert len({company_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SARL", "SAS"),
        ("SAS Institute", "Institute"),
        ("X", "Y"),
        ("Null", "None"),
        ("ガ社", "カ社"),
        ("!", "?"),
    ],
)
def test_two_companies_keep_two_keys(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


@given(words)
def test_a_key_is_its_own_key(name: str) -> None:
    assert company_key(company_key(name)) == company_key(name)
    assert person_key(person_key(name)) == person_key(name)


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_no_name_has_an_empty_key(name: str) -> None:
    assert company_key(name) or not fold(name)


def test_a_person_is_the_same_whichever_name_stands_first() -> None:
    assert person_key("DUPONT Élodie") == person_key("Elodie Dupont")


def test_accounts_are_told_by_domain_else_by_name_and_country() -> None:
    assert account_key("acme.com", "Acme", "FR") == "domain:acme.com"
    assert account_key(None, "Acme SAS", "FR") == "name:acme|FR"
    assert account_of("Acme", "acme.com").id == account_of("ACME Inc.", "acme.com", "US").id
    assert account_of("Acme", None, "FR").id != account_of("Acme", None, "US").id


def test_a_lead_with_an_email_is_known_by_it_alone() -> None:
    assert lead_key("Ann@Acme.com", "Ann", "Acme", None) == lead_key("ann@acme.com", None, "Other", "1")


def test_a_lead_without_email_is_known_by_person_and_company() -> None:
    assert lead_key(None, "Ann Lee", "Acme SAS", "1") == lead_key("", "LEE Ann", "acme", None)
    assert lead_key(None, "Ann Lee", "Acme", None) != lead_key(None, "Ann Lee", "Initech", None)


def test_a_lead_without_a_person_is_known_by_telephone_else_by_its_account() -> None:
    assert lead_key(None, None, "Acme", "+331") == "phone:+331"
    assert lead_key(None, " ", "Acme", None, "domain:acme.com") == "company:domain:acme.com"


def test_ids_say_what_they_name() -> None:
    assert lead_id("email:a@b.c").startswith("L")
    assert account_of("Acme").id.startswith("A")
