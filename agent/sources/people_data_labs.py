"""People Data Labs, a vendor of company records, as a source. With a key; each hit is paid for, a 404 is free.

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
from .entry import Entry
from .found import Found
from .lookup import Lookup, OfLead, lookup
from .register import Fetch, Register
from .sought import Clue
from .vendor_record import Fields, read_company

NAME = "people-data-labs"
HOST = "api.peopledatalabs.com"
PATH = "/v5/company/enrich"
CARD = Card(
    name=NAME,
    what="People Data Labs, company records",
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
    ),
    needs_key=True,
    price=0.10,
    per_second=1,
    licence="The vendor's terms",
    licence_url="https://www.peopledatalabs.com/legal/terms-of-service",
)
"""Its price is the list price of one match, in dollars; `source_prices` tells what is really paid."""
_FIELDS = Fields(
    name=("display_name", "name"),
    other_names=("alternative_names",),
    domain=("website", "alternative_domains"),
    industry=("industry", "industry_v2"),
    employees=("employee_count", "size"),
    revenue=("inferred_revenue",),
    founded=("founded",),
    country=("location.country",),
    region=("location.region",),
    city=("location.locality",),
)


class PeopleDataLabs:
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
            closed={401: "does not accept the key", 402: "has no credits left"},
            sleep=sleep,
        )

    def lookups(self) -> tuple[Lookup, ...]:
        """By domain; none while it rests, or once it is closed."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.people_data_labs_by_domain, lambda clue: bool(clue.domains)),)

    async def people_data_labs_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The record of People Data Labs with the domain of the lead's website or e-mail. Each hit is paid for."""
        domain = clue.domains[0]
        answer = await self._register.ask(PATH, website=domain, required="website")
        if answer is None:
            return ()
        said = Entry(answer.content)  # the record is the answer: there is no "data" around it
        page = f"https://{HOST}{PATH}?website={domain}"
        found = read_company(said, _FIELDS, NAME, page, answer.retrieved_at)
        return (found,) if found else ()


def open(fetch: Fetch, settings: Settings) -> PeopleDataLabs:
    """The source, for one run."""
    return PeopleDataLabs(fetch, settings.source_keys[NAME].get_secret_value())
