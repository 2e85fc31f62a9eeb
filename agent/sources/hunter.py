"""Hunter, a vendor of company records, as a source. With a key; each hit is paid for.

Its statuses mean something of their own: 403 asks to slow down, 429 says that the quota is used up.

Not yet run against the live service: it is written after the reference, and tested on invented
answers of the shape that documents.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cached_property

from agent.settings import Settings

from .card import Card
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .register import Fetch, Register
from .sought import Clue
from .vendor_record import Fields, inside, read_company

NAME = "hunter"
HOST = "api.hunter.io"
PATH = "/v2/companies/find"
CARD = Card(
    name=NAME,
    what="Hunter, company records",
    kind="vendor",
    role="adds",
    fields=(
        "name",
        "domain",
        "industry",
        "employees",
        "revenue",
        "founded",
        "country",
        "region",
        "city",
        "technologies",
    ),
    needs_key=True,
    price=0.02,
    per_second=5,
    licence="The vendor's terms",
    licence_url="https://hunter.io/terms-of-service",
)
"""Its price is a guess from its plans, in dollars; `source_prices` tells what is really paid."""
_FIELDS = Fields(
    name=("name", "legalName"),
    domain=("domain", "domainAliases"),
    industry=("category.industry", "category.industryGroup", "category.sector"),
    employees=("metrics.employees", "metrics.employeesRange"),
    revenue=("metrics.annualRevenue", "metrics.estimatedAnnualRevenue"),
    founded=("foundedYear",),
    country=("geo.countryCode", "geo.country"),
    region=("geo.state",),
    city=("geo.city",),
    technologies=("tech",),
)


class Hunter:
    """Looks companies up by domain."""

    card = CARD

    def __init__(
        self, fetch: Fetch, key: str, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._register = Register(
            fetch,
            HOST,
            per_second=CARD.per_second or 1,
            headers={"X-Api-Key": key},
            later={403, 503},
            closed={401: "does not accept the key", 429: "has no quota left"},
            sleep=sleep,
        )

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain; none while it rests, or once it is closed."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.hunter_by_domain, lambda clue: bool(clue.domains)),)

    async def hunter_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The record of Hunter with the domain of the lead's website or e-mail. Each hit is paid for."""
        domain = clue.domains[0]
        answer = await self._register.ask(PATH, domain=domain)
        if answer is None:
            return ()
        said = inside(answer, "data")
        page = f"https://{HOST}{PATH}?domain={domain}"
        found = read_company(said, _FIELDS, NAME, page, answer.retrieved_at)
        return (found,) if found else ()


def open(fetch: Fetch, settings: Settings) -> Hunter:
    """The source, for one run."""
    return Hunter(fetch, settings.source_keys[NAME].get_secret_value())
