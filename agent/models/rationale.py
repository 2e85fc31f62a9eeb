"""Why a lead has its score, in at most three sentences that cite what they rest on."""

from __future__ import annotations

from typing import Literal

from .noun import Noun
from .score import Contribution, Gate, Stage


class Brief(Noun):
    """All that a rationale may use. It names no person."""

    language: Literal["fr", "en"]
    company: str
    stage: Stage
    total: int
    floor: int
    ceiling: int
    contributions: tuple[Contribution, ...]
    gates: tuple[Gate, ...]
    labels: dict[str, str]
    """Criterion and level ids → their names in the brief's language."""


class Sentence(Noun):
    """One sentence and what it cites."""

    text: str
    cites: tuple[str, ...]
    """Ids of the criteria or gates it rests on; at least one."""


class Rationale(Noun):
    """The answer: one to three sentences, the heaviest reason first. No number but those of the brief."""

    sentences: tuple[Sentence, ...]
