"""What a run is given: read whole before anything is stored, then stored whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from agent import deals
from agent.errors import BadInput
from agent.intake.companies import index_companies
from agent.intake.leads import LeadBatch, read_leads
from agent.intake.merge import merge
from agent.intake.notes import join_notes, read_notes
from agent.intake.partners import read_partners
from agent.intake.touchpoints import read_touchpoints
from agent.models.lead import Lead
from agent.models.note import Note
from agent.models.partner import Partner
from agent.models.touchpoint import Touchpoint
from agent.programme.record import refusals
from agent.store import Store, Tx, accounts, leads, mergings, notes, partners, touchpoints
from agent.utm import Rules, Utm


@dataclass(frozen=True)
class Job:
    """The files of one run, as the person named them."""

    leads: Sequence[Path]
    notes: Path | None = None
    touchpoints: Sequence[Path] = ()
    partners: Sequence[Path] = ()
    companies: Sequence[Path] = ()
    mapping: Path | None = None
    encoding: str | None = None
    delimiter: str | None = None
    seller: Sequence[str] = ()
    """Names and domains that are ours, as notes have them."""
    fiscal_year_start: int | None = None
    """Month for notes that do not tell when their fiscal year begins."""
    zone: tzinfo = UTC
    """Of times in touchpoint files that name none."""
    utm: Utm = field(default_factory=Utm)
    """The rules for tagged links."""
    as_of: date = field(default_factory=lambda: datetime.now(UTC).date())


@dataclass(frozen=True)
class Intake:
    """What was in them."""

    batch: LeadBatch
    notes: dict[str, tuple[Note, ...]]
    """By lead id."""
    touchpoints: tuple[Touchpoint, ...]
    partners: tuple[Partner, ...]
    warnings: tuple[str, ...]
    """In plain words, for the person; nothing in them stops the run."""


def read_job(job: Job, now: datetime) -> Intake:
    """Every file of the job but the directories. Raises `BadInput` for one that cannot be read at all."""
    for path in (*([job.notes] if job.notes else ()), *job.companies):
        if not path.exists():
            raise BadInput("there is no such file", file=path)
    batch = read_leads(
        job.leads, mapping=job.mapping, encoding=job.encoding, delimiter=job.delimiter, now=now
    )
    paths = [job.notes] if job.notes else []
    found, problems = read_notes(paths, seller=job.seller, fiscal_year_start=job.fiscal_year_start)
    joined = join_notes(found, batch.leads)
    partnered = [read_partners(path) for path in job.partners]
    rules = Rules(job.utm, (partner.name for each in partnered for partner in each.partners))
    touched = [read_touchpoints(path, now, zone=job.zone, rules=rules) for path in job.touchpoints]
    return Intake(
        batch=batch,
        notes={lead_id: tuple(_of(lead_id, note) for note in of) for lead_id, of in joined.by_lead.items()},
        touchpoints=tuple(t for each in touched for t in each.touchpoints),
        partners=tuple(p for each in partnered for p in each.partners),
        warnings=(
            *batch.warnings,
            *(str(problem) for problem in problems),
            *(f"note {note.id}: {why}; it is left out" for note, why in joined.unjoined),
            *(f"note {note.id}: {remark}" for note in found for remark in note.remarks),
            *(warning for each in touched for warning in each.warnings),
            *(warning for each in partnered for warning in each.warnings),
        ),
    )


def store_intake(store: Store, job: Job, intake: Intake) -> tuple[Lead, ...]:
    """Adds what was read to what is known. The run's leads, merged with their earlier selves."""
    index_companies(store, job.companies)
    with store.write() as tx:
        known = leads.get_many(tx, [lead.id for lead in intake.batch.leads])
        merged = tuple(
            merge(known[lead.id], lead) if lead.id in known else lead for lead in intake.batch.leads
        )
        accounts.save(tx, intake.batch.accounts)
        leads.save(tx, merged)
        for account_id, facts in intake.batch.facts.items():
            accounts.add_facts(tx, account_id, facts.facts, facts.evidence)
        touchpoints.add(tx, intake.touchpoints)
        partners.save(tx, intake.partners)
        for lead_id, of in intake.notes.items():
            for note in of:
                notes.add(tx, note, lead_id)
        deals.keep_again(tx)  # those that came before their leads
        return _standing(tx, merged)


def _standing(tx: Tx, read: Sequence[Lead]) -> tuple[Lead, ...]:
    """The leads to work on: for one that was merged away, the lead it is part of."""
    stands = mergings.standing_for(tx, [lead.id for lead in read])
    own = {lead.id: lead for lead in read if stands[lead.id] == lead.id}
    return (*own.values(), *leads.get_many(tx, set(stands.values()) - own.keys()).values())


def refused_partners(store: Store, intake: Intake) -> tuple[str, ...]:
    """Which partner records of the leads are refused, in sentences; a tier may be known to the store alone."""
    with store.read() as tx:
        programme = (*partners.all(tx), *intake.partners)
    return refusals(intake.batch.leads, programme)


def _of(lead_id: str, note: Note) -> Note:
    # Two leads may have a "call.txt" each; one lead's "call.txt", edited, is the same note.
    return note.model_copy(update={"id": f"{note.id}@{lead_id}"})
