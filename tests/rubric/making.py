"""Invented leads for the tests of the rubric, and hypothesis strategies that make more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from agent.models.account import Band, Fact, FieldName, Value
from agent.models.bant import Authority, Bant, Budget, Established, Need, Status, Timing
from agent.models.lead import Lead, Origin, PartnerSource
from agent.models.partner import Partner
from agent.models.score import Contribution, Gate, Score, Stage
from agent.models.touchpoint import Kind, Touchpoint
from agent.rubric import Case, load_rubric, propose_stage, score

RUBRIC = load_rubric()
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SLOTS = ("budget", "authority", "need", "timing")

FACTORY: dict[FieldName, Value] = {"industry": "Industrie manufacturière", "employees": 180, "country": "FR"}
"""The company of DOMAIN's first case: an industrial firm of 50 to 500 people in Europe."""
REFERRED = PartnerSource(partner="Passerelle", tier="gold", referred_on=date(2026, 11, 2))
CERTIFIED = Partner(name="Passerelle", tier="gold", certified=True)


def lead(**said: Any) -> Lead:
    """A lead called from line 3 of leads.csv; by default an operations director."""
    usual: dict[str, Any] = {
        "id": "L1",
        "account_id": "A1",
        "company": "Fonderie Exemple",
        "title": "Directrice des opérations",
        "origins": (Origin(file="leads.csv", line=3, imported_at=NOON),),
    }
    return Lead(**usual | said)


def facts(known: dict[FieldName, Value]) -> dict[FieldName, Fact]:
    """Facts of a directory, each with the evidence id "E:<field>"."""
    return {
        field: Fact(field=field, value=value, source="directory", retrieved_at=NOON, evidence=f"E:{field}")
        for field, value in known.items()
    }


def touchpoints(*acts: tuple[Kind, int]) -> tuple[Touchpoint, ...]:
    """Kinds and their ages in days before TODAY."""
    return tuple(
        Touchpoint(id=f"T{number}", at=NOON - timedelta(days=age), kind=kind)
        for number, (kind, age) in enumerate(acts)
    )


def call(*disqualifiers: str, **statuses: str) -> Established:
    """What a call established: `call(need="confirmed", budget="indicated")`."""
    held = {slot: Status(statuses.get(slot, "not_raised")) for slot in SLOTS}
    return Established(
        bant=Bant(
            language="en",
            budget=Budget(status=held["budget"]),
            authority=Authority(status=held["authority"]),
            need=Need(status=held["need"]),
            timing=Timing(status=held["timing"]),
            disqualifiers=disqualifiers,
        )
    )


def scored(case: Case, as_of: date = TODAY) -> Score:
    """The case under the built-in rubric."""
    return score(case, RUBRIC, as_of)


def given(case: Case, criterion: str, as_of: date = TODAY) -> Contribution:
    """What one criterion gives."""
    return next(c for c in scored(case, as_of).contributions if c.criterion == criterion)


def proposed(case: Case) -> tuple[Stage, dict[str, Gate]]:
    """The stage, and the gates by name."""
    stage, gates = propose_stage(case, scored(case), RUBRIC)
    return stage, {gate.name: gate for gate in gates}


def missing(gates: dict[str, Gate]) -> set[str]:
    """The names of the gates that fail."""
    return {name for name, gate in gates.items() if gate.passed is False}


titles = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from(
        ["Head of Ops", "DAF", "Stagiaire", "CEO & Founder", "Étudiante", "Office Manager", "VP Sales"]
    ),
)
head_counts = st.one_of(
    st.integers(0, 50_000),
    st.builds(
        lambda low, more: Band(min=low, max=None if more is None else (low or 0) + more),
        st.one_of(st.none(), st.integers(0, 20_000)),
        st.one_of(st.none(), st.integers(0, 20_000)),
    ),
)
values: dict[FieldName, st.SearchStrategy[Value]] = {
    "industry": st.one_of(
        st.text(max_size=20), st.sampled_from(["B2B -> Sales", "Culture du riz", "Retail"])
    ),
    "employees": head_counts,
    "country": st.sampled_from(["FR", "US", "BR", "France"]),
    "status": st.sampled_from(["Active", "Inactive", "cessée"]),
}
known_facts = st.fixed_dictionaries({}, optional=values).map(facts)
acts = st.lists(st.tuples(st.sampled_from(list(Kind)), st.integers(-20, 400)), max_size=12)
statuses = st.fixed_dictionaries(
    {}, optional={slot: st.sampled_from([s.value for s in Status]) for slot in SLOTS}
)
calls = st.one_of(st.none(), statuses.map(lambda held: call(**held)))
partners = st.sampled_from(
    [(None, None), (REFERRED, None), (REFERRED, CERTIFIED), (PartnerSource(partner="X"), None)]
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any lead whatever."""
    source, partner = draw(partners)
    return Case(
        lead(title=draw(titles), partner=source, consent=draw(st.sampled_from([None, True, False]))),
        draw(known_facts),
        touchpoints(*draw(acts)),
        partner,
        draw(calls),
    )
