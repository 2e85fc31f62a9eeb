"""An account in, facts with proof out.

A model chooses which sources to ask. Code does the rest: it offers what may be asked, checks the calls, takes
what is looked for from the leads, decides whether a record is the company, and copies the facts from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from agent.inquiry import Inquiry, Worth, candidate
from agent.llm import Errand, Model, ToolCall, ToolResult, Turn
from agent.models.account import Account, Enrichment, Fact, FieldName
from agent.models.evidence import Evidence
from agent.models.lead import Lead
from agent.offer import Offer
from agent.sources import OfLead, Source, seek
from prompts import Prompt, load


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
    wanted: Collection[FieldName] = (),
    known: Sequence[Fact] = (),
    worth: Worth = lambda _facts, _fields: True,
) -> tuple[Enrichment, tuple[Evidence, ...]]:
    """What the sources know of the account's company, and the proof of each fact.

    The sources are asked in the order given, by the wave: what is free before what is paid. First, which company it
    is: a record of a match quality of `accept` or more, clear of every other company, is it; when none is, those of
    `show` or more are kept as candidates. Then, by its numbers and domain, the sources that check, and those that
    give a field of `wanted` that neither `known` nor a record has told. A remote source is asked only while `worth`
    says that what it gives could change anything. At most `max_calls` tool calls are answered, whatever the model
    asks. A source that gives no answer is passed over and told in `failures`.

    Raises `ModelError` and `BudgetExhausted` from the model, and `StoreError` from what is in the store.
    """
    inquiry = Inquiry(
        seek(account, leads), sources, now, accept, show, frozenset(wanted), tuple(known), worth
    )
    prompt = load("enrich_account").fill(max_calls=max_calls)
    if inquiry.sought.clues:
        await _pursue(inquiry, model, prompt, max_calls)
    if inquiry.is_known:
        await _check(inquiry, max_calls)
        await _pursue(inquiry, model, prompt, max_calls)
        await _check(inquiry, max_calls)
    return _enrichment(inquiry, model.name)


async def _pursue(inquiry: Inquiry, model: Model, prompt: Prompt, max_calls: int) -> None:
    """Asks wave after wave: until the company is known, or, of one that is, until nothing is missing.

    An earlier wave comes again when a later one found what opens it: a number, for a register.
    """
    at_first = inquiry.is_known
    waves = inquiry.waves()
    about = inquiry.subject.clues
    turns: list[tuple[Turn, ...]] = [() for _ in waves]
    declined: list[dict[str, Offer]] = [{} for _ in waves]
    while inquiry.is_known is at_first and inquiry.calls < max_calls:
        if about != inquiry.subject.clues:  # another number, another question: what was asked before is past
            about, turns, declined = inquiry.subject.clues, [() for _ in waves], [{} for _ in waves]
        offered = ((n, inquiry.offers(wave)) for n, wave in enumerate(waves))
        n, offers = next(((n, one) for n, one in offered if one.keys() - declined[n].keys()), (0, {}))
        if not offers:
            return
        tools = tuple(one.tool for one in offers.values())
        wishes = (await model.call_tools(Errand(prompt, inquiry.subject, tools, turns[n]))).value
        calls = wishes[: max_calls - inquiry.calls]
        if not calls:
            declined[n] = offers
            continue
        results = [await _answer(inquiry, call, offers, waves[n]) for call in calls]
        turns[n] += (Turn(calls=calls, results=tuple(results)),)


async def _answer(
    inquiry: Inquiry, call: ToolCall, offers: Mapping[str, Offer], wave: Sequence[Source]
) -> ToolResult:
    """The result of one call of a round; what the calls before it made needless is not asked any more."""
    if call.name in offers and call.name not in (now := inquiry.offers(wave)):
        needless = {
            "not asked": f"what it gives is known by now; there are {', '.join(now) or 'no tools'} left"
        }
        return ToolResult(call_id=call.id, content=needless)
    return await inquiry.answer(call, offers)


async def _check(inquiry: Inquiry, max_calls: int) -> None:
    """What the sources that check say of the company, now that it is known."""
    (clue,) = inquiry.subject.clues
    for offer in list(inquiry.checks())[: max_calls - inquiry.calls]:
        await inquiry.ask(offer, clue, OfLead(lead_id=clue.lead_id))


def _enrichment(inquiry: Inquiry, mode: str) -> tuple[Enrichment, tuple[Evidence, ...]]:
    verdict = inquiry.verdict
    enrichment = Enrichment(
        account_id=inquiry.sought.account_id,
        facts=tuple(fact for one in verdict.matched for fact in one.found.facts),
        matched=tuple(candidate(one).model_copy(update={"facts": ()}) for one in verdict.matched),
        candidates=tuple(candidate(one) for one in verdict.shown),
        outcome=inquiry.outcome,
        calls=inquiry.calls,
        failures=tuple(inquiry.failures),
        mode=mode,
    )
    records = (one.found for one in (*verdict.matched, *verdict.shown))
    return enrichment, tuple(proof for found in records for proof in found.evidence)
