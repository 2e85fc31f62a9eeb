"""An account in, facts with proof out.

A model chooses which sources to ask. Code does the rest: it checks the calls, takes what is looked for from
the leads, decides whether a record is the company, and copies the facts from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from agent.llm import Errand, Model, ToolCall, ToolResult, Turn
from agent.models.account import Account, Candidate, Enrichment
from agent.models.evidence import Evidence
from agent.models.lead import Lead
from agent.sources import Clue, Found, Lookup, OfLead, Sought, Source, seek
from agent.sources.identity import Matched, Verdict, decide, judge, one_company, rank
from agent.sources.trouble import SourceError
from prompts import load

_MOST_TOLD = 5
"""Records of one result that the model sees."""


async def enrich(
    account: Account,
    leads: Iterable[Lead],
    model: Model,
    sources: Sequence[Source],
    *,
    now: datetime,
    max_calls: int = 8,
    accept: float = 0.85,
    show: float = 0.6,
) -> tuple[Enrichment, tuple[Evidence, ...]]:
    """What the sources know of the account's company, and the proof of each fact.

    At most `max_calls` tool calls are answered, whatever the model asks; it ends as soon as the company is
    known. A record of a match quality of `accept` or more, clear of every other company, is the company;
    when none is, those of `show` or more are kept as candidates. A company that is known is asked about at
    the sources that check, by its number. A source that gives no answer is passed over. Raises `ModelError` and
    `BudgetExhausted` from the model, and `StoreError` from a source that is in the store.
    """
    sought = seek(account, leads)
    finding = [source for source in sources if source.card.role == "finds"]
    checks = [source for source in sources if source.card.role == "checks"]
    inquiry = _Inquiry(sought, _lookups(finding, sought), now, accept, show)
    prompt = load("enrich_account").fill(max_calls=max_calls)
    tools = tuple(lookup.tool for lookup in inquiry.lookups.values())
    turns: tuple[Turn, ...] = ()
    while tools and inquiry.calls < max_calls and inquiry.verdict.outcome != "matched":
        wishes = (await model.call_tools(Errand(prompt, sought, tools, turns))).value
        calls = wishes[: max_calls - inquiry.calls]
        if not calls:
            break
        turns += (Turn(calls=calls, results=tuple([await inquiry.answer(call) for call in calls])),)
    await inquiry.check(checks, max_calls)
    return _outcome(inquiry, model.name)


def _lookups(sources: Iterable[Source], sought: Sought) -> dict[str, Lookup]:
    """By tool name: those that have something to look for."""
    offered = (lookup for source in sources for lookup in source.lookups())
    return {one.tool.name: one for one in offered if any(one.applies(clue) for clue in sought.clues)}


@dataclass
class _Inquiry:
    """One enrichment under way: what may be asked, what was asked, what was found."""

    sought: Sought
    lookups: dict[str, Lookup]
    now: datetime
    accept: float
    show: float
    calls: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    found: list[Found] = field(default_factory=list)
    memo: dict[tuple[str, OfLead], dict[str, Any]] = field(default_factory=dict)

    async def answer(self, call: ToolCall) -> ToolResult:
        """The result of one call. One outside the rules is told what is wrong with it, and counts too."""
        self.calls += 1
        allowed = self._allow(call)
        content = {"error": allowed} if isinstance(allowed, str) else await self._ask(*allowed)
        return ToolResult(call_id=call.id, content=content)

    def _allow(self, call: ToolCall) -> tuple[Lookup, Clue, OfLead] | str:
        """The call with its arguments checked, or what is wrong with it."""
        lookup = self.lookups.get(call.name)
        if lookup is None:
            return f"there is no such tool; there are {', '.join(self.lookups)}"
        try:
            asked = lookup.arguments.model_validate(call.arguments)
        except ValidationError as error:
            wrong = sorted({str(one["loc"][0]) for one in error.errors(include_input=False) if one["loc"]})
            return f"these arguments are wrong: {', '.join(wrong)[:200]}"
        clue = next((clue for clue in self.sought.clues if clue.lead_id == asked.lead_id), None)
        if clue is None:
            return "lead_id is none of the leads given"
        return (lookup, clue, asked) if lookup.applies(clue) else "this lead gives nothing to look for here"

    async def _ask(self, lookup: Lookup, clue: Clue, asked: OfLead) -> dict[str, Any]:
        """What the source found, as the model sees it. A question once asked is answered from memory."""
        question = (lookup.tool.name, asked)
        if question not in self.memo:
            try:
                records = await lookup.ask(clue, asked, self.now)
            except SourceError as error:
                return {"error": str(error), "settled": self.verdict.outcome == "matched"}
            self.found += (record for record in records if record not in self.found)
            self.verdict = decide(self.sought, self.found, self.accept, self.show)
            self.memo[question] = {"found": _told(self.sought, records), "records": len(records)}
        return {**self.memo[question], "settled": self.verdict.outcome == "matched"}

    async def check(self, checks: Sequence[Source], max_calls: int) -> None:
        """What `checks` say of the company now that it is known, by its numbers."""
        matched = self.verdict.matched
        if not matched:
            return
        numbers = {
            scheme: number for one in reversed(matched) for scheme, number in one.found.legal_ids.items()
        }
        known = Clue(lead_id=self.sought.clues[0].lead_id, company=matched[0].found.name, legal_ids=numbers)
        company = Sought(account_id=self.sought.account_id, clues=(known,))
        lookups = [one for source in checks for one in source.lookups() if one.applies(known)]
        for lookup in lookups[: max_calls - self.calls]:
            self.calls += 1
            try:
                records = await lookup.ask(known, OfLead(lead_id=known.lead_id), self.now)
            except SourceError:
                continue
            own = (one for one in records if any(one_company(each.found, one) for each in matched))
            more = tuple(judge(company, one) for one in own)
            self.verdict = replace(self.verdict, matched=(*self.verdict.matched, *more))


def _told(sought: Sought, records: Sequence[Found]) -> list[dict[str, Any]]:
    best = (_candidate(one) for one in rank(sought, records)[:_MOST_TOLD])
    return [one.model_dump(mode="json", exclude={"facts"}, exclude_none=True) for one in best]


def _candidate(matched: Matched) -> Candidate:
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


def _outcome(inquiry: _Inquiry, mode: str) -> tuple[Enrichment, tuple[Evidence, ...]]:
    verdict = inquiry.verdict
    enrichment = Enrichment(
        account_id=inquiry.sought.account_id,
        facts=tuple(fact for one in verdict.matched for fact in one.found.facts),
        matched=tuple(_candidate(one).model_copy(update={"facts": ()}) for one in verdict.matched),
        candidates=tuple(_candidate(one) for one in verdict.shown),
        outcome=verdict.outcome if inquiry.sought.clues else "no identity",
        calls=inquiry.calls,
        mode=mode,
    )
    records = (one.found for one in (*verdict.matched, *verdict.shown))
    return enrichment, tuple(proof for found in records for proof in found.evidence)
