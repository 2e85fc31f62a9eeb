"""A question is put to a source once while its answer is good, and paid for within the budget of the run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from canned import FETCHED, clue
from quay import Quay, card, company

from agent.llm.cost import Ledger
from agent.settings import Settings
from agent.sources import Found, OfLead, Source
from agent.sources.card import Card
from agent.sources.remembered import Memory, Remembered
from agent.sources.trouble import Outdated, Unaffordable, Unreachable
from agent.store import Store
from agent.store.source_answers import SourceAnswers

LATER = FETCHED + timedelta(hours=1)
SIREN = {"siren": "732829320"}


@dataclass
class Desk:
    """A store, and a ledger for each run."""

    store: Store
    budget: float | None = None

    def remembered(self, source: Source, price: float = 0.0, **memory: Any) -> Remembered:
        self.ledger = Ledger(Settings(budget=self.budget), None)
        return Remembered(source, Memory(SourceAnswers(self.store), self.ledger, **memory), price=price)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def ask(source: Source, by: str = "legal_id", now: datetime = LATER, **known: Any) -> Sequence[Found]:
    (lookup,) = (one for one in source.lookups() if one.by == by)
    return await lookup.ask(clue(**{"legal_ids": SIREN} | known), OfLead(lead_id="L1"), now)


def register(*records: Found, **said: Any) -> Quay:
    return Quay(records or (company(says={"employees": 58}, legal_ids=SIREN),), card(**said))


async def test_the_second_run_gets_the_same_records_and_asks_nobody(desk: Desk) -> None:
    source = register()
    first = await ask(desk.remembered(source))
    second = await ask(desk.remembered(source))
    assert (tuple(second), len(source.asked)) == (tuple(first), 1)
    assert (desk.ledger.totals.source_calls, desk.ledger.totals.source_calls_replayed) == (0, 1)
    assert second[0].facts[0].retrieved_at == FETCHED


async def test_that_there_is_no_such_company_is_remembered_too_but_not_for_long(desk: Desk) -> None:
    source = register(company(legal_ids={"siren": "005520242"}), ttl_none=3)
    for days in (0, 2):
        assert await ask(desk.remembered(source), now=LATER + timedelta(days=days)) == ()
    assert len(source.asked) == 1
    await ask(desk.remembered(source), now=LATER + timedelta(days=4))
    assert len(source.asked) == 2


@pytest.mark.parametrize(
    ("says", "good", "past"),
    [
        ({"status": "active", "founded": 1999}, 6, 8),
        ({"founded": 1999}, 364, 366),
        ({"city": "Lyon"}, 19, 21),
    ],
)
async def test_an_answer_is_good_as_long_as_the_most_perishable_field_in_it(
    desk: Desk, says: Any, good: int, past: int
) -> None:
    source = register(company(says=says, legal_ids=SIREN), ttl={"city": 20})
    await ask(desk.remembered(source), now=FETCHED)
    await ask(desk.remembered(source), now=FETCHED + timedelta(days=good))
    assert len(source.asked) == 1
    await ask(desk.remembered(source), now=FETCHED + timedelta(days=past))
    assert len(source.asked) == 2


async def test_a_refresh_asks_anew_what_was_told_before_it(desk: Desk) -> None:
    source = register()
    await ask(desk.remembered(source))
    await ask(desk.remembered(source, not_before=FETCHED))
    assert len(source.asked) == 1
    await ask(desk.remembered(source, not_before=FETCHED + timedelta(seconds=1)))
    assert len(source.asked) == 2


async def test_the_source_sees_what_it_goes_by_and_nothing_else(desk: Desk) -> None:
    source = register()
    known = {"company": "Brightloom", "website": "b.example", "country": "FR", "city": "Lyon"}
    numbers = SIREN | {"vat": "FR44732829320"}
    for by in ("legal_id", "domain", "name"):
        await ask(desk.remembered(source), by, **known, legal_ids=numbers)
    assert [seen.model_dump(exclude_defaults=True) for _, seen in source.asked] == [
        {"lead_id": "L1", "legal_ids": SIREN},
        {"lead_id": "L1", "website": "b.example"},
        {"lead_id": "L1", "company": "Brightloom", "country": "FR"},
    ]


async def test_two_leads_that_write_a_thing_alike_are_one_question_and_others_are_not(desk: Desk) -> None:
    source = register()
    asked = desk.remembered(source)
    await ask(asked, "name", company="Brightloom", city="Lyon", lead_id="L1")
    await ask(asked, "name", company="BRIGHTLOOM", city="Paris", lead_id="L2")
    assert len(source.asked) == 1
    await ask(asked, "name", company="Brightloom", country="DE")
    await ask(asked, "domain", website="b.example")
    assert len(source.asked) == 3


async def test_a_question_that_is_being_asked_is_waited_for(desk: Desk) -> None:
    source = register()
    asked = desk.remembered(source)
    answers = await asyncio.gather(*(ask(asked) for _ in range(5)))
    assert len(source.asked) == 1
    assert all(answer == answers[0] for answer in answers)


async def test_a_failure_is_not_remembered(desk: Desk) -> None:
    source = register()
    source.trouble = Unreachable("no answer")
    with pytest.raises(Unreachable):
        await ask(desk.remembered(source))
    source.trouble = None
    assert await ask(desk.remembered(source))


async def test_where_there_is_no_answer_the_one_from_before_is_told_as_outdated(desk: Desk) -> None:
    source = register()
    before = await ask(desk.remembered(source))
    source.trouble = Unreachable("quay gave no answer")
    with pytest.raises(Outdated, match="quay gave no answer; what it said before stands") as told:
        await ask(desk.remembered(source), now=LATER + timedelta(days=400))
    assert tuple(told.value.records) == tuple(before)


async def test_a_hit_is_paid_once_and_a_miss_not_at_all(desk: Desk) -> None:
    source = register()
    await ask(desk.remembered(source, price=0.25))
    assert desk.ledger.totals.source_cost == 0.25
    await ask(desk.remembered(source, price=0.25))
    await ask(desk.remembered(source, price=0.25), legal_ids={"siren": "005520242"})
    assert desk.ledger.totals.source_cost == 0
    assert SourceAnswers(desk.store).spend()["quay"].cost == 0.25


async def test_what_the_budget_has_no_room_for_is_not_asked(store: Store) -> None:
    source = register()
    with pytest.raises(Unaffordable, match=r"quay is not asked: .*budget of 0\.2"):
        await ask(Desk(store, budget=0.2).remembered(source, price=0.25))
    assert source.asked == []


async def test_answers_of_another_form_of_the_source_are_asked_anew(desk: Desk) -> None:
    source = register()
    await ask(desk.remembered(source))
    source.card = card(form=2)
    await ask(desk.remembered(source))
    assert len(source.asked) == 2


async def test_beyond_its_countries_a_source_is_asked_by_number_alone(desk: Desk) -> None:
    lookups = desk.remembered(Quay(card=card(countries=frozenset({"GB"})))).lookups()
    german = clue(company="Brightloom", country="DE", website="b.example", legal_ids=SIREN)
    assert [one.by for one in lookups if one.applies(german)] == ["legal_id"]
    assert all(one.applies(german.model_copy(update={"country": "GB"})) for one in lookups)
    assert all(one.applies(german.model_copy(update={"country": None})) for one in lookups)


def test_the_card_tells_the_price_that_is_paid(desk: Desk) -> None:
    shown: Card = desk.remembered(Quay(), price=0.5).card
    assert (shown.name, shown.price) == ("quay", 0.5)
