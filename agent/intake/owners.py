"""Owner files in, owners out: who in sales takes leads over, where, when and how many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.cells import unguard
from agent.errors import BadInput
from agent.handoff.hours import add_business_time
from agent.identity import fold
from agent.models.handoff import Absence, Owner

from .days import Order, decide_order, read_day
from .lines import Ignored, Record, Reject, text_of
from .mapping import Columns, count_known, map_columns
from .places import country_code
from .records import read_records
from .rejects import Form, Rejected

_PARTS = re.compile(r"\s*[,;|]\s*")
_ISO_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_UNTIL = re.compile(r"\s*(?:\.\.+|→|–|—|\s-\s|\b(?:to|until|au|bis)\b)\s*")
_DASH = re.compile(r"\s*-\s*")
_FROM = re.compile(r"^(?:from|du|vom)\s+", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})(?:[:h.](\d{2}))?h?(?::\d{2})?\s*(am|pm)?", re.IGNORECASE)
_DAYS = ("mon lun mo", "tue mar di", "wed mer mi", "thu jeu do", "fri ven fr", "sat sam sa", "sun dim so")
_WEEKDAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class OwnerBatch:
    """What one owner file holds. accepted + rejected + ignored is every record of it."""

    owners: tuple[Owner, ...]
    """Each once by its id; of doubles the later row counts."""
    accepted: int
    rejected: tuple[Rejected, ...]
    ignored: int
    warnings: tuple[str, ...]


class _Unreadable(Exception):
    """A cell that cannot be understood: a sentence why. Its record is rejected."""


def read_owners(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> OwnerBatch:
    """Every owner of a CSV, JSONL, XLSX or Parquet file. Raises `BadInput` if it cannot be read at all."""
    records = read_records(
        path, encoding=encoding, delimiter=delimiter, recognise=lambda names: count_known(names, "owner")
    )
    columns = map_columns(records.header, "owner")
    lines = list(records.lines)
    if (records.header or any(isinstance(line, Record) for line in lines)) and "id" not in columns:
        raise BadInput(
            "no column holds the owners' logins or e-mails", file=path, remedy="Name one 'id' or 'email'"
        )
    rows = {line.line: _cells(line, columns) for line in lines if isinstance(line, Record)}
    order = _order((cells.get("away", "") for cells in rows.values()), columns.language)
    read = [
        _owner(line, rows[line.line], order, records.file) if isinstance(line, Record) else line
        for line in lines
    ]
    found = [line for line in read if isinstance(line, Owner)]
    form = Form(records.header_text, records.delimiter)
    return OwnerBatch(
        owners=tuple({owner.id: owner for owner in found}.values()),
        accepted=len(found),
        rejected=tuple(
            Rejected(records.file, line.line, line.reason, line.raw, form)
            for line in read
            if isinstance(line, Reject)
        ),
        ignored=sum(isinstance(line, Ignored) for line in read),
        warnings=tuple(f"{records.file}: {sentence}" for sentence in records.remarks.sentences()),
    )


def _cells(record: Record, columns: Columns) -> dict[str, str]:
    """The filled cells, by field; of several columns of a field the first that says something."""
    cells: dict[str, str] = {}
    for target, names in columns.by_field.items():
        texts = (unguard(text_of(record.values.get(name))) for name in names)
        if text := next((text for text in texts if text), None):
            cells[target] = text
    return cells


def _owner(record: Record, cells: dict[str, str], order: Order, file: str) -> Owner | Reject:
    id = cells.pop("id", "")
    if not id:
        return Reject(record.line, "no login or e-mail", record.raw)
    fields: dict[str, object] = {"id": id, "name": cells.pop("name", id), "origin": f"{file}:{record.line}"}
    try:
        fields |= _place(cells.get("country"), cells.get("timezone"), cells.get("subdivision"))
        fields |= {name: _READ[name](text) for name, text in cells.items() if name in _READ}
        if "away" in cells:
            fields["away"] = _absences(cells["away"], order)
        owner = Owner.model_validate(fields)
        add_business_time(_SOME_DAY, timedelta(minutes=1), owner)
    except _Unreadable as error:
        return Reject(record.line, str(error), record.raw)
    except BadInput as error:
        return Reject(record.line, error.reason, record.raw)
    return owner


def _place(country: str | None, zone: str | None, subdivision: str | None) -> dict[str, str | None]:
    """Country, zone and subdivision; where only one of the first two is given, it tells the other."""
    from babel.core import get_global

    if country is None and zone is None:
        return {"subdivision": subdivision}
    if zone and country is None:
        code = get_global("zone_territories").get(zone)
        if code is None:
            raise _Unreadable(f"{zone} is no time zone: give its IANA name, like Europe/Paris")
        return {"country": code, "timezone": zone, "subdivision": subdivision}
    code = country_code(country or "")
    if code is None:
        raise _Unreadable(f"{country} is no country")
    return {"country": code, "timezone": zone or _only_zone(code), "subdivision": subdivision}


def _only_zone(country: str) -> str:
    """The zone of a country whose clocks all agree."""
    from babel.core import get_global

    zones = get_global("territory_zones").get(country, ())
    months = [datetime(2026, month, 1, 12) for month in (1, 4, 7, 10)]
    clocks = {tuple(month.replace(tzinfo=ZoneInfo(zone)).utcoffset() for month in months) for zone in zones}
    if len(clocks) != 1:
        raise _Unreadable(f"a time zone is needed: {country} has not just one")
    return str(zones[0])


def _countries(text: str) -> tuple[str, ...]:
    codes = {name: country_code(name) for name in _parts(text)}
    if unknown := [name for name, code in codes.items() if code is None]:
        raise _Unreadable(f"{', '.join(unknown)}: no country")
    return tuple(dict.fromkeys(code for code in codes.values() if code))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in _PARTS.split(text) if part)


def _capacity(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise _Unreadable(f"a capacity is a whole number, not {text}")
    return int(text)


def _clock(text: str) -> time:
    """ "9", "9h30", "09:00", "5:30 pm"; midnight as an end cannot be written, 23:59 can."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise _Unreadable(f"{text} is no time of day")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise _Unreadable(f"{text} is no time of day")
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    if hour > 23 or minute > 59:
        raise _Unreadable(f"{text} is no time of day")
    return time(hour, minute)


