"""The company directories given with `--companies`, as a source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from agent.models.account import FIELDS, Fact
from agent.models.evidence import Evidence, evidence_id
from agent.store import Store, companies

from .card import Card
from .columns import read_columns
from .found import Found
from .keys import exact_keys, rough_probes
from .lookup import Lookup, OfLead, lookup
from .names import alike
from .record import claims_of, day_of, known_by, places_of
from .sought import Clue

NAME = "directory"
CARD = Card(
    name=NAME,
    what="The company lists given with --companies",
    kind="directory",
    fields=FIELDS,
    legal_ids=("siren", "lei", "vat", "company_number", "cik", "duns"),
    licence="The lists' own",
    licence_url="",
)
_MOST_ALIKE = 10
"""Records of another spelling that a look-up by name gives, the likest."""
_LONGEST_SNIPPET = 200


class Directory:
    """Looks companies up in the index. Tools are offered once a file is in it."""

    card = CARD

    def __init__(self, store: Store) -> None:
        self._store = store
        self._filled = False

    def lookups(self) -> tuple[Lookup, ...]:
        """By number, by domain, by name."""
        if not self._filled:
            with self._store.read() as tx:
                self._filled = bool(companies.files(tx))
        return self._lookups if self._filled else ()

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        return (
            lookup(self.directory_by_legal_id, lambda clue: bool(clue.legal_ids)),
            lookup(self.directory_by_domain, lambda clue: bool(clue.domains)),
            lookup(self.directory_by_name, lambda clue: bool(clue.company)),
        )

    async def directory_by_legal_id(self, clue: Clue, _asked: OfLead, now: datetime) -> Sequence[Found]:
        """Companies of the local directory with the lead's company number (SIREN, LEI, VAT). Free."""
        return self._exactly(exact_keys((), (), clue.legal_ids), now)

    async def directory_by_domain(self, clue: Clue, _asked: OfLead, now: datetime) -> Sequence[Found]:
        """Companies of the local directory with the domain of the lead's website or e-mail address. Free."""
        return self._exactly(exact_keys((), clue.domains, {}), now)

    async def directory_by_name(self, clue: Clue, _asked: OfLead, now: datetime) -> Sequence[Found]:
        """Companies of the local directory with the lead's company name, or with one nearly like it. Free."""
        with self._store.read() as tx:
            same = companies.find(tx, exact_keys([clue.company], (), {}))
            like = alike(clue.company, companies.find_roughly(tx, rough_probes(clue.company)))
            known = {one.id for one in same}
            others = companies.get_many(tx, [one for one in like if one not in known][:_MOST_ALIKE])
        return [_found(one, now) for one in (*same, *others)]

    def _exactly(self, keys: Sequence[int], now: datetime) -> Sequence[Found]:
        with self._store.read() as tx:
            return [_found(one, now) for one in companies.find(tx, keys)]


def _found(stored: companies.Stored, now: datetime) -> Found:
    """The record with its facts, each proved by the cell it stands in."""
    said = read_columns(stored.doc)
    known, places, day = known_by(said), places_of(said), day_of(said)
    facts: list[Fact] = []
    evidence: list[Evidence] = []
    for claim in claims_of(said):
        # The digest keeps apart what stands in one place of two editions of a file.
        locator = f"{stored.file}@{stored.digest[:8]}#{stored.record} {claim.header}"
        as_of = claim.as_of or day
        proof = Evidence(
            id=evidence_id(NAME, locator),
            source=NAME,
            locator=locator,
            snippet=f"{claim.header}: {claim.cell}"[:_LONGEST_SNIPPET],
            retrieved_at=now,
            as_of=as_of,
        )
        evidence.append(proof)
        facts.append(
            Fact(
                field=claim.field,
                value=claim.value,
                source=NAME,
                as_of=as_of,
                retrieved_at=now,
                evidence=proof.id,
            )
        )
    return Found(
        source=NAME,
        record=f"{stored.file}#{stored.record}",
        name=known.names[0] if known.names else next(iter(known.domains), ""),
        other_names=known.names[1:],
        domains=known.domains,
        legal_ids=known.legal_ids,
        countries=tuple(dict.fromkeys(place.country for place in places if place.country)),
        cities=tuple(dict.fromkeys(place.city for place in places if place.city)),
        facts=tuple(facts),
        evidence=tuple(evidence),
    )
