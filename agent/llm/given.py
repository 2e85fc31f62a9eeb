"""The filling that answers from files: how a prompt is judged by hand, and an answer checked without a model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from agent.errors import BadInput, Malformed
from agent.llm import A, Errand, Question, Reply, ToolCall
from agent.llm.response import decoded
from agent.llm.strict import sift


class Given:
    """A `Model` whose answers somebody wrote down: one for every subject, or one for each by its id."""

    def __init__(self, name: str, answers: Mapping[str, str] | str) -> None:
        self.name = self.identity = name
        self._answers = answers

    async def extract(self, question: Question[A]) -> Reply[A]:
        """The answer written for the question's subject, taken as a model's would be. Raises `Malformed`."""
        id = str(getattr(question.subject, "id", ""))
        text = self._answers if isinstance(self._answers, str) else self._answers.get(id)
        if text is None:
            raise Malformed("the file holds no answer for it")
        try:
            return Reply(question.answer.model_validate(sift(decoded(text), question.answer)))
        except ValidationError as error:
            places = {".".join(map(str, fault["loc"])) for fault in error.errors(include_url=False)}
            raise Malformed(
                f"the answer is no {question.answer.__name__}: {', '.join(sorted(places))}"
            ) from error
        except ValueError as error:
            raise Malformed("the answer is not JSON") from error

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:  # noqa: ARG002
        """None: what somebody wrote down asks nobody."""
        return Reply(())


def read_answers(path: Path) -> Given:
    """The answers of a file: one JSON object for any note, or one a line, each with the `id` of its note.

    Raises `BadInput` when it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("the answer cannot be read", file=path, remedy="Give a JSON or JSONL file") from error
    lines = [line for line in text.split("\n") if line.strip()]
    by_id = {}
    for line in lines if len(lines) > 1 else ():
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            break
        if not isinstance(one, dict) or "id" not in one:
            break
        by_id[str(one["id"])] = line
    return Given(f"answer {path.name}", by_id if len(by_id) == len(lines) > 1 else text)
