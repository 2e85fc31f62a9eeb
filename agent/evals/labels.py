"""Labelled notes: a folder with one `<note id>.json` a note, in the form `leadsift note --jsonl` writes.

Beside the slots a label may hold what its author wants to remember; a slot holds the form's keys alone.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agent.clean import clean_document
from agent.errors import BadInput
from agent.models.bant import Bant

SLOTS = ("budget", "authority", "need", "timing")

_DATES: TypeAdapter[dict[str, date | None]] = TypeAdapter(dict[str, date | None])


def read_labels(folder: Path) -> dict[str, Bant]:
    """Note id → its label, by id. Raises `BadInput` naming file and key; a folder without labels is one."""
    labels = {file.stem: _label(file) for file in sorted(folder.glob("*.json"))}
    if not labels:
        raise BadInput(
            "there are no labels here", file=folder, remedy="Give a folder of <note id>.json files"
        )
    return labels


def read_call_dates(file: Path) -> dict[str, date]:
    """Note id → the day of the call, from one JSON object; a null is left out. Raises `BadInput`."""
    try:
        given = _DATES.validate_python(_json(file))
    except ValidationError as error:
        raise _refused(error, file, "Give one object of note ids and YYYY-MM-DD days") from error
    return {id: day for id, day in given.items() if day is not None}


def _label(file: Path) -> Bant:
    given = _json(file)
    if not isinstance(given, dict):
        raise BadInput("a label is one JSON object", file=file)
    if given.get("id", file.stem) != file.stem:
        raise BadInput("names another note than its file does", file=file, column="id")
    for slot in SLOTS:  # all have defaults, which a reading may rely on and a label may not
        if not isinstance(given.get(slot), dict) or "status" not in given[slot]:
            raise BadInput("is missing", file=file, column=f"{slot}.status")
    try:
        return Bant.model_validate(
            {name: value for name, value in given.items() if name in Bant.model_fields}
        )
    except ValidationError as error:
        raise _refused(error, file) from error


def _refused(error: ValidationError, file: Path, remedy: str | None = None) -> BadInput:
    first = error.errors(include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"]) or None
    return BadInput(first["msg"], file=file, column=key, remedy=remedy)


def _json(file: Path) -> Any:
    try:
        return _cleaned(json.loads(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=file) from error
    except json.JSONDecodeError as error:
        raise BadInput(f"not valid JSON: {error.msg}", file=file, line=error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise BadInput("not JSON in UTF-8", file=file) from error


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean_document(value)
        case list():
            return [_cleaned(each) for each in value]
        case dict():
            return {clean_document(name): _cleaned(each) for name, each in value.items()}
    return value
