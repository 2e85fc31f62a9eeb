"""What sources answered is found again under its question, and its cost by its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from goods import NOON

from agent.store import Store
from agent.store.source_answers import SourceAnswer, SourceAnswers, SourceSpend

ANSWER = SourceAnswer("k1", "harbour", '{"name": "Orléans"}', "[]", 0.05, "run1", NOON)


def test_the_last_answer_to_a_question_is_found_and_no_other(store: Store) -> None:
    answers = SourceAnswers(store)
    assert answers.get("k1") is None
    answers.put(ANSWER)
    answers.put(replace(ANSWER, key="k2", found_json="[1]"))
    newer = replace(ANSWER, found_json="[2]", run_id=None, retrieved_at=NOON + timedelta(days=9))
    answers.put(newer)
    assert answers.get("k1") == newer


def test_what_was_paid_is_told_by_source_with_answers_that_were_replaced(store: Store) -> None:
    answers = SourceAnswers(store)
    assert answers.spend() == {}
    for one in (ANSWER, ANSWER, replace(ANSWER, source="quay", cost=0.0)):
        answers.put(one)
    assert answers.spend() == {"harbour": SourceSpend(2, 0.1), "quay": SourceSpend(1, 0.0)}
