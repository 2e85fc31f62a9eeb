"""When a recorded call began, what it was about and what it goes by, as its file says beside the turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from .days import read_day
from .draft import tidy_line
from .parties import PEOPLE, id_of

_DAYS = (
    "calldate", "meetingdate", "started", "startedat", "startdatetime", "startdate", "starttime", "meetingstarttime",
    "recordingstarttime", "recordingstart", "datestring", "date", "scheduledstart", "scheduledstarttime", "scheduled",
    "recordedat", "spokenat", "createdat", "createddatetime", "created", "timestamp",
)  # fmt: skip
_TITLES = ("title", "topic", "subject", "meetingtitle", "callname")
_NAMES = ("callid", "conversationid", "meetingid", "transcriptid", "id", "otid", "speechid", "title")
_FIRST, _LAST = 2000, 2100
_DEEPEST = 6


def started(whole: Any, path: Sequence[str | int]) -> tuple[date | None, str | None, str | None]:
    """Day, title and name of the conversation at `path`; each from the nearest place that has it.

    Where nothing else tells the day, the first turn does, if its time is a moment rather than an offset.
    """
    above = list(_above(whole, path))
    levels = [value for value in above if isinstance(value, dict)]
    near = [record for level in levels for record in _beside(level, 0)]
    first = above[0][:1] if isinstance(above[0], list) else []
    timed = [*near, *(turn for turn in first if isinstance(turn, dict))]
    day = next((day for record in timed for key in _DAYS if (day := day_of(record.get(key)))), None)
    title = next((text for record in near for key in _TITLES if (text := _line(record.get(key)))), None)
    name = next((text for level in levels for key in _NAMES if (text := id_of(level.get(key)))), None)
    number = next((str(step + 1) for step in path if isinstance(step, int)), None)
    return day, title, name or number


def day_of(value: object) -> date | None:
    """The day of a moment: ISO 8601 in its own zone, seconds or milliseconds since 1970, or as people write it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if 1e11 <= value < 1e13 else value
        known = 946_684_800 <= seconds < 4_102_444_800  # this century, in seconds
        return datetime.fromtimestamp(seconds, UTC).date() if known else None
    if not isinstance(value, str) or not 8 <= len(value) <= 60:
        return None
    try:
        day: date | None = datetime.fromisoformat(value.strip()).date()
    except ValueError:
        day = read_day(value, "either")
    return day if day and _FIRST <= day.year < _LAST else None


def _above(whole: Any, path: Sequence[str | int]) -> Iterator[Any]:
    """What holds the conversation, from the nearest to the whole file."""
    held = [whole]
    for step in path:
        inner = held[-1]
        held.append(inner[step])
    yield from reversed(held)


def _beside(record: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """The record and the objects in it, not what lists hold: those are the turns and the people."""
    yield record
    if depth < _DEEPEST:
        for key, part in record.items():
            if isinstance(part, dict) and not PEOPLE.fullmatch(key):
                yield from _beside(part, depth + 1)


def _line(value: object) -> str:
    return tidy_line(value[:400]) if isinstance(value, str) else ""
