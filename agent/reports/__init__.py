"""Reports: what the store holds, counted. Each is a pure function of rows, and a verb that reads the rows it needs.

A report is asked for by name. It reads one transaction, so that its numbers belong to one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from .report import By, Report, Span

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.store import Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asked for."""

    settings: Settings
    span: Span = field(default_factory=Span)
    by: By = "week"
    today: date = field(default_factory=date.today)


Make = Callable[["Tx", Asked], Report]

REPORTS: Mapping[str, str] = {
    "funnel": "agent.reports.funnel",
    "sources": "agent.reports.sources",
    "timeline": "agent.reports.timeline",
    "capacity": "agent.reports.capacity",
    "partners": "agent.reports.partners",
    "attribution": "agent.reports.attributed",
    "sla": "agent.reports.handoffs",
    "eql": "agent.reports.eql",
    "audit": "agent.reports.audit",
}
"""Name → the module whose `report(tx, asked)` makes it, opened when asked for."""


def make(name: str, tx: Tx, asked: Asked) -> Report:
    """The report of that name. KeyError for a name that is none of `REPORTS`."""
    report: Make = import_module(REPORTS[name]).report
    return report(tx, asked)
