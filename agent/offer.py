"""A lookup that may be asked now: what a model sees of it, and which question it puts."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from agent.llm import Tool
from agent.sources import Clue, Lookup, OfLead, Source


class Offer(NamedTuple):
    """A lookup that may be asked now."""

    source: Source
    lookup: Lookup

    @property
    def tool(self) -> Tool:
        """What the model sees of it: with what it gives, and its price."""
        card = self.source.card
        price = f" Costs {card.price:g} a hit." if card.price else ""
        said = f"{self.lookup.tool.description} Gives {', '.join(card.fields)}.{price}"
        return replace(self.lookup.tool, description=said)


Question = tuple[str, object, str]


def question(lookup: Lookup, clue: Clue, asked: OfLead) -> Question:
    """What is looked for by which tool: two leads that write a thing alike are one question."""
    looked_for: dict[str, object] = {
        "legal_id": tuple(sorted(clue.legal_ids.items())),
        "domain": clue.domains,
        "name": (clue.company.casefold(), clue.country),
    }
    return lookup.tool.name, looked_for[lookup.by], asked.model_dump_json(exclude={"lead_id"})
