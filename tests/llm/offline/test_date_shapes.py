"""Timing by the shape of what is said: what is over, other matters, deadlines by reference, whose date it is."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.reader import by_rules
from agent.llm.offline.scene import lay_out
from agent.models.bant import Timing

DAY = date(2026, 3, 10)


def timing(text: str) -> Timing:
    return by_rules(lay_out(note_from_text(text, "n", ".txt", DAY))).timing


@pytest.mark.parametrize(
    "text",
    [
        "Contact: Jo. The board approved seventy-five in August.",
        "Contact : Jo. Oui, excusez, mardi j'avais un camion en panne.",
        "Contact : Jo. Et à Noël on a refusé deux clients.",
        "Board meets 15 June, annual report due 30 June, neither has to do with us.",
        "Si rien vendredi je sors la fiche, j'en parle à ma cheffe qui tranchera.",
    ],
)
def test_what_is_over_and_what_is_another_matter_is_no_timing(text: str) -> None:
    assert timing(text).status == "not_raised"


@pytest.mark.parametrize(
    "text",
    [
        "Timing: the inspector is back on 12 October. It has to be live before that.",
        "Délai : ouverture le 12 octobre, ça doit tourner pour ce jour-là.",
        "Timing: second shop opens on 12 October, so it has to be in place for that.",
        "Le contrat démarre le 12 octobre. Donc les boîtiers sont posés avant le 12 octobre, sinon on perd le marché.",
    ],
)
def test_a_day_by_which_it_must_be_there_is_a_deadline(text: str) -> None:
    found = timing(text)
    assert found.status == "confirmed"
    assert found.from_ is None
    assert found.to in (date(2026, 10, 11), date(2026, 10, 12))


def test_a_plain_denial_outranks_an_incidental_date() -> None:
    text = 'When: "We have no deadline whatsoever."\n(the trade fair is in June but she isn\'t going)'
    assert timing(text).status == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "Go-live: he wants 1 September. She says January at the soonest.",
        'Dates : lui = "ça doit tourner à fin avril". elle = "on commence pas avant septembre".',
    ],
)
def test_dates_of_two_people_that_cannot_both_hold_contradict(text: str) -> None:
    assert timing(text).status == "contradictory"


def test_a_decision_and_a_start_of_two_people_go_together() -> None:
    text = "Jo: we choose by 15 June.\nSam: and it has to be live on 1 October."
    assert timing(text).status != "contradictory"


def test_a_date_scratched_gives_way_to_the_one_after_it() -> None:
    found = timing('When: early on she said Q2. Later: "scratch Q2, I forgot, more like Q4, depends on IT."')
    assert (found.status, found.from_, found.to) == ("indicated", date(2026, 10, 1), date(2026, 12, 31))


def test_what_happens_otherwise_is_not_the_date() -> None:
    found = timing("Délai : idéalement pour juin 2026, sinon ce sera l'année prochaine.")
    assert (found.from_, found.to) == (date(2026, 6, 1), date(2026, 6, 30))
