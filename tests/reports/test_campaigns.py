"""Two campaigns from the files a marketing team has: the list, what leads did, what was spent, what was sold."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from agent.admit import How, admit
from agent.batch.job import Job, read_job, store_intake
from agent.batch.replay import cases
from agent.models.score import Proposal
from agent.reports import Asked, make
from agent.reports.report import Cell, Count, Money, Report, Text, Word
from agent.rubric import load_rubric, propose_stage, score
from agent.settings import Attribution, Settings
from agent.store import Store, open_store, proposals

NOW = datetime(2026, 3, 31, 18, tzinfo=UTC)
CAMPAIGNS = (("Salon du Nord", 1000, 10), ("Webinaire", 300, 100))
"""Name, leads, of them those fit to call."""
HEADER = ("Société", "E-mail", "Nom", "Fonction", "Effectif", "Pays", "Secteur", "Source", "Créé le")
FIT = ("Directrice des opérations", "240", "France", "Industrie mécanique")
UNFIT = ("Stagiaire", "3", "France", "Coiffure")
DID = (
    ("2026-03-05", "webinar attended"),
    ("2026-03-09", "demande de démo"),
    ("2026-03-09", "pricing page viewed"),
)
SPENT = """\
Mois;Campagne;Canal;Montant dépensé (EUR)
mars 2026;Salon du Nord;salon;100,00
mars 2026;Webinaire;web;100,00
"""
DEALS = """\
Record ID,Deal Name,Deal Stage,Amount,Currency,Create Date,Close Date,Associated Contact
1,Atelier s0,Closed won,"12,500.00",EUR,2026-03-10,2026-03-20,Paule S (paule@s0.example)
2,Atelier w0,Closed won,"1,000.00",USD,2026-03-10,2026-03-25,Paule W (paule@w0.example)
3,Atelier w1,Closed lost,"9,000.00",EUR,2026-03-10,2026-03-26,paule@w1.example
4,Elsewhere,Closed won,300.00,EUR,2026-03-10,2026-03-27,
"""


def write(path: Path, rows: Iterable[Iterable[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Store]:
    """1,300 leads read, scored by the built-in rubric and proposed; spending and deals imported."""
    place = tmp_path_factory.mktemp("campaigns")
    listed, done = [HEADER], [("date", "email", "event", "channel")]
    for campaign, leads, fit in CAMPAIGNS:
        for n in range(leads):
            firm = f"{campaign[0].lower()}{n}"
            email = f"paule@{firm}.example"
            role = FIT if n < fit else UNFIT
            listed.append((f"Atelier {firm}", email, f"Nom {firm}", *role, campaign, "2026-03-03"))
            done += [(day, email, what, "web") for day, what in DID if n < fit]
    job = Job(
        [write(place / "leads.csv", listed)], touchpoints=[write(place / "did.csv", done)], as_of=NOW.date()
    )
    (place / "spend.csv").write_text(SPENT, "utf-8")
    (place / "deals.csv").write_text(DEALS, "utf-8")
    with open_store(str(place / "leadsift.db")) as opened:
        store_intake(opened, job, read_job(job, NOW))
        _propose(opened)
        admit(opened, "spend", [place / "spend.csv"], How(NOW))
        admit(opened, "opportunities", [place / "deals.csv"], How(NOW))
        yield opened


def _propose(store: Store) -> None:
    rubric = load_rubric()
    with store.write() as tx:
        for case in list(cases(store)):
            points = score(case, rubric, NOW.date())
            stage, gates = propose_stage(case, points, rubric)
            known = {
                "id": f"P{case.lead.id}",
                "lead_id": case.lead.id,
                "score": points,
                "stage": stage,
                "gates": gates,
            }
            said = {"rationale": "-", "language": "fr", "mode": "offline", "created_at": NOW}
            proposals.add(tx, Proposal.model_validate(known | said))


def made(name: str, store: Store, **settings: object) -> Report:
    known: dict[str, object] = {"currency": "EUR", "exchange": {"USD": 0.5}}
    with store.read() as tx:
        return make(name, tx, Asked(Settings.model_validate(known | settings), today=date(2026, 3, 31)))


def lines(of: Report, table: int = 0) -> dict[Cell, tuple[Cell, ...]]:
    return {row[0]: row[1:] for row in of.tables[table].rows}


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_300_leads_with_100_mqls_rank_above_1000_leads_with_10_for_the_same_100_euros(store: Store) -> None:
    found = lines(made("sources", store))
    assert list(found)[:2] == [Text("Webinaire"), Text("Salon du Nord")]
    second, first = found[Text("Webinaire")], found[Text("Salon du Nord")]
    assert (second[:2], first[:2]) == ((Count(300), Count(100)), (Count(1000), Count(10)))
    assert (second[6], first[6]) == (euros("100.00"), euros("100.00"))
    assert (second[8], first[8]) == (euros("1"), euros("10"))


def test_deals_of_the_crm_are_under_their_leads_in_one_currency_and_the_one_without_a_lead_is_counted(
    store: Store,
) -> None:
    report = made("attribution", store)
    found = lines(report)
    two, one = Count(Fraction(2)), Count(Fraction(1))
    assert found[Text("web")][:5] == (two, two, euros("13000"), euros("100"), euros("50"))
    assert found[Word("attribution.no_channel")][:3] == (one, one, euros("300"))
    assert found[Word("report.total")][2] == euros("13300")
    assert [remark.values["n"] for remark in report.remarks if remark.key == "attribution.no_lead"] == [
        Count(1)
    ]


def test_without_a_rate_the_dollars_are_in_no_sum(store: Store) -> None:
    report = made("attribution", store, exchange={}, attribution=Attribution(model="first"))
    assert report.tables[0].rows[0][1:4] == (Count(Fraction(2)), Count(Fraction(2)), euros("12500"))
    [left] = [remark for remark in report.remarks if remark.key == "attribution.no_rate"]
    assert left.values == {"n": Count(1), "currency": Text("USD")}
