"""What models answered, under the hash of the question: never asked twice; and what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from .connection import Store
from .schema import answer


@dataclass(frozen=True)
class StoredAnswer:
    """One answer as it came, and what it cost."""

    key: str
    """The question's identity."""
    model: str
    prompt: str
    """The prompt's name."""
    prompt_digest: str
    answer_json: str
    prompt_tokens: int
    completion_tokens: int
    attempts: int
    cost: float
    """In the settings' currency."""
    run_id: str | None
    at: datetime


@dataclass(frozen=True)
class Spend:
    """What answers cost together."""

    answers: int
    prompt_tokens: int
    completion_tokens: int
    attempts: int
    cost: float


_COLUMNS = [answer.c[name] for name in StoredAnswer.__dataclass_fields__]
_BY_KEY = select(*_COLUMNS).where(answer.c.key == bindparam("key")).order_by(answer.c.seq.desc()).limit(1)
_SUMS = [
    func.coalesce(func.sum(answer.c[name]), 0) for name in ("prompt_tokens", "completion_tokens", "attempts")
]
_SPEND = select(func.count(), *_SUMS, func.coalesce(func.sum(answer.c.cost), 0.0)).where(
    answer.c.run_id == bindparam("run_id")
)
_INSERT = answer.insert()


class Answers:
    """The answers of a store. Each call is a transaction of its own; call none inside `read` or `write`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> StoredAnswer | None:
        """The answer to this question; the last one, should it have been asked more than once."""
        with self._store.read() as tx:
            row = tx.execute(_BY_KEY, {"key": key}).first()
        if row is None:
            return None
        values = row._asdict()
        return StoredAnswer(**values | {"at": datetime.fromisoformat(values["at"])})

    def put(self, one: StoredAnswer) -> None:
        """Keeps an answer. It is on disk when this returns."""
        with self._store.write() as tx:
            tx.execute(_INSERT, vars(one) | {"at": one.at.isoformat()})

    def spend(self, run_id: str) -> Spend:
        """What the answers of this run cost."""
        with self._store.read() as tx:
            answers, prompt, completion, attempts, cost = tx.execute(_SPEND, {"run_id": run_id}).one()
        return Spend(answers, int(prompt), int(completion), int(attempts), cost)
