"""A partner of the ecosystem programme."""

from __future__ import annotations

from .noun import Noun


class Partner(Noun):
    """One partner. Leads and touchpoints name it by `name`, compared without case or accents."""

    name: str
    tier: str | None = None
    """The programme tier: "gold", "silver" …"""
    certified: bool | None = None
    domain: str | None = None
    products: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    """Whom to write to: e-mail addresses, and what else the file gives."""
    origin: str = ""
    """`file:line`."""
