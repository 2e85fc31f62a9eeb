"""The learned weights, as the package carries them, and the two sums they are used in."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import exp
from struct import Struct
from typing import NamedTuple, TypeAlias, TypedDict

Row: TypeAlias = Sequence[float]
Table: TypeAlias = Mapping[str, Row]
"""Trait → its weight for each class."""

COLUMNS = 16
"""Four kinds of evidence for each of four slots."""
BITS = 32
"""Of a column, where a row is one number."""
HALF = 1 << BITS - 1
_HALVES = sum(HALF << BITS * column for column in range(COLUMNS))
_COLUMNS = Struct(f"<{COLUMNS}I")
SCALE = 100
"""The sentence weights are kept in hundredths."""
_LOOKED_AT = ("traits", "verdict", "candidates", "sums", "dates", "people")
"""The modules that say what is looked at: weights learned with others of them do not fit."""


class Check(TypedDict):
    """A sentence's traits, and for each slot the shares that the training itself gave it."""

    traits: Sequence[str]
    shares: Sequence[Row]


class Weights(NamedTuple):
    """Everything learned."""

    made_with: str
    """`fingerprint` of the modules it was learned with."""
    sentences: Mapping[str, int]
    """Trait of a sentence → its weight for each kind of evidence, slot after slot, packed; see `evidence`."""
    notes: Mapping[str, Table]
    """Slot → trait of the note → a weight for each status."""
    values: Mapping[str, Mapping[str, float]]
    """Kind of candidate → what is looked at of it → its weight."""
    checks: Sequence[Check]
    """Some sentences, for this arithmetic to be held against the training's."""


@cache
def weights() -> Weights:
    """The package's weights."""
    read = json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8"))
    return Weights(**read | {"sentences": {trait: _row(flat) for trait, flat in read["sentences"].items()}})


def _row(flat: Sequence[int]) -> int:
    """A row of the file, which names only the columns that are not 0: all of them in one number, to be added as one."""
    return sum(weight << BITS * column for column, weight in zip(flat[::2], flat[1::2], strict=True))


def unpacked(row: int) -> tuple[int, ...]:
    """The columns of a row, or of a sum of rows."""
    return tuple([one - HALF for one in _COLUMNS.unpack((row + _HALVES).to_bytes(_COLUMNS.size, "little"))])


def fingerprint() -> str:
    """Of the modules that say what is looked at, whatever their comments and their layout."""
    sources = ((files(__package__) / f"{name}.py").read_text(encoding="utf-8") for name in _LOOKED_AT)
    return sha256("".join(ast.dump(ast.parse(source)) for source in sources).encode()).hexdigest()[:16]


def weigh(traits: Mapping[str, float], table: Table) -> list[float]:
    """The weight of each class: the sum over the traits."""
    rows = [(value, table[trait]) for trait, value in traits.items() if value and trait in table]
    return [sum(terms) for terms in zip(*([value * w for w in row] for value, row in rows), strict=True)]


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares of one."""
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def chance(score: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-score)) if score > -500 else 0.0


def heaviest(
    traits: Mapping[str, float], table: Table, column: int, most: int = 8
) -> list[tuple[str, float]]:
    """The traits that weighed most for or against a class, the heaviest first."""
    terms: Iterable[tuple[str, float]] = (
        (trait, value * table[trait][column]) for trait, value in traits.items() if trait in table
    )
    return sorted(terms, key=lambda term: -abs(term[1]))[:most]
