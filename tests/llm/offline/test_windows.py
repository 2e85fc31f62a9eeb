"""Stretches of time, by the conventions of the labelled notes. Every call below is of 12 May 2026."""

from __future__ import annotations

from datetime import date

import pytest
from llm.offline.tables import cases

from agent.llm.offline.dates import find_dates
from agent.llm.offline.windows import easter


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    cases("""
        en | go-live in June | 2026-06-01 2026-06-30
        fr | mise en route en février | 2027-02-01 2027-02-28
        en | early June | 2026-06-01 2026-06-10
        en | mid-September | 2026-09-11 2026-09-20
        en | late June | 2026-06-21 2026-06-30
        fr | début juillet | 2026-07-01 2026-07-10
        fr | mi-mai | 2026-05-11 2026-05-20
        fr | fin février | 2027-02-21 2027-02-28
        fr | courant mai | 2026-05-01 2026-05-31
        fr | courant 2027 | 2027-01-01 2027-12-31
        fr | première quinzaine de juin | 2026-06-01 2026-06-15
        fr | la deuxième quinzaine de juin | 2026-06-16 2026-06-30
        en | the first week of November | 2026-11-01 2026-11-07
        fr | la dernière semaine de juin | 2026-06-24 2026-06-30
        en | second half of September | 2026-09-16 2026-09-30
        en | in the spring | 2026-03-20 2026-06-20
        fr | au printemps 2027 | 2027-03-20 2027-06-20
        en | this fall | 2026-09-20 2026-12-20
        en | next spring | 2027-03-20 2027-06-20
        fr | au printemps prochain | 2027-03-20 2027-06-20
        en | our contract ends in September | 2026-09-01 2026-09-30
        en | the week after next | 2026-05-25 2026-05-31
        en | later this year | 2026-05-12 2026-12-31
        fr | fin août début septembre | 2026-08-21 2026-09-10
        fr | entre le 15 et le 30 juin | 2026-06-15 2026-06-30
        en | Q3/Q4 | 2026-07-01 2026-12-31
        fr | en deux mille vingt-sept | 2027-01-01 2027-12-31
        fr | cet automne | 2026-09-20 2026-12-20
        fr | cet été | 2026-06-20 2026-09-20
        fr | à la rentrée | 2026-09-01 2026-09-30
        fr | à la rentrée de septembre 2027 | 2027-09-01 2027-09-30
        fr | à la rentrée de janvier | 2027-01-01 2027-01-31
        en | around Thanksgiving | 2026-11-20 2026-11-30
        en | we start the second week of June | 2026-06-08 2026-06-14
        en | Q1 next yr | 2027-01-01 2027-03-31
        en | Q1 2027 | 2027-01-01 2027-03-31
        en | in Q1 | 2027-01-01 2027-03-31
        en | Q3-ish | 2026-07-01 2026-09-30
        fr | T4 | 2026-10-01 2026-12-31
        fr | au T1 2027 | 2027-01-01 2027-03-31
        fr | premier trimestre 2027 | 2027-01-01 2027-03-31
        fr | au 3e trimestre | 2026-07-01 2026-09-30
        en | the fourth quarter | 2026-10-01 2026-12-31
        en | H2 | 2026-07-01 2026-12-31
        en | in the second half | 2026-07-01 2026-12-31
        fr | S1 2027 | 2027-01-01 2027-06-30
        fr | au second semestre | 2026-07-01 2026-12-31
        en | next quarter | 2026-07-01 2026-09-30
        en | this quarter | 2026-04-01 2026-06-30
        fr | le trimestre prochain | 2026-07-01 2026-09-30
        en | next month | 2026-06-01 2026-06-30
        fr | le mois prochain | 2026-06-01 2026-06-30
        fr | fin du mois | 2026-05-21 2026-05-31
        en | at the end of next month | 2026-06-21 2026-06-30
        en | next year | 2027-01-01 2027-12-31
        fr | l'année prochaine | 2027-01-01 2027-12-31
        fr | sur l'exercice prochain | 2027-01-01 2027-12-31
        en | next week | 2026-05-18 2026-05-24
        fr | semaine 23 | 2026-06-01 2026-06-07
        fr | S23 | 2026-06-01 2026-06-07
        fr | la semaine du 8 juin | 2026-06-08 2026-06-14
        en | w/c 8 June | 2026-06-08 2026-06-14
        en | between March and May | 2027-03-01 2027-05-31
        fr | entre septembre et novembre | 2026-09-01 2026-11-30
        fr | de septembre à novembre | 2026-09-01 2026-11-30
        en | from September to November | 2026-09-01 2026-11-30
        en | June or July | 2026-06-01 2026-07-31
        en | September/October | 2026-09-01 2026-10-31
        fr | juin-juillet | 2026-06-01 2026-07-31
        en | Q3 or Q4 | 2026-07-01 2026-12-31
        fr | du 14 au 18 septembre | 2026-09-14 2026-09-18
        en | March 14-16 | 2027-03-14 2027-03-16
        en | March 2027 | 2027-03-01 2027-03-31
        fr | mars de l'année prochaine | 2027-03-01 2027-03-31
        fr | juin 27 | 2027-06-01 2027-06-30
        en | early 2027 | 2027-01-01 2027-03-31
        en | in two to three months | 2026-07-12 2026-08-12
        en | FY27 | 2027-01-01 2027-12-31
    """),
)
def test_a_window_has_both_days(language: str, text: str, expected: str) -> None:
    (when,) = find_dates(text, language, date(2026, 5, 12))  # type: ignore[arg-type]
    assert f"{when.from_} {when.to}" == expected
    assert when.kind == "window"


def test_easter_moves() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
    ]
