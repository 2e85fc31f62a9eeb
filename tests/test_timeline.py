"""Successive calls make one timeline: what moved, who is gone, and what a person has to settle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.departures import says_gone
from agent.discovery import combine
from agent.models.bant import Authority, Bant, Budget, Need, Person, Reading, Status, Timing
from agent.models.note import Note, Turn
from agent.models.timeline import Timeline
from agent.retell import retell
from agent.timeline import in_order, shift, standing, timeline
from agent.window import window_words

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def call(id: str, day: date | None = None, **slots: Any) -> Reading:
    return Reading(id=f"R{id}", note_id=id, bant=Bant(language="en", call_date=day, **slots), mode="offline")


def when(window: tuple[date | None, date | None], status: Status = Status.CONFIRMED) -> Timing:
    return Timing(status=status, from_=window[0], to=window[1])


def money(amount: float, status: Status = Status.CONFIRMED) -> Budget:
    return Budget(status=status, amount_min=amount, amount_max=amount, currency="EUR")


def people(*who: Person, status: Status = Status.CONFIRMED) -> Authority:
    return Authority(status=status, people=who)


CLAIRE = Person(name="Claire Dumont", role="DAF", part="signs")
MARC = Person(name="Marc Olivet", role=None, part="decides")
FIRST, SECOND, THIRD = date(2026, 1, 12), date(2026, 2, 16), date(2026, 4, 2)


def test_no_call_makes_an_empty_timeline() -> None:
    assert timeline([]) == Timeline()


def test_one_call_is_told_and_nothing_moved() -> None:
    only = timeline([call("a", FIRST, timing=when(MARCH), budget=money(40_000))])
    assert [said.note_id for said in only.timing] == ["a"]
    assert only.budget[0].slot.amount_max == 40_000
    assert not only.need
    assert (only.slips, only.lost, only.contradictions) == ((), (), ())


def test_a_decision_moved_from_march_to_june_is_a_slip() -> None:
    told = timeline([call("b", SECOND, timing=when(JUNE)), call("a", FIRST, timing=when(MARCH))])
    (slip,) = told.slips
    assert (slip.before.note_id, slip.after.note_id, slip.days, slip.plain) == ("a", "b", 91, True)
    assert retell(told, "en") == ("Timing slipped by 3 months: March 2026 → June 2026.",)
    assert retell(told, "fr") == ("Échéance repoussée de 3 mois : mars 2026 → juin 2026.",)


def test_a_date_brought_forward_moves_backwards() -> None:
    told = timeline([call("a", FIRST, timing=when(JUNE)), call("b", SECOND, timing=when(MARCH))])
    assert [slip.days for slip in told.slips] == [-91]
    assert "brought forward by 3 months" in retell(told, "en")[0]


def test_a_hinted_move_is_told_as_one_and_the_plain_date_stands() -> None:
    calls = [call("a", FIRST, timing=when(MARCH)), call("b", SECOND, timing=when(JUNE, Status.INDICATED))]
    told = timeline(calls)
    assert [slip.plain for slip in told.slips] == [False]
    assert not told.contradictions
    assert standing(told.timing) == told.timing[0]
    assert retell(told, "fr") == (
        "Échéance peut-être repoussée de 3 mois : mars 2026 → juin 2026, à confirmer.",
    )


def test_a_plain_move_is_measured_from_the_date_that_stood_not_from_a_hint_between() -> None:
    calls = [
        call("a", FIRST, timing=when(MARCH)),
        call("b", SECOND, timing=when(JUNE, Status.INDICATED)),
        call("c", THIRD, timing=when(JUNE)),
    ]
    assert [(s.before.note_id, s.after.note_id, s.plain) for s in timeline(calls).slips] == [
        ("a", "b", False),
        ("a", "c", True),
    ]


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ((None, date(2026, 6, 30)), (date(2026, 6, 15), date(2026, 6, 15)), 0),
        ((date(2026, 5, 1), None), (date(2026, 9, 1), date(2026, 9, 30)), 0),
        ((None, date(2026, 6, 30)), (None, date(2026, 9, 30)), 92),
        ((None, date(2026, 9, 30)), (None, date(2026, 6, 30)), -92),
        ((date(2026, 5, 1), None), (date(2026, 9, 1), None), 123),
        (JUNE, (date(2026, 6, 20), date(2026, 7, 10)), 0),
        (JUNE, (None, date(2026, 5, 15)), -46),
        (JUNE, (date(2026, 3, 1), None), 0),
        ((None, None), JUNE, 0),
    ],
)
def test_what_narrows_a_window_does_not_move_it(
    before: tuple[date | None, date | None], after: tuple[date | None, date | None], days: int
) -> None:
    assert shift(when(before), when(after)) == days


def test_calls_of_one_day_that_disagree_are_kept_for_a_person() -> None:
    told = timeline([call("a", FIRST, budget=money(40_000)), call("b", FIRST, budget=money(25_000))])
    (kept,) = told.contradictions
    assert (kept.slot, kept.why, set(kept.notes)) == ("budget", "no_order", {"a", "b"})
    assert "to be settled by a person" in retell(told, "en")[0]
    assert retell(told, "fr")[0].startswith("Budget : deux appels se contredisent")


def test_an_undated_call_is_neither_earlier_nor_later() -> None:
    told = timeline([call("a", None, timing=when(MARCH)), call("b", SECOND, timing=when(JUNE))])
    assert not told.slips
    assert [(c.slot, c.why) for c in told.contradictions] == [("timing", "no_order")]


def test_a_later_plain_word_settles_even_a_denial() -> None:
    calls = [
        call("a", FIRST, budget=Budget(status=Status.DENIED)),
        call("b", SECOND, budget=money(25_000)),
    ]
    assert not timeline(calls).contradictions


def test_a_later_hint_against_a_denial_is_kept_for_a_person() -> None:
    calls = [
        call("a", FIRST, budget=Budget(status=Status.DENIED)),
        call("b", SECOND, budget=money(25_000, Status.INDICATED)),
    ]
    assert [(c.why, c.notes) for c in timeline(calls).contradictions] == [("hint", ("a", "b"))]


def test_a_call_that_left_it_open_stays_open_until_a_later_plain_word() -> None:
    first = call("a", FIRST, authority=people(CLAIRE, MARC, status=Status.CONTRADICTORY))
    assert [c.why for c in timeline([first]).contradictions] == ["left_open"]
    settled = timeline([first, call("b", SECOND, authority=people(CLAIRE))])
    assert not settled.contradictions


def test_sums_that_cannot_be_compared_do_not_contradict() -> None:
    yearly = money(12_000).model_copy(update={"period": "year"})
    monthly = money(1_000).model_copy(update={"period": "month"})
    assert not timeline([call("a", FIRST, budget=yearly), call("b", FIRST, budget=monthly)]).contradictions


def test_up_to_fifty_agrees_with_forty() -> None:
    capped = Budget(status=Status.CONFIRMED, amount_max=50_000, currency="EUR")
    assert not timeline(
        [call("a", FIRST, budget=capped), call("b", FIRST, budget=money(40_000))]
    ).contradictions
    assert timeline([call("a", FIRST, budget=capped), call("b", FIRST, budget=money(60_000))]).contradictions


def test_two_people_for_one_part_on_one_day_contradict() -> None:
    other = Person(name="Jo Marsh", part="signs")
    told = timeline([call("a", FIRST, authority=people(CLAIRE)), call("b", FIRST, authority=people(other))])
    assert [(c.slot, c.why) for c in told.contradictions] == [("authority", "no_order")]
    assert not told.lost  # neither call is the later one


def test_who_is_said_to_have_left_is_lost_with_the_words_that_say_so() -> None:
    text = "Point avec Marc. Claire Dumont a quitté l'entreprise en janvier. Budget ok."
    calls = [call("a", FIRST, authority=people(CLAIRE)), call("b", SECOND)]
    (lost,) = timeline(calls, [Note(id="b", text=text)]).lost
    assert (lost.how, lost.seen, lost.gone, lost.call_date) == ("left", "a", "b", SECOND)
    assert lost.quote == "Claire Dumont a quitté l'entreprise en janvier."
    assert lost.span is not None
    assert text[lost.span.start : lost.span.end] == lost.quote
    assert not timeline(calls).lost  # the reading alone kept nothing of it


def test_without_the_note_the_quotes_are_looked_at() -> None:
    gone = Need(status=Status.CONFIRMED, quotes=("Claire has left, so the renewals pile up",))
    (lost,) = timeline([call("a", FIRST, authority=people(CLAIRE)), call("b", SECOND, need=gone)]).lost
    assert (lost.how, lost.span) == ("left", None)
    assert "Claire has left" in retell(Timeline(lost=(lost,)), "en")[0]


def test_what_the_seller_says_of_a_champion_is_no_evidence() -> None:
    text = "Rep: I heard Claire Dumont has left the company.\nBuyer: Anyway, the project goes on."
    turns = (
        Turn(start=0, end=49, speaker="Rep", side="seller"),
        Turn(start=49, end=len(text), speaker="Buyer", side="buyer"),
    )
    calls = [call("a", FIRST, authority=people(CLAIRE)), call("b", SECOND)]
    assert not timeline(calls, [Note(id="b", text=text, turns=turns)]).lost


def test_who_turned_against_it_is_lost() -> None:
    against = Person(name="Mme Dumont", part="blocks")
    calls = [call("a", FIRST, authority=people(CLAIRE)), call("b", SECOND, authority=people(against, MARC))]
    (lost,) = timeline(calls).lost
    assert (lost.person.name, lost.how) == ("Claire Dumont", "turned")
    assert retell(timeline(calls), "fr") == ("Claire Dumont (DAF) signait auparavant, mais plus maintenant.",)


def test_who_a_later_plain_call_does_not_name_is_lost_and_a_hint_loses_nobody() -> None:
    first = call("a", FIRST, authority=people(CLAIRE))
    assert [lost.how for lost in timeline([first, call("b", SECOND, authority=people(MARC))]).lost] == [
        "absent"
    ]
    hinted = call("b", SECOND, authority=people(MARC, status=Status.INDICATED))
    assert not timeline([first, hinted]).lost


def test_who_comes_back_is_not_lost() -> None:
    calls = [
        call("a", FIRST, authority=people(CLAIRE)),
        call("b", SECOND, authority=people(MARC)),
        call("c", THIRD, authority=people(Person(name="Claire", part="decides"), MARC)),
    ]
    assert not timeline(calls).lost


GONE = [
    "Claire Dumont a quitté la société fin mars.",
    "Claire est partie chez un concurrent",
    "Claire n'est plus là.",
    "Mme Dumont n'est plus dans la boucle",
    "Claire, notre DAF, a démissionné.",
    "Claire Dumont a été remplacée par Marc Olivet",
    "Marc remplace Claire",
    "Depuis le départ de Claire, plus rien n'avance",
    "Claire est partie en retraite",
    "Claire has left the company",
    "Claire's left, apparently in a hurry",
    "Claire (our CFO) no longer works here",
    "Marc took over from Claire last month",
    "Claire was let go in April",
    "Since Claire's departure nobody signs",
    "Claire isn't here any more",
    "Our DAF, Claire Dumont, has resigned.",
]
STILL_THERE = [
    "Claire left a message for you",
    "Claire has left me a voicemail",
    "Claire est partie en vacances jusqu'au 12",
    "Claire n'est plus disponible jeudi",
    "Claire n'a pas quitté l'entreprise",
    "Claire has not left the company",
    "Claire hasn't left the company",
    "Claire dit que Marc est parti chez un concurrent",
    "Claire says Marc has left the company",
    "If Claire left the company we'd stop",
    "Si Claire est partie d'ici là, on verra",
    "Has Claire left the company?",
    "Claire pourrait quitter l'entreprise",
    "Claire Bertin a quitté l'entreprise",
    "Claire remplace Marc",
    "Marc Dumontel has left the company",
]


@pytest.mark.parametrize("sentence", GONE)
def test_a_sentence_that_says_she_is_gone(sentence: str) -> None:
    assert says_gone(sentence, CLAIRE)


@pytest.mark.parametrize("sentence", STILL_THERE)
def test_a_sentence_that_does_not_say_she_is_gone(sentence: str) -> None:
    assert not says_gone(sentence, CLAIRE)


def test_somebody_known_by_role_is_lost_by_role() -> None:
    chief = Person(role="head of IT", part="decides")
    assert says_gone("Their head of IT has left the company", chief)
    assert not says_gone("The head of sales has left the company", chief)


@pytest.mark.parametrize(
    ("first", "last", "en", "fr"),
    [
        (*JUNE, "June 2026", "juin 2026"),
        (date(2026, 7, 1), date(2026, 9, 30), "Q3 2026", "T3 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026", "2026"),
        (date(2026, 3, 1), date(2026, 3, 10), "1–10 March 2026", "1er–10 mars 2026"),
        (None, date(2026, 3, 1), "1 March 2026", "1er mars 2026"),
        (date(2026, 5, 1), date(2026, 6, 30), "May – June 2026", "mai – juin 2026"),
        (
            date(2025, 12, 20),
            date(2026, 3, 20),
            "20 December 2025 – 20 March 2026",
            "20 décembre 2025 – 20 mars 2026",
        ),
        (None, None, "", ""),
    ],
)
def test_a_window_reads_as_people_write_it(first: date | None, last: date | None, en: str, fr: str) -> None:
    assert (window_words(first, last, "en"), window_words(first, last, "fr")) == (en, fr)


DAYS = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 4)))
STATUSES = st.sampled_from(Status)
WINDOWS = st.tuples(DAYS, DAYS)
PERSONS = st.builds(
    Person,
    name=st.sampled_from([None, "Claire Dumont", "Claire", "Marc Olivet"]),
    role=st.sampled_from([None, "DAF"]),
    part=st.sampled_from(["decides", "signs", "influences", "uses", "blocks"]),
)


@st.composite
def readings(draw: st.DrawFn) -> list[Reading]:
    return [
        call(
            str(number),
            draw(DAYS),
            budget=money(draw(st.sampled_from([10.0, 20.0])), draw(STATUSES)),
            authority=people(*draw(st.lists(PERSONS, max_size=3)), status=draw(STATUSES)),
            timing=when(draw(WINDOWS), draw(STATUSES)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@given(readings(), st.randoms())
def test_the_order_of_the_readings_never_matters(calls: list[Reading], chance: Any) -> None:
    shuffled = list(calls)
    chance.shuffle(shuffled)
    assert timeline(shuffled) == timeline(calls)


def _stands(calls: Sequence[Reading]) -> dict[str, Any]:
    told = timeline(calls)
    slots = {"budget": told.budget, "authority": told.authority, "need": told.need, "timing": told.timing}
    return {name: said.slot for name, each in slots.items() if (said := standing(each)) is not None}


@given(readings().filter(bool))
def test_what_stands_is_what_the_calls_are_combined_to(calls: list[Reading]) -> None:
    together = combine(in_order(calls)).bant.slots()
    raised = {name: slot for name, slot in together.items() if slot.status is not Status.NOT_RAISED}
    assert _stands(calls) == raised


@given(readings())
def test_every_finding_can_be_told_in_both_languages(calls: list[Reading]) -> None:
    told = timeline(calls)
    for language in ("fr", "en"):
        sentences = retell(told, language)
        assert len(sentences) == len(told.slips) + len(told.lost) + len(told.contradictions)
        assert all(sentence.strip() and "{" not in sentence for sentence in sentences)


@given(readings())
def test_a_timeline_survives_being_written_down(calls: list[Reading]) -> None:
    told = timeline(calls)
    assert Timeline.model_validate_json(told.model_dump_json(by_alias=True)) == told


def test_three_calls_give_one_timeline_in_any_order() -> None:
    calls = [
        call("a", FIRST, timing=when(MARCH), authority=people(CLAIRE)),
        call("b", FIRST, timing=when(JUNE)),
        call("c", SECOND, authority=people(MARC), timing=when(JUNE, Status.INDICATED)),
    ]
    assert len({timeline(order) for order in permutations(calls)}) == 1
