"""Deals as CRMs export them. The column names are the CRMs' own; every company and amount is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from agent.errors import BadInput
from agent.intake.deal_states import read_state
from agent.intake.opportunities import read_opportunities
from agent.intake.rejects import write_rejects
from agent.models.opportunity import DealState, Opportunity

HUBSPOT = """\
"Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Currency","Associated Contact","Associated Company","Create Date","Deal probability"
"101","Acme 2026","Closed won","2026-03-14 10:22","Ann","12500.0","EUR","Claire Martin (claire@acme.example)","Acme","2026-01-05 09:00","1.0"
"102","Hooli pilot","Contract sent","2026-05-30 00:00","Ann","","EUR","","Hooli","2026-02-01 09:00","0.9"
"103","Initech","Parked for good","2026-04-01 00:00","Ann","900.0","EUR","","Initech","2026-02-01 09:00","0.0"
"104","Vandelay","Closed","2026-04-01 00:00","Ann","900.0","EUR","","","2026-02-01 09:00",""
"""  # noqa: E501
SALESFORCE = """\
Opportunity ID,Opportunity Name,Account Name,Stage,Amount Currency,Amount,Close Date,Created Date,Won,Closed,Probability (%),Loss Reason,Email
0061,Globex renewal,Globex Corp,Contract,USD,"12,500.00",3/14/2026,1/5/2026,1,1,100%,,hank@globex.example
0062,Umbrella,Umbrella SA,Contract,USD,"8,000.00",3/20/2026,1/6/2026,0,1,0%,Price,
0063,Soylent,Soylent,Contract,USD,,6/20/2026,1/7/2026,0,0,40%,,
"""  # noqa: E501
PIPEDRIVE_FR = """\
Affaire - ID;Affaire - Titre;Affaire - Statut;Affaire - Valeur;Affaire - Devise de la valeur;Affaire - Organisation;Affaire - Affaire créée;Affaire - Date de gain;Affaire - Date de perte;Affaire - Raison de la perte
1;Dupont 2026;Gagné;"12 500,00 €";;Dupont SARL;05/01/2026;14/03/2026;;
2;Durand;Perdu;8.000;EUR;Durand;06/01/2026;;20/03/2026;Prix
3;Petit;Ouvert;;EUR;Petit SA;07/01/2026;;;
"""  # noqa: E501


def read(
    tmp_path: Path, text: str, name: str = "deals.csv", currency: str | None = None
) -> list[Opportunity]:
    (tmp_path / name).write_text(text, "utf-8")
    return list(read_opportunities(tmp_path / name, currency=currency).found)


def test_hubspot_tells_a_deal_by_its_stage_and_where_people_named_that_by_its_probability(
    tmp_path: Path,
) -> None:
    (tmp_path / "deals.csv").write_text(HUBSPOT, "utf-8")
    batch = read_opportunities(tmp_path / "deals.csv")
    assert [(deal.name, deal.state.value, deal.closed_on) for deal in batch.found] == [
        ("Acme 2026", "won", date(2026, 3, 14)),
        ("Hooli pilot", "open", None),  # its close date is a hope
        ("Initech", "lost", date(2026, 4, 1)),
    ]
    assert [(one.line, one.reason) for one in batch.rejected] == [
        (5, "it is not said whether the deal is open, won or lost")
    ]
    acme = batch.found[0]
    assert (acme.id, acme.currency, acme.opened_on) == ("101", "EUR", date(2026, 1, 5))
    assert acme.amount == 12500
    assert (acme.email, acme.domain, acme.company) == ("claire@acme.example", "acme.example", "Acme")


def test_salesforce_tells_it_by_its_ticks_and_a_month_first_date_by_the_whole_column(tmp_path: Path) -> None:
    found = read(tmp_path, SALESFORCE)
    assert [(deal.id, deal.state.value, deal.amount, deal.currency) for deal in found] == [
        ("0061", "won", Decimal(12500), "USD"),
        ("0062", "lost", Decimal(8000), "USD"),
        ("0063", "open", None, "USD"),
    ]
    assert (found[0].opened_on, found[0].closed_on) == (date(2026, 1, 5), date(2026, 3, 14))
    assert found[1].reason == "Price"


def test_pipedrive_in_french_has_its_own_days_for_won_and_lost(tmp_path: Path) -> None:
    found = read(tmp_path, PIPEDRIVE_FR)
    assert [(deal.state.value, deal.amount, deal.currency, deal.closed_on) for deal in found] == [
        ("won", Decimal(12500), "EUR", date(2026, 3, 14)),
        ("lost", Decimal(8000), "EUR", date(2026, 3, 20)),
        ("open", None, "EUR", None),
    ]
    assert [deal.opened_on for deal in found] == [date(2026, 1, day) for day in (5, 6, 7)]


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"stage": "Closed Lost"}, "lost"),
        ({"stage": "closedwon"}, "won"),
        ({"stage": "Fermée gagnée"}, "won"),
        ({"stage": "Conclue perdue"}, "lost"),
        ({"stage": "Négociation"}, "open"),
        ({"stage": "Proposal/Price Quote"}, "open"),
        ({"stage": "Not won"}, "lost"),
        ({"status": "Open", "stage": "Contract signed?"}, "open"),
        ({"status": "Closed", "stage": "Signé"}, "won"),
        ({"won": "true", "stage": "Whatever"}, "won"),
        ({"won": "0", "closed": "1"}, "lost"),
        ({"won": "0", "closed": "0"}, "open"),
        ({"won_on": "2026-03-14"}, "won"),
        ({"stage": "Étape 7"}, "open"),
        ({"stage": "Fermée"}, None),
        ({"closed": "yes"}, None),
        ({}, None),
    ],
)
def test_how_a_deal_stands_is_said_in_many_ways_and_never_guessed(
    cells: dict[str, str], state: str | None
) -> None:
    assert read_state(cells) == (DealState(state) if state else None)


def test_what_comes_back_every_month_comes_back_twelve_times_a_year(tmp_path: Path) -> None:
    found = read(tmp_path, "deal,status,amount,MRR,ARR\nA,won,100,10,\nB,won,100,10,150\nC,won,100,,\n")
    assert [deal.recurring for deal in found] == [120, 150, None]


def test_an_amount_that_says_no_currency_has_that_of_its_header_else_the_one_given_else_none(
    tmp_path: Path,
) -> None:
    assert read(tmp_path, "deal,status,Amount (GBP)\nA,won,100\n", currency="EUR")[0].currency == "GBP"
    assert read(tmp_path, "deal,status,amount\nA,won,100\n", currency="EUR")[0].currency == "EUR"
    (tmp_path / "deals.csv").write_text("deal,status,amount\nA,won,100\n", "utf-8")
    batch = read_opportunities(tmp_path / "deals.csv")
    assert batch.found[0].currency is None
    assert batch.warnings == ("deals.csv: amount without a currency, which counts in no sum on line 2",)


def test_a_deal_without_an_id_is_the_same_deal_when_it_comes_again_won(tmp_path: Path) -> None:
    before = read(tmp_path, "deal,company,status,amount\nPilot,Acme,open,100\n")
    after = read(tmp_path, "deal,company,status,amount\nPilot,Acme,won,120\n", "later.csv")
    assert before[0].id == after[0].id


def test_no_row_is_lost_and_the_rejected_can_be_mended_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("deal,company,status\nA,Acme,won\n,,won\nB,Hooli,closed\n\n", "utf-8")
    batch = read_opportunities(tmp_path / "deals.csv")
    assert (batch.accepted, len(batch.rejected), batch.ignored) == (1, 2, 1)
    [rejects] = write_rejects(batch.rejected, tmp_path / "deals.rejects.csv")
    rejects.write_text(rejects.read_text("utf-8").replace("closed", "closed lost"), "utf-8")
    assert [deal.name for deal in read_opportunities(rejects).found] == ["B"]


def test_json_lines_and_parquet_hold_deals_as_well(tmp_path: Path) -> None:
    line = '{"dealname": "Acme", "dealstage": "closedwon", "amount": 12.345, "deal_currency_code": "EUR"}\n'
    assert read(tmp_path, line, "deals.jsonl")[0].amount == Decimal("12.345")
    place = tmp_path / "deals.parquet"
    duckdb.sql(
        "copy (select 'D1' as id, 'won' as status, 12500.50::decimal(12,2) as amount, 'EUR' as currency, "
        f"date '2026-03-14' as close_date) to '{place}' (format parquet)"
    )
    [deal] = read_opportunities(place).found
    assert (deal.amount, deal.closed_on) == (Decimal("12500.50"), date(2026, 3, 14))


@pytest.mark.parametrize(
    ("text", "missing"),
    [("deal,amount\nA,1\n", "how a deal stands"), ("status,amount\nwon,1\n", "name, id or company")],
)
def test_a_file_that_cannot_be_one_of_deals_is_refused(tmp_path: Path, text: str, missing: str) -> None:
    with pytest.raises(BadInput, match=missing):
        read(tmp_path, text)
