"""Who brought a deal: its credit shared out among the touchpoints before it. Shares are exact and add up to 1.

    partner     40 % first, 40 % last, 20 % the partner's influence: the default
    key         40 % first, 40 % key, 20 % last; the key touch is the first that asked to buy
    first, last, linear, position, decay      the usual others

A share whose touch is not there (no partner had a part, nobody asked to buy) goes to the others of the model, in
proportion. Both readings of 40/40/20 are in use in partner programmes, which is why there are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal, get_args

from agent.models.noun import Noun

ModelName = Literal["partner", "key", "first", "last", "linear", "position", "decay"]
MODELS: tuple[ModelName, ...] = get_args(ModelName)
_PARTS = 10**9
Credits = dict[str, Fraction]
"""Touch id → its share of the deal."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One touchpoint as attribution sees it."""

    id: str
    at: datetime
    partner: bool = False
    """A partner had a part in it."""
    key: bool = False
    """It asked to buy: a demo, a quote, a trial."""


class Weights(Noun):
    """The shares of the models, in percent, and the half-life of `decay`. What they do not make up to 100 is scaled."""

    partner: tuple[int, int, int] = (40, 40, 20)
    """First, last, partner."""
    key: tuple[int, int, int] = (40, 40, 20)
    """First, key, last."""
    position: tuple[int, int, int] = (40, 20, 40)
    """First, all between together, last."""
    half_life: float = 7.0
    """Days before the last touch after which a touch counts half."""


USUAL = Weights()


def credit(touches: Iterable[Touch], model: ModelName = "partner", weights: Weights = USUAL) -> Credits:
    """The share of each touch, adding up to exactly 1; empty where there was no touch at all."""
    ordered = sorted(touches, key=lambda touch: (touch.at, touch.id))
    if not ordered:
        return {}
    shares = _SHARES[model](ordered, weights)
    whole = sum(shares.values(), Fraction(0))
    if not whole:  # no touch of the model is there, or all its weights are 0: nobody is above the others
        return _linear(ordered, weights)
    return {id: share if whole == 1 else share / whole for id, share in shares.items() if share}


def _shared(parts: Iterable[tuple[int, Sequence[Touch]]]) -> Credits:
    """Each weight split evenly among its touches; of a part without touches nothing."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for weight, touches in parts:
        share = Fraction(weight, len(touches)) if touches else Fraction(0)
        for touch in touches:
            found[touch.id] += share
    return dict(found)


def _partner(touches: Sequence[Touch], weights: Weights) -> Credits:
    first, last, partner = weights.partner
    own = [touch for touch in touches if touch.partner]
    return _shared(((first, touches[:1]), (last, touches[-1:]), (partner, own)))


def _key(touches: Sequence[Touch], weights: Weights) -> Credits:
    first, key, last = weights.key
    asked = [touch for touch in touches if touch.key]
    return _shared(((first, touches[:1]), (key, asked[:1]), (last, touches[-1:])))


def _position(touches: Sequence[Touch], weights: Weights) -> Credits:
    first, between, last = weights.position
    return _shared(((first, touches[:1]), (between, touches[1:-1]), (last, touches[-1:])))


def _linear(touches: Sequence[Touch], _: Weights) -> Credits:
    return _shared(((1, touches),))


def _decay(touches: Sequence[Touch], weights: Weights) -> Credits:
    """In whole billionths, so that the shares of many deals add up as quickly as they do exactly."""
    end = touches[-1].at
    days = {touch.id: (end - touch.at).total_seconds() / 86_400 for touch in touches}
    weighed = {id: 0.5 ** (age / weights.half_life) for id, age in days.items()}
    whole = sum(weighed.values())
    # The oldest keep a trace, so that nobody is dropped unseen; the last touch has what rounding leaves.
    parts = {id: max(int(weight / whole * _PARTS), 1) for id, weight in weighed.items()}
    parts[touches[-1].id] += _PARTS - sum(parts.values())
    return {id: Fraction(part, _PARTS) for id, part in parts.items()}


_SHARES: Mapping[ModelName, Callable[[Sequence[Touch], Weights], Credits]] = {
    "partner": _partner,
    "key": _key,
    "first": lambda touches, _: _shared(((1, touches[:1]),)),
    "last": lambda touches, _: _shared(((1, touches[-1:]),)),
    "linear": _linear,
    "position": _position,
    "decay": _decay,
}
