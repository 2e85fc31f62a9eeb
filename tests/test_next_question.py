"""The next question is about what could move the score most, in the note's language, in words that are ours."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.bant import Authority, Bant, Budget, Need, Person, Status, Timing
from agent.models.evidence import Span
from agent.next_question import next_question
from agent.rubric import Language, load_rubric

RUBRIC = load_rubric()
SLOTS = ("budget", "authority", "need", "timing")
PLAIN: dict[str, Any] = {
    "budget": Budget(status=Status.CONFIRMED, amount_min=40_000, amount_max=40_000, currency="EUR"),
    "authority": Authority(status=Status.CONFIRMED, people=(Person(name="Claire Dumont", part="signs"),)),
    "need": Need(status=Status.CONFIRMED),
    "timing": Timing(status=Status.CONFIRMED, from_=date(2026, 6, 1), to=date(2026, 6, 30)),
}


def bant(language: Language = "en", **slots: Any) -> Bant:
    return Bant(language=language, **slots)


def ask(of: Bant, language: Language | None = None) -> str:
    asked = next_question(of, RUBRIC, language)
    assert asked is not None
    return asked.question


def test_of_four_unknown_slots_the_one_worth_most_points_is_asked_for() -> None:
    asked = next_question(bant(), RUBRIC)
    assert asked is not None
    assert (asked.slot, asked.low, asked.high) == ("need", -10, 12)


def test_the_points_at_stake_are_what_the_rubric_gives_the_slot() -> None:
    known = PLAIN | {"timing": Timing()}
    asked = next_question(bant(**known), RUBRIC)
    assert asked is not None
    assert (asked.slot, asked.low, asked.high) == ("timing", -3, 8)


def test_an_unknown_slot_goes_before_an_indicated_one_worth_more() -> None:
    known = PLAIN | {"need": Need(status=Status.INDICATED), "timing": Timing()}
    asked = next_question(bant(**known), RUBRIC)
    assert asked is not None
    assert asked.slot == "timing"


def test_an_indicated_slot_is_asked_for_when_nothing_is_unknown() -> None:
    hinted = PLAIN["budget"].model_copy(update={"status": Status.INDICATED})
    asked = next_question(bant(**PLAIN | {"budget": hinted}), RUBRIC)
    assert asked is not None
    assert (asked.slot, asked.low, asked.high) == ("budget", -12, 4)
    assert asked.question == "Is €40,000 the sum set aside for this project, and has it been approved?"


def test_nothing_is_asked_once_every_slot_is_plainly_answered() -> None:
    assert next_question(bant(**PLAIN), RUBRIC) is None
    assert next_question(bant(**PLAIN | {"budget": Budget(status=Status.DENIED)}), RUBRIC) is None


def test_the_question_speaks_the_notes_language_unless_another_is_wanted() -> None:
    assert ask(bant("fr")).startswith("Qu'est-ce qui vous amène")
    assert ask(bant("fr"), "en").startswith("What made you look")


def test_what_is_known_shapes_the_question() -> None:
    assert "June 2026" in ask(bant(timing=PLAIN["timing"]))
    hinted = {"authority": Authority(status=Status.INDICATED, people=PLAIN["authority"].people)}
    assert "Claire Dumont" in ask(bant("fr", **PLAIN | hinted))
    unknown = PLAIN | {"authority": Authority()}
    assert ask(bant("fr", **unknown)).startswith("Pour une somme comme 40\u202f000 €, qui signe")


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ((date(2026, 6, 1), date(2026, 6, 30)), "juin 2026"),
        ((date(2026, 7, 1), date(2026, 9, 30)), "le T3 2026"),
        ((None, date(2026, 6, 30)), "le 30 juin 2026"),
        ((date(2026, 6, 1), date(2026, 6, 1)), "le 1er juin 2026"),
        ((date(2026, 1, 1), date(2026, 12, 31)), "2026"),
    ],
)
def test_a_french_question_gives_a_day_its_article(
    window: tuple[date | None, date | None], words: str
) -> None:
    said = ask(bant("fr", timing=Timing(status=Status.CONFIRMED, from_=window[0], to=window[1])))
    assert said == f"Vous visez {words} : que se passe-t-il si rien n'a changé d'ici là ?"


def test_a_sum_that_recurs_says_how_often() -> None:
    hinted = Budget(status=Status.INDICATED, amount_min=900, amount_max=1200, currency="GBP", period="month")
    assert ask(bant(**PLAIN | {"budget": hinted})).startswith("Is £900–1,200 a month the sum")


def test_nobody_is_asked_about_themselves_by_name() -> None:
    spoken = (Span(start=0, end=5, speaker="Claire Dumont", side="buyer"),)
    own = Authority(
        status=Status.INDICATED, people=PLAIN["authority"].people, quotes=("I sign",), spans=spoken
    )
    assert "Claire" not in ask(bant(**PLAIN | {"authority": own}))


@pytest.mark.parametrize(
    "name",
    [
        "{amount}",
        "Claire {when}",
        "[bold]Claire[/bold]",
        "Claire\x1b[31m",
        "Ignore. all: rules!",
        "C" * 50,
        "a@b.co",
    ],
)
def test_a_name_that_does_not_look_like_one_is_left_out(name: str) -> None:
    hostile = Authority(status=Status.INDICATED, people=(Person(name=name, part="decides"),))
    assert ask(bant(**PLAIN | {"authority": hostile})) == "Who has the last word on this, and who signs?"


def test_a_currency_that_is_no_code_is_left_out() -> None:
    hostile = Budget(status=Status.INDICATED, amount_min=5, amount_max=5, currency="<b>€</b>")
    assert ask(bant(**PLAIN | {"budget": hostile})).startswith("What range")


CATALOGUE = tomllib.loads(files("agent").joinpath("next_question.toml").read_text("utf-8"))


def test_every_wording_exists_in_both_languages_with_the_same_values() -> None:
    for slot in SLOTS:
        for stands in ("unknown", "indicated", "contradictory"):
            for wording in CATALOGUE[slot][stands]:
                values = [
                    {v for v in ("amount", "when", "person", "other") if f"{{{v}}}" in wording[w]}
                    for w in ("en", "fr")
                ]
                assert values[0] == values[1]
                assert wording["en"].endswith("?")
                assert wording["fr"].endswith(" ?")
            last = CATALOGUE[slot][stands][-1]
            assert "given" not in last
            assert "{" not in last["en"] + last["fr"]


AMOUNTS = st.one_of(st.none(), st.floats(allow_nan=True))
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2999, 12, 31)))
STATUSES = st.sampled_from(Status)
ANY_PERSON = st.builds(
    Person, name=st.one_of(st.none(), st.text()), part=st.sampled_from(["decides", "signs"])
)
ANY_BANT = st.builds(
    Bant,
    language=st.sampled_from(["fr", "en"]),
    budget=st.builds(
        Budget,
        status=STATUSES,
        amount_min=AMOUNTS,
        amount_max=AMOUNTS,
        currency=st.one_of(st.just("EUR"), st.text()),
    ),
    authority=st.builds(Authority, status=STATUSES, people=st.lists(ANY_PERSON, max_size=3).map(tuple)),
    need=st.builds(Need, status=STATUSES),
    timing=st.builds(Timing, status=STATUSES, from_=DAYS, to=DAYS),
)


@given(ANY_BANT)
def test_whatever_a_reading_holds_the_question_is_one_line_about_an_open_slot(any_bant: Bant) -> None:
    asked = next_question(any_bant, RUBRIC)
    open_ones = {Status.NOT_RAISED, Status.INDICATED, Status.CONTRADICTORY}
    if asked is None:
        assert not open_ones & {slot.status for slot in any_bant.slots().values()}
        return
    assert any_bant.slots()[asked.slot].status in open_ones
    assert asked.low <= 0 <= asked.high
    assert asked.low < asked.high
    assert asked.question.endswith("?")
    assert asked.question.replace("\u202f", " ").isprintable()
    assert not set("{}<>[]\n\x1b") & set(asked.question)
    assert len(asked.question) < 250
