"""GLEIF, the world's register of legal entity identifiers, as a source. Without a key, and free.

A registration that has lapsed says that nobody paid for its renewal, and nothing of the company: whether that
still exists is the entity's own status.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from agent.intake.places import country_code
from agent.models.account import FieldName
from agent.settings import Settings

from . import figures
from .card import Card
from .entry import Entry, entries_of, prove
from .found import Found
from .legal_ids import read_legal_ids
from .lookup import Lookup, OfLead, lookup
from .record import Claim
from .register import Answer, Fetch, Register
from .sought import Clue
from .trouble import SourceError, Unreadable

NAME = "gleif"
HOST = "api.gleif.org"
CARD = Card(
    name=NAME,
    what="GLEIF, the world's register of legal entity identifiers",
    kind="registry",
    fields=("name", "country", "city", "founded", "legal_ids", "status", "parent"),
    legal_ids=("lei", "siren"),
    per_second=0.9,
    licence="CC0 1.0",
    licence_url="https://www.gleif.org/en/meta/lei-data-terms-of-use",
)
"""Its pace: sixty requests a minute are allowed."""
_RECORDS = "/api/v1/lei-records"
_PAGE = "50"
_LEI = re.compile("[0-9A-Z]{18}[0-9]{2}")
_VOID = frozenset({"DUPLICATE", "ANNULLED", "CANCELLED"})
"""Registrations that never were of a company, or are another's."""
_STATUS = {"ACTIVE": "active", "INACTIVE": "closed"}
_OTHER_NAMES = ("entity.otherNames", "entity.transliteratedOtherNames")
_ADDRESSES = ("entity.headquartersAddress", "entity.legalAddress")


