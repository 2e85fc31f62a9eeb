"""BODACC, the French state's gazette of companies, as a source: insolvency and strike-off. Without a key, and free.

Notices are read from the newest back to the first that says how the company stands. One that was annulled, or
put right by a later one, was never there. Who is named in a notice is not asked for.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from agent.identity import fold
from agent.settings import Settings

from . import figures
from .card import Card
from .entry import Entry, entries_of, prove
from .found import Found
from .legal_ids import read_legal_ids
from .lookup import Lookup, OfLead, lookup
from .record import Claim
from .register import Answer, Fetch, Register
from .sirene import OVERSEAS
from .sought import Clue
from .trouble import Unreadable

NAME = "bodacc"
HOST = "bodacc-datadila.opendatasoft.com"
CARD = Card(
    name=NAME,
    what="BODACC, the French state's gazette: insolvency and strike-off",
    kind="registry",
    role="checks",
    fields=("status",),
    countries=frozenset({"FR", *OVERSEAS.values()}),
    legal_ids=("siren",),
    per_second=5,
    licence="Licence Ouverte 2.0",
    licence_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    ttl_none=1,
)
_RECORDS = "/api/explore/v2.1/catalog/datasets/annonces-commerciales/records"
_FAMILIES = ("collective", "radiation", "creation", "immatriculation")
_COLUMNS = (
    "id", "dateparution", "familleavis", "typeavis", "parutionavisprecedent", "registre", "commercant", "ville",
    "jugement", "radiationaurcs",
)  # fmt: skip
_ENDED = ("insuffisance d",)
"""Judgments that end a company: its assets do not cover the costs of going on."""
_OVERCOME = ("extinction du passif", "infirm", "retract", "annul", "fin de la procedure", "mettant fin")
"""Judgments after which it stands as if there had been no proceedings."""
_INSOLVENT = ("liquidation judiciaire", "redressement", "sauvegarde")

_TAKEN_BACK = "rapport"
"""A strike-off that is reported back ("rapport de radiation") is none."""


class Bodacc:
    """Looks up by SIREN whether a French company is insolvent or struck off."""

    card = CARD

    def __init__(self, fetch: Fetch, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._register = Register(fetch, HOST, per_second=CARD.per_second or 1, sleep=sleep)

    def lookups(self) -> tuple[Lookup, ...]:
        """By number; none while the register rests."""
        return self._lookups if self._register.is_on else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (lookup(self.bodacc_by_legal_id, lambda clue: "siren" in clue.legal_ids),)

    async def bodacc_by_legal_id(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
        """Whether the official French gazette announces that the company with the lead's SIREN is insolvent or
        struck off. Free; finds nothing for a company in order."""
        siren = clue.legal_ids["siren"]
        families = ", ".join(f'"{family}"' for family in _FAMILIES)
        answer = await self._register.ask(
            _RECORDS,
            select=",".join(_COLUMNS),
            where=f'registre like "{siren}" and familleavis in ({families})',
            order_by="dateparution desc",
            limit="100",
        )
        return _found(answer, siren)


def open(fetch: Fetch, _settings: Settings) -> Bodacc:
    """The source, for one run."""
    return Bodacc(fetch)


def _found(answer: Answer | None, siren: str) -> Sequence[Found]:
    if answer is None:
        return ()
    results = answer.content.get("results")
    if not isinstance(results, list):
        raise Unreadable(f"{HOST} answers with another kind of JSON than is known")
    notices = [one for one in entries_of(results) if siren in _sirens(one)]
    notice, claim = next(_telling(_standing(notices)), (None, None))
    if notice is None or claim is None:
        return ()
    place = f"BODACC {notice.text('id')} @{notice.edition}"
    facts, evidence = prove([claim], NAME, place, answer.retrieved_at)
    city = notice.text("ville")
    return [
        Found(
            source=NAME,
            record=notice.text("id") or siren,
            name=notice.text("commercant") or "",
            legal_ids={"siren": siren},
            countries=("FR",),
            cities=(city,) if city else (),
            facts=facts,
            evidence=evidence,
        )
    ]


def _standing(notices: Iterable[Entry]) -> list[Entry]:
    """The notices that hold, the newest first."""
    every = list(notices)
    undone = {_corrects(one) for one in every}
    hold = (one for one in every if one.text("typeavis") != "annulation" and one.text("id") not in undone)
    return sorted(hold, key=lambda one: one.text("dateparution") or "", reverse=True)


def _telling(notices: Iterable[Entry]) -> Iterator[tuple[Entry, Claim]]:
    """The claims of the notices, down to the one that says all that came before is over."""
    for notice in notices:
        family = notice.text("familleavis")
        published = figures.day(notice.text("dateparution") or "")
        if family in ("creation", "immatriculation"):
            return
        if family == "radiation" and _TAKEN_BACK not in fold(notice.text("radiationaurcs") or ""):
            yield notice, Claim("status", "closed", "familleavis", family, published)
        elif family == "collective":
            judgment = _judgment(notice)
            wording = fold(judgment)
            if any(words in wording for words in _OVERCOME):
                return
            status = "closed" if any(words in wording for words in _ENDED) else "insolvent"
            if status == "closed" or any(words in wording for words in _INSOLVENT):
                yield notice, Claim("status", status, "jugement.nature", judgment, published)


def _judgment(notice: Entry) -> str:
    """What the court decided, in its words."""
    judgment = _inner(notice, "jugement")
    return judgment.text("nature") or judgment.text("famille") or ""


def _corrects(notice: Entry) -> str | None:
    """The id of the notice this one annuls or puts right: letter of the gazette, number of issue, of notice."""
    before = _inner(notice, "parutionavisprecedent")
    gazette, issue, number = (
        str(before.at(key) or "") for key in ("nomPublication", "numeroParution", "numeroAnnonce")
    )
    if notice.text("typeavis") not in ("annulation", "rectificatif") or not (gazette and issue and number):
        return None
    return f"{gazette.split()[-1]}{issue}{number}"


def _sirens(notice: Entry) -> set[str]:
    """The numbers of the companies a notice is about, each written in two ways."""
    return {number for text in notice.texts("registre") for number in read_legal_ids(text, "siren").values()}


def _inner(notice: Entry, column: str) -> Entry:
    """A column that holds JSON as text; an empty record where it does not."""
    try:
        content = json.loads(notice.at(column) or "{}")
    except (ValueError, TypeError, RecursionError):
        content = None
    return Entry(content if isinstance(content, dict) else {})
