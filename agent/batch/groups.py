"""The unit of work: an account and its leads. Enriched once, qualified one by one, stored in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from agent.enrich import enrich
from agent.errors import HOPELESS, ModelError
from agent.identity import fold
from agent.llm import Model
from agent.models.account import Account, Enrichment, Fact
from agent.models.evidence import Evidence
from agent.models.lead import Lead
from agent.models.note import Note
from agent.models.partner import Partner
from agent.models.programme import Side
from agent.models.touchpoint import Touchpoint
from agent.qualify import Dossier, Qualified, qualify
from agent.rubric import Case, Rubric
from agent.settings import Settings
from agent.settle import settle
from agent.sources import Source
from agent.sources.directory import NAME as DIRECTORY
from agent.store import Store, Tx, accounts, confirmations, notes, proposals, runs, touchpoints
from agent.store import evidence as proofs
from agent.worth import needed, worth_asking

_PAGE = 200
_ANY_DAY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Bench:
    """What every group of a run is worked with."""

    model: Model
    rubric: Rubric
    sources: Sequence[Source]
    partners: Mapping[str, Partner]
    """By name without case or accents."""
    settings: Settings
    as_of: date
    now: datetime

    def partner_of(self, lead: Lead) -> Partner | None:
        """The partner the lead names, where the programme knows it."""
        return self.partners.get(fold(lead.partner.partner)) if lead.partner else None

    async def qualify(self, dossier: Dossier) -> Qualified:
        """`agent.qualify.qualify` with what is on the bench."""
        return await qualify(
            dossier, model=self.model, rubric=self.rubric, as_of=self.as_of, language=self.settings.language
        )


@dataclass(frozen=True)
class Group:
    """One account's leads and all that is known of them."""

    account: Account
    leads: tuple[Lead, ...]
    facts: tuple[Fact, ...]
    """From lead files and people; what sources say is asked for anew, for nothing when it was asked before."""
    known: Enrichment | None
    touchpoints: Mapping[str, tuple[Touchpoint, ...]]
    notes: Mapping[str, tuple[Note, ...]]
    confirmed: Mapping[str, frozenset[Side]]
    """Of partner leads, the sides that vouch for them."""


@dataclass(frozen=True)
class Worked:
    """What became of a group."""

    group: Group
    enrichment: Enrichment | None
    evidence: tuple[Evidence, ...]
    qualified: tuple[Qualified, ...]
    failed: Mapping[str, str]
    """Lead id → the reason."""


def groups_of(store: Store, run_leads: Sequence[Lead]) -> Iterator[Group]:
    """The run's leads by account, fetched a page at a time so that memory stays flat."""
    by_account = groupby(
        sorted(run_leads, key=lambda lead: lead.account_id), key=lambda lead: lead.account_id
    )
    page: list[tuple[Lead, ...]] = []
    for _, of in by_account:
        page.append(tuple(of))
        if sum(map(len, page)) >= _PAGE:
            yield from _fetch(store, page)
            page = []
    yield from _fetch(store, page)


def _fetch(store: Store, page: Sequence[tuple[Lead, ...]]) -> Iterator[Group]:
    account_ids = [of[0].account_id for of in page]
    everyone = [lead for of in page for lead in of]
    ids = [lead.id for lead in everyone]
    with store.read() as tx:
        companies = accounts.get_many(tx, account_ids)
        facts = accounts.facts(tx, account_ids)
        known = accounts.latest_enrichments(tx, account_ids)
        touched = touchpoints.of_leads(tx, everyone)
        noted = notes.of_leads(tx, ids)
        vouched = confirmations.of_leads(tx, ids)
    for account_id, of in zip(account_ids, page, strict=True):
        enrichment = known.get(account_id)
        found = frozenset(fact.evidence for fact in enrichment.facts) if enrichment else frozenset()
        yield Group(
            account=companies[account_id],
            leads=of,
            facts=tuple(fact for fact in facts[account_id] if fact.evidence not in found),
            known=enrichment,
            touchpoints={lead.id: touched[lead.id] for lead in of},
            notes={lead.id: noted[lead.id] for lead in of},
            confirmed={lead.id: vouched[lead.id] for lead in of},
        )


