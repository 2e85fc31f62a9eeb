"""The stages a partner lead reached by decision, as messages for its partner: one a key stage."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from agent.identity import fold
from agent.lifecycle import held
from agent.models.decision import Action, Decision
from agent.models.lead import Lead
from agent.models.noun import fingerprint
from agent.models.opportunity import DealState, Opportunity
from agent.models.programme import KeyStage, Message
from agent.models.score import Stage

if TYPE_CHECKING:
    from agent.settings import Language

_KEYS: dict[Stage | None, KeyStage] = {
    Stage.EQL: "eql",
    Stage.SQL: "sql",
    Stage.OPPORTUNITY: "opportunity",
    Stage.CUSTOMER: "customer",
    Stage.DISQUALIFIED: "rejected",
}


def updates(
    lead: Lead, reached: Iterable[tuple[KeyStage, Stage]], now: datetime, language: Language
) -> Iterator[Message]:
    """A message for each key stage; none for a lead of no partner. The same stage has the same id at any time."""
    if lead.partner is None:
        return
    values = {"company": lead.company, "partner": lead.partner.partner}
    for key, stage in reached:
        text = _texts()[key]
        yield Message(
            id="M" + fingerprint(fold(lead.partner.partner), lead.id, key),
            partner=lead.partner.partner,
            lead_id=lead.id,
            stage=stage,
            subject=text["subject"][language].format_map(values),
            body=text["body"][language].lstrip("\n").format_map(values),
            created_at=now,
        )


def reached(
    history: Sequence[Decision], deals: Iterable[Opportunity] = ()
) -> Iterator[tuple[KeyStage, Stage]]:
    """The key stages of a lead with these decisions and deals, those that an undo took back left out."""
    for decision in held(history):
        key = "rejected" if decision.action is Action.REJECT else _KEYS.get(decision.stage)
        if key and decision.stage:
            yield key, decision.stage
    for deal in deals:
        yield "opportunity", Stage.OPPORTUNITY
        if deal.state is DealState.WON:
            yield "customer", Stage.CUSTOMER


@cache
def _texts() -> dict[KeyStage, dict[str, dict[Language, str]]]:
    return tomllib.loads(files(__package__).joinpath("updates.toml").read_text("utf-8"))  # type: ignore[return-value]