class Gleif:
    """Looks companies up by LEI, by SIREN and by name."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._register = Register(fetch, HOST, per_second=CARD.per_second or 1, sleep=sleep)

    def lookups(self) -> tuple[Lookup, ...]:
        """By number, by name; none while the register rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        # Of all the world's companies of a name only the country tells which.
        return (
            lookup(self.gleif_by_legal_id, lambda clue: bool(clue.legal_ids.keys() & {"lei", "siren"})),
            lookup(self.gleif_by_name, lambda clue: bool(clue.company and clue.country)),
        )

    async def gleif_by_legal_id(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """The company of the world's LEI register with the lead's LEI or SIREN, and its parent. Free."""
        if lei := clue.legal_ids.get("lei"):
            answer = await self._register.ask(f"{_RECORDS}/{lei}")
        else:
            answer = await self._register.ask(
                _RECORDS,
                **{
                    "filter[entity.registeredAs]": clue.legal_ids["siren"],
                    "filter[entity.legalAddress.country]": "FR",
                    "page[size]": _PAGE,
                },
            )
        return await self._found(answer)

    async def gleif_by_name(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """Companies of the world's LEI register with the lead's company name, or with one like it. Free."""
        answer = await self._register.ask(
            _RECORDS, **{"filter[entity.names]": clue.company, "page[size]": _PAGE}
        )
        return await self._found(answer)

    async def _found(self, answer: Answer | None) -> Sequence[Found]:
        """The records of an answer; one that is alone with its parent, which costs a question more."""
        records = _records(answer)
        alone = len(records) == 1
        return [_company(one, await self._parent(one) if alone else None) for one in records]

    async def _parent(self, record: _Record) -> _Record | None:
        """The direct parent, else the ultimate one, where the company reports it.

        A parent that cannot be had now is none: it is no reason to lose the company.
        """
        links = record.relationships
        tier = next(
            (one for one in ("direct-parent", "ultimate-parent") if links.at(f"{one}.links.lei-record")), None
        )
        if tier is None:
            return None
        try:
            parents = _records(await self._register.ask(f"{_RECORDS}/{record.lei}/{tier}"))
        except SourceError:
            return None
        return parents[0] if parents else None


def open(fetch: Fetch, _settings: Settings) -> Gleif:
    """The source, for one run."""
    return Gleif(fetch)


@dataclass(frozen=True)
class _Record:
    """One LEI record, and when it was fetched."""

    lei: str
    attributes: Entry
    relationships: Entry
    retrieved_at: datetime

    @property
    def place(self) -> str:
        """Address and edition."""
        return f"https://{HOST}{_RECORDS}/{self.lei} @{self.attributes.edition}"


def _records(answer: Answer | None) -> list[_Record]:
    """Those that are of a company; one record comes by itself, several in a list."""
    if answer is None:
        return []
    data = answer.content.get("data")
    data = [data] if isinstance(data, Mapping) else data
    if not isinstance(data, list):
        raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
    records = []
    for entry in entries_of(data):
        attributes, relationships = (Entry(entry.at(part) or {}) for part in ("attributes", "relationships"))
        lei = attributes.text("lei") or ""
        if _LEI.fullmatch(lei) and attributes.text("registration.status") not in _VOID:
            records.append(_Record(lei, attributes, relationships, answer.retrieved_at))
    return records


def _company(record: _Record, parent: _Record | None) -> Found:
    said = record.attributes
    facts, evidence = prove(_claims(record), NAME, record.place, record.retrieved_at)
    if parent and (name := parent.attributes.text("entity.legalName.name")):
        above = Claim("parent", name, "entity.legalName.name", name, _changed(parent))
        more_facts, more_evidence = prove([above], NAME, parent.place, parent.retrieved_at)
        facts, evidence = facts + more_facts, evidence + more_evidence
    others = (one.text("name") for path in _OTHER_NAMES for one in said.entries(path))
    places = [(said.text(f"{where}.country"), said.text(f"{where}.city")) for where in _ADDRESSES]
    return Found(
        source=NAME,
        record=record.lei,
        name=said.text("entity.legalName.name") or "",
        other_names=tuple(dict.fromkeys(name for name in others if name)),
        legal_ids=_numbers(record),
        countries=tuple(
            dict.fromkeys(code for country, _ in places if (code := country_code(country or "")))
        ),
        cities=tuple(dict.fromkeys(city for _, city in places if city)),
        facts=facts,
        evidence=evidence,
    )


def _claims(record: _Record) -> Iterator[Claim]:
    """What the register says, as of the day the company last confirmed it.

    That a company is active has no day: it is the absence of news, and gives way to any that is dated.
    """
    said, changed = record.attributes, _changed(record)
    if name := said.text("entity.legalName.name"):
        yield Claim("name", name, "entity.legalName.name", name, changed)
    fields: tuple[FieldName, ...] = ("country", "city")
    for field in fields:
        for where in _ADDRESSES:
            cell = said.text(f"{where}.{field}")
            if cell and (value := country_code(cell) if field == "country" else cell):
                yield Claim(field, value, f"{where}.{field}", cell, changed)
                break
    began = said.text("entity.creationDate")
    if began and (year := figures.year(began)):
        yield Claim("founded", year, "entity.creationDate", began, changed)
    numbers = _numbers(record)
    where = "lei, entity.registeredAs" if "siren" in numbers else "lei"
    yield Claim("legal_ids", numbers, where, ", ".join(numbers.values()), changed)
    state = said.text("entity.status") or ""
    if state in _STATUS:
        ended = figures.day(said.text("entity.expiration.date") or "") or changed
        yield Claim("status", _STATUS[state], "entity.status", state, None if state == "ACTIVE" else ended)


def _numbers(record: _Record) -> dict[str, str]:
    """The LEI, and of a French company the SIREN it is registered under at home."""
    said = record.attributes
    french = said.text("entity.legalAddress.country") == "FR"
    siren = read_legal_ids(said.text("entity.registeredAs") or "", "siren") if french else {}
    return {"lei": record.lei} | siren


def _changed(record: _Record) -> date | None:
    return figures.day(record.attributes.text("registration.lastUpdateDate") or "")
