"""Leads that are stored already, enriched and qualified again: those that lack something, or know it from long ago.

What is still good is answered from the store, and so is what the model said; only what is asked anew costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from agent.batch.run import Ended, Terms, work_on
from agent.models.account import Fact, FieldName
from agent.models.lead import Lead
from agent.rubric import Rubric
from agent.sources.choice import check_on
from agent.store import Store, accounts, leads
from agent.worth import needed

_PAGE = 500
_AT_HAND = frozenset({"person", "lead file", "directory"})
"""What they say is asked of nobody, or for nothing in every run."""


@dataclass(frozen=True)
class Which:
    """Which accounts to enrich again; every one where nothing is said."""

    only_missing: bool = False
    """Those that lack a field the rubric reads."""
    stale: timedelta | None = None
    """Those with a fact of a source that was retrieved longer ago; it is asked for anew."""
    sources: frozenset[str] = frozenset()
    """The sources to ask anew, however good their answers still are."""


async def enrich_again(store: Store, which: Which, terms: Terms) -> Ended:
    """Enriches the accounts that are meant and qualifies their leads. As `run`, but with nothing read in.

    Raises `BadInput` for a source that nobody knows or that is off, and what `run` raises.
    """
    if which.sources:
        check_on(which.sources, terms.settings, online=not terms.offline)
    now = datetime.now(UTC)
    chosen = [lead for of in _accounts(store) for lead in of.leads if of.is_meant(which, terms.rubric, now)]
    refresh = now - which.stale if which.stale is not None else now if which.sources else None
    anew = replace(terms, refresh=refresh, only=which.sources)
    return await work_on(store, chosen, anew, command="enrich")


@dataclass(frozen=True)
class _Account:
    leads: tuple[Lead, ...]
    facts: tuple[Fact, ...]
    """Those in force."""

    def is_meant(self, which: Which, rubric: Rubric, now: datetime) -> bool:
        known: set[FieldName] = {fact.field for fact in self.facts}
        if which.only_missing and needed(rubric) <= known:
            return False
        if which.stale is None:
            return True
        return any(
            now - fact.retrieved_at > which.stale for fact in self.facts if fact.source not in _AT_HAND
        )


def _accounts(store: Store) -> Iterator[_Account]:
    """Every account with its leads, a page at a time."""
    with store.read() as tx:
        every = sorted(leads.each(tx), key=lambda lead: lead.account_id)
    grouped = [(account_id, tuple(of)) for account_id, of in groupby(every, key=lambda lead: lead.account_id)]
    for start in range(0, len(grouped), _PAGE):
        page = grouped[start : start + _PAGE]
        with store.read() as tx:
            facts = accounts.facts(tx, [account_id for account_id, _ in page])
        yield from (_Account(of, facts[account_id]) for account_id, of in page)
