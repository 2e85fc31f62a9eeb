"""One record of a register's answer, read by path: "siege.libelle_commune"; cleaned where it is read.

What a record does not say, and what it says is not for everybody to know ("[ND]"), is None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from agent.clean import clean_field
from agent.models.account import Fact
from agent.models.evidence import Evidence, evidence_id
from agent.models.noun import fingerprint

from .columns import says
from .record import Claim

_HIDDEN = re.compile(r"\[ND\]|\(\s*(?:\[ND\]\s*)*\)")
_LONGEST_SNIPPET = 200


@dataclass(frozen=True)
class Entry:
    """A record."""

    content: Mapping[str, Any]

    def at(self, path: str) -> Any:
        """What stands there, uncleaned; None where nothing does."""
        value: Any = self.content
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def text(self, path: str) -> str | None:
        """The text there, on one line."""
        return _text(self.at(path))

    def texts(self, path: str) -> tuple[str, ...]:
        """The texts of the list there."""
        value = self.at(path)
        return tuple(text for one in value if (text := _text(one))) if isinstance(value, list) else ()

    def number(self, path: str) -> float | None:
        """The number there; one too large to be one is none."""
        value = self.at(path)
        known = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        return value if known else None

    def entries(self, path: str) -> tuple[Entry, ...]:
        """The records of the list there."""
        value = self.at(path)
        return tuple(entries_of(value)) if isinstance(value, list) else ()

    @property
    def edition(self) -> str:
        """What tells this state of the record from every other."""
        return fingerprint(json.dumps(self.content, sort_keys=True), size=4)


def entries_of(records: Iterable[Any]) -> Iterator[Entry]:
    """Those of a list that are records."""
    return (Entry(one) for one in records if isinstance(one, Mapping))


def prove(
    claims: Iterable[Claim], source: str, place: str, retrieved_at: datetime
) -> tuple[tuple[Fact, ...], tuple[Evidence, ...]]:
    """The claims as facts, each with its proof: the place of the record, and in it the path and what stands there."""
    facts: list[Fact] = []
    evidence: list[Evidence] = []
    for claim in claims:
        locator = f"{place} {claim.header}"
        proof = Evidence(
            id=evidence_id(source, locator),
            source=source,
            locator=locator,
            snippet=f"{claim.header}: {claim.cell}"[:_LONGEST_SNIPPET],
            retrieved_at=retrieved_at,
            as_of=claim.as_of,
        )
        evidence.append(proof)
        facts.append(
            Fact(
                field=claim.field,
                value=claim.value,
                source=source,
                as_of=claim.as_of,
                retrieved_at=retrieved_at,
                evidence=proof.id,
            )
        )
    return tuple(facts), tuple(evidence)


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    text = clean_field(_HIDDEN.sub(" ", value))
    return text if text and says(text) else None
