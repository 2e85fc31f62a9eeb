"""The French register as a source: recorded answers, and the documented ways of saying nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from canned import FETCHED, Canned, Sleeper, applies, ask, clue, facts, recorded, reply

from agent.models.account import Band, Money
from agent.sources import Found, Sought
from agent.sources.identity import decide
from agent.sources.recherche_entreprises import RechercheEntreprises
from agent.sources.trouble import Unreachable, Unreadable

BY_NUMBER, BY_NAME = "recherche_entreprises_by_legal_id", "recherche_entreprises_by_name"
SIREN = "732829320"


def company(**said: Any) -> dict[str, Any]:
    siege = {"commune": "69123", "libelle_commune": "LYON 3", "departement": "69", "region": "84"}
    return {
        "siren": SIREN,
        "nom_complet": "BRIGHTLOOM (BRIGHTLOOM ATELIERS) (BLM)",
        "nom_raison_sociale": "BRIGHTLOOM",
        "sigle": "BLM",
        "activite_principale": "62.01Z",
        "section_activite_principale": "J",
        "date_creation": "2012-05-03",
        "date_mise_a_jour": "2025-11-04T10:00:00",
        "etat_administratif": "A",
        "tranche_effectif_salarie": "21",
        "annee_tranche_effectif_salarie": "2023",
        **said,
        "siege": {**siege, **said.get("siege", {})},
    }


def answer(*results: dict[str, Any], pages: int = 1) -> Any:
    return {
        "results": results,
        "total_results": len(results),
        "page": 1,
        "per_page": 25,
        "total_pages": pages,
    }


async def found(**said: Any) -> Found:
    (one,) = await ask(
        RechercheEntreprises(Canned([reply(answer(company(**said)))])), BY_NUMBER, legal_ids={"siren": SIREN}
    )
    return one


def recordings(shared: Path) -> list[Path]:
    return sorted((shared / "firmographics/recherche-entreprises").glob("recherche-entreprise__*.json"))


async def test_every_recorded_answer_is_read_and_every_fact_of_it_proved(shared: Path) -> None:
    for path in recordings(shared):
        content = recorded(path)
        siren = content["results"][0]["siren"]
        hits = await ask(
            RechercheEntreprises(Canned([reply(content)])), BY_NUMBER, legal_ids={"siren": siren}
        )
        assert [one.record for one in hits] == [siren], path.name
        proofs = {proof.id: proof for proof in hits[0].evidence}
        assert all(
            proofs[fact.evidence].retrieved_at == fact.retrieved_at == FETCHED for fact in hits[0].facts
        )
        assert all(f"q={siren} @" in proof.locator for proof in proofs.values())
        assert {"name", "industry", "country", "city", "founded", "legal_ids", "status"} <= facts(
            hits[0]
        ).keys()


async def test_what_is_recorded_of_a_company_in_brackets_is_a_name_of_its_own(shared: Path) -> None:
    path = shared / "firmographics/recherche-entreprises/recherche-entreprise__grand-paris.json"
    source = RechercheEntreprises(Canned([reply(recorded(path))]))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"siren": "200054781"})
    assert (one.name, one.other_names) == ("METROPOLE DU GRAND PARIS", ("MGP",))
    assert one.cities == ("PARIS",)
    said = facts(one)
    assert said["employees"] == Band(min=100, max=199)
    assert said["industry"] == "Public administration and defence"
    assert [fact.as_of for fact in one.facts if fact.field == "employees"] == [None]


async def test_a_recorded_company_that_closed_is_closed_and_since_when(shared: Path) -> None:
    path = shared / "firmographics/recherche-entreprises/recherche-entreprise__ganymede.json"
    (one,) = await ask(
        RechercheEntreprises(Canned([reply(recorded(path))])), BY_NUMBER, legal_ids={"siren": "880878145"}
    )
    (status,) = (fact for fact in one.facts if fact.field == "status")
    assert (status.value, status.as_of) == ("closed", date(2022, 11, 16))


async def test_recorded_namesakes_leave_it_open_which_is_the_company(shared: Path) -> None:
    page = recorded(shared / "firmographics/recherche-entreprises/recherche-entreprise__text-ganymede.json")
    other = {**page["results"][0], "siren": SIREN}
    source = RechercheEntreprises(
        Canned([reply({**page, "results": [*page["results"], other], "total_pages": 1})])
    )
    hits = await ask(source, BY_NAME, company="Ganymède", country="FR")
    assert len({one.record for one in hits}) == len(hits)
    sought = Sought(account_id="A1", clues=(clue(company="Ganymède", country="FR"),))
    assert decide(sought, hits, 0.85, 0.6).outcome == "ambiguous"


async def test_a_band_of_head_count_is_as_old_as_its_year() -> None:
    (count,) = (fact for fact in (await found()).facts if fact.field == "employees")
    assert (count.value, count.as_of) == (Band(min=50, max=99), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("code", "year", "count"),
    [
        ("12", "2022", Band(min=20, max=49)),
        ("53", "2022", Band(min=10000, max=None)),
        ("NN", "2022", 0),
        ("00", "2022", 0),
        ("NN", None, None),
        (None, "2022", None),
        ("99", "2022", None),
    ],
)
async def test_no_employees_in_a_named_year_is_something_else_than_not_known(
    code: str | None, year: str | None, count: object
) -> None:
    one = await found(tranche_effectif_salarie=code, annee_tranche_effectif_salarie=year)
    assert facts(one).get("employees") == count


async def test_what_may_not_be_told_is_not_known() -> None:
    hidden = "[ND]"
    one = await found(
        nom_complet="[ND] [ND] ([ND])",
        nom_raison_sociale=hidden,
        sigle=hidden,
        siege={"commune": "[ND]", "libelle_commune": hidden, "region": hidden, "liste_enseignes": [hidden]},
        statut_diffusion="P",
    )
    assert (one.name, one.other_names, one.cities, one.countries) == ("", (), (), ())
    assert facts(one).keys() == {"industry", "employees", "founded", "legal_ids", "status"}
    assert "[ND]" not in one.model_dump_json()


async def test_a_turnover_is_of_the_newest_year_that_has_one_and_zero_is_none() -> None:
    years = {
        "2021": {"ca": 900},
        "2023": {"ca": 1200, "resultat_net": -5},
        "2024": {"ca": 0},
        "2025": {"ca": None},
    }
    one = await found(finances=years)
    assert facts(one)["revenue"] == Money(min=1200, max=1200, currency="EUR", year=2023)
    assert "revenue" not in facts(await found(finances={"2024": {"ca": 0}}))
    assert "revenue" not in facts(await found(finances=None))


async def test_a_turnover_in_its_former_place_is_read_too(shared: Path) -> None:
    path = shared / "firmographics/recherche-entreprises/recherche-entreprise__solution-energie.json"
    source = RechercheEntreprises(Canned([reply(recorded(path))]))
    (one,) = await ask(source, BY_NUMBER, legal_ids={"siren": "528163777"})
    assert facts(one)["revenue"] == Money(min=4984159, max=4984159, currency="EUR", year=2021)


async def test_a_turnover_of_zero_in_its_former_place_is_none_either() -> None:
    accounts = {"ca": 0.0, "date_cloture_exercice": "2021-09-30"}
    assert "revenue" not in facts(await found(bilan_financier=accounts))


async def test_the_open_places_a_search_hit_are_cities_of_the_company() -> None:
    places = [
        {"libelle_commune": "PARIS 15", "etat_administratif": "A"},
        {"libelle_commune": "BREST", "etat_administratif": "F"},
        {"libelle_commune": "[ND]", "etat_administratif": "A"},
    ]
    assert (await found(matching_etablissements=places)).cities == ("LYON", "PARIS")


async def test_an_activity_keeps_its_code_and_falls_back_to_its_section() -> None:
    known, other, alien = [
        await found(**said)
        for said in (
            {},
            {"activite_principale": "62.99X"},
            {"activite_principale": "62.99X", "section_activite_principale": None},
        )
    ]
    assert facts(known)["industry"] == "Computer programming and consultancy"
    assert facts(other)["industry"] == "Information technology and communication"
    assert facts(alien)["industry"] == "62.99X"
    assert "activite_principale: 62.01Z (Programmation informatique)" in {
        proof.snippet for proof in known.evidence
    }
    assert "industry" not in facts(await found(activite_principale="00.00Z"))


async def test_the_seat_is_a_city_without_its_district_and_a_region_by_name() -> None:
    said = facts(await found())
    assert (said["country"], said["region"], said["city"]) == ("FR", "Auvergne-Rhône-Alpes", "LYON")


async def test_a_territory_overseas_is_france_and_itself() -> None:
    one = await found(siege={"departement": "974", "commune": "97407", "libelle_commune": "LE PORT"})
    assert facts(one)["country"] == "FR"
    assert one.countries == ("FR", "RE")


async def test_a_company_registered_in_france_may_sit_abroad() -> None:
    abroad = {
        "commune": None,
        "libelle_commune": None,
        "departement": None,
        "libelle_pays_etranger": "BELGIQUE",
        "libelle_commune_etranger": "NAMUR",
    }
    one = await found(siege=abroad)
    assert (one.countries, one.cities) == (("BE",), ("NAMUR",))


async def test_an_active_company_gives_way_to_any_dated_news() -> None:
    (status,) = (fact for fact in (await found()).facts if fact.field == "status")
    assert (status.value, status.as_of) == ("active", None)


async def test_a_changed_record_has_proofs_of_its_own() -> None:
    old, new = await found(), await found(tranche_effectif_salarie="22")
    assert not {proof.id for proof in old.evidence} & {proof.id for proof in new.evidence}


async def test_a_number_keeps_its_leading_zeros() -> None:
    http = Canned([reply(answer(company(siren="005520135")))])
    (one,) = await ask(RechercheEntreprises(http), BY_NUMBER, legal_ids={"siren": "005520135"})
    assert (http.question()["q"], one.record, facts(one)["legal_ids"]) == (
        "005520135",
        "005520135",
        {"siren": "005520135"},
    )


async def test_a_number_nobody_has_finds_nothing() -> None:
    source = RechercheEntreprises(Canned([reply(answer(pages=0))]))
    assert await ask(source, BY_NUMBER, legal_ids={"siren": SIREN}) == []


async def test_people_are_not_asked_for_and_not_kept() -> None:
    http = Canned([reply(answer(company(dirigeants=[{"nom": "DOE", "prenoms": "JANE"}])))])
    (one,) = await ask(RechercheEntreprises(http), BY_NUMBER, legal_ids={"siren": SIREN})
    assert http.question()["minimal"] == "true"
    assert "dirigeants" not in http.question()["include"]
    assert "DOE" not in one.model_dump_json()


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Brightloom SAS", "brightloom"),
        ("Métropole du Grand Paris (MGP)", "metropole du grand paris"),
        ("SARL Dupont & Fils", "dupont fils"),
    ],
)
async def test_a_name_is_searched_without_brackets_and_legal_form(written: str, searched: str) -> None:
    http = Canned([reply(answer())])
    assert await ask(RechercheEntreprises(http), BY_NAME, company=written, country="FR") == []
    assert http.question()["q"] == searched


@pytest.mark.parametrize(
    "known",
    [
        {"company": "732 829 320", "country": "FR"},
        {"company": "73282932000074", "country": "FR"},
        {"company": "AB", "country": "FR"},
        {"company": "Brightloom", "country": "US"},
        {"company": "Brightloom"},
        {"company": "Brightloom", "website": "brightloom.com"},
        {"website": "brightloom.fr"},
    ],
)
def test_a_name_that_is_a_number_or_too_short_or_not_french_is_not_searched(known: dict[str, str]) -> None:
    assert not applies(RechercheEntreprises(Canned([])), BY_NAME, **known)


@pytest.mark.parametrize("place", [{"country": "FR"}, {"country": "RE"}, {"website": "brightloom.fr"}])
def test_a_name_is_searched_for_a_lead_in_france(place: dict[str, str]) -> None:
    assert applies(RechercheEntreprises(Canned([])), BY_NAME, company="Brightloom", **place)


async def test_pages_are_turned_while_they_hold_namesakes_and_three_times_at_most() -> None:
    sirens = iter(f"{n:09}" for n in range(100))
    full = [reply(answer(company(siren=next(sirens)), pages=400)) for _ in range(5)]
    http = Canned(full)
    assert len(await ask(RechercheEntreprises(http), BY_NAME, company="Brightloom", country="FR")) == 3
    assert [http.question(n)["page"] for n in range(len(http.asked))] == ["1", "2", "3"]
    stranger = Canned([reply(answer(company(nom_raison_sociale="CUMA DE LA VIEILLE LOOM"), pages=400))])
    await ask(RechercheEntreprises(stranger), BY_NAME, company="Brightloom", country="FR")
    assert len(stranger.asked) == 1


async def test_a_first_hit_of_another_name_is_not_the_company() -> None:
    hits = await ask(
        RechercheEntreprises(
            Canned(
                [
                    reply(
                        answer(
                            company(
                                nom_complet="X", nom_raison_sociale="CUMA DE LA VIEILLE POSTE", sigle=None
                            )
                        )
                    )
                ]
            )
        ),
        BY_NAME,
        company="La Poste",
        country="FR",
    )
    sought = Sought(account_id="A1", clues=(clue(company="La Poste", country="FR"),))
    assert decide(sought, hits, 0.85, 0.6).outcome == "not found"


@pytest.mark.parametrize("content", [{}, {"results": None}, {"results": {"siren": SIREN}}])
async def test_an_answer_of_another_shape_is_told(content: object) -> None:
    with pytest.raises(Unreadable):
        await ask(RechercheEntreprises(Canned([reply(content)])), BY_NUMBER, legal_ids={"siren": SIREN})


async def test_a_busy_register_is_waited_for() -> None:
    sleep = Sleeper()
    http = Canned([reply("", 429, retry_after="2"), reply(answer(company()))])
    assert await ask(RechercheEntreprises(http, sleep=sleep), BY_NUMBER, legal_ids={"siren": SIREN})
    assert 0 < sum(sleep.slept) <= 2 * len(sleep.slept)
    assert http.apis[0] is not None
    assert http.apis[0].interval == 0.2


async def test_a_register_that_cannot_be_reached_offers_no_tools_for_a_while() -> None:
    source = RechercheEntreprises(Canned([Unreachable("no answer")]))
    for _ in range(3):
        with pytest.raises(Unreachable):
            await ask(source, BY_NUMBER, legal_ids={"siren": SIREN})
    assert source.lookups() == ()


async def test_what_stands_in_a_record_is_clean_and_is_only_data() -> None:
    one = await found(nom_raison_sociale="BRIGHT\x1b]52;c;x\x07LOOM\u202e", siege={"region": {"a": 1}})
    assert one.name.isprintable()
    assert "region" not in facts(one)
