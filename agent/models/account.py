"""The company behind a lead, and what is known of it: facts, each with its proof."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from .noun import Noun

FieldName = Literal[
    "name",
    "domain",
    "industry",
    "employees",
    "revenue",
    "country",
    "region",
    "city",
    "founded",
    "legal_ids",
    "technologies",
    "status",
    "parent",
]
"""The firmographic fields, in the order they are shown."""
FIELDS: tuple[FieldName, ...] = get_args(FieldName)


class Band(Noun):
    """A range of head-count. `None` is an open end."""

    min: int | None
    max: int | None


class Money(Noun):
    """A yearly revenue, a figure or a range, with its currency and its year."""

    min: float | None
    max: float | None
    currency: str
    """ISO 4217."""
    year: int | None = None


Value = str | int | Band | Money | tuple[str, ...] | dict[str, str]
"""name, domain, industry, city, region, status, parent: text; country: ISO 3166 alpha-2; employees: a number or a
`Band`; founded: a year; revenue: `Money`; legal_ids: scheme → number ({"siren": "552100554"}); technologies: names."""


class Fact(Noun):
    """One value of one field, as one source gives it. Facts are only ever added."""

    field: FieldName
    value: Value
    source: str
    """The source's name: "directory", "lead file", "person"."""
    as_of: date | None = None
    retrieved_at: datetime
    evidence: str
    """The id of its `Evidence`."""


class Match(Noun):
    """How surely a record is the account looked for: decided by code, with its reasons."""

    quality: float
    """0 to 1."""
    reasons: tuple[str, ...] = ()
    """In plain words: "same domain", "name differs by one letter", "other country"."""


class Candidate(Noun):
    """A record that may be the account. Its facts count only once it is settled to be the one."""

    record: str
    """The record's id in its source."""
    source: str
    name: str
    domain: str | None = None
    country: str | None = None
    city: str | None = None
    match: Match
    facts: tuple[Fact, ...] = ()


class Account(Noun):
    """A company that one or more leads belong to."""

    id: str
    """"A" and a fingerprint of the key."""
    key: str
    """What makes two leads one account: `domain:acme.com`, else `name:acme|FR`."""
    name: str | None = None
    domain: str | None = None
    country: str | None = None


Outcome = Literal["matched", "ambiguous", "not found", "no identity", "could not ask", "not needed"]
"""How an enrichment ended. "no identity": the leads tell no company. "could not ask": no source beyond this machine
gave an answer. "not needed": nothing that those could tell would change where the leads stand."""


class SourceFailure(Noun):
    """A source that gave no answer, which is not the same as one that knows no such company."""

    source: str
    reason: str
    """One plain sentence, without personal data."""


class Enrichment(Noun):
    """What one enrichment of one account found."""

    account_id: str
    facts: tuple[Fact, ...] = ()
    """Every fact found, one field possibly from several sources."""
    matched: tuple[Candidate, ...] = ()
    """The records that are the company, with how surely and why; what they say is in `facts`."""
    candidates: tuple[Candidate, ...] = ()
    """Records that might be the company but were not sure enough: shown, never filled in."""
    outcome: Outcome
    calls: int = 0
    """Tool calls made."""
    failures: tuple[SourceFailure, ...] = ()
    """Sources that gave no answer, and why; each reason once."""
    mode: str
    """The model that chose the calls: "offline" or its name."""
