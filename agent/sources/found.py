"""A company as one source knows it."""

from __future__ import annotations

from pydantic import Field

from agent.models.account import Fact
from agent.models.evidence import Evidence
from agent.models.noun import Noun


class Found(Noun):
    """One record of a source: what it can be known by, and what it says."""

    source: str
    record: str
    """Where it stands in the source: `companies.csv#214`."""
    name: str
    other_names: tuple[str, ...] = ()
    """Former, trade and short names."""
    domains: tuple[str, ...] = ()
    """Registrable, the main one first."""
    legal_ids: dict[str, str] = Field(default_factory=dict)
    countries: tuple[str, ...] = ()
    """Of every place it names, ISO 3166 alpha-2, the main one first."""
    cities: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
