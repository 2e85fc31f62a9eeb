"""Which fact stands for a field when several sources speak. The others are kept and shown, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from agent.models.account import FIELDS, Fact, FieldName

RANKS: tuple[frozenset[str], ...] = (
    frozenset({"person"}),
    frozenset({"recherche-entreprises", "sirene", "bodacc", "gleif", "edgar", "companies-house"}),
    frozenset({"directory"}),
    frozenset({"website", "wikidata", "greenhouse", "lever", "ashby"}),
    frozenset({"people-data-labs", "hunter", "apollo"}),
    frozenset({"lead file"}),
)
"""Sources by trust, the most trusted first: a person, registries, directories, the web, vendors, the list the lead
came in. A source that is not named here ranks last."""

GOOD_FOR: Mapping[FieldName, int] = {
    **dict.fromkeys(FIELDS, 90),
    "status": 7,
    "technologies": 30,
    "employees": 180,
    "revenue": 180,
    "founded": 365,
    "legal_ids": 365,
}
"""Days after it was retrieved that a fact of the field is worth asking for anew, unless its source says otherwise."""

_RANK = {source: rank for rank, sources in enumerate(RANKS) for source in sources}


def settle(facts: Iterable[Fact]) -> dict[FieldName, Fact]:
    """The standing fact of each field, in the order fields are shown; a field nobody knows is absent.

    The most trusted source wins; within a rank the newest `as_of` (an undated fact is older than any dated one),
    then the one retrieved last. The order facts come in never matters.
    """
    standing: dict[FieldName, Fact] = {}
    for fact in sorted(facts, key=_weight):
        standing[fact.field] = fact
    return {field: standing[field] for field in FIELDS if field in standing}


def _weight(fact: Fact) -> tuple[int, date, float, str, str, str]:
    return (
        -_RANK.get(fact.source, len(RANKS)),
        fact.as_of or date.min,
        fact.retrieved_at.timestamp(),
        fact.source,
        fact.evidence,
        fact.model_dump_json(include={"value"}),
    )
