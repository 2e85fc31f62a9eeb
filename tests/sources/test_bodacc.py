"""The gazette as a source: how a company stands, by the notices that still hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from canned import FETCHED, Canned, applies, ask, clue, reply

from agent.settle import settle
from agent.sources import Found, Sought
from agent.sources.bodacc import Bodacc
from agent.sources.identity import decide
from agent.sources.trouble import Unreadable

TOOL, SIREN = "bodacc_by_legal_id", "732829320"
OPENING = "Jugement d'ouverture de liquidation judiciaire"


def notice(day: str, family: str = "collective", nature: str | None = None, **said: Any) -> dict[str, Any]:
    return {
        "id": f"A{day.replace('-', '')}1",
        "dateparution": day,
        "familleavis": family,
        "typeavis": "annonce",
        "parutionavisprecedent": None,
        "registre": ["732 829 320", SIREN],
        "commercant": "BRIGHTLOOM",
        "ville": "Lyon",
        "jugement": json.dumps({"type": "initial", "nature": nature, "date": day}) if nature else None,
        "radiationaurcs": None,
        **said,
    }


async def found(*notices: dict[str, Any]) -> Sequence[Found]:
    http = Canned([reply({"total_count": len(notices), "results": list(notices)})])
    return await ask(Bodacc(http), TOOL, legal_ids={"siren": SIREN})


async def standing(*notices: dict[str, Any]) -> object:
    """How the company stands by these notices; None where they do not say."""
    return next((fact.value for one in await found(*notices) for fact in one.facts), None)


async def test_an_insolvency_is_a_fact_of_the_day_it_was_published_with_the_judgment_as_its_proof() -> None:
    (one,) = await found(notice("2025-10-07", nature=OPENING))
    (fact,) = one.facts
    assert (fact.field, fact.value, fact.as_of) == ("status", "insolvent", date(2025, 10, 7))
    (proof,) = one.evidence
    assert (proof.id, proof.retrieved_at) == (fact.evidence, FETCHED)
    assert proof.snippet == f"jugement.nature: {OPENING}"
    assert proof.locator.startswith("BODACC A202510071 @")


@pytest.mark.parametrize(
    ("nature", "status"),
    [
        (OPENING, "insolvent"),
        ("Jugement d'ouverture d'une procédure de redressement judiciaire", "insolvent"),
        ("Jugement d'ouverture d'une procédure de sauvegarde", "insolvent"),
        ("Jugement de conversion en liquidation judiciaire", "insolvent"),
        ("Jugement arrêtant le plan de redressement", "insolvent"),
        ("Jugement de clôture pour insuffisance d'actif", "closed"),
        ("Jugement de clôture pour extinction du passif", None),
        ("Arrêt de la cour d'appel infirmant la liquidation judiciaire", None),
        ("Jugement mettant fin à la procédure de redressement judiciaire", None),
        ("Dépôt de l'état des créances", None),
    ],
)
async def test_a_judgment_says_how_a_company_stands(nature: str, status: str | None) -> None:
    assert await standing(notice("2025-10-07", nature=nature)) == status


async def test_the_newest_notice_that_says_it_counts() -> None:
    opening, closing = (
        notice("2023-01-10", nature=OPENING),
        notice("2025-03-04", nature="Jugement de clôture pour insuffisance d'actif"),
    )
    silent = notice("2025-06-01", nature="Dépôt de l'état des créances")
    assert await standing(opening, closing, silent) == "closed"
    assert await standing(silent, closing, opening) == "closed"
    assert await standing(opening, silent) == "insolvent"


async def test_proceedings_that_were_overcome_are_over() -> None:
    paid = notice("2025-03-04", nature="Jugement de clôture pour extinction du passif")
    assert await standing(notice("2023-01-10", nature=OPENING), paid) is None


async def test_a_company_struck_off_is_closed_unless_registered_anew() -> None:
    struck = notice("2025-03-04", "radiation", radiationaurcs=json.dumps({"radiationPM": "O"}))
    assert await standing(struck) == "closed"
    assert await standing(struck, notice("2025-04-01", "creation")) is None
    assert await standing(struck, notice("2020-04-01", "creation")) == "closed"


async def test_a_strike_off_reported_back_is_none() -> None:
    back = notice(
        "2025-04-01",
        "radiation",
        typeavis="rectificatif",
        radiationaurcs=json.dumps({"commentaire": "Rapport de la radiation d'office"}),
        parutionavisprecedent=json.dumps(
            {"nomPublication": "BODACC A", "numeroParution": "20250304", "numeroAnnonce": "1"}
        ),
    )
    assert await standing(notice("2025-03-04", "radiation"), back) is None


@pytest.mark.parametrize("number", ["1", 1])
async def test_a_notice_that_was_annulled_was_never_there(number: object) -> None:
    before = {"nomPublication": "BODACC A", "numeroParution": "20251007", "numeroAnnonce": number}
    undoing = notice(
        "2025-10-20", typeavis="annulation", nature=OPENING, parutionavisprecedent=json.dumps(before)
    )
    assert await standing(notice("2025-10-07", nature=OPENING), undoing) is None


async def test_a_notice_put_right_says_what_it_says_now() -> None:
    before = {"nomPublication": "BODACC A", "numeroParution": "20251007", "numeroAnnonce": "1"}
    right = notice(
        "2025-10-20",
        typeavis="rectificatif",
        nature="Jugement de clôture pour extinction du passif",
        parutionavisprecedent=json.dumps(before),
    )
    assert await standing(notice("2025-10-07", nature=OPENING), right) is None


async def test_a_notice_about_another_company_is_left_out() -> None:
    assert await found(notice("2025-10-07", nature=OPENING, registre=["552 100 554", "552100554"])) == ()


async def test_a_company_without_notices_is_not_found_rather_than_called_sound() -> None:
    assert await found() == ()


@pytest.mark.parametrize("judgment", ["{", "[]", "7", 7, '{"nature": 7}', None])
async def test_a_judgment_that_cannot_be_read_says_nothing(judgment: object) -> None:
    assert await standing(notice("2025-10-07", jugement=judgment)) is None


async def test_an_insolvency_stands_against_a_register_that_calls_the_company_active() -> None:
    (one,) = await found(notice("2025-10-07", nature=OPENING))
    (bad,) = one.facts
    good = bad.model_copy(update={"source": "recherche-entreprises", "value": "active", "as_of": None})
    assert settle([good, bad])["status"] == bad


async def test_it_is_the_company_when_number_and_name_agree() -> None:
    hits = await found(notice("2025-10-07", nature=OPENING))
    named = clue(company="Brightloom", legal_ids={"siren": SIREN})
    assert decide(Sought(account_id="A1", clues=(named,)), hits, 0.85, 0.6).outcome == "matched"
    other = clue(company="Kestrel Analytics", legal_ids={"siren": SIREN})
    assert decide(Sought(account_id="A1", clues=(other,)), hits, 0.85, 0.6).outcome == "ambiguous"


async def test_only_the_number_is_asked_about_and_nobody_named_in_a_notice_is_fetched() -> None:
    http = Canned([reply({"results": []})])
    await ask(Bodacc(http), TOOL, legal_ids={"siren": SIREN}, company="Brightloom")
    assert f'registre like "{SIREN}"' in http.question()["where"]
    assert "listepersonnes" not in http.question()["select"]
    assert "Brightloom" not in http.asked[0]
    assert not applies(Bodacc(http), TOOL, company="Brightloom")


async def test_an_answer_of_another_shape_is_told() -> None:
    with pytest.raises(Unreadable):
        await ask(Bodacc(Canned([reply({"error_code": "ODSQLError"})])), TOOL, legal_ids={"siren": SIREN})
