"""Touchpoint files in, touchpoints out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from agent.cells import unguard
from agent.clean import clean_field
from agent.errors import BadInput
from agent.identity import company_domain
from agent.models.noun import fingerprint
from agent.models.touchpoint import Touchpoint
from agent.utm import Kind as Rule
from agent.utm import Rules

from .contacts import read_emails
from .days import Order, decide_order, read_moment
from .kinds import read_kind
from .lines import Ignored, Record, Reject, Remarks, text_of
from .mapping import Columns, count_known, map_columns
from .records import read_records
from .rejects import Form, Rejected

_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
_BROKEN = {
    Rule.CASE: "has capital letters",
    Rule.SPACES: "has spaces",
    Rule.SPELLING: "is misspelt",
    Rule.ALIAS: "is another name of an allowed value",
    Rule.DOUBLE: "is given twice",
    Rule.MISSING: "is missing",
    Rule.PARTNER_SOURCE: "is not the partner's name",
    Rule.PARTNER_MEDIUM: "is not what a partner's link says",
}
"""What an import warns of. Whether a value is on no list is told by `leadsift utm`, which knows every partner."""


@dataclass(frozen=True)
class TouchpointBatch:
    """What one touchpoint file holds. accepted + rejected + ignored is every record of it."""

    touchpoints: tuple[Touchpoint, ...]
    """Each once, in the file's order."""
    accepted: int
    rejected: tuple[Rejected, ...]
    ignored: int
    warnings: tuple[str, ...]


def read_touchpoints(
    path: Path,
    now: datetime,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    zone: tzinfo = UTC,
    rules: Rules | None = None,
) -> TouchpointBatch:
    """Every touchpoint of a CSV, JSONL, XLSX or Parquet file. Raises `BadInput` if it cannot be read at all.

    A touchpoint needs a date and an e-mail or a company domain. One later than `now` is kept with a warning, and so
    is one whose link breaks `rules`. A time that names no zone is one of `zone`; a day without a time is a day in UTC.
    """
    records = read_records(
        path, encoding=encoding, delimiter=delimiter, recognise=lambda names: count_known(names, "touchpoint")
    )
    columns = map_columns(records.header, "touchpoint")
    lines = list(records.lines)
    good = [line for line in lines if isinstance(line, Record)]
    if (good or records.header) and "at" not in columns:
        raise BadInput("no column holds the date", file=path, remedy="Name one 'date' or 'timestamp'")
    if (good or records.header) and not {"email", "domain"} & set(columns.by_field):
        raise BadInput(
            "no column holds an e-mail or a domain", file=path, remedy="Name one 'email' or 'domain'"
        )
    reader = _Reader(records.file, columns, records.remarks, now, zone, rules)
    reader.look_over(good)
    read = [reader.read(line) if isinstance(line, Record) else line for line in lines]
    form = Form(records.header_text, records.delimiter)
    found = [line for line in read if isinstance(line, Touchpoint)]
    return TouchpointBatch(
        touchpoints=tuple({touchpoint.id: touchpoint for touchpoint in found}.values()),
        accepted=len(found),
        rejected=tuple(
            Rejected(records.file, line.line, line.reason, line.raw, form)
            for line in read
            if isinstance(line, Reject)
        ),
        ignored=sum(isinstance(line, Ignored) for line in read),
        warnings=tuple(f"{records.file}: {sentence}" for sentence in records.remarks.sentences()),
    )


@dataclass
class _Reader:
    file: str
    columns: Columns
    remarks: Remarks
    now: datetime
    zone: tzinfo
    rules: Rules | None
    orders: dict[str, Order] = field(default_factory=dict)

    def look_over(self, records: Sequence[Record]) -> None:
        for name in self.columns.by_field["at"] if records else ():
            texts = (text_of(record.values.get(name)) for record in records)
            self.orders[name] = decide_order(texts, self.columns.language)

    def read(self, record: Record) -> Touchpoint | Reject:
        """The record as a touchpoint, or why it is none."""
        cells = {target: self._cell(record, target) for target in self.columns.by_field}
        at = self._moment(record)
        if at is None:
            return Reject(record.line, "the date is not understood", record.raw)
        emails = read_emails(cells.get("email", ""))
        domain = company_domain(cells.get("domain", "")) or (company_domain(emails[0]) if emails else None)
        if not emails and domain is None:
            return Reject(record.line, "no e-mail and no company domain", record.raw)
        if at > self.now:
            self.remarks.add("date in the future", record.line)
        page = cells.get("page") or None
        kind = read_kind(cells.get("kind", ""), page)
        if kind == "other" and cells.get("kind"):
            self.remarks.add("kind not known, kept as 'other'", record.line)
        email = emails[0] if emails else None
        partner, channel = cells.get("partner") or None, cells.get("channel") or None
        shown = _without_query(page)
        parts = (email or domain or "", at.isoformat(), kind, cells.get("kind", ""), shown, partner, channel)
        utm, doubles = _utm(cells, record)
        read = Touchpoint(
            id="T" + fingerprint(*(part or "" for part in parts)),
            at=at,
            kind=kind,
            email=email,
            domain=domain,
            channel=channel,
            page=shown,
            partner=partner,
            utm=utm,
            doubles=doubles,
            origin=f"{self.file}:{record.line}",
        )
        for violation in self.rules.check(read) if self.rules else ():
            if violation.kind in _BROKEN:
                self.remarks.add(f"{violation.parameter} {_BROKEN[violation.kind]}", record.line)
        return read

    def _cell(self, record: Record, target: str) -> str:
        texts = (unguard(text_of(record.values.get(name))) for name in self.columns.by_field[target])
        return next((text for text in texts if text), "")

    def _moment(self, record: Record) -> datetime | None:
        for name in self.columns.by_field["at"]:
            if text := text_of(record.values.get(name)):
                return read_moment(text, self.orders.get(name, "either"), self.zone)
        return None


def _utm(cells: Mapping[str, str], record: Record) -> tuple[dict[str, str], tuple[str, ...]]:
    """The campaign as its own columns have it, else as an address in the row has it; and what that gives again."""
    asked: dict[str, str] = {}
    doubles: list[str] = []
    for value in record.values.values():
        if isinstance(value, str) and "utm_" in value.lower():
            given: set[str] = set()
            for name, text in _parameters(value):
                asked.setdefault(name, text)
                if name in given:
                    doubles.append(f"{name}={text}")
                given.add(name)
    found = {name: cells.get(name) or asked.get(name, "") for name in _UTM}
    return {name: text for name, text in found.items() if text}, tuple(doubles)


def _parameters(address: str) -> list[tuple[str, str]]:
    """Those of the campaign, in their order. What was percent-encoded is as foreign as the rest."""
    try:
        asked = parse_qsl(_query(address), max_num_fields=100)
    except ValueError:
        return []
    return [(name.lower(), _value(text)) for name, text in asked if name.lower() in _UTM and _value(text)]


def _value(text: str) -> str:
    """Without what no terminal and no database should see, its outer spaces kept: they are what is wrong with it."""
    cleaned = clean_field(text)
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{cleaned}{after}" if cleaned else ""


def _query(address: str) -> str:
    try:
        return urlsplit(address).query or address.partition("?")[2]
    except ValueError:
        return address.partition("?")[2]


def _without_query(page: str | None) -> str | None:
    """The page without what follows "?": there stand tokens that name a person."""
    return page.partition("?")[0].partition("#")[0] if page else None
