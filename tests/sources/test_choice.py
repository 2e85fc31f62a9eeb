"""Which sources a run asks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from agent.settings import Settings
from agent.settle import RANKS
from agent.sources.choice import open_sources
from agent.store import Store


async def test_offline_there_is_the_directory_and_nothing_that_could_connect(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.sources.safe_http.SafeHttp", None)
    async with open_sources(store, Settings(), online=False) as sources:
        assert [source.name for source in sources.finding] == ["directory"]
        assert sources.checking == ()


async def test_online_the_registers_come_after_the_directory_and_rank_as_registries(store: Store) -> None:
    async with open_sources(store, Settings(), online=True) as sources:
        assert [source.name for source in sources.finding] == ["directory", "recherche-entreprises", "gleif"]
        assert [source.name for source in sources.checking] == ["bodacc"]
        assert {source.name for source in (*sources.finding[1:], *sources.checking)} <= RANKS[1]


def test_choosing_sources_loads_no_client_for_the_web() -> None:
    code = "import sys, agent.sources.choice; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
