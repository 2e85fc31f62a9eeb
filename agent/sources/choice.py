"""Which sources a run asks: the local directory always, the public registers where it may go online."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from agent.settings import Settings
from agent.store import Store

from .directory import Directory
from .lookup import Source


@dataclass(frozen=True)
class Sources:
    """What may be asked, the cheapest and most official first."""

    finding: tuple[Source, ...]
    """To find out which company it is."""
    checking: tuple[Source, ...] = ()
    """To ask, by its number, about a company that is known: whether it still stands."""


@asynccontextmanager
async def open_sources(store: Store, settings: Settings, *, online: bool) -> AsyncIterator[Sources]:
    """The sources, for as long as the context is open. Nothing connects where `online` is false."""
    directory = Directory(store)
    if not online:
        yield Sources((directory,))
        return
    from .bodacc import Bodacc
    from .gleif import Gleif
    from .recherche_entreprises import RechercheEntreprises
    from .safe_http import SafeHttp

    async with SafeHttp(settings) as http:
        yield Sources((directory, RechercheEntreprises(http), Gleif(http)), (Bodacc(http),))
