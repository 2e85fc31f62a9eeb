"""Apollo, a vendor of company records, as a source. With a key; each hit is paid for.

A domain it does not know is an answer without an organization.

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

NAME = "apollo"
HOST = "api.apollo.io"
PATH = "/api/v1/organizations/enrich"
CARD = Card(
    name=NAME,
    what="Apollo, company records",
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
        "parent",
        "technologies",
    ),
    needs_key=True,
    price=0.05,
    per_second=0.8,
    licence="The vendor's terms",
    licence_url="https://www.apollo.io/terms",
)
"""Its plans begin at fifty requests a minute. Its price is a guess, of one credit, in dollars; `source_prices` tells
what is really paid."""
_FIELDS = Fields(
    name=("name",),
    domain=("primary_domain", "website_url"),
    industry=("industry",),
    employees=("estimated_num_employees",),
    revenue=("annual_revenue", "organization_revenue"),
    founded=("founded_year",),
    country=("country",),
    region=("state",),
    city=("city",),
    parent=("owned_by_organization.name",),
    technologies=("technology_names",),
)


class Apollo:
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
            closed={
                401: "does not accept the key",
                402: "has no credits left",
                403: "is not open to this key",
            },
            sleep=sleep,
        )

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain; none while it rests, or once it is closed."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.apollo_by_domain, lambda clue: bool(clue.domains)),)

    async def apollo_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The record of Apollo with the domain of the lead's website or e-mail. Each hit is paid for."""
        domain = clue.domains[0]
        answer = await self._register.ask(PATH, domain=domain)
        if answer is None:
            return ()
        said = inside(answer, "organization")
        page = f"https://{HOST}{PATH}?domain={domain}"
        found = read_company(said, _FIELDS, NAME, page, answer.retrieved_at)
        return (found,) if found else ()


def open(fetch: Fetch, settings: Settings) -> Apollo:
    """The source, for one run."""
    return Apollo(fetch, settings.source_keys[NAME].get_secret_value())
