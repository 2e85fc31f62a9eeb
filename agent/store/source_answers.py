"""What sources answered, under the hash of the question; and what was paid. Answers are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from .connection import Store
from .schema import source_answer


@dataclass(frozen=True)
class SourceAnswer:
    """One answer: the records found, none where the source has no such company."""

    key: str
    """The question's identity."""
    source: str
    question: str
    """What was looked for, as JSON: no person in it."""
    found_json: str
    cost: float
    """In the settings' currency."""
    run_id: str | None
    retrieved_at: datetime


@dataclass(frozen=True)
class SourceSpend:
    """What a source was asked, and what it cost."""

    answers: int
    cost: float


_COLUMNS = [source_answer.c[name] for name in SourceAnswer.__dataclass_fields__]
_BY_KEY = (
    select(*_COLUMNS)
    .where(source_answer.c.key == bindparam("key"))
    .order_by(source_answer.c.seq.desc())
    .limit(1)
)
_SPEND = select(source_answer.c.source, func.count(), func.sum(source_answer.c.cost)).group_by(
    source_answer.c.source
)
_INSERT = source_answer.insert()


class SourceAnswers:
    """The answers of a store. Each call is a transaction of its own; call none inside `read` or `write`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> SourceAnswer | None:
        """The last answer to this question."""
        with self._store.read() as tx:
            row = tx.execute(_BY_KEY, {"key": key}).first()
        if row is None:
            return None
        values = row._asdict()
        return SourceAnswer(**values | {"retrieved_at": datetime.fromisoformat(values["retrieved_at"])})

    def put(self, one: SourceAnswer) -> None:
        """Keeps an answer. It is on disk when this returns."""
        with self._store.write() as tx:
            tx.execute(_INSERT, vars(one) | {"retrieved_at": one.retrieved_at.isoformat()})

    def spend(self) -> dict[str, SourceSpend]:
        """What was asked and paid so far, by source."""
        with self._store.read() as tx:
            return {source: SourceSpend(answers, float(cost)) for source, answers, cost in tx.execute(_SPEND)}
