"""Which source is asked after which: identity first, then what is missing, and no more than could change anything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quay import Quay, card, company

from agent.enrich import enrich
from agent.identity import account_of
from agent.llm import Errand, Question, Reply, ToolCall
from agent.llm.offline import Offline
from agent.models.account import Enrichment, Fact, FieldName
from agent.models.lead import Lead
from agent.sources import Sought, Source
from agent.sources.trouble import Outdated, Unreachable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIREN, OTHER = {"siren": "732829320"}, {"siren": "005520242"}
LEAD = Lead(id="L1", account_id="A1", company="Brightloom", email="claire@brightloom.example", country="FR")
HOME = {"domains": ("brightloom.example",)}
DOWN = Unreachable("no answer")


async def enriched(
    *sources: Source,
    wanted: Sequence[FieldName] = ("industry", "employees", "status"),
    model: Any = None,
    **options: Any,
) -> Enrichment:
    account = account_of("Brightloom", "brightloom.example", "FR")
    found, proofs = await enrich(
        account, [LEAD], model or Offline(), sources, now=NOW, wanted=wanted, **options
    )
    assert {fact.evidence for fact in found.facts} <= {proof.id for proof in proofs}
    return found


def by(source: Quay) -> list[str]:
    """What it was asked by, in order."""
    return [by for by, _ in source.asked]


def told(enrichment: Enrichment) -> dict[str, Any]:
    return {fact.field: fact.value for fact in enrichment.facts}


async def test_once_the_company_is_known_others_are_asked_by_its_number_and_never_by_name() -> None:
    list_ = Quay([company("list", {"industry": "Weaving"}, legal_ids=SIREN, **HOME)], card("list"))
    register = Quay(
        [company("register", {"employees": 58, "status": "active"}, legal_ids=SIREN)], card("register")
    )
    found = await enriched(list_, register, Quay(card=card("names"), by=("name",)))
    assert (by(list_)[0], by(register)) == ("domain", ["legal_id"])
    assert register.asked[0][1].legal_ids == SIREN
    assert told(found) == {"industry": "Weaving", "employees": 58, "status": "active"}
    assert [one.source for one in found.matched] == ["list", "register"]


async def test_a_source_that_gives_nothing_that_is_missing_is_not_asked() -> None:
    register = Quay(
        [company("register", {"employees": 58, "status": "active"}, legal_ids=SIREN, **HOME)],
        card("register"),
    )
    world = Quay(card=card("world", fields=("status", "parent")), by=("legal_id",))
    trade = Quay(card=card("trade", fields=("industry",)), by=("legal_id",))
    await enriched(register, world, trade)
    assert (world.asked, by(trade)) == ([], ["legal_id"])


@pytest.mark.parametrize("whole", [True, False])
async def test_a_record_found_by_name_is_asked_for_by_number_only_where_that_tells_more(whole: bool) -> None:
    register = Quay(
        [company("register", {"status": "active"}, legal_ids=SIREN)],
        card("register", is_whole_by_name=whole),
        by=("legal_id", "name"),
    )
    await enriched(register)
    assert by(register) == (["name"] if whole else ["name", "legal_id"])


async def test_nothing_is_asked_for_a_field_that_was_known_before() -> None:
    person = Fact(field="industry", value="Weaving", source="person", retrieved_at=NOW, evidence="E1")
    register = Quay(
        [company("register", {"employees": 58, "status": "active"}, legal_ids=SIREN, **HOME)],
        card("register"),
    )
    trade = Quay(card=card("trade", fields=("industry",)), by=("legal_id",))
    await enriched(register, trade, known=[person])
    assert trade.asked == []


async def test_a_record_of_another_company_fills_nothing_in() -> None:
    register = Quay([company("register", legal_ids=SIREN, **HOME)], card("register"))
    stranger = Quay(
        [company("vendor", {"employees": 9}, legal_ids=OTHER, **HOME)], card("vendor"), by=("domain",)
    )
    found = await enriched(register, stranger)
    assert (by(stranger), told(found)) == (["domain"], {})


async def test_the_namesake_a_register_gave_is_dropped_once_the_companys_own_site_names_another_number() -> (
    None
):
    namesake = company("register", {"status": "closed"}, legal_ids=OTHER, record="namesake")
    itself = company("register", {"status": "active", "employees": 58}, legal_ids=SIREN)
    register = Quay([namesake], card("register"), by=("legal_id", "name"))
    site = Quay(
        [company("website", legal_ids=SIREN, **HOME)], card("website", kind="website"), by=("domain",)
    )

    def once_the_number_is_known(_facts: object, _fields: object) -> bool:
        if site.asked:
            register.records = [itself]
        return True

    found = await enriched(register, site, worth=once_the_number_is_known)
    assert [(one.source, one.record) for one in found.matched] == [("website", "1"), ("register", "1")]
    assert told(found) == {"status": "active", "employees": 58}


async def test_a_record_without_a_number_does_not_make_one_company_of_two() -> None:
    one, other = company("a", legal_ids=SIREN, **HOME), company("b", legal_ids=OTHER, **HOME)
    neither = company("0", **HOME)
    lists = [Quay([each], card(each.source), by=("domain",)) for each in (neither, one, other)]
    found = await enriched(*lists, model=Eager(), wanted=())
    assert (found.outcome, len(found.matched)) == ("matched", 1)
    together = Quay([neither, one, other], card("0"), by=("domain",))
    found = await enriched(together)
    assert (found.outcome, found.facts, len(found.candidates)) == ("ambiguous", (), 3)
    late = [Quay([each], card(each.source), by=("domain",)) for each in (one, neither, other)]
    assert [each.source for each in (await enriched(*late)).matched] == ["a", "0"]


async def test_what_is_free_is_asked_before_what_is_paid_and_the_paid_only_for_what_is_missing() -> None:
    vendor = Quay([company("vendor", {"employees": 58}, **HOME)], card("vendor", price=0.1, kind="vendor"))
    register = Quay(
        [company("register", {"employees": 60, "status": "active", "industry": "Weaving"}, legal_ids=SIREN)],
        card("register"),
        by=("name",),
    )
    found = await enriched(register, vendor)
    assert (by(register), vendor.asked, found.outcome) == (["name"], [], "matched")
    register.records = ()
    found = await enriched(register, vendor)
    assert (by(vendor)[0], told(found)) == ("domain", {"employees": 58})


async def test_a_website_is_read_after_the_registers_and_for_the_number_that_opens_one() -> None:
    site = Quay(
        [company("website", legal_ids=SIREN, **HOME)],
        card("website", kind="website", fields=("legal_ids", "name")),
        by=("domain",),
    )
    list_ = Quay([company("list", {"status": "active"}, **HOME)], card("list"), by=("domain",))
    register = Quay(
        [company("register", {"employees": 58, "industry": "Weaving"}, legal_ids=SIREN)],
        card("register"),
        by=("legal_id",),
    )
    found = await enriched(list_, register, site)
    assert (by(list_), by(site), by(register)) == (["domain"], ["domain"], ["legal_id"])
    assert told(found) == {"status": "active", "employees": 58, "industry": "Weaving"}


async def test_what_could_change_nothing_is_not_asked_but_what_is_on_this_machine_is() -> None:
    local = Quay(card=card("directory", per_second=None, kind="directory"))
    register = Quay([company("register", **HOME)], card("register"))
    seen: list[frozenset[FieldName]] = []

    def never(_facts: object, fields: frozenset[FieldName]) -> bool:
        seen.append(fields)
        return False

    found = await enriched(local, register, worth=never)
    assert (by(local), register.asked, found.outcome) == (["domain", "name"], [], "not needed")
    assert set(seen) == {frozenset({"industry", "employees", "status"})}


async def test_it_ends_as_soon_as_what_is_left_could_change_nothing() -> None:
    register = Quay([company("register", {"status": "closed"}, legal_ids=SIREN, **HOME)], card("register"))
    trade = Quay(card=card("trade", fields=("industry",)), by=("legal_id",))
    found = await enriched(register, trade, worth=lambda facts, _: "status" not in facts)
    assert (trade.asked, told(found), found.outcome) == ([], {"status": "closed"}, "matched")


async def test_a_source_that_checks_is_asked_about_every_known_company_and_once() -> None:
    register = Quay([company("register", {"status": "active"}, legal_ids=SIREN, **HOME)], card("register"))
    gazette = Quay(
        [company("gazette", {"status": "insolvent"}, legal_ids=SIREN)],
        card("gazette", role="checks", fields=("status",)),
        by=("legal_id",),
    )
    found = await enriched(register, gazette, wanted=("status",))
    assert by(gazette) == ["legal_id"]
    assert [fact.value for fact in found.facts] == ["active", "insolvent"]
    gazette.asked.clear()
    await enriched(Quay(card=card("register")), gazette)
    assert gazette.asked == []


async def test_a_number_found_late_is_checked_too() -> None:
    list_ = Quay([company("list", {"status": "active"}, **HOME)], card("list"), by=("domain",))
    site = Quay(
        [company("website", {"industry": "Weaving"}, legal_ids=SIREN, **HOME)],
        card("website", kind="website"),
        by=("domain",),
    )
    gazette = Quay(card=card("gazette", role="checks", fields=("status",)), by=("legal_id",))
    await enriched(list_, site, gazette)
    assert by(gazette) == ["legal_id"]


async def test_a_source_that_only_adds_never_says_which_company_it_is() -> None:
    jobs = Quay(
        [company("jobs", {"technologies": ("Odoo",)}, **HOME)],
        card("jobs", role="adds", kind="jobs"),
        by=("domain",),
    )
    found = await enriched(jobs, wanted=("technologies",))
    assert (jobs.asked, found.outcome) == ([], "not found")
    list_ = Quay([company("list", **HOME)], card("list"), by=("domain",))
    found = await enriched(list_, jobs, wanted=("technologies",))
    assert told(found) == {"technologies": ("Odoo",)}


async def test_when_no_source_answers_the_company_is_not_called_unknown() -> None:
    down = Quay(card=card("down"), trouble=DOWN, by=("name",))
    rests = Quay(card=card("rests"), rests=True)
    found = await enriched(down, rests)
    assert found.outcome == "could not ask"
    assert {one.source: one.reason for one in found.failures} == {
        "down": "no answer",
        "rests": "it has failed again and again and is left alone for a while",
    }
    found = await enriched(down, Quay(card=card("up")))
    assert (found.outcome, [one.source for one in found.failures]) == ("not found", ["down"])


async def test_what_a_source_said_before_counts_when_it_gives_no_answer_now_and_that_is_told() -> None:
    record = company("register", {"employees": 58}, legal_ids=SIREN, **HOME)
    register = Quay(card=card("register"), trouble=Outdated("register is down", [record]))
    found = await enriched(register)
    assert (found.outcome, told(found)) == ("matched", {"employees": 58})
    assert found.failures[0].reason == "register is down; what it said before stands"


@pytest.mark.parametrize("most", range(5))
async def test_no_more_calls_are_made_than_there_are_whatever_they_are_for(most: int) -> None:
    register = Quay([company("register", legal_ids=SIREN, **HOME)], card("register"))
    gazette = Quay(card=card("gazette", role="checks"), by=("legal_id",))
    trades = [Quay(card=card(f"trade-{n}"), by=("legal_id",)) for n in range(4)]
    found = await enriched(register, gazette, *trades, max_calls=most)
    assert found.calls == sum(len(one.asked) for one in (register, gazette, *trades)) <= most


@dataclass
class Eager:
    """A model that wishes for everything it is offered, all at once."""

    name: str = "stub-1"
    identity: str = "stub-1"
    seen: list[Errand] = field(default_factory=list)
    but: Callable[[str], bool] = lambda _: True

    async def call_tools(self, errand: Errand) -> Reply[tuple[ToolCall, ...]]:
        self.seen.append(errand)
        if errand.turns:
            return Reply(())
        names = [tool.name for tool in errand.tools if self.but(tool.name)]
        return Reply(tuple(ToolCall(id=name, name=name, arguments={"lead_id": "L1"}) for name in names))

    async def extract(self, question: Question[Any]) -> Reply[Any]:
        raise AssertionError(question)


async def test_of_many_calls_at_once_those_that_the_first_made_needless_are_not_asked() -> None:
    first = Quay(
        [company("first", {"status": "active"}, legal_ids=SIREN, **HOME)], card("first"), by=("domain",)
    )
    second = Quay([company("second", {"status": "active"}, legal_ids=SIREN)], card("second"), by=("name",))
    found = await enriched(first, second, wanted=("status",), model=Eager())
    assert (by(first), second.asked, found.calls) == (["domain"], [], 1)


async def test_a_model_sees_what_is_missing_and_what_each_tool_gives_and_costs() -> None:
    register = Quay(
        [company("register", {"status": "active"}, legal_ids=SIREN, **HOME)], card("register"), by=("domain",)
    )
    vendor = Quay(card=card("vendor", fields=("employees", "revenue"), price=0.1), by=("domain",))
    model = Eager()
    await enriched(register, vendor, model=model)
    subject = model.seen[-1].subject
    assert isinstance(subject, Sought)
    assert (subject.missing, subject.clues[0].legal_ids) == (("employees", "industry"), SIREN)
    (tool,) = model.seen[-1].tools
    assert tool.description.endswith("Gives employees, revenue. Costs 0.1 a hit.")


records = st.builds(
    company,
    says=st.dictionaries(st.sampled_from(["employees", "industry", "status"]), st.just("58"), max_size=3),
    legal_ids=st.sampled_from([{}, SIREN, OTHER]),
    domains=st.sampled_from([(), ("brightloom.example",), ("kestrel.example",)]),
    name=st.sampled_from(["Brightloom", "Brightloom SAS", "Kestrel"]),
)
worlds = st.lists(
    st.tuples(
        st.lists(records, max_size=3),
        st.sampled_from(["finds", "adds", "checks"]),
        st.sampled_from(["registry", "website", "vendor"]),
        st.sampled_from([0.0, 0.1]),
        st.sets(st.sampled_from(["legal_id", "domain", "name"]), min_size=1),
        st.sampled_from([None, None, DOWN]),
    ),
    max_size=4,
)


@given(worlds, st.integers(0, 9), st.booleans())
def test_whatever_the_sources_say_it_ends_in_bounds_and_never_makes_two_companies_one(
    world: list[Any], most: int, eager: bool
) -> None:
    quays = [
        Quay(
            [one.model_copy(update={"source": f"s{n}", "record": str(i)}) for i, one in enumerate(found)],
            card(f"s{n}", role=role, kind=kind, price=price),
            trouble,
            tuple(by),
        )
        for n, (found, role, kind, price, by, trouble) in enumerate(world)
    ]
    quays.sort(key=lambda one: one.card.price)
    model = Eager() if eager else Offline()
    account = account_of("Brightloom", "brightloom.example", "FR")
    found, _ = asyncio.run(
        enrich(
            account, [LEAD], model, quays, now=NOW, wanted=("employees", "industry", "status"), max_calls=most
        )
    )
    assert found.calls <= most
    assert sum(len(one.asked) for one in quays) <= found.calls
    theirs = {(one.source, one.record): one for quay in quays for one in quay.records}
    numbers = {
        number for one in found.matched for number in theirs[one.source, one.record].legal_ids.values()
    }
    assert len(numbers) <= 1
    assert (found.outcome == "matched") == bool(found.matched)
