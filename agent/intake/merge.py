"""Two records of one person become one lead: every origin stays, gaps are filled, what differs is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.identity import company_key, fold, lead_key
from agent.models.lead import Lead, Origin

_PLAIN = (
    "email", "first_name", "last_name", "title", "phone", "website", "country", "city", "industry",
    "employees", "revenue", "legal_id", "language", "source", "created_on", "comment",
)  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """Leads without their doubles."""

    leads: tuple[Lead, ...]
    """In the order first met."""
    doubles: int
    """Leads that became part of another."""
    names: dict[str, str]
    """Id as given → id it now goes by, where that is another."""


def merge(old: Lead, new: Lead) -> Lead:
    """`old`, its gaps filled from `new`. A value that differs is kept in `extra` as "title @ leads.csv:12".

    A refusal of consent outweighs a consent. A lead that learns its domain moves to that domain's account.
    """
    place = _place(new.origins)
    extra = dict(old.extra)
    update: dict[str, object] = {}
    if old.company != new.company and company_key(old.company) != company_key(new.company):
        _keep(extra, f"company @ {place}", new.company)
    for field in _PLAIN:
        mine, theirs = getattr(old, field), getattr(new, field)
        if mine is None and theirs is not None:
            update[field] = theirs
        elif theirs is not None and mine != theirs and fold(str(mine)) != fold(str(theirs)):
            _keep(extra, f"{field} @ {place}", str(theirs))
    if old.domain is None and new.domain is not None:
        update |= {"domain": new.domain, "account_id": new.account_id}
    if new.consent is not None and old.consent is not False:
        update["consent"] = new.consent
    if old.partner is None:
        update["partner"] = new.partner
    elif new.partner and new.partner != old.partner:
        _keep(extra, f"partner @ {place}", " · ".join(str(v) for v in new.partner.model_dump().values() if v))
    for header, value in new.extra.items():
        _keep(extra, header if extra.get(header, value) == value else f"{header} @ {place}", value)
    known = {(origin.file, origin.line) for origin in old.origins}
    later = tuple(origin for origin in new.origins if (origin.file, origin.line) not in known)
    return old.model_copy(update=update | {"extra": extra, "origins": old.origins + later})


def join_doubles(leads: Iterable[Lead]) -> Merged:
    """The leads, those of one e-mail, of one person at one company, or of one legal id merged.

    Two different e-mails are two leads, whatever their names. A lead without one joins its namesake at the
    company where there is exactly one. Of two ids the one made from an e-mail stays.
    """
    kept: list[Lead] = []
    by_id: dict[str, int] = {}
    by_other: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    count = 0
    for lead in leads:
        count += 1
        slot = by_id.get(lead.id, _namesake(lead, kept, by_other))
        if slot is None:
            slot = len(kept)
            kept.append(lead)
        else:
            old = kept[slot]
            stays = lead.id if lead.email and old.email is None else old.id
            kept[slot] = merge(old, lead).model_copy(update={"id": stays})
            names |= {other: stays for other in (old.id, lead.id) if other != stays}
        by_id[lead.id] = slot
        for key in _other_keys(lead):
            slots = by_other.setdefault(key, [])
            if slot not in slots[-3:]:
                slots.append(slot)
    return Merged(tuple(kept), count - len(kept), names)


def _namesake(lead: Lead, kept: list[Lead], by_other: dict[str, list[int]]) -> int | None:
    for key in _other_keys(lead):
        slots = by_other.get(key, [])
        if lead.email:
            slots = [slot for slot in slots if kept[slot].email is None]
        if len(slots) == 1:
            return slots[0]
    return None


def _other_keys(lead: Lead) -> tuple[str, ...]:
    """What else a lead may be known by, beside its id."""
    if lead.name:
        return (lead_key(None, lead.name, lead.company, None),)
    return (f"legal id:{lead.legal_id}",) if lead.legal_id and not lead.email else ()


def _place(origins: tuple[Origin, ...]) -> str:
    return f"{origins[0].file}:{origins[0].line}" if origins else "elsewhere"


def _keep(extra: dict[str, str], name: str, value: str) -> None:
    """Put a value where no other stands."""
    free, copy = name, 2
    while extra.get(free, value) != value:
        free, copy = f"{name} ({copy})", copy + 1
    extra[free] = value
