"""A person's own value for a company."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.correct import correction
from agent.errors import BadInput
from agent.models.account import Band, Fact, Money, Value
from agent.settle import settle
from agent.weigh import weigh

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("employees", "240", 240),
        ("employees", "50-99", Band(min=50, max=99)),
        ("revenue", "12M EUR", Money(min=12_000_000, max=12_000_000, currency="EUR")),
        ("country", "Allemagne", "DE"),
        ("domain", "https://www.acme.example/contact", "acme.example"),
        ("founded", "1998", 1998),
        ("legal_ids", "552 100 554", {"siren": "552100554"}),
        ("technologies", "SAP; Sage X3", ("SAP", "Sage X3")),
        ("industry", "  Robotics ", "Robotics"),
    ],
)
def test_a_value_is_read_as_its_field_has_it(field: str, text: str, value: Value) -> None:
    fact, proof = correction(field, text, actor="claire", at=NOW)
    assert (fact.value, fact.source, fact.evidence) == (value, "person", proof.id)
    assert "claire" in proof.locator


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("employees", "lots"),
        ("founded", "next year"),
        ("domain", "gmail.com"),
        ("legal_ids", "123"),
        ("name", " "),
    ],
)
def test_what_is_not_understood_is_refused_with_the_form_it_should_have(field: str, text: str) -> None:
    with pytest.raises(BadInput, match="not understood") as refusal:
        correction(field, text, actor="claire", at=NOW)
    assert refusal.value.remedy


def test_a_field_nobody_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="no field"):
        correction("headcount", "12", actor="claire", at=NOW)


def test_a_register_proposes_beside_a_persons_value_and_never_replaces_it() -> None:
    said, _ = correction("employees", "95", actor="claire", at=NOW)
    later = Fact(
        field="employees", value=120, source="gleif", as_of=datetime(2027, 1, 1).date(),
        retrieved_at=datetime(2027, 1, 2, tzinfo=UTC), evidence="E1",
    )  # fmt: skip
    assert settle([said, later])["employees"] == said
    assert weigh([said, later], NOW)["employees"].proposal == later
