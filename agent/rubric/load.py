"""A rubric file becomes a rubric, or one sentence about what is wrong with it, and where."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.errors import BadInput

from .rubric import Rubric

DEFAULT = Path(__file__).with_name("default.toml")
"""The rubric leadsift comes with: a B2B software seller in Europe and North America."""

_REMEDY = "Compare with the rubric leadsift comes with (agent/rubric/default.toml)"
_LINE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")


def load_rubric(path: Path | None = None) -> Rubric:
    """The rubric in a TOML file, None being the built-in one. Raises `BadInput` naming the place."""
    file = path or DEFAULT
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("a rubric is UTF-8 text", file=file, remedy="Save it as UTF-8") from error
    except OSError as error:
        raise BadInput("the rubric cannot be read", file=file, remedy="Check the path") from error
    try:
        return Rubric.model_validate(tomllib.loads(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        place = _LINE.search(str(error))
        line = int(place[1]) if place and place[1] else None
        reason = f"not valid TOML: {_LINE.sub('', str(error))}"
        raise BadInput(reason, file=file, line=line, remedy=_REMEDY) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        entry = tuple(str(part) for part in first["loc"] if part != "[key]")
        reason = f"{'.'.join(entry) or 'the rubric'}: {_plainly(first)}"
        raise BadInput(reason, file=file, line=_line_of(entry, text), remedy=_REMEDY) from error


def _plainly(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not known here"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return str(error["msg"][:1].lower() + error["msg"][1:])


def _line_of(entry: tuple[str, ...], text: str) -> int | None:
    """The line where the entry, or the innermost part of it that the file spells out, stands."""
    table: tuple[str, ...] = ()
    best, line = 0, None
    for number, written in enumerate(text.split("\n"), start=1):
        if header := re.match(r"\s*\[([\w.\- ]+)\]", written):
            table = tuple(part.strip() for part in header[1].split("."))
            here = table
        elif key := re.match(r"\s*([\w.\-]+)\s*=", written):
            here = (*table, *key[1].split("."))
        else:
            continue
        if len(here) > best and entry[: len(here)] == here:
            best, line = len(here), number
    return line
