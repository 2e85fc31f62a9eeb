"""The story of one lead, top to bottom: read what was said, add up what is known, propose, say why.

Everything comes in as values and goes out as values; `agent.batch` fetches and stores them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from agent.discovery import combine, read_note
from agent.llm import Model
from agent.models.account import Fact, FieldName
from agent.models.bant import Established, Reading
from agent.models.evidence import Evidence, evidence_id
from agent.models.lead import Lead
from agent.models.note import Note
from agent.models.noun import fingerprint
from agent.models.partner import Partner
from agent.models.programme import Side
from agent.models.score import Proposal, Score
from agent.models.touchpoint import Touchpoint
from agent.rationale import explain
from agent.rubric import Case, Rubric, propose_stage, score
from agent.settings import Language


@dataclass(frozen=True)
class Dossier:
    """What leadsift holds on one lead when it is its turn."""

    lead: Lead
    facts: Mapping[FieldName, Fact]
    """Of its account, settled."""
    touchpoints: tuple[Touchpoint, ...] = ()
    notes: tuple[Note, ...] = ()
    partner: Partner | None = None
    confirmed: frozenset[Side] = frozenset()
    """The sides that vouch for a partner lead."""


@dataclass(frozen=True)
class Qualified:
    """A proposal and the proof it brought along."""

    proposal: Proposal
    readings: tuple[Reading, ...] = ()
    evidence: tuple[Evidence, ...] = ()


async def qualify(
    dossier: Dossier, *, model: Model, rubric: Rubric, as_of: date, language: Language | None
) -> Qualified:
    """One lead's proposal as of a day. Raises `ModelError` and `BudgetExhausted` from the model, nothing else."""
    read = [await read_note(note, model, lead_id=dossier.lead.id) for note in dossier.notes]
    readings = tuple(reading for reading, _ in read)
    established = combine(readings) if readings else None

    case = Case(
        dossier.lead, dossier.facts, dossier.touchpoints, dossier.partner, established, dossier.confirmed
    )
    points = score(case, rubric, as_of)
    spoken = language or language_of(dossier.lead, established)
    stage, gates = propose_stage(case, points, rubric, spoken)
    rationale = await explain(case, points, stage, gates, rubric, spoken, model)

    said = (dossier.lead.id, points.model_dump_json(exclude={"as_of"}), stage, rationale, model.name)
    proposal = Proposal(
        id="P" + fingerprint(*said, *sorted(dossier.confirmed)),
        lead_id=dossier.lead.id,
        score=points,
        stage=stage,
        gates=gates,
        rationale=rationale,
        language=spoken,
        mode=model.name,
        created_at=datetime.now(UTC),
    )
    quoted = tuple(proof for _, found in read for proof in found)
    return Qualified(
        proposal, readings, (*quoted, *_touched(dossier.touchpoints, points, proposal.created_at))
    )


def _touched(touchpoints: Iterable[Touchpoint], points: Score, now: datetime) -> Iterator[Evidence]:
    """The proof of each touchpoint the score cites: the line it came from."""
    cited = {proof for contribution in points.contributions for proof in contribution.evidence}
    for one in touchpoints:
        id = evidence_id("touchpoint", one.id)
        if id in cited:
            said = f"{one.kind}, {one.at:%Y-%m-%d %H:%M %Z}"
            yield Evidence(id=id, source="touchpoint", locator=one.origin, snippet=said, retrieved_at=now)


def language_of(lead: Lead, established: Established | None) -> Language:
    """The lead's language: as the list says, as the call was held, as the country speaks; else English."""
    if lead.language in ("fr", "en"):
        return "fr" if lead.language == "fr" else "en"
    if established is not None:
        return established.bant.language
    return "fr" if lead.country in ("FR", "MC", "BE", "LU") else "en"
