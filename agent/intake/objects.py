"""JSON: one object a line, several on a line, one over several lines, or a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import inf, isfinite
from typing import Any

from .lines import Cell, Ignored, Line, Record, Reject, Remarks, clean_cell, text_of

_DEEPEST = 20
_LARGEST = 1 << 63
_LIST = re.compile(r'\s*(?:\{\s*"(?:data|results|records|leads|contacts|items|rows)"\s*:\s*)?\[\s*(?=[{\]])')
_GAP = re.compile(r"[ \t,]*")
_PATIENCE = 100
"""Failed attempts to read an object over several lines, before one is looked for on its own line only."""
_LONGEST_LINE = 1 << 20
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class _Unfit(Exception):
    """JSON, or nearly, that no record can be made of."""


def read_objects(text: str, remarks: Remarks) -> list[Line]:
    """Every object of a JSON, JSONL or NDJSON text, and every line that is none."""
    return list(_Objects(text.replace("\r\n", "\n").replace("\r", "\n"), remarks).lines())


class _Objects:
    def __init__(self, text: str, remarks: Remarks) -> None:
        self._text, self._remarks = text, remarks
        opening = _LIST.match(text)
        self._place = opening.end() if opening else 0
        self._line = text.count("\n", 0, self._place) + 1
        self._in_list = opening is not None
        self._patience = _PATIENCE
        self._decoder = json.JSONDecoder(
            parse_constant=_no_constant, parse_int=_whole, object_pairs_hook=self._object
        )

    def lines(self) -> Iterator[Line]:
        """One after another, to the end of the text or of its list."""
        text = self._text
        while self._place < len(text):
            start = _match_end(_GAP, text, self._place)
            stop = self._end_of_line(start)
            if self._in_list and text.startswith("]", start):
                return
            if start == stop:
                fresh = self._place == 0 or text[self._place - 1] == "\n"
                if fresh and not self._in_list:
                    yield Ignored(self._line, "blank")
                self._go_to(stop + 1)
            elif text[start] == "#":
                yield Ignored(self._line, "comment")
                self._go_to(stop + 1)
            else:
                yield self._item(start, stop)
        if self._in_list:
            self._remarks.add("the list is not closed: the file may be cut short")

    def _item(self, start: int, stop: int) -> Line:
        """The value that begins at `start`; afterwards the place is behind it."""
        line = self._line
        try:
            value, end = self._decode(start, stop)
            if not isinstance(value, dict):
                raise _Unfit("not an object")
            values = dict(_flat(value, "", line, self._remarks))
        except (json.JSONDecodeError, _Unfit, RecursionError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else "invalid JSON"
            return self._reject(start, stop, str(error) if isinstance(error, _Unfit) else reason)
        raw = self._text[start:end]
        after = _match_end(_GAP, self._text, end)
        stop = self._end_of_line(end)
        if after < stop and self._text[after] not in ("{", "]"):
            return self._reject(start, stop, "invalid JSON: text after the object")
        self._go_to(after if after < stop else stop + 1)
        return Record(line, values, raw)

    def _decode(self, start: int, stop: int) -> tuple[Any, int]:
        """The value at `start` and where it ends. Only an object may run over several lines."""
        if self._text[start] == "{" and self._patience:
            try:
                return self._decoder.raw_decode(self._text, start)
            except (json.JSONDecodeError, RecursionError) as error:
                self._patience -= isinstance(error, RecursionError) or error.pos > stop
                raise
        value, length = self._decoder.raw_decode(self._text[start : min(stop, start + _LONGEST_LINE)])
        return value, start + length

    def _reject(self, start: int, stop: int, reason: str) -> Reject:
        """The line refused; of a list spread over lines, all up to the next object of the same indent."""
        line = self._line
        if self._in_list:
            indent = start - (self._text.rfind("\n", 0, start) + 1)
            following = re.compile(rf"\n[ \t]{{{indent}}}[{{\]]").search(self._text, stop)
            stop = following.start() if following else len(self._text)
        self._go_to(stop + 1)
        return Reject(line, reason, self._text[start:stop].rstrip())

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self._remarks.add("a key stands twice, the last one counts", self._line)
        return made

    def _end_of_line(self, place: int) -> int:
        stop = self._text.find("\n", place)
        return len(self._text) if stop < 0 else stop

    def _go_to(self, place: int) -> None:
        self._line += self._text.count("\n", self._place, place)
        self._place = place


def _flat(
    value: dict[str, Any], prefix: str, line: int, remarks: Remarks, depth: int = 1
) -> Iterator[tuple[str, Cell]]:
    """Names and cells of an object: one inside it becomes "company.name", a list of plain values one text."""
    if depth > _DEEPEST:
        raise _Unfit("nested too deeply")
    for key, part in value.items():
        name = prefix + clean_cell(_storable(key), line, remarks)
        if isinstance(part, dict):
            yield from _flat(part, f"{name}.", line, remarks, depth + 1)
        elif isinstance(part, list) and any(isinstance(entry, dict | list) for entry in part):
            nested = dict(
                _flat({str(place): entry for place, entry in enumerate(part)}, "", line, remarks, depth + 1)
            )
            yield name, json.dumps(nested, ensure_ascii=False)
        elif isinstance(part, list):
            yield name, ", ".join(text_of(_cell(entry, name, line, remarks)) for entry in part)
        else:
            yield name, _cell(part, name, line, remarks)


def _cell(value: Any, name: str, line: int, remarks: Remarks) -> Cell:
    if isinstance(value, str):
        return clean_cell(_storable(value), line, remarks)
    if isinstance(value, bool) or value is None:
        return value
    if not isfinite(value) or abs(value) >= _LARGEST:
        raise _Unfit(f"{name} out of range")
    return value if isinstance(value, int) else float(value)


def _storable(text: str) -> str:
    """The text; what JSON can spell and no database keeps is refused."""
    if bad := _UNSTORABLE.search(text):
        raise _Unfit("NUL character" if bad[0] == "\0" else "lone surrogate")
    return text


def _no_constant(name: str) -> Any:
    raise _Unfit(f"{name} is not JSON")


def _whole(digits: str) -> int | float:
    """A whole number; one of more digits than any database holds is as good as infinite."""
    return int(digits) if len(digits) <= 20 else inf


def _match_end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
