"""One enrichment under way: what may be asked now, what was asked, what was found.

It knows two states. Until the company is known, whatever may tell which it is; from then on, only sources that
give a field still missing, by the numbers and domains that were found and never by a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations, groupby
from typing import Any

from pydantic import ValidationError

from agent.llm import ToolCall, ToolResult
from agent.models.account import Candidate, Fact, FieldName, Outcome, SourceFailure
from agent.offer import Offer, question
from agent.settle import settle
from agent.sources import Clue, Found, Lookup, OfLead, Sought, Source
from agent.sources.identity import MOST_SHOWN, Matched, Verdict, decide, judge, one_company, rank
from agent.sources.trouble import Outdated, SourceError

Fields = frozenset[FieldName]
Worth = Callable[[Mapping[FieldName, Fact], Fields], bool]
"""Whether learning these fields, on top of the facts that stand, could change anything."""

_MOST_TOLD = 5
"""Records of one result that the model sees."""
_RESTS = "it has failed again and again and is left alone for a while"


@dataclass
class Inquiry:
    """What is known so far, and the bars a record must pass to be the company or to be shown."""

    sought: Sought
    sources: Sequence[Source]
    now: datetime
    accept: float
    show: float
    wanted: Fields
    known: Sequence[Fact]
    """Facts there were before."""
    worth: Worth
    calls: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    failures: dict[SourceFailure, None] = field(default_factory=dict)
    spared: bool = False
    """Whether a source was left out because nothing it gives would change anything."""
    subject: Sought = field(init=False)
    """The company as its leads describe it; once it is known, as its records do, with what is missing."""
    missing: Fields = field(init=False)
    """The fields wanted that nobody has told yet."""
    _standing: Mapping[FieldName, Fact] = field(init=False)
    _answered: int = 0
    """Questions that remote sources answered."""
    _found: dict[tuple[str, str], Found] = field(default_factory=dict)
    _memo: dict[object, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether it is known which company it is."""
        return self.verdict.outcome == "matched"

    def __post_init__(self) -> None:
        self._sum_up()

    def _sum_up(self) -> None:
        """What follows from the records so far."""
        records = [one.found for one in self.verdict.matched]
        self._standing = settle((*self.known, *(fact for one in records for fact in one.facts)))
        self.missing = self.wanted.difference(self._standing)
        self.subject = self._described(records) if records else self.sought

    def _described(self, records: Sequence[Found]) -> Sought:
        own = next((clue for clue in self.sought.clues if clue.domains), self.sought.clues[0])
        clue = Clue(
            lead_id=self.sought.clues[0].lead_id,
            company=records[0].name,
            website=next((domain for one in records for domain in one.domains), own.website),
            mail=own.mail,
            legal_ids={scheme: no for one in reversed(records) for scheme, no in one.legal_ids.items()},
            country=next((country for one in records for country in one.countries), own.country),
        )
        missing = self.missing | ({"legal_ids"} if self._lacks_number(clue) else set())
        return Sought(account_id=self.sought.account_id, clues=(clue,), missing=tuple(sorted(missing)))

    def waves(self) -> list[list[Source]]:
        """The sources in the order they came in: what costs more, and websites, only after all others."""
        kinds = groupby(self.sources, lambda one: (one.card.price, one.card.kind in ("website", "jobs")))
        return [list(wave) for _, wave in kinds]

    def offers(self, sources: Iterable[Source]) -> dict[str, Offer]:
        """By tool name: what may be asked of these sources now."""
        listed = self._completing(sources) if self.is_known else self._finding(sources)
        return {one.lookup.tool.name: one for one in listed}

    def _finding(self, sources: Iterable[Source]) -> Iterator[Offer]:
        for source in sources:
            if source.card.role == "finds" and self._is_worth_it(source, self.missing):
                for lookup in self._lookups(source):
                    if any(lookup.applies(clue) for clue in self.sought.clues):
                        yield Offer(source, lookup)

    def _completing(self, sources: Iterable[Source]) -> Iterator[Offer]:
        subject = self.subject
        (clue,) = subject.clues
        missing = frozenset(subject.missing)
        for source in sources:
            gives = missing.intersection(source.card.fields)
            # A number opens the sources that have the rest.
            hoped = missing if "legal_ids" in gives else gives
            if source.card.role == "checks" or self._has_said_all(source):
                continue
            if not gives or not self._is_worth_it(source, hoped):
                continue
            for lookup in self._lookups(source):
                if lookup.by != "name" and lookup.applies(clue) and not self._was_asked(lookup, clue):
                    yield Offer(source, lookup)

    def checks(self) -> Iterator[Offer]:
        """What is still to be asked of the sources that may rule a known company out."""
        (clue,) = self.subject.clues
        for source in self.sources:
            if source.card.role == "checks" and self._is_worth_it(source, frozenset(source.card.fields)):
                for lookup in self._lookups(source):
                    if lookup.applies(clue) and not self._was_asked(lookup, clue):
                        yield Offer(source, lookup)

    def _has_said_all(self, source: Source) -> bool:
        named = {one.found.source for one in self.verdict.matched}
        return source.card.is_whole_by_name and source.card.name in named

    def _lacks_number(self, clue: Clue) -> bool:
        """Whether some source would tell what is missing, had the company a number it goes by."""
        return any(
            source.card.legal_ids
            and source.card.role != "checks"
            and self.missing.intersection(source.card.fields)
            and not clue.legal_ids.keys() & set(source.card.legal_ids)
            and (not clue.legal_ids or (source.card.countries or frozenset()) & {clue.country})
            for source in self.sources
        )

    def _lookups(self, source: Source) -> tuple[Lookup, ...]:
        lookups = source.lookups()
        if source.card.is_remote and not lookups:
            self._fail(source, _RESTS)
        return lookups

    def _is_worth_it(self, source: Source, gives: Fields) -> bool:
        """What is on this machine always is."""
        if not source.card.is_remote or self.worth(self._standing, gives):
            return True
        self.spared = True
        return False

    async def answer(self, call: ToolCall, offers: Mapping[str, Offer]) -> ToolResult:
        """The result of one call. One outside the rules is told what is wrong with it, and counts too."""
        allowed = self._allow(call, offers)
        if isinstance(allowed, str):
            self.calls += 1
            return ToolResult(call_id=call.id, content={"error": allowed})
        return ToolResult(call_id=call.id, content=await self.ask(*allowed))

    def _allow(self, call: ToolCall, offers: Mapping[str, Offer]) -> tuple[Offer, Clue, OfLead] | str:
        """The call with its arguments checked, or what is wrong with it."""
        offer = offers.get(call.name)
        if offer is None:
            return f"there is no such tool; there are {', '.join(offers)}"
        lookup, clues = offer.lookup, {clue.lead_id: clue for clue in self.subject.clues}
        named = call.arguments.get("lead_id")
        clue = clues.get(named) if isinstance(named, str) else None
        suggested = lookup.suggest(clue) if clue else {}
        try:
            asked = lookup.arguments.model_validate({**suggested, **call.arguments})
        except ValidationError as error:
            wrong = sorted({str(one["loc"][0]) for one in error.errors(include_input=False) if one["loc"]})
            return f"these arguments are wrong: {', '.join(wrong)[:200]}"
        if clue is None:
            return "lead_id is none of the leads given"
        return (offer, clue, asked) if lookup.applies(clue) else "this lead gives nothing to look for here"

    async def ask(self, offer: Offer, clue: Clue, asked: OfLead) -> dict[str, Any]:
        """What the source found, as the model sees it. A question once asked is answered from memory."""
        self.calls += 1
        put = question(offer.lookup, clue, asked)
        if put not in self._memo:
            self._memo[put] = await self._put(offer, clue, asked)
        told = self._memo[put] | {"settled": self.is_known and not self.missing}
        return told | {"missing": sorted(self.missing)} if self.is_known else told

    async def _put(self, offer: Offer, clue: Clue, asked: OfLead) -> dict[str, Any]:
        try:
            records = await offer.lookup.ask(clue, asked, self.now)
        except Outdated as error:
            records = error.records
            self._fail(offer.source, str(error))
        except SourceError as error:
            self._fail(offer.source, str(error))
            return {"error": str(error)}
        else:
            self._answered += offer.source.card.is_remote
        self._take(records)
        return {"found": _told(self.sought, records), "records": len(records)}

    def _take(self, records: Sequence[Found]) -> None:
        """Adds records to what is known. Of one record the last reading counts."""
        if self.is_known:
            self._add(records)
        else:
            self._found |= {(one.source, one.record): one for one in records}
            self._decide()
        self._sum_up()

    def _add(self, records: Sequence[Found]) -> None:
        """Those that are of the company, to its own. One that knows better which company it is, decides anew."""
        company, matched = self.subject, self.verdict.matched
        known = [one.found for one in matched]
        own = [
            one
            for one in records
            if any(one_company(each, one) for each in known) and not any(_differ(each, one) for each in known)
        ]
        if any(self._overrules(one) for one in records if one not in own):
            self._found |= {(one.source, one.record): one for one in records}
            self._decide()
            return
        read = {(one.source, one.record) for one in own}
        kept = (one for one in matched if (one.found.source, one.found.record) not in read)
        self.verdict = replace(self.verdict, matched=(*kept, *(judge(company, one) for one in own)))

    def _overrules(self, one: Found) -> bool:
        """Whether a record fits the leads better, and has another number: the one matched is a namesake's."""
        best = self.verdict.matched[0].found
        quality, before = (judge(self.sought, each).match.quality for each in (one, best))
        return _differ(best, one) and quality > before

    def _decide(self) -> None:
        """Two numbers are two companies, even where a record without one is like both of them."""
        self.verdict = decide(self.sought, list(self._found.values()), self.accept, self.show)
        matched = self.verdict.matched
        if any(_differ(one.found, other.found) for one, other in combinations(matched, 2)):
            self.verdict = Verdict("ambiguous", shown=matched[:MOST_SHOWN])

    def _was_asked(self, lookup: Lookup, clue: Clue) -> bool:
        asked = {**lookup.suggest(clue), "lead_id": clue.lead_id}
        return question(lookup, clue, lookup.arguments.model_validate(asked)) in self._memo

    def _fail(self, source: Source, reason: str) -> None:
        self.failures[SourceFailure(source=source.card.name, reason=reason)] = None

    @property
    def outcome(self) -> Outcome:
        """The one word for it."""
        if not self.sought.clues:
            return "no identity"
        if self.verdict.outcome != "not found":
            return self.verdict.outcome
        if self.failures and not self._answered:
            return "could not ask"
        return "not needed" if self.spared and not self._answered else "not found"


def candidate(matched: Matched) -> Candidate:
    """A record as it is shown."""
    found = matched.found
    return Candidate(
        record=found.record,
        source=found.source,
        name=found.name,
        domain=next(iter(found.domains), None),
        country=next(iter(found.countries), None),
        city=next(iter(found.cities), None),
        match=matched.match,
        facts=found.facts,
    )


def _differ(a: Found, b: Found) -> bool:
    """Whether they have numbers of one register, and none in common."""
    shared = a.legal_ids.keys() & b.legal_ids.keys()
    return bool(shared) and all(a.legal_ids[scheme] != b.legal_ids[scheme] for scheme in shared)


def _told(sought: Sought, records: Sequence[Found]) -> list[dict[str, Any]]:
    best = (candidate(one) for one in rank(sought, records)[:_MOST_TOLD])
    return [one.model_dump(mode="json", exclude={"facts"}, exclude_none=True) for one in best]
