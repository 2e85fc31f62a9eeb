"""Whose a job board is, and what its adverts tell. All of it is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from canned import FETCHED, clue, facts
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.adverts import Advert, Board, has_token, record_of, tokens
from agent.sources.found import Found

DOMAIN = "brightloom.example"
ABOUT = "At Brightloom we weave. Read https://www.brightloom.example/about"


def advert(id: str = "1", text: str = ABOUT, *, title: str = "Weaver", team: str | None = None) -> Advert:
    return Advert(id, title, text, text, team, date(2026, 2, int(id)))


def board(*adverts: Advert, name: str | None = None, token: str = "brightloom") -> Board:
    return Board("lever", token, "https://boards.example/brightloom", adverts, FETCHED, name)


def read(*adverts: Advert, name: str | None = None, domain: str = DOMAIN) -> Found:
    found = record_of(board(*adverts, name=name), domain)
    assert found is not None
    return found


def test_a_board_that_states_domain_and_name_is_the_companys() -> None:
    found = read(advert())
    assert (found.name, found.domains, found.record, found.source) == (
        "Brightloom",
        (DOMAIN,),
        "brightloom",
        "lever",
    )


@pytest.mark.parametrize(
    "text",
    [
        "At Brightloom we weave.",
        "At Brightloom we weave: see brightloom.example",
        "At Brightloom we weave: https://osprey.example and jobs@osprey.example",
        "Read https://www.brightloom.example/about",
        "We work at jobs@brightloom.example, and at brightloom.example/jobs",
    ],
)
def test_a_board_that_lacks_domain_or_name_is_nobodys(text: str) -> None:
    assert record_of(board(advert(text=text)), DOMAIN) is None


def test_a_board_without_adverts_is_nobodys() -> None:
    assert record_of(board(name="Brightloom"), DOMAIN) is None


def test_a_namesakes_board_is_not_the_companys_though_it_mentions_it() -> None:
    other = "Brightloom, of https://brightloom.test, is not https://brightloom.example"
    theirs = [
        advert(text=other),
        advert("2", "Brightloom: jobs@brightloom.test"),
        advert("3", "@brightloom.test"),
    ]
    assert record_of(board(*theirs), DOMAIN) is None
    assert record_of(board(*theirs), "brightloom.test") is not None


def test_an_advert_that_repeats_a_domain_states_it_once() -> None:
    shouting = advert(text="Brightloom https://brightloom.example " * 9)
    assert (
        record_of(
            board(shouting, advert("2", "jobs@brightloom.test"), advert("3", "@brightloom.test")), DOMAIN
        )
        is None
    )


def test_a_site_that_belongs_to_everybody_is_no_companys_domain() -> None:
    text = "LinkedIn: https://www.linkedin.com/company/linkedin"
    assert record_of(board(advert(text=text), token="linkedin"), "linkedin.com") is None


def test_the_name_is_the_boards_own_else_the_one_its_adverts_write_most() -> None:
    assert read(advert(), name="Brightloom Textiles Careers").name == "Brightloom Textiles"
    written = [
        advert(text="Bright Loom and Bright Loom. " + ABOUT),
        advert("2", "BrightLoom"),
        advert("3", "Bright Loom"),
    ]
    assert read(*written).name == "Bright Loom"


def test_technologies_are_told_by_how_many_adverts_name_them() -> None:
    two = [
        advert("1", f"{ABOUT} Kafka, Python"),
        advert("2", "Python, python and PYTHON", title="Kubernetes lead"),
    ]
    found = read(*two)
    (fact,) = found.facts
    assert fact.value == ("Python", "Kafka", "Kubernetes")
    assert fact.as_of == date(2026, 2, 2)
    proof = next(proof for proof in found.evidence if proof.id == fact.evidence)
    assert proof.snippet == "adverts: Python (2, as in 1), Kafka (1, as in 1), Kubernetes (1, as in 2)"


def test_how_many_roles_are_open_is_proof_without_being_a_field() -> None:
    found = read(
        advert("1", team="Weaving"), advert("2", team="Weaving"), advert("3", team="Sales"), advert("4")
    )
    assert facts(found) == {}
    (proof,) = found.evidence
    assert proof.snippet == "open roles: 4 (Weaving 2, Sales 1)"
    assert proof.as_of == date(2026, 2, 4)
    many = record_of(replace(board(advert()), more=True), DOMAIN)
    assert many is not None
    assert many.evidence[0].snippet == "open roles: 1 or more"


def test_the_order_of_the_adverts_changes_no_place() -> None:
    one, two = advert("1", f"{ABOUT} Kafka"), advert("2", "SAP at Brightloom")
    assert {proof.locator for proof in read(one, two).evidence} == {
        proof.locator for proof in read(two, one).evidence
    }


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        ("brightloom.co.uk", ("brightloom",)),
        ("bright-loom.example", ("brightloom", "bright-loom")),
        ("getbrightloom.com", ("getbrightloom", "brightloom")),
        ("brightloomhq.com", ("brightloomhq", "brightloom")),
        ("gong.io", ("gong",)),
        ("tryit.example", ("tryit",)),
        ("x.example", ()),
        ("xn--bcher-kva.example", ()),
        ("", ()),
    ],
)
def test_the_word_of_a_board_is_made_of_the_domain(domain: str, words: tuple[str, ...]) -> None:
    assert tokens(domain) == words


@given(st.text(max_size=80))
def test_no_domain_makes_a_word_that_changes_an_address(domain: str) -> None:
    assert all(word.isascii() and word.replace("-", "").isalnum() for word in tokens(domain))
    assert len(tokens(domain)) <= 2


def test_without_a_domain_there_is_nothing_to_look_for() -> None:
    assert has_token(clue(website=DOMAIN))
    assert has_token(clue(mail=DOMAIN))
    assert not has_token(clue(company="Brightloom", country="FR"))
