"""Learns the weights from labelled notes:

    python -m agent.llm.offline.weighing.train fixtures=0.2 fixtures/taught

Needs the dependency group `train`; a run of leadsift needs neither it nor this module. Each folder holds `notes/` and
`labels/`. The number behind one says how much its notes count where the rules' own verdict is weighed: little where the
rules were made with these notes in sight. `fixtures/aside` is for measuring and is never learned from. The same notes
and the same rules make the same file.

Three steps, each on what the one before says of notes it was not shown (five parts, each judged by the other four):
sentences (multinomial logistic regression, one a slot), notes (the same over the rules' status and the sentences'
shares), values (logistic regression over the candidates).
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from agent.llm.offline.sentence import SLOTS

from .evidence import KINDS
from .lessons import Lesson, candidates, lessons
from .traits import ANY
from .verdict import STATUSES, slot_traits
from .weights import SCALE, fingerprint

FILE = Path(__file__).with_name("weights.json")
PARTS = 5
RARE = 2
"""Sentences a trait must be met in."""
SENTENCE, NOTE, VALUE = 0.3, 1.0, 0.3
"""Inverse strengths of the regularisation."""
SLIGHT = 6
"""Hundredths below which a sentence's weight is left out."""


def train(taught: Sequence[Lesson]) -> dict[str, Any]:
    """Everything learned, as the file holds it."""
    vocabulary = _vocabulary(taught)
    table: dict[str, list[int]] = {trait: [] for trait in vocabulary}
    evidence: dict[str, list[list[list[float]]]] = {}
    for i, slot in enumerate(SLOTS):
        weights, evidence[slot] = _sentences(taught, slot, vocabulary)
        for trait, row in zip(vocabulary, weights, strict=True):
            table[trait] += [
                int(n) for kind, w in enumerate(row) if abs(w) >= SLIGHT for n in (i * len(KINDS) + kind, w)
            ]
    seen = [{slot: evidence[slot][n] for slot in SLOTS} for n in range(len(taught))]
    return {
        "made_with": fingerprint(),
        "sentences": {trait: flat for trait, flat in table.items() if flat},
        "notes": {slot: _notes(taught, seen, slot) for slot in SLOTS},
        "values": _values(taught, seen),
    }


def _vocabulary(taught: Sequence[Lesson]) -> list[str]:
    met = Counter(trait for lesson in taught for sentence in lesson.traits for trait in sentence)
    return sorted(trait for trait, count in met.items() if count >= RARE)


def _matrix(taught: Sequence[Lesson], vocabulary: Sequence[str]) -> Any:
    column = {trait: i for i, trait in enumerate(vocabulary)}
    rows = [sorted(column[t] for t in s if t in column) for lesson in taught for s in lesson.traits]
    ends = np.cumsum([0, *map(len, rows)])
    cells = np.array([i for row in rows for i in row], dtype=np.int64)
    return csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(rows), len(vocabulary)))


def part(lesson: Lesson) -> int:
    """Which part a note belongs to, whatever its company."""
    return sha256(lesson.id.encode()).digest()[0] % PARTS


def _sentences(
    taught: Sequence[Lesson], slot: str, vocabulary: Sequence[str]
) -> tuple[Any, list[list[list[float]]]]:
    """The weights of each trait for each kind, in hundredths, and the shares of every sentence by the other parts."""
    X = _matrix(taught, vocabulary)
    y = np.array(
        [
            1 + KINDS.index(status) if yes and (status := le.gold.slots()[slot].status) in KINDS else 0
            for le in taught
            for yes in le.quoted[slot]
        ]
    )
    owner = np.repeat(np.arange(len(taught)), [len(le.traits) for le in taught])
    parts = np.array([part(le) for le in taught])[owner]
    shares, everywhere = np.zeros((len(y), 1 + len(KINDS))), vocabulary.index(ANY)
    for held in range(PARTS):
        shares[parts == held] = _apply(
            _fit_sentences(X[parts != held], y[parts != held], everywhere), X[parts == held]
        )
    ends = np.cumsum([len(le.traits) for le in taught])[:-1]
    return _fit_sentences(X, y, everywhere), [part.tolist() for part in np.split(shares, ends)]


def _fit_sentences(X: Any, y: Any, everywhere: int) -> Any:
    model = LogisticRegression(C=SENTENCE, max_iter=300, tol=1e-4).fit(X, y)
    full = np.zeros((X.shape[1], 1 + len(KINDS)))
    full[:, model.classes_] = model.coef_.T
    full[everywhere, model.classes_] += model.intercept_
    weights = np.rint((full[:, 1:] - full[:, :1]) * SCALE).astype(int)
    return np.where(np.abs(weights) < SLIGHT, 0, weights)


