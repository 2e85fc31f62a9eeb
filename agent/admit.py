"""Files beside the leads, read and stored: deals, spending, touchpoints, partners, owners.

Every file is read before anything is stored, so that one that cannot be read leaves no half of an import behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from agent import deals
from agent.intake.rejects import Rejected

if TYPE_CHECKING:
    from agent.models.opportunity import Opportunity
    from agent.store import Store, Tx
    from agent.utm import Rules, Utm

Kind = Literal["opportunities", "spend", "touchpoints", "partners", "owners"]
Records = Sequence[Any]
"""Nouns of one kind."""


@dataclass(frozen=True)
class How:
    """How the files are to be read."""

    now: datetime
    currency: str | None = None
    """Of amounts that do not say theirs."""
    encoding: str | None = None
    delimiter: str | None = None
    zone: tzinfo = UTC
    """Of moments that do not say theirs."""
    utm: Utm | None = None
    """What links of touchpoints are held against, with the names of the partners known."""


class File(NamedTuple):
    """What one file held. accepted + rejected + ignored is every record of it."""

    name: str
    accepted: int
    rejected: int
    ignored: int


@dataclass(frozen=True)
class Admitted:
    """What became of the files."""

    files: tuple[File, ...]
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
    joined: int = 0
    """Deals that were put under a lead."""
    unjoined: int = 0
    """Deals kept without one."""


class _Batch(Protocol):
    """What every reader gives, beside its nouns."""

    @property
    def accepted(self) -> int: ...
    @property
    def rejected(self) -> tuple[Rejected, ...]: ...
    @property
    def ignored(self) -> int: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...


_Read = tuple[_Batch, Records]


def admit(store: Store, kind: Kind, files: Sequence[Path], how: How) -> Admitted:
    """Reads the files and stores what they hold. Raises `BadInput` for one that cannot be read at all."""
    rules = _rules(store, how.utm) if how.utm and kind == "touchpoints" else None
    read = [_read(kind, path, how, rules) for path in files]
    batches = [batch for batch, _ in read]
    with store.write() as tx:
        kept = _keep(tx, kind, [noun for _, nouns in read for noun in nouns])
    joined = sum(deal.lead_id is not None for deal in kept)
    return Admitted(
        files=tuple(
            File(path.name, batch.accepted, len(batch.rejected), batch.ignored)
            for path, batch in zip(files, batches, strict=True)
        ),
        rejected=tuple(_all(batch.rejected for batch in batches)),
        warnings=tuple(_all(batch.warnings for batch in batches)),
        joined=joined,
        unjoined=len(kept) - joined,
    )


def _all(parts: Iterable[Iterable[Any]]) -> Iterator[Any]:
    return (one for part in parts for one in part)


def _rules(store: Store, utm: Utm) -> Rules:
    from agent.store import partners
    from agent.utm import Rules

    with store.read() as tx:
        return Rules(utm, [partner.name for partner in partners.all(tx)])


def _read(kind: Kind, path: Path, how: How, rules: Rules | None) -> _Read:
    from agent.intake import opportunities, owners, partners, spend, touchpoints

    form: dict[str, Any] = {"encoding": how.encoding, "delimiter": how.delimiter}
    match kind:
        case "opportunities":
            deals_found = opportunities.read_opportunities(path, currency=how.currency, **form)
            return deals_found, deals_found.found
        case "spend":
            spent = spend.read_spend(path, currency=how.currency, **form)
            return spent, spent.found
        case "touchpoints":
            touched = touchpoints.read_touchpoints(path, how.now, zone=how.zone, rules=rules, **form)
            return touched, touched.touchpoints
        case "partners":
            partnered = partners.read_partners(path, **form)
            return partnered, partnered.partners
        case "owners":
            owned = owners.read_owners(path, **form)
            return owned, owned.owners


def _keep(tx: Tx, kind: Kind, nouns: Records) -> Sequence[Opportunity]:
    """The deals among them, each under its lead."""
    from agent.store import owners, partners, spend, touchpoints

    match kind:
        case "opportunities":
            return deals.keep(tx, nouns)
        case "spend":
            spend.save(tx, nouns)
        case "touchpoints":
            touchpoints.add(tx, nouns)
        case "partners":
            partners.save(tx, nouns)
        case "owners":
            owners.save(tx, nouns)
    return ()
