"""The question that is worth asking next."""

from __future__ import annotations

from typing import Literal

from .noun import Noun


class NextQuestion(Noun):
    """One question to the buyer, and what its answer could do to the score."""

    slot: Literal["budget", "authority", "need", "timing"]
    question: str
    low: int
    """The points the worst answer would change the score by: 0 or less."""
    high: int
    """The points the best answer would change it by: 0 or more."""
