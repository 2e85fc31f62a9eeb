"""A run that may go online: each company is asked about once, and only as long as an answer could change something."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from agent.batch.again import Which, enrich_again
from agent.batch.forecast import forecast
from agent.batch.job import Job, read_job
from agent.batch.run import Ended, Terms, run
from agent.errors import BadInput
from agent.models.account import Enrichment
from agent.rubric import load_rubric
from agent.settings import Settings
from agent.sources.page import Page
from agent.sources.trouble import Unreachable
from agent.store import Store, accounts, open_store

FRENCH, GAZETTE = (
    "recherche-entreprises.api.gouv.fr",
    "bodacc-datadila.opendatasoft.com",
)
COMPANY = {
    "siren": "732829320",
    "nom_complet": "BRIGHTLOOM",
    "nom_raison_sociale": "BRIGHTLOOM",
    "activite_principale": "25.62B",
    "section_activite_principale": "C",
    "etat_administratif": "A",
    "tranche_effectif_salarie": "21",
    "annee_tranche_effectif_salarie": "2023",
    "siege": {"commune": "69123", "libelle_commune": "LYON", "departement": "69", "region": "84"},
}
NOTHING: Mapping[str, Any] = {"results": [], "data": [], "total_pages": 0}
Serve = Callable[[str], Any]


def registers(host: str) -> Any:
    """What each host says: the French one knows Brightloom, the others nobody."""
    return {"results": [COMPANY], "total_pages": 1} if host == FRENCH else NOTHING


class Internet:
    """Stands in for the client: one answer a host, and a list of the hosts that were asked."""

    def __init__(self, serve: Serve) -> None:
        self.serve, self.asked = serve, []

    def __call__(self, _settings: Settings) -> Internet:
        return self

    async def __aenter__(self) -> Internet:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def get(self, url: str, **_: object) -> Page:
        host = urlsplit(url).hostname or ""
        self.asked: list[str] = [*self.asked, host]
        body = self.serve(host)
        if isinstance(body, Exception):
            raise body
        return Page(
            url, 200, {"content-type": "application/json"}, json.dumps(body).encode(), datetime.now(UTC)
        )


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    net = Internet(registers)
    monkeypatch.setattr("agent.sources.safe_http.SafeHttp", net)
    return net


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "run.db")) as opened:
        yield opened


async def do(store: Store, folder: Path, *rows: str, refresh: datetime | None = None, **said: Any) -> Ended:
    (folder / "leads.csv").write_text("Company,First name,Job title,Email,Country\n" + "\n".join(rows))
    job = Job(leads=[folder / "leads.csv"], as_of=date(2026, 11, 20))
    return await run(
        store,
        job,
        read_job(job, datetime(2026, 11, 20, tzinfo=UTC)),
        settings=Settings(**{"registers": True} | said),
        rubric=load_rubric(),
        offline=False,
        watch=lambda _: None,
        stop=asyncio.Event(),
        refresh=refresh,
    )


FIVE = [f"Brightloom,Ann {n},Directrice industrielle,ann{n}@brightloom.example,FR" for n in range(5)]


def only_enrichment(store: Store) -> Enrichment:
    with store.read() as tx:
        ids = [id for (id,) in tx.exec_driver_sql("SELECT id FROM account")]
        (one,) = accounts.latest_enrichments(tx, ids).values()
    return one


async def test_five_leads_of_one_company_cost_one_enrichment_and_a_second_run_none(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    first = await do(store, tmp_path, *FIVE)
    assert internet.asked == [FRENCH, GAZETTE]
    assert (first.summary.qualified, first.summary.source_calls) == (5, 2)
    internet.asked.clear()
    second = await do(store, tmp_path, *FIVE)
    assert internet.asked == []
    assert (second.summary.source_calls, second.summary.source_calls_replayed) == (0, 2)
    assert only_enrichment(store).matched[0].record == COMPANY["siren"]


async def test_another_account_of_the_same_company_costs_nothing_more(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    other = "BRIGHTLOOM,Bea,Directrice,bea@brightloom.test,FR"
    ended = await do(store, tmp_path, *FIVE, other)
    assert sorted(internet.asked) == sorted([FRENCH, GAZETTE])
    assert (ended.summary.accounts, ended.summary.source_calls_replayed) == (2, 2)


async def test_a_refresh_asks_anew(store: Store, tmp_path: Path, internet: Internet) -> None:
    await do(store, tmp_path, *FIVE)
    internet.asked.clear()
    await do(store, tmp_path, *FIVE, refresh=datetime.now(UTC))
    assert internet.asked == [FRENCH, GAZETTE]


async def test_nobody_is_asked_about_the_company_of_a_lead_that_is_ruled_out(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    student = "Brightloom,Ann,Student,ann@brightloom.example,FR"
    ended = await do(store, tmp_path, student)
    assert (internet.asked, ended.summary.qualified) == ([], 1)
    assert only_enrichment(store).outcome == "not needed"
    await do(store, tmp_path, *FIVE)
    found = only_enrichment(store)
    assert (await do(store, tmp_path, student)).summary.source_calls == 0
    assert only_enrichment(store) == found


def test_the_worst_case_of_a_run_has_a_hit_at_the_dearest_source_in_every_call(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(
        "Company,Email\nBrightloom,a@brightloom.example\nKestrel,k@kestrel.example"
    )
    job = Job(leads=[tmp_path / "leads.csv"])
    intake = read_job(job, datetime(2026, 11, 20, tzinfo=UTC))
    settings = Settings(registers=True, source_prices={"gleif": 0.5, "bodacc": 0.1}, max_tool_calls=3)
    assert forecast(intake, settings, offline=False).source_cost == 2 * 3 * 0.5
    assert forecast(intake, settings, offline=True).cost == 0


async def test_where_nobody_answers_the_leads_go_on_and_what_was_found_before_stays(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    internet.serve = lambda _: Unreachable("no answer")
    ended = await do(store, tmp_path, *FIVE)
    failed = only_enrichment(store)
    assert (ended.summary.qualified, failed.outcome, failed.facts) == (5, "could not ask", ())
    assert {one.source for one in failed.failures} == {"recherche-entreprises", "gleif"}

    internet.serve = registers
    await do(store, tmp_path, *FIVE)
    found = only_enrichment(store)
    assert found.outcome == "matched"
    internet.serve = lambda _: Unreachable("no answer")
    await do(store, tmp_path, *FIVE, refresh=datetime.now(UTC))
    again = only_enrichment(store)
    assert again.facts == found.facts
    assert "what it said before stands" in again.failures[0].reason


async def test_without_a_setting_that_says_so_nobody_is_asked(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    await do(store, tmp_path, *FIVE, registers=False)
    assert internet.asked == []


async def again(store: Store, **said: Any) -> Ended:
    terms = Terms(
        Settings(registers=True),
        load_rubric(),
        False,
        date(2026, 11, 20),
        lambda _: None,
        asyncio.Event(),
    )
    return await enrich_again(store, Which(**said), terms)


async def test_stored_leads_are_enriched_again_without_their_files(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    await do(store, tmp_path, *FIVE, registers=False)
    assert internet.asked == []
    ended = await again(store)
    assert internet.asked == [FRENCH, GAZETTE]
    assert (ended.summary.leads, ended.summary.qualified, ended.summary.enriched) == (5, 5, 1)
    assert only_enrichment(store).outcome == "matched"


async def test_those_that_lack_nothing_are_left_alone(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    await do(store, tmp_path, *FIVE)
    internet.asked.clear()
    assert (await again(store, only_missing=True)).summary.leads == 0
    assert internet.asked == []
    await do(store, tmp_path, "Kestrel,Kim,COO,kim@kestrel.example,DE")
    assert (await again(store, only_missing=True)).summary.leads == 1


async def test_what_is_known_from_long_ago_is_asked_anew_and_then_is_not_old_any_more(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    await do(store, tmp_path, *FIVE)
    internet.asked.clear()
    assert (await again(store, stale=timedelta(days=90))).summary.leads == 0
    before = only_enrichment(store).facts[0].retrieved_at
    assert (await again(store, stale=timedelta(0))).summary.leads == 5
    assert internet.asked == [FRENCH, GAZETTE]
    assert only_enrichment(store).facts[0].retrieved_at > before


async def test_one_source_is_asked_anew_and_the_others_answer_from_memory(
    store: Store, tmp_path: Path, internet: Internet
) -> None:
    await do(store, tmp_path, *FIVE)
    internet.asked.clear()
    await again(store, sources=frozenset({"bodacc"}))
    assert internet.asked == [GAZETTE]
    for name, why in (("website", "website is off: websites = false"), ("badoc", "no source named badoc")):
        with pytest.raises(BadInput, match=why):
            await again(store, sources=frozenset({name}))
