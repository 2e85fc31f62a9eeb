"""A store of many invented leads, to measure on: `python tests/batch/many.py STORE [leads]`, ten touchpoints each.

Makes the store unless it is there, then scores everybody anew and says how long that took.
"""

from __future__ import annotations

import resource
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from agent.batch.replay import cases, replay, standing
from agent.models.account import Account, Fact
from agent.models.decision import Action, Decision
from agent.models.lead import Lead, Origin, PartnerSource
from agent.models.partner import Partner
from agent.models.score import Proposal, Stage
from agent.models.touchpoint import Kind, Touchpoint
from agent.rubric import load_rubric, propose_stage, score
from agent.store import Store, accounts, decisions, leads, open_store, partners, proposals, touchpoints

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RUBRIC = load_rubric()
TITLES = (
    "Directrice des opérations",
    "Head of Ops",
    "VP Sales",
    "DAF",
    "Stagiaire",
    "CEO",
    "Responsable achats",
)
INDUSTRIES = ("B2B -> Productivity", "Fabrication de machines", "Consumer", "Culture du riz", "Retail")
SOURCES = ("webinar", "trade fair", "website", "partner referral", "newsletter", "paid search", None)
CHANNELS = ("email", "organic", "paid search", "social", "webinar", "partner", None)
CAMPAIGNS = ("spring", "autumn", "gmao", "relaunch", None)
PROGRAMME = tuple(f"Partner {number}" for number in range(20))
_PAGE = 2000


def make(store: Store, count: int) -> None:
    """Fills the store: so many leads of three quarters as many companies, one in ten sent by a partner."""
    random = Random(20261120)
    with store.write() as tx:
        programme = [Partner(name=n, tier="gold", certified=i % 2 == 0) for i, n in enumerate(PROGRAMME)]
        partners.save(tx, programme)
    for start in range(0, count, _PAGE):
        numbers = range(start, min(start + _PAGE, count))
        with store.write() as tx:
            firms = {number * 3 // 4 for number in numbers}
            accounts.save(tx, [Account(id=f"A{n:08x}", key=f"domain:firm{n}.example") for n in firms])
            for n in firms:
                accounts.add_facts(tx, f"A{n:08x}", _facts(n, random), ())
            leads.save(tx, [_lead(n, random) for n in numbers])
            touchpoints.add(tx, [_touchpoint(n, k, random) for n in numbers for k in range(10)])
    with store.write() as tx:
        for number, case in enumerate(list(cases(store))):
            points = score(case, RUBRIC, TODAY)
            stage, gates = propose_stage(case, points, RUBRIC)
            at = NOW - timedelta(days=random.randint(0, 360))
            proposals.add(
                tx,
                Proposal(
                    id=f"P{number:08x}", lead_id=case.lead.id, score=points, stage=stage, gates=gates,
                    rationale="", language="en", mode="offline", created_at=at,
                ),
            )  # fmt: skip
            if number % 5 == 0:
                decisions.record(tx, _decision(case.lead.id, f"P{number:08x}", stage, at, random))


def _facts(number: int, random: Random) -> list[Fact]:
    told = {
        "industry": f"{random.choice(INDUSTRIES)} {number}",
        "employees": random.randint(1, 3000),
        "country": random.choice(("FR", "US", "DE", "BR")),
    }
    return [
        Fact(field=field, value=value, source="lead file", retrieved_at=NOW, evidence=f"E{number}")
        for field, value in told.items()
    ]


def _lead(number: int, random: Random) -> Lead:
    source = random.choice(SOURCES)
    sent = PartnerSource(partner=random.choice(PROGRAMME), tier="gold", referred_on=TODAY)
    return Lead(
        id=f"L{number:08x}",
        account_id=f"A{number * 3 // 4:08x}",
        company=f"Firm {number * 3 // 4}",
        email=f"someone{number}@firm{number * 3 // 4}.example",
        first_name="Some",
        last_name=f"One{number}",
        title=f"{random.choice(TITLES)} {number}",
        domain=f"firm{number * 3 // 4}.example",
        source=source,
        created_on=TODAY - timedelta(days=random.randint(0, 400)),
        partner=sent if number % 10 == 0 else None,
        origins=(Origin(file="leads.csv", line=number + 2, imported_at=NOW),),
    )


def _touchpoint(number: int, k: int, random: Random) -> Touchpoint:
    return Touchpoint(
        id=f"T{number:08x}{k:x}",
        at=NOW - timedelta(days=random.randint(0, 400), seconds=random.randint(0, 80_000)),
        kind=random.choice(tuple(Kind)),
        email=f"someone{number}@firm{number * 3 // 4}.example",
        domain=f"firm{number * 3 // 4}.example",
        channel=random.choice(CHANNELS),
        utm={"utm_campaign": campaign} if (campaign := random.choice(CAMPAIGNS)) else {},
    )


def _decision(lead_id: str, proposal_id: str, stage: Stage, at: datetime, random: Random) -> Decision:
    agrees = random.random() < 0.8
    return Decision(
        lead_id=lead_id,
        version=1,
        action=Action.ACCEPT if agrees else Action.OVERRIDE,
        stage=stage if agrees else Stage.NURTURING,
        reason=None if agrees else "too early",
        actor="claire",
        at=at + timedelta(hours=random.randint(1, 200)),
        proposal_id=proposal_id,
        rubric=RUBRIC.reference,
    )


def main(place: Path, count: int) -> None:
    """Prints seconds and memory."""
    new = not place.exists()
    with open_store(str(place)) as store:
        if new:
            make(store, count)
        start = perf_counter()
        scored = sum(standing(case, RUBRIC, TODAY) is not None for case in cases(store))
        alone = perf_counter() - start
        start = perf_counter()
        done = replay(store, RUBRIC, RUBRIC, TODAY)
        both = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = f"{scored} leads scored anew in {alone:.1f} s, {done.leads} under two rubrics in {both:.1f} s"
    print(f"{said}; {memory:.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