async def work(group: Group, bench: Bench) -> Worked:
    """Enriches the account and qualifies its leads. A `ModelError` fails the leads it concerns and no other.

    Raises `BudgetExhausted` and the errors of `HOPELESS`, which concern every lead.
    """
    try:
        enrichment, evidence = await _enrich(group, bench)
    except HOPELESS:
        raise
    except ModelError as error:
        return given_up(group, str(error))
    facts = settle((*group.facts, *enrichment.facts))
    qualified, failed = [], {}
    for lead in group.leads:
        dossier = Dossier(
            lead,
            facts,
            group.touchpoints[lead.id],
            group.notes[lead.id],
            bench.partner_of(lead),
            group.confirmed[lead.id],
        )
        try:
            qualified.append(await bench.qualify(dossier))
        except HOPELESS:
            raise
        except ModelError as error:
            failed[lead.id] = str(error)
    return Worked(group, enrichment, evidence, tuple(qualified), failed)


async def _enrich(group: Group, bench: Bench) -> tuple[Enrichment, tuple[Evidence, ...]]:
    """What the sources know of the account, as far as it could change where one of its leads stands."""
    cases = [
        Case(lead, {}, group.touchpoints[lead.id], bench.partner_of(lead), None, group.confirmed[lead.id])
        for lead in group.leads
    ]
    unheard = {lead.id for lead in group.leads if group.notes[lead.id]}
    enrichment, evidence = await enrich(
        group.account,
        group.leads,
        bench.model,
        bench.sources,
        now=bench.now,
        max_calls=bench.settings.max_tool_calls,
        accept=bench.settings.match_accept,
        show=bench.settings.match_show,
        wanted=needed(bench.rubric),
        known=group.facts,
        worth=worth_asking(cases, bench.rubric, bench.as_of, unheard=unheard),
    )
    # That nobody answers today, or need be asked, takes nothing away from what was found before.
    if group.known and enrichment.outcome == "not needed":
        return group.known, ()
    if group.known and enrichment.outcome == "could not ask":
        before = {name: getattr(group.known, name) for name in ("facts", "matched", "candidates")}
        return enrichment.model_copy(update=before), ()
    return enrichment, evidence


def given_up(group: Group, reason: str) -> Worked:
    """A group none of whose leads could be qualified."""
    return Worked(group, None, (), (), {lead.id: reason for lead in group.leads})


def keep(tx: Tx, run_id: str, worked: Worked) -> None:
    """Stores what became of a group: everything or nothing."""
    if worked.enrichment is not None and not _same(worked.enrichment, worked.group.known):
        accounts.add_enrichment(tx, worked.enrichment, worked.evidence)
    for each in worked.qualified:
        proofs.add(tx, each.evidence)
        for reading in each.readings:
            notes.add_reading(tx, reading)
        proposals.add(tx, each.proposal)
        runs.outcome(tx, run_id, each.proposal.lead_id, "done")
    for lead_id, reason in worked.failed.items():
        runs.outcome(tx, run_id, lead_id, "failed", reason)


def _same(new: Enrichment, old: Enrichment | None) -> bool:
    return old is not None and _undated(new) == _undated(old)


def _undated(enrichment: Enrichment) -> Enrichment:
    """Without the day the local directory was looked into: that is no news, as it is that a register was asked."""

    def undated(facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return tuple(
            fact.model_copy(update={"retrieved_at": _ANY_DAY}) if fact.source == DIRECTORY else fact
            for fact in facts
        )

    candidates = tuple(one.model_copy(update={"facts": undated(one.facts)}) for one in enrichment.candidates)
    return enrichment.model_copy(update={"facts": undated(enrichment.facts), "candidates": candidates})
