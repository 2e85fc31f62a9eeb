"""One typed question to a source, offered to the model as a tool.

The whole of a source's file, but for reading its records:

    CARD = Card(name="harbour", what="…", kind="registry", fields=("name", "status"), legal_ids=("crn",), …)


    class Harbour:
        card = CARD

        def __init__(self, fetch: Fetch) -> None:
            self._register = Register(fetch, "api.harbour.example", per_second=2)
            self._lookups = (lookup(self.harbour_by_legal_id, lambda clue: "crn" in clue.legal_ids),)

        def lookups(self) -> tuple[Lookup, ...]:
            return self._lookups if self._register.is_on else ()

        async def harbour_by_legal_id(self, clue: Clue, _asked: OfLead, _now: datetime) -> Sequence[Found]:
            '''What the model reads: whose companies, found by what. Free.'''
            answer = await self._register.ask("/companies/" + clue.legal_ids["crn"])
            return [_company(answer)] if answer else ()


    def open(fetch: Fetch, settings: Settings) -> Harbour:
        return Harbour(fetch)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import getdoc
from typing import Any, Literal, Protocol, TypeVar, get_args, get_type_hints

from agent.llm import Tool
from agent.models.noun import Noun

from .card import Card
from .found import Found
from .sought import Clue

By = Literal["legal_id", "domain", "name"]
"""What a lookup goes by, the surest first."""


class OfLead(Noun):
    """What every tool takes: whose company to look for. A tool that takes more derives from it."""

    lead_id: str
    """The id of one of the leads given."""


A = TypeVar("A", bound=OfLead)
Ask = Callable[[Clue, A, datetime], Awaitable[Sequence[Found]]]


@dataclass(frozen=True)
class Lookup:
    """A function of a source, and when it has something to look for."""

    tool: Tool
    arguments: type[OfLead]
    ask: Ask[OfLead]
    """Raises a `SourceError` where there is no answer; `()` says that there is no such company. Of the clue it may
    read what it goes by and no more: numbers, domains, or the name with its country."""
    applies: Callable[[Clue], bool]
    suggest: Callable[[Clue], Mapping[str, Any]] = lambda _: {}
    """Arguments beside the lead, for whoever leaves them out."""

    @property
    def by(self) -> By:
        """What it goes by, as its name says."""
        return next(by for by in get_args(By) if self.tool.name.endswith(f"_by_{by}"))


class Source(Protocol):
    """A place facts come from. Made once a run by its file's `open`, and shared by all its leads."""

    @property
    def card(self) -> Card:
        """What it is. Its facts say they come from `card.name`, whose rank is in `agent.settle`."""
        ...

    def lookups(self) -> tuple[Lookup, ...]:
        """What may be asked now, the surest way first. Empty while it rests, or has nothing to look in."""
        ...


def lookup(
    ask: Ask[A],
    applies: Callable[[Clue], bool],
    suggest: Callable[[Clue], Mapping[str, Any]] = lambda _: {},
) -> Lookup:
    """The function as a tool: its name, its docstring and the noun its second argument is typed with.

    Tools are named `<source>_by_<what>`, what being "legal_id", "domain" or "name".
    """
    name = getattr(ask, "__name__", "")
    arguments = next(
        hint for hint in get_type_hints(ask).values() if isinstance(hint, type) and issubclass(hint, OfLead)
    )
    tool = Tool(name, getdoc(ask) or "", arguments)
    return Lookup(tool, arguments, ask, applies, suggest)  # type: ignore[arg-type]
