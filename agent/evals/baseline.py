"""Measures saved, to be held against later ones: has anything fallen?

The file holds the tolerances too, beside the figures they are for: a person may tighten or loosen one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from agent.errors import BadInput
from agent.models.bant import Bant
from agent.models.noun import Noun, fingerprint
from agent.tables import write_lines

from .measures import Measure, better
from .trial import Trial

_TOLERANCES = {"*": 0.01, "*.*": 0.03, "quote_validity": 0.0}


class Baseline(Noun):
    """What is not to be fallen below."""

    labels: str
    """Fingerprint of the labels the figures are from."""
    tolerances: dict[str, float] = _TOLERANCES
    """How far a measure may fall: one by its name, else "*" those of all slots and "*.*" those of a part."""
    measures: dict[str, dict[str, float]]
    """Variant → measure → value."""

    def tolerance(self, name: str) -> float:
        """How far this measure may fall."""
        kind = "*.*" if "." in name else "*"
        return self.tolerances.get(name, self.tolerances.get(kind, _TOLERANCES[kind]))


@dataclass(frozen=True)
class Fall:
    """One measure that is worse than it may be."""

    variant: str
    name: str
    was: float
    now: float | None
    """None: there is nothing to measure any more."""

    def __str__(self) -> str:
        return f"{self.variant}: {self.name} was {self.was}, is {'unknown' if self.now is None else self.now}"


def falls(baseline: Baseline, variant: str, measures: Mapping[str, Measure]) -> tuple[Fall, ...]:
    """Every measure that is worse by more than its tolerance; none for a variant the baseline lacks."""
    found = []
    for name, was in baseline.measures.get(variant, {}).items():
        now = rounded(measures[name].value) if name in measures else None
        if now is None or better(name, was, now) > baseline.tolerance(name) + 1e-9:
            found.append(Fall(variant, name, was, now))
    return tuple(found)


def baseline_of(trials: Sequence[Trial], labels: Mapping[str, Bant], before: Baseline | None) -> Baseline:
    """What is to be saved; tolerances stay as they were."""
    figures = {
        trial.variant: {
            name: value for name, of in trial.measures.items() if (value := rounded(of.value)) is not None
        }
        for trial in trials
    }
    tolerances = before.tolerances if before else _TOLERANCES
    return Baseline(labels=fingerprint_of(labels), tolerances=tolerances, measures=figures)


def fingerprint_of(labels: Mapping[str, Bant]) -> str:
    """The same for the same labels."""
    return fingerprint(*(part for id in sorted(labels) for part in (id, labels[id].model_dump_json())))


def read_baseline(file: Path) -> Baseline:
    """Raises `BadInput` for a file that cannot be read or is none of ours."""
    try:
        return Baseline.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}", file=file, remedy="Make one with --save"
        ) from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or None
        raise BadInput(first["msg"], file=file, column=key, remedy="Make one with --save") from error


def save_baseline(baseline: Baseline, file: Path) -> None:
    """Raises `BadInput` for a file that cannot be written."""
    write_lines([baseline.model_dump_json(indent=1)], file)


def rounded(value: float | None) -> float | None:
    """To the four digits figures are given in."""
    return None if value is None else round(value, 4)
