"""Invented sources of fixed records, which remember what they were asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from canned import FETCHED

from agent.models.account import FIELDS, Fact, FieldName, Value
from agent.models.evidence import Evidence, evidence_id
from agent.sources import Card, Clue, Found, Lookup, OfLead
from agent.sources.lookup import lookup
from agent.sources.trouble import SourceError


def card(name: str = "quay", **said: Any) -> Card:
    """A register of the whole world that gives everything, for nothing."""
    usual: dict[str, Any] = {
        "name": name,
        "what": f"The register {name}",
        "kind": "registry",
        "fields": FIELDS,
        "legal_ids": ("siren", "lei"),
        "per_second": 5,
        "licence": "CC0 1.0",
        "licence_url": "https://licence.example",
    }
    return Card(**usual | said)


def company(
    source: str = "quay",
    says: Mapping[FieldName, Value] | None = None,
    *,
    retrieved_at: datetime = FETCHED,
    **known: Any,
) -> Found:
    """A record of Brightloom, by its name; with what it says, each fact with its proof."""
    record = str(known.pop("record", "1"))
    facts, proofs = [], []
    for name, value in (says or {}).items():
        locator = f"{source}#{record} {name}"
        proofs.append(
            Evidence(
                id=evidence_id(source, locator), source=source, locator=locator, retrieved_at=retrieved_at
            )
        )
        facts.append(
            Fact(field=name, value=value, source=source, retrieved_at=retrieved_at, evidence=proofs[-1].id)
        )
    usual = {"source": source, "record": record, "name": "Brightloom", "facts": facts, "evidence": proofs}
    return Found.model_validate(usual | known)


@dataclass
class Quay:
    """A source by number, by domain and by name. What it raises it raises every time."""

    records: Sequence[Found] = ()
    card: Card = field(default_factory=card)
    trouble: SourceError | None = None
    by: tuple[str, ...] = ("legal_id", "domain", "name")
    rests: bool = False
    asked: list[tuple[str, Clue]] = field(default_factory=list)

    def lookups(self) -> tuple[Lookup, ...]:
        every: dict[str, tuple[Callable[..., Any], Callable[[Clue], bool]]] = {
            "legal_id": (self.quay_by_legal_id, lambda clue: bool(clue.legal_ids)),
            "domain": (self.quay_by_domain, lambda clue: bool(clue.domains)),
            "name": (self.quay_by_name, lambda clue: bool(clue.company)),
        }
        offered = (lookup(*every[by]) for by in self.by)
        return () if self.rests else tuple(self._named(one) for one in offered)

    def _named(self, one: Lookup) -> Lookup:
        """Under the name of the source, so that several may stand side by side."""
        name = one.tool.name.replace("quay", self.card.name.replace("-", "_"))
        tool = type(one.tool)(name, one.tool.description, one.tool.arguments)
        return Lookup(tool, one.arguments, one.ask, one.applies, one.suggest)

    async def quay_by_legal_id(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """By number."""
        return await self._answer(
            "legal_id", clue, lambda one: bool(one.legal_ids.items() & clue.legal_ids.items())
        )

    async def quay_by_domain(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """By domain."""
        return await self._answer("domain", clue, lambda one: bool({*one.domains} & {*clue.domains}))

    async def quay_by_name(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """By name."""
        return await self._answer("name", clue, lambda _: True)

    async def _answer(self, by: str, clue: Clue, fits: Callable[[Found], bool]) -> Sequence[Found]:
        self.asked.append((by, clue))
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble
        return [one for one in self.records if fits(one)]
