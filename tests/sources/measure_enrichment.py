"""Calls and cost a lead, beside a run that asks every source about every lead. Nothing is opened to the network.

    PYTHONPATH=tests:tests/sources python tests/sources/measure_enrichment.py

Sixty invented French companies of five leads: of a third the register knows all, of a third it does not know the
head-count, and a third it does not know at all. A vendor knows every domain, at 0.10 a hit.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from canned import reply
from quay import Quay, card, company

from agent.enrich import enrich
from agent.identity import account_of
from agent.llm.cost import Ledger
from agent.llm.offline import Offline
from agent.models.account import FieldName, Value
from agent.models.lead import Lead
from agent.rubric import Case, load_rubric
from agent.settings import Settings
from agent.sources import OfLead, Source, seek
from agent.sources.bodacc import Bodacc
from agent.sources.gleif import Gleif
from agent.sources.page import Page
from agent.sources.recherche_entreprises import RechercheEntreprises
from agent.sources.remembered import Memory, Remembered
from agent.store import open_store
from agent.store.source_answers import SourceAnswer, SourceAnswers
from agent.worth import needed, worth_asking

NOW = datetime.now(UTC)
SAID: dict[FieldName, Value] = {"employees": 58, "industry": "Metal works"}
COMPANIES, LEADS, PRICE = 60, 5, 0.10
NAMES = [f"Atelier {chr(65 + n // 10)}{'bdfgklmrst'[n % 10]}oval" for n in range(COMPANIES)]


class Registers:
    """The client: the French register knows two thirds of the names; the others know nobody."""

    async def get(self, url: str, **_: object) -> Page:
        terms = parse_qs(urlsplit(url).query).get("q", [""])[0]
        known = [n for n, name in enumerate(NAMES) if n % 3 < 2 and terms in (name.lower(), _siren(n))]
        results = [_record(n) for n in known] if "recherche" in url else []
        page = reply({"results": results, "data": [], "total_pages": 1})
        return Page(url, 200, page.headers, page.body, NOW)


def _siren(n: int) -> str:
    from stdnum import luhn

    stem = f"{70000000 + n}"
    return stem + luhn.calc_check_digit(stem)


def _record(n: int) -> dict[str, object]:
    return {
        "siren": _siren(n),
        "nom_raison_sociale": NAMES[n].upper(),
        "nom_complet": NAMES[n].upper(),
        "activite_principale": "25.62B",
        "section_activite_principale": "C",
        "etat_administratif": "A",
        "tranche_effectif_salarie": "21" if n % 3 == 0 else None,
        "annee_tranche_effectif_salarie": "2023",
        "siege": {"commune": "69123", "libelle_commune": "LYON", "departement": "69", "region": "84"},
    }


def sources(memory: Memory) -> list[Source]:
    """The registers, free, and the vendor, paid, as a run opens them."""
    vendor = Quay(
        [
            company("vendor", SAID, retrieved_at=NOW, record=n, name=name, **_ids(n))
            for n, name in enumerate(NAMES)
        ],
        card("vendor", kind="vendor", fields=("employees", "industry")),
        by=("domain",),
    )
    http = Registers()
    free = [Remembered(one, memory) for one in (RechercheEntreprises(http), Gleif(http), Bodacc(http))]
    return [*free, Remembered(vendor, memory, price=PRICE)]


def _ids(n: int) -> dict[str, object]:
    return {"domains": (f"atelier{n}.example",), "legal_ids": {"siren": _siren(n)}}


def leads_of(n: int) -> list[Lead]:
    """Five people of one company."""
    given = {"account_id": f"A{n}", "company": NAMES[n], "country": "FR", "title": "COO"}
    return [Lead(id=f"L{n}-{i}", email=f"p{i}@atelier{n}.example", **given) for i in range(LEADS)]


async def ours(asked: Sequence[Source]) -> None:
    """Account by account, as far as an answer could change a stage."""
    rubric = load_rubric()
    for n in range(COMPANIES):
        leads = leads_of(n)
        worth = worth_asking([Case(lead, {}) for lead in leads], rubric, date.today())
        account = account_of(NAMES[n], f"atelier{n}.example", "FR")
        await enrich(account, leads, Offline(), asked, now=NOW, wanted=needed(rubric), worth=worth)


async def naive(asked: Sequence[Source]) -> None:
    """Everybody about everybody."""
    for n in range(COMPANIES):
        for lead in leads_of(n):
            (clue,) = seek(account_of(NAMES[n]), [lead]).clues
            for lookup in (one for source in asked for one in source.lookups() if one.applies(clue)):
                await lookup.ask(clue, OfLead(lead_id=lead.id), NOW)


class Forgetful:
    """Keeps nothing."""

    def get(self, _key: str) -> None:
        """None, whatever was asked."""

    def put(self, _one: SourceAnswer) -> None:
        """Forgotten at once."""


async def main() -> None:
    """Prints a line a way of asking."""
    sys.stdout.write(f"{'':34}{'calls':>7}{'a lead':>9}{'cost':>9}{'a lead':>9}\n")
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "x.db")) as store:
        kept, forgotten = SourceAnswers(store), Forgetful()
        ways = [
            ("every source about every lead", naive, forgotten),
            ("leadsift", ours, kept),
            ("leadsift, a second time", ours, kept),
        ]
        for called, way, answers in ways:
            ledger = Ledger(Settings(), None)
            await way(sources(Memory(answers, ledger)))
            totals, leads = ledger.totals, COMPANIES * LEADS
            sys.stdout.write(
                f"{called:34}{totals.source_calls:7}{totals.source_calls / leads:9.2f}"
                f"{totals.source_cost:9.2f}{totals.source_cost / leads:9.4f}\n"
            )


if __name__ == "__main__":
    asyncio.run(main())
