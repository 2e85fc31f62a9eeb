"""One typed question to a source, offered to the model as a tool."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import getdoc
from typing import Protocol, TypeVar, get_type_hints

from agent.llm import Tool
from agent.models.noun import Noun

from .found import Found
from .sought import Clue


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
    applies: Callable[[Clue], bool]


class Source(Protocol):
    """A place facts come from."""

    name: str
    """What its facts say they come from; its rank is in `agent.settle`."""

    def lookups(self) -> tuple[Lookup, ...]:
        """What may be asked now, the surest way first. Empty when the source is off."""
        ...


def lookup(ask: Ask[A], applies: Callable[[Clue], bool]) -> Lookup:
    """The function as a tool: its name, its docstring and the noun its second argument is typed with.

    Tools are named `<source>_by_<what>`, what being "legal_id", "domain" or "name".
    """
    name = getattr(ask, "__name__", "")
    arguments = next(
        hint for hint in get_type_hints(ask).values() if isinstance(hint, type) and issubclass(hint, OfLead)
    )
    tool = Tool(name, getdoc(ask) or "", arguments)
    return Lookup(tool, arguments, ask, applies)  # type: ignore[arg-type]
