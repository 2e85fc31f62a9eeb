"""Lead files in, leads out: read, mapped, understood, joined. Nothing is stored and nothing is lost here."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from agent.errors import BadInput
from agent.models.account import Account, Fact
from agent.models.evidence import Evidence, evidence_id
from agent.models.lead import Lead

from .lead_row import LeadReader, LeadRow
from .lines import Ignored, Record, Reject, Remarks
from .mapping import Columns, Saved, count_known, header_key, map_columns, read_mapping
from .merge import join_doubles
from .records import Records, read_records
from .rejects import Form, Rejected

SOURCE = "lead file"


@dataclass
class AccountFacts:
    """What the lead files say about one company, with the proof of each."""

    facts: list[Fact] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class FileRead:
    """How one lead file was read. accepted + rejected + ignored is every record of it."""

    path: Path
    encoding: str | None
    delimiter: str | None
    columns: Columns
    accepted: int
    rejected: tuple[Rejected, ...]
    ignored: tuple[Ignored, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class LeadBatch:
    """What the lead files of one import hold."""

    leads: tuple[Lead, ...]
    """Without doubles, in the order first met."""
    accounts: tuple[Account, ...]
    """Those of the leads, each once."""
    facts: dict[str, AccountFacts]
    """By account id; equal facts of one account stand once."""
    files: tuple[FileRead, ...]
    merged: int
    """Accepted records that became part of another lead: accepted − merged is the number of leads."""

    @property
    def accepted(self) -> int:
        """Records that became a lead, or part of one."""
        return sum(read.accepted for read in self.files)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Records that did not, for `write_rejects`."""
        return tuple(rejected for read in self.files for rejected in read.rejected)

    @property
    def ignored(self) -> int:
        """Lines that hold no record: blank, comments, above the header."""
        return sum(len(read.ignored) for read in self.files)

    @property
    def records(self) -> int:
        """Everything: accepted, rejected and ignored."""
        return self.accepted + len(self.rejected) + self.ignored

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the person, each with its file."""
        return tuple(f"{read.path.name}: {warning}" for read in self.files for warning in read.warnings)


def read_leads(
    paths: Sequence[Path],
    *,
    now: datetime,
    mapping: Path | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> LeadBatch:
    """Every lead of these files.

    `mapping` is a saved mapping of headers to fields. Raises `BadInput` when a file cannot be read at all, or
    its header is not recognised or has no company column; then nothing is imported.
    """
    with _no_collection():
        return _read_leads(paths, read_mapping(mapping) if mapping else None, encoding, delimiter, now)


def _read_leads(
    paths: Sequence[Path], saved: Saved | None, encoding: str | None, delimiter: str | None, now: datetime
) -> LeadBatch:
    files: list[FileRead] = []
    rows: list[LeadRow] = []
    facts: dict[str, AccountFacts] = {}
    known: set[tuple[str, str, object]] = set()
    for path in paths:
        read, found = _read_file(path, saved, encoding, delimiter, now)
        files.append(read)
        rows += found
        for row in found:
            _add_facts(row, facts, known, now)
    merged = join_doubles(row.lead for row in rows)
    accounts = {row.account.id: row.account for row in reversed(rows)}
    used = dict.fromkeys(lead.account_id for lead in merged.leads)
    return LeadBatch(
        leads=merged.leads,
        accounts=tuple(accounts[account_id] for account_id in used),
        facts={account_id: facts[account_id] for account_id in used},
        files=tuple(files),
        merged=merged.doubles,
    )


def _read_file(
    path: Path, saved: Saved | None, encoding: str | None, delimiter: str | None, now: datetime
) -> tuple[FileRead, list[LeadRow]]:
    records = read_records(
        path,
        encoding=encoding,
        delimiter=delimiter,
        recognise=lambda names: count_known(names, "lead", saved),
    )
    columns = map_columns(records.header, "lead", saved)
    lines = deque(records.lines)
    if records.header or any(isinstance(line, Record) for line in lines):
        _check(path, records, columns)
    _check_saved(saved, records, records.remarks)
    reader = LeadReader(records.file, columns, records.remarks, now)
    reader.look_over(lines)
    read: list[LeadRow | Reject | Ignored] = []
    while lines:  # each record is let go as its lead is made
        line = lines.popleft()
        read.append(reader.read(line) if isinstance(line, Record) else line)
    form = Form(records.header_text, records.delimiter)
    rejected = [Rejected(records.file, r.line, r.reason, r.raw, form) for r in read if isinstance(r, Reject)]
    rows = [row for row in read if isinstance(row, LeadRow)]
    return (
        FileRead(
            path=path,
            encoding=records.encoding,
            delimiter=records.delimiter if records.encoding else None,
            columns=columns,
            accepted=len(rows),
            rejected=tuple(rejected),
            ignored=tuple(line for line in read if isinstance(line, Ignored)),
            warnings=records.remarks.sentences(),
        ),
        rows,
    )


def _check(path: Path, records: Records, columns: Columns) -> None:
    for names in columns.by_field.values():
        for name in names:
            if name in records.repeated:
                raise BadInput(
                    f"the column '{name}' stands twice", file=path, column=name, remedy="Rename one of them"
                )
    remedy = "Name a column 'company', or say with --map which one it is"
    if not columns.by_field:
        raise BadInput("the header is not recognised", file=path, remedy=remedy)
    if "company" not in columns:
        raise BadInput("no column holds the company", file=path, remedy=remedy)


def _check_saved(saved: Saved | None, records: Records, remarks: Remarks) -> None:
    there = {header_key(name) for name in records.header}
    absent = [name for name in saved or () if header_key(name) not in there]
    if absent:
        remarks.add(f"the mapping names columns that are not there: {', '.join(absent)}")


def _add_facts(
    row: LeadRow, facts: dict[str, AccountFacts], known: set[tuple[str, str, object]], now: datetime
) -> None:
    """The row's facts, but for those the account has already, with the row as their one proof."""
    account = facts.setdefault(row.account.id, AccountFacts())
    keys = [
        (row.account.id, name, str(value) if isinstance(value, dict) else value) for name, value in row.facts
    ]
    new = [fact for fact, key in zip(row.facts, keys, strict=True) if key not in known]
    known.update(keys)
    if not new:
        return
    origin = row.lead.origins[0]
    locator = f"{origin.file}:{origin.line}"
    proof = Evidence(
        id=evidence_id(SOURCE, locator), source=SOURCE, locator=locator, snippet=row.snippet, retrieved_at=now
    )
    account.evidence.append(proof)
    account.facts += [
        Fact(field=name, value=value, source=SOURCE, retrieved_at=now, evidence=proof.id)
        for name, value in new
    ]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cycle collector: it would look through a million new objects over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
