"""A source's visiting card: what it is, what it may be asked and at what price, before anything is opened.

Each file of this folder that declares a `CARD` and an `open` is a source. The card says when it applies, so
that whoever asks needs to know nothing of it; a new source is one new file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from agent.models.account import FieldName
from agent.models.noun import Noun
from agent.settle import GOOD_FOR

Kind = Literal["directory", "registry", "website", "jobs", "vendor"]
Role = Literal["finds", "adds", "checks"]


class Card(Noun):
    """What everybody may know of a source."""

    name: str
    """What its facts say they come from: "companies-house". Its rank is in `agent.settle`."""
    what: str
    """In one line, for a person: "Companies House, the register of the United Kingdom"."""
    kind: Kind
    role: Role = "finds"
    """"finds": by number, domain or name, also which company it is. "adds": fields of a company that is known,
    where they are wanted. "checks": always asked about a company that is known; what it says may rule it out."""
    fields: tuple[FieldName, ...]
    """It can give."""
    countries: frozenset[str] | None = None
    """Whose companies it has, ISO 3166 alpha-2; None for all. Beyond them it is asked by number alone."""
    legal_ids: tuple[str, ...] = ()
    """The schemes of numbers it can be asked by: "siren", "lei"."""
    is_whole_by_name: bool = False
    """Whether a record found by name says all that one found by number does: then it is not asked for again."""
    needs_key: bool = False
    needs_contact: bool = False
    """Whether it only answers who says whom to write to."""
    price: float = Field(0.0, ge=0)
    """Of one hit, in the settings' currency, unless `source_prices` says otherwise; a miss is free."""
    per_second: float | None = None
    """Requests it is asked at most; None for what is on this machine."""
    licence: str
    licence_url: str
    ttl: dict[FieldName, int] = Field(default_factory=dict)
    """Days a field is good for, where that differs from `agent.settle.GOOD_FOR`."""
    ttl_none: int = 7
    """Days for which "no such company" is believed."""
    form: int = 1
    """Raised when its file reads more, or otherwise, out of the same answer: kept answers are then asked anew."""

    @property
    def is_remote(self) -> bool:
        """Whether asking it goes through the network."""
        return self.per_second is not None

    @property
    def key_variable(self) -> str:
        """The variable of the environment its key is read from: LEADSIFT_COMPANIES_HOUSE_KEY."""
        return f"LEADSIFT_{self.name.replace('-', '_').upper()}_KEY"

    def days(self, fields: Iterable[FieldName]) -> int:
        """For how long an answer with these fields is good: as long as the most perishable of them."""
        known = (self.ttl.get(field, GOOD_FOR[field]) for field in fields)
        return min(known, default=self.ttl_none)

    def covers(self, country: str | None) -> bool:
        """Whether it may know a company of that country; one that is not known may be any."""
        return self.countries is None or country is None or country in self.countries
