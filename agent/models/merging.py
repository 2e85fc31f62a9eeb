"""Two leads found to be one, and how to take that back."""

from __future__ import annotations

from datetime import datetime

from .account import Match
from .lead import Lead
from .noun import Noun


class Pair(Noun):
    """Two leads that may be one: proposed by code, decided by a person."""

    keep: str
    """The id of the lead that would stay."""
    drop: str
    """The id of the lead that would become part of it."""
    match: Match
    sure: bool
    """An exact key says so: e-mail, partner record, or person at one legal id."""


class Merging(Noun):
    """One merge, with everything needed to undo it. The dropped lead keeps its row, notes and history."""

    id: str
    """"G" and a fingerprint of the pair and the moment."""
    pair: Pair
    kept_before: Lead
    """The kept lead as it was."""
    kept_after: Lead
    """And as the merge made it: while it still is, the merge can be undone and nothing is lost."""
    actor: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None