def _weekdays(text: str) -> tuple[int, ...]:
    """ "Mon-Fri", "lundi, mardi, jeudi", "sam-lun": by name, for numbers start on Sunday here and Monday there."""
    days: set[int] = set()
    for part in re.split(r"[\s,;|]+", _DASH.sub("-", _UNTIL.sub("-", fold(text)))):
        first, _, last = part.partition("-")
        start = _weekday(first, text)
        length = (_weekday(last, text) - start) % 7 if last else 0
        days |= {(start + step) % 7 for step in range(length + 1)}
    return tuple(sorted(days))


def _weekday(name: str, text: str) -> int:
    found = _WEEKDAYS.get(name[:3], _WEEKDAYS.get(name[:2])) if name.isalpha() else None
    if found is None:
        raise _Unreadable(f"{text}: name working days like Mon-Fri")
    return found


def _order(texts: Iterable[str], language: str | None) -> Order:
    """How the numeric dates of all absences are to be read."""
    return decide_order((day for text in texts for part in _parts(text) for day in _ends(part)), language)


def _ends(part: str) -> list[str]:
    iso = _ISO_SPAN.fullmatch(part)
    return [iso[1], iso[2]] if iso else _UNTIL.split(_FROM.sub("", part))


def _absences(text: str, order: Order) -> tuple[Absence, ...]:
    """Days and spans of days, both ends included: "2026-05-04; 2026-08-03..2026-08-21"."""
    return tuple(_absence(part, order) for part in _parts(text))


def _absence(part: str, order: Order) -> Absence:
    days: list[date | None] = [read_day(end, order) for end in _ends(part)]
    first, last = days[0], days[-1]
    if len(days) > 2 or first is None or last is None:
        raise _Unreadable(f"{part}: an absence is a day, or two like 2026-08-03..2026-08-21")
    if last < first:
        raise _Unreadable(f"{part}: the absence ends before it begins")
    return Absence(first=first, last=last)


_READ = {
    "regions": _countries,
    "products": _parts,
    "capacity": _capacity,
    "opens": _clock,
    "closes": _clock,
    "weekdays": _weekdays,
}
"""How a cell of each field is understood."""
