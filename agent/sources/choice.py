"""Which sources a run asks, and why not the others: the local directory always, the rest as the settings say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast, get_args

from agent.errors import BadInput
from agent.llm.cost import Ledger
from agent.models.account import Fact
from agent.settings import Settings
from agent.settle import GOOD_FOR
from agent.store import Store
from agent.store.source_answers import SourceAnswers

from . import directory
from .card import Card, Kind
from .lookup import Source
from .remembered import Memory, Remembered

if TYPE_CHECKING:  # the clients of the web are loaded once something is to be asked there
    from .register import Fetch

_SWITCHES: Mapping[Kind, str] = {
    "directory": "registers",
    "registry": "registers",
    "website": "websites",
    "jobs": "websites",
}
"""The setting that turns a kind on as a whole. A vendor is on once it has its key."""


class SourceFile(Protocol):
    """What a file of this folder has that is a source."""

    CARD: Card

    def open(self, fetch: Fetch, settings: Settings, /) -> Source:
        """The source, for one run."""
        ...


@dataclass(frozen=True)
class Standing:
    """Whether a source is asked, as `leadsift sources` tells it."""

    card: Card
    price: float
    """Of one hit, in the settings' currency."""
    why_off: str | None = None
    """"registers = false", "no key: LEADSIFT_COMPANIES_HOUSE_KEY"; None when it is on."""


@asynccontextmanager
async def open_sources(
    store: Store,
    settings: Settings,
    *,
    online: bool,
    memory: Memory | None = None,
    only: Collection[str] = (),
) -> AsyncIterator[tuple[Source, ...]]:
    """The sources that are on, the cheapest and most official first, for as long as the context is open.

    Nothing connects where `online` is false. What remote ones answer is kept in `memory`, by default in the store
    without a budget. `only` names those to ask, where not all of them are meant. Raises `BadInput` for a name
    that no source has.
    """
    async with AsyncExitStack() as stack:
        sources: list[Source] = [directory.Directory(store)]
        if asked := remote(settings, online=online):
            _check_names({*settings.sources, *settings.source_prices, *only})
            sources += await _open_remote(asked, store, settings, memory, stack)
        yield tuple(one for one in sources if not only or one.card.name in only)


async def _open_remote(
    asked: Iterable[Standing], store: Store, settings: Settings, memory: Memory | None, stack: AsyncExitStack
) -> list[Source]:
    from .safe_http import SafeHttp

    http = await stack.enter_async_context(SafeHttp(settings))
    kept = memory or Memory(SourceAnswers(store), Ledger(settings, None))
    files = _files()
    opened = ((files[one.card.name].open(http, settings), one) for one in asked)
    return [Remembered(source, kept, price=one.price) for source, one in opened]


def standings(settings: Settings, *, online: bool) -> tuple[Standing, ...]:
    """Every source there is, in the order they are asked in, with why it is not asked."""
    return tuple(
        Standing(card, price_of(card, settings), _why_off(card, settings, online))
        for card in in_order(cards().values(), settings)
    )


def cards() -> Mapping[str, Card]:
    """The card of every source there is, by its name."""
    return {directory.NAME: directory.CARD} | {name: file.CARD for name, file in _files().items()}


def good_for(fact: Fact) -> int:
    """Days after it was retrieved that a fact is worth asking for anew, as the card of its source says."""
    card = cards().get(fact.source)
    return card.days([fact.field]) if card else GOOD_FOR[fact.field]


def remote(settings: Settings, *, online: bool) -> tuple[Standing, ...]:
    """The sources beyond this machine that are on. Where the settings name none, none is even loaded."""
    named = settings.registers or settings.websites or settings.source_keys or any(settings.sources.values())
    if not (online and named):
        return ()
    every = standings(settings, online=True)
    return tuple(one for one in every if one.card.is_remote and one.why_off is None)


def in_order(cards: Iterable[Card], settings: Settings) -> list[Card]:
    """The free before the dear, the local before the remote, registries first, those of one country before others."""
    kinds = get_args(Kind)

    def place(card: Card) -> tuple[float, bool, int, bool, str]:
        price = price_of(card, settings)
        return price, card.is_remote, kinds.index(card.kind), card.countries is None, card.name

    return sorted(cards, key=place)


def price_of(card: Card, settings: Settings) -> float:
    """Of one hit, in the settings' currency."""
    return settings.source_prices.get(card.name, card.price)


def _why_off(card: Card, settings: Settings, online: bool) -> str | None:
    if not card.is_remote:
        return None
    if not online:
        return "offline"
    switch, said = _SWITCHES.get(card.kind), settings.sources.get(card.name)
    if said is False:
        return f"sources.{card.name} = false"
    if said is None and switch and not getattr(settings, switch):
        return f"{switch} = false"
    if card.needs_key and card.name not in settings.source_keys:
        return f"no key: {card.key_variable}"
    if card.needs_contact and not settings.contact:
        return "no contact: LEADSIFT_CONTACT"
    return None


def check_on(names: Collection[str], settings: Settings, *, online: bool) -> None:
    """Raises `BadInput` for a name that no source has, and for a source that is off, with what would turn it on."""
    _check_names(set(names))
    for one in standings(settings, online=online):
        if one.card.name in names and one.why_off:
            raise BadInput(f"{one.card.name} is off: {one.why_off}")


def _check_names(names: set[str]) -> None:
    known = sorted(cards())
    if strange := sorted(names.difference(known)):
        raise BadInput(f"there is no source named {strange[0]}", remedy=f"There are {', '.join(known)}")


@cache
def _files() -> Mapping[str, SourceFile]:
    """The files of this folder that are remote sources, by the source's name."""
    folder = __package__ or ""
    modules = (import_module(f"{folder}.{one.name}") for one in iter_modules(import_module(folder).__path__))
    files = [cast(SourceFile, one) for one in modules if hasattr(one, "CARD") and hasattr(one, "open")]
    return {file.CARD.name: file for file in files}
