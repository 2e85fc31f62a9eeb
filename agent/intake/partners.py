"""Partner files in, partners out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from agent.cells import unguard
from agent.errors import BadInput
from agent.identity import company_domain, fold
from agent.models.partner import Partner

from .contacts import read_emails
from .lead_cells import NO, YES
from .lines import Ignored, Record, Reject, text_of
from .mapping import Columns, count_known, map_columns
from .records import read_records
from .rejects import Form, Rejected


@dataclass(frozen=True)
class PartnerBatch:
    """What one partner file holds. accepted + rejected + ignored is every record of it."""

    partners: tuple[Partner, ...]
    """Each once by its name; of doubles the later row counts."""
    accepted: int
    rejected: tuple[Rejected, ...]
    ignored: int
    warnings: tuple[str, ...]


def read_partners(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> PartnerBatch:
    """Every partner of a CSV, JSONL, XLSX or Parquet file. Raises `BadInput` if it cannot be read at all."""
    records = read_records(
        path, encoding=encoding, delimiter=delimiter, recognise=lambda names: count_known(names, "partner")
    )
    columns = map_columns(records.header, "partner")
    lines = list(records.lines)
    if (records.header or any(isinstance(line, Record) for line in lines)) and "name" not in columns:
        raise BadInput("no column holds the partner's name", file=path, remedy="Name one 'partner' or 'name'")
    form = Form(records.header_text, records.delimiter)
    read = [_partner(line, columns, records.file) if isinstance(line, Record) else line for line in lines]
    found = [line for line in read if isinstance(line, Partner)]
    return PartnerBatch(
        partners=tuple({fold(partner.name): partner for partner in found}.values()),
        accepted=len(found),
        rejected=tuple(
            Rejected(records.file, line.line, line.reason, line.raw, form)
            for line in read
            if isinstance(line, Reject)
        ),
        ignored=sum(isinstance(line, Ignored) for line in read),
        warnings=tuple(f"{records.file}: {sentence}" for sentence in records.remarks.sentences()),
    )


def _partner(record: Record, columns: Columns, file: str) -> Partner | Reject:
    cells: dict[str, str] = {}
    for target, names in columns.by_field.items():
        texts = (unguard(text_of(record.values.get(name))) for name in names)
        cells[target] = next((text for text in texts if text), "")
    if not cells["name"]:
        return Reject(record.line, "no name", record.raw)
    certified = cells.get("certified", "").lower()
    return Partner(
        name=cells["name"],
        tier=cells.get("tier") or None,
        certified=certified in YES if certified in YES | NO else None,
        domain=company_domain(cells.get("domain", "")),
        products=_parts(cells.get("products", "")),
        contacts=read_emails(cells.get("contacts", "")) or _parts(cells.get("contacts", "")),
        origin=f"{file}:{record.line}",
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\s*[,;|]\s*", text) if part)
