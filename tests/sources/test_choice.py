"""Which sources a run asks."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from agent.errors import BadInput
from agent.models.account import Fact
from agent.settings import Settings
from agent.sources import Card, Clue
from agent.sources.choice import Standing, cards, good_for, open_sources, standings
from agent.store import Store

KEYED = {"registers": True, "websites": True, "contact": "crm@ours.example"}


async def opened(store: Store, *, online: bool = True, only: tuple[str, ...] = (), **said: Any) -> list[str]:
    async with open_sources(store, Settings(**said), online=online, only=only) as sources:
        return [source.card.name for source in sources]


def why_off(name: str, *, online: bool = True, **said: Any) -> str | None:
    (one,) = (one for one in standings(Settings(**said), online=online) if one.card.name == name)
    return one.why_off


async def test_offline_there_is_the_directory_and_nothing_that_could_connect(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.sources.safe_http.SafeHttp", None)
    assert await opened(store, online=False, **KEYED) == ["directory"]
    assert await opened(store, online=True) == ["directory"]


async def test_the_directory_comes_first_then_registries_then_the_web(store: Store) -> None:
    names = await opened(store, **KEYED)
    assert names[0] == "directory"
    order = [names.index(name) for name in ("recherche-entreprises", "gleif", "website")]
    assert order == sorted(order)


async def test_a_source_is_switched_by_its_kind_and_by_its_name(store: Store) -> None:
    assert "website" not in await opened(store, registers=True)
    assert await opened(store, sources={"gleif": True}) == ["directory", "gleif"]
    assert "gleif" not in await opened(store, registers=True, sources={"gleif": False})
    assert await opened(store, only=("gleif",), **KEYED) == ["gleif"]


def test_why_a_source_is_off_is_told_with_the_setting_that_would_turn_it_on() -> None:
    assert why_off("directory", online=False) is None
    assert why_off("gleif", online=False, registers=True) == "offline"
    assert why_off("gleif") == "registers = false"
    assert why_off("website", registers=True) == "websites = false"
    assert why_off("gleif", registers=True, sources={"gleif": False}) == "sources.gleif = false"
    assert why_off("gleif", registers=True) is None


@pytest.mark.parametrize("standing", standings(Settings(**KEYED), online=True), ids=lambda one: one.card.name)
def test_every_card_is_filled_in_and_says_what_would_turn_it_on(standing: Standing) -> None:
    card = standing.card
    assert card.fields
    assert card.licence
    assert card.is_remote or card.name == "directory"
    if card.needs_key:
        assert standing.why_off == f"no key: {card.key_variable}"
        assert why_off(card.name, **KEYED, source_keys={card.name: "invented"}) is None
    else:
        assert standing.why_off is None


async def test_every_tool_of_every_source_says_whose_it_is_what_it_goes_by_and_what_it_finds(
    store: Store,
) -> None:
    keys = {one.card.name: SecretStr("invented") for one in standings(Settings(), online=True)}
    settings = Settings(**KEYED, source_keys=keys)
    nobody = Clue(lead_id="L1")
    numbered = Clue(lead_id="L1", legal_ids={"invented": "1"})
    async with open_sources(store, settings, online=True) as sources:
        for source in sources[1:]:
            for one in source.lookups():
                name = source.card.name.replace("-", "_")
                assert one.tool.name == f"{name}_by_{one.by}"
                assert one.tool.description
                one.arguments(lead_id="L1")  # all others have a default
                assert not one.applies(nobody), one.tool.name
                assert not one.applies(numbered), one.tool.name


@pytest.mark.parametrize("one", cards().values(), ids=lambda card: card.name)
def test_what_a_card_says_fits_together(one: Card) -> None:
    assert one.role != "checks" or one.legal_ids
    assert set(one.ttl) <= set(one.fields)


def test_how_long_a_fact_is_good_for_is_its_sources_to_say() -> None:
    told = {"field": "status", "value": "active", "retrieved_at": datetime.now(UTC), "evidence": "E1"}
    assert good_for(Fact(**told, source="gleif")) == cards()["gleif"].days(["status"])
    assert good_for(Fact(**told, source="person")) == 7


def test_what_costs_comes_after_what_does_not() -> None:
    dear = Settings(source_prices={"recherche-entreprises": 1.0})
    assert standings(dear, online=True)[-1].card.name == "recherche-entreprises"
    assert standings(dear, online=True)[-1].price == 1.0


async def test_a_source_nobody_knows_is_bad_input(store: Store) -> None:
    with pytest.raises(BadInput, match="no source named glief"):
        await opened(store, registers=True, sources={"glief": False})


def test_choosing_sources_loads_no_client_for_the_web() -> None:
    code = "import sys, agent.sources.choice; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
