"""Where a company sits, out of lines such as "San Francisco, CA, USA; Remote"."""

from __future__ import annotations

from typing import NamedTuple

from agent.identity import fold
from agent.intake.places import country_code

# Of the United States; of those that are a country's code too, as "CA", nobody can tell.
_STATES = frozenset({
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
    "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND",
    "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC",
})  # fmt: skip
_NOWHERE = frozenset({"remote", "fully remote", "partly remote", "worldwide", "global", "unspecified"})


class Place(NamedTuple):
    """One place. `country` is ISO 3166 alpha-2."""

    city: str | None = None
    region: str | None = None
    country: str | None = None


def places(text: str) -> tuple[Place, ...]:
    """The places of a line, in its order, those that are nowhere left out."""
    lines = (line.strip() for line in text.split(";"))
    return tuple(_place(line) for line in lines if line.strip(", ") and fold(line) not in _NOWHERE)


def _place(line: str) -> Place:
    """City, region, country, as far as they are there."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    country = country_code(parts[-1])
    if parts[-1] in _STATES:
        return Place(parts[0] if len(parts) > 1 else None, parts[-1], None if country else "US")
    if country is None:
        return Place(parts[0], parts[1] if len(parts) > 1 else None)
    return Place(parts[0] if len(parts) > 1 else None, parts[1] if len(parts) > 2 else None, country)
