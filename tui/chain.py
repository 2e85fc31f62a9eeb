"""`leadsift explain --field` and `leadsift correct`: where one value of a company comes from, and a person's own."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from agent.correct import correction
from agent.errors import BadInput
from agent.models.account import FIELDS, Fact, FieldName
from agent.models.evidence import Evidence
from agent.settings import Settings
from agent.sources.choice import cards, good_for
from agent.store import accounts, evidence, leads, open_store
from agent.weigh import Weighed, weigh
from tui import show
from tui.options import spoken
from tui.review.phrases import source_of, value_of
from tui.words import Words

_SIDES = {
    "agreeing": "chain.agrees",
    "conflicting": "chain.conflicts",
    "superseded": "chain.superseded",
}


def explain_field(settings: Settings, lead: str, field: str) -> None:
    """Prints every value that is known of one field, who says it and where. Raises `NotFound` and `BadInput`."""
    name = _field(field)
    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store, store.read() as tx:
        account = leads.find(tx, lead).account_id
        facts = accounts.facts(tx, [account])[account]
        proofs = evidence.get_many(tx, {fact.evidence for fact in facts if fact.field == name})
    weighed = weigh(facts, datetime.now(UTC), days=good_for).get(name)
    if weighed is None:
        show.out().print(Text(words("chain.nobody", field=words(f"field.{name}"))))
    else:
        show.out().print(_chain(weighed, proofs, words))


def correct_lead(settings: Settings, lead: str, field: str, value: str, *, actor: str) -> str:
    """Keeps a person's value for the lead's company and says so. Raises `NotFound` and `BadInput`."""
    words = Words(spoken(settings))
    fact, proof = correction(field, value, actor=actor, at=datetime.now(UTC))
    with open_store(settings.store_url, create=False) as store, store.write() as tx:
        one = leads.find(tx, lead)
        accounts.add_facts(tx, one.account_id, [fact], [proof])
    said = value_of(fact, words)
    name = words(f"field.{fact.field}")
    return words("chain.corrected", company=one.company, field=name, value=said, actor=actor)


def _field(name: str) -> FieldName:
    for field in FIELDS:
        if field == name:
            return field
    raise BadInput(f"{name!r} is no field", remedy=f"Give --field one of {', '.join(FIELDS)}")


def _chain(weighed: Weighed, proofs: dict[str, Evidence], words: Words) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    sides = [(weighed.standing, "chain.stands")]
    sides += [(fact, key) for side, key in _SIDES.items() for fact in getattr(weighed, side)]
    for fact, key in sides:
        side = words("chain.proposed" if fact == weighed.proposal else key)
        if fact in weighed.stale:
            side = words("chain.stale", side=side)
        table.add_row(Text(side), _told(fact, proofs.get(fact.evidence), words))
    return table


def _told(fact: Fact, proof: Evidence | None, words: Words) -> Text:
    card = cards().get(fact.source)
    parts = [words("chain.retrieved", day=words.day(fact.retrieved_at.date()))]
    if proof:
        parts = [proof.locator, proof.snippet, *parts]
    if card:
        parts.append(words("chain.licence", licence=card.licence))
    small = " · ".join(part for part in parts if part)
    return Text.assemble((value_of(fact, words), "bold"), "  ", source_of(fact, words), "\n", (small, "dim"))