def _apply(weights: Any, X: Any) -> Any:
    scores = np.hstack([np.zeros((X.shape[0], 1)), X @ weights / SCALE])
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _notes(taught: Sequence[Lesson], seen: Sequence[Mapping[str, Any]], slot: str) -> dict[str, list[float]]:
    """Trait of a note → its weight for each status."""
    found = [
        slot_traits(le.rules.slots()[slot].status, shares[slot])
        for le, shares in zip(taught, seen, strict=True)
    ]
    y = [STATUSES.index(le.gold.slots()[slot].status) for le in taught]
    return _fit(found, y, [le.weight for le in taught], NOTE, len(STATUSES))


def _values(taught: Sequence[Lesson], seen: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Kind of value → trait of a candidate → its weight."""
    by_kind: dict[str, list[tuple[dict[str, float], bool, float]]] = defaultdict(list)
    for lesson, shares in zip(taught, seen, strict=True):
        for kind, traits, right in candidates(lesson, shares):
            by_kind[kind].append((traits, right, lesson.weight))
    kinds = {}
    for kind, found in sorted(by_kind.items()):
        traits_, right_, weights = zip(*found, strict=True)
        table = _fit(traits_, [int(one) for one in right_], weights, VALUE, 2)
        kinds[kind] = {trait: weight for trait, (weight,) in table.items()}
    return kinds


def _fit(
    found: Sequence[Mapping[str, float]],
    y: Sequence[int],
    weights: Sequence[float],
    strength: float,
    width: int,
) -> dict[str, list[float]]:
    met = Counter(trait for one in found for trait in one)
    vectors = DictVectorizer(sort=True)
    X = vectors.fit_transform([{k: v for k, v in one.items() if met[k] >= RARE} for one in found])
    model = LogisticRegression(C=strength, max_iter=2000, tol=1e-5, fit_intercept=False)
    model.fit(X, y, sample_weight=weights)
    if width == 2:
        full = model.coef_.T
    else:
        full = np.zeros((X.shape[1], width))
        full[:, model.classes_] = model.coef_.T
    rows = np.round(full, 3)
    return {
        trait: row.tolist()
        for trait, row in zip(vectors.feature_names_, rows, strict=True)
        if np.abs(row).max() >= 0.005
    }


def _checks(taught: Sequence[Lesson], learned: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A few sentences with the shares that the matrices give them, for the plain arithmetic to be held against."""
    some = [
        sorted(lesson.traits[0])
        for lesson in sorted(taught, key=lambda le: sha256(le.id.encode()).digest())[:5]
    ]
    vocabulary = list(learned["sentences"])
    dense = np.zeros((len(vocabulary), len(SLOTS) * len(KINDS)))
    for row, flat in zip(dense, learned["sentences"].values(), strict=True):
        row[flat[::2]] = flat[1::2]
    column = {trait: i for i, trait in enumerate(vocabulary)}
    rows = np.zeros((len(some), len(vocabulary)))
    for row, traits in zip(rows, some, strict=True):
        row[[column[t] for t in traits if t in column]] = 1
    width = len(KINDS)
    shares = [_apply(dense[:, i * width : (i + 1) * width], rows) for i in range(len(SLOTS))]
    return [
        {"traits": traits, "shares": [np.round(by_slot[n], 6).tolist() for by_slot in shares]}
        for n, traits in enumerate(some)
    ]


def _written(learned: Mapping[str, Any]) -> str:
    """The file: one trait a line, so that two versions can be compared."""
    lines = [f'"made_with": {json.dumps(learned["made_with"])}']
    lines += [f'"sentences": {_table(learned["sentences"])}']
    for group in ("notes", "values"):
        tables = ",\n".join(f"{json.dumps(name)}: {_table(rows)}" for name, rows in learned[group].items())
        lines.append(f'"{group}": {{\n{tables}\n}}')
    lines.append(f'"checks": {json.dumps(learned["checks"], ensure_ascii=False, separators=(",", ":"))}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _table(rows: Mapping[str, Sequence[float]]) -> str:
    return (
        "{\n"
        + ",\n".join(
            f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v, separators=(',', ':'))}"
            for k, v in rows.items()
        )
        + "\n}"
    )


def main(arguments: Sequence[str]) -> None:
    """Reads the folders, learns, writes the file."""
    taught: list[Lesson] = []
    for given in arguments:
        folder, _, weight = given.partition("=")
        taught += lessons(Path(folder), float(weight or 1))
    learned = train(taught)
    learned["checks"] = _checks(taught, learned)
    FILE.write_text(_written(learned), encoding="utf-8")
    said = f"{len(taught)} notes, {len(learned['sentences'])} traits of sentences, {FILE.stat().st_size // 1000} kB"
    sys.stdout.write(f"{said}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
