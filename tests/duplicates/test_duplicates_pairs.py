"""Matches to pairs, and leads to matches."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

from duplicates import invented
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.duplicates import alike
from agent.duplicates.pairs import BY_WAY, Likeness, pairs
from agent.duplicates.record import record
from agent.models.account import Match
from agent.models.lead import Lead
from agent.settings import Duplicates


def link(one: str, other: str, quality: float = 0.9, *, sure: bool = False) -> Likeness:
    return Likeness(one, other, Match(quality=quality, reasons=("same person",)), sure)


def by_name(name: str) -> str:
    return name


names = st.sampled_from("abcdefgh")
links = st.lists(
    st.builds(link, names, names, st.floats(0, 1), sure=st.booleans()).filter(
        lambda one: one.one != one.other
    )
)


@given(links, st.frozensets(names))
def test_pairs_make_one_lead_of_each_cluster_and_never_a_circle(
    found: list[Likeness], decided: frozenset[str]
) -> None:
    told = pairs(found, lambda name: (name not in decided, name), decided)
    dropped = [pair.drop for pair in told]
    assert len(dropped) == len(set(dropped))
    assert not set(dropped) & {pair.keep for pair in told}
    cluster = {name: {name} for one in found for name in one[:2]}
    for one in found:
        cluster[one.one] |= cluster[one.other]
        for name in cluster[one.one]:
            cluster[name] = cluster[one.one]
    for pair in told:
        assert pair.keep == min(cluster[pair.keep], key=lambda name: (name not in decided, name))
        assert pair.drop in cluster[pair.keep]
        assert not (pair.sure and {pair.keep, pair.drop} <= decided)
    assert len(told) == len(cluster) - len({id(one) for one in cluster.values()})


def test_two_that_are_like_a_third_say_so_and_are_as_sure_as_the_weaker() -> None:
    (near, far) = pairs([link("a", "b", 0.95, sure=True), link("b", "c", 0.85)], by_name, frozenset())
    assert (near.keep, near.drop, near.sure) == ("a", "b", True)
    assert (far.keep, far.drop, far.sure, far.match.quality) == ("a", "c", False, 0.85)
    assert far.match.reasons == ("same person", BY_WAY)


def test_two_that_somebody_decided_on_are_for_a_person() -> None:
    (pair,) = pairs([link("a", "b", sure=True)], by_name, frozenset("ab"))
    assert not pair.sure


emails = st.none() | st.sampled_from([f"zoe{letter}@firm.example" for letter in "abcd"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(emails, st.sampled_from(["Zoé", "Max", ""])), max_size=30), st.integers(1, 3))
def test_leads_of_one_e_mail_are_joined_however_many_they_are(
    told: list[tuple[str | None, str]], block: int
) -> None:
    leads = [
        Lead(id=f"L{number}", account_id="A", company="", email=email, first_name=name or None)
        for number, (email, name) in enumerate(told)
    ]
    records = [record(lead, number) for number, lead in enumerate(leads)]
    found = alike(records, Duplicates(block=block, window=1))
    assert all(one < other for one, other in found)
    sure = {frozenset((two.one, two.other)) for two in found.values() if two.sure}
    of_one = [
        [lead.id for lead in leads if lead.email == email]
        for email in {lead.email for lead in leads} - {None}
    ]
    joined = {id: {id} for ids in of_one for id in ids}
    for one, other in map(sorted, sure):
        joined[one] |= joined[other]
        for id in joined[one]:
            joined[id] = joined[one]
    assert all(joined[one] is joined[other] for ids in of_one for one, other in pairwise(ids))


def test_a_block_of_namesakes_does_not_make_every_pair_of_them() -> None:
    count, settings = 3000, Duplicates(show=0)
    namesakes = (
        Lead(id=f"L{number}", account_id="A", company="Mairie", first_name="Jean", last_name="Martin")
        for number in range(count)
    )
    found = alike([record(lead, number) for number, lead in enumerate(namesakes)], settings)
    assert len(found) <= count * settings.window < math.comb(count, 2) / 100


def test_what_is_spelt_otherwise_is_found_in_an_invented_list() -> None:
    given = list(invented.leads(3000))
    who = {lead.id: number for lead, number in given}
    found = alike([record(lead, number) for number, (lead, _) in enumerate(given)], Duplicates())
    real = {
        frozenset((one.id, other.id))
        for (one, number), (other, same) in combinations(given, 2)
        if number == same
    }
    shown = {frozenset((two.one, two.other)) for two in found.values()}
    assert len(real & shown) >= 0.98 * len(real)
    assert sum(who[two.one] == who[two.other] for two in found.values()) >= 0.95 * len(found)
