"""One status a slot: the rules' own and the evidence they did and did not cite, weighed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from agent.models.bant import Bant, Status

from .evidence import KINDS, Evidence, Shares
from .weights import softmax, weigh, weights

STATUSES = tuple(Status)
NOTHING = (Status.DENIED, Status.NOT_RAISED)
CAUTION = 1.5
"""How much likelier a finding must be than that there is nothing to find: to invent is worse than to miss."""


class Verdict(NamedTuple):
    """What a slot is held to be."""

    status: Status
    shares: Mapping[Status, float]
    """How likely each status is."""


def verdicts(bant: Bant, evidence: Evidence) -> dict[str, Verdict]:
    """The verdict of each slot."""
    return {
        name: _verdict(slot_traits(slot.status, evidence[name]), name) for name, slot in bant.slots().items()
    }


def _verdict(traits: Mapping[str, float], name: str) -> Verdict:
    found = dict(zip(STATUSES, softmax(weigh(traits, weights().notes[name])), strict=True))
    return Verdict(
        max(found, key=lambda status: found[status] * (CAUTION if status in NOTHING else 1)), found
    )


def slot_traits(by_rules: Status, shares: Sequence[Shares]) -> dict[str, float]:
    """What is looked at to judge a slot: the rules' status, and the strongest evidence of each kind."""
    none, *kinds = zip(*shares, strict=True)
    found = {"any": 1 - min(none), **{name: max(kind) for name, kind in zip(KINDS, kinds, strict=True)}}
    found["clash"] = min(max(found["confirmed"], found["indicated"]), found["denied"])
    logs = {f"odds {name}": odds(share) for name, share in found.items()}
    return {"1": 1.0, f"rules {by_rules.value}": 1.0, **found, **logs}


def odds(share: float) -> float:
    """A share as the logarithm of its odds, held within one either way."""
    return log((share + 0.02) / (1.02 - share)) / 4
