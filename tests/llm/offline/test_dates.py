"""Dates, deadlines and windows, by the conventions of the labelled notes. Every call below is of 12 May 2026."""

from __future__ import annotations

from datetime import date

import pytest
from llm.offline.tables import cases, said

from agent.llm.offline.dates import When, find_dates

CALL = date(2026, 5, 12)  # a Tuesday


def only(text: str, language: str = "en", call: date | None = CALL, fiscal: int = 1) -> When:
    (found,) = find_dates(text, language, call, fiscal)  # type: ignore[arg-type]
    return found


def window(text: str, language: str = "en", call: date | None = CALL, fiscal: int = 1) -> str:
    """Both days; a dash for an open or unknown end."""
    when = only(text, language, call, fiscal)
    return f"{when.from_ or '-'} {when.to or '-'}"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    cases("""
        fr | choix arrêté d'ici fin T2 | - 2026-06-30
        en | a decision by end of March | - 2027-03-31
        en | we need it by June | - 2026-06-30
        fr | il me le faut avant le 30 juin | - 2026-06-30
        fr | il faut l'outil avant le premier décembre | - 2026-12-01
        fr | à choisir avant fin septembre | - 2026-09-30
        en | before our renewal in June | - 2026-06-30
        fr | avant le salon de septembre | - 2026-09-30
        en | signed before September | - 2026-08-31
        en | before Q3 | - 2026-06-30
        fr | avant l'été | - 2026-06-20
        fr | d'ici l'hiver | - 2026-12-20
        en | before the summer | - 2026-06-20
        fr | au plus tard le 15 juillet | - 2026-07-15
        fr | le 15 juillet au plus tard | - 2026-07-15
        en | 15 July at the latest | - 2026-07-15
        en | no later than August 3 | - 2026-08-03
        en | the licence runs out on 31 August | - 2026-08-31
        fr | le contrat s'arrête le 31 août 2027 | - 2027-08-31
        en | sometime before Christmas | - 2026-12-25
        fr | avant Noël | - 2026-12-25
        en | this side of Christmas would be nice | - 2026-12-25
        en | running by Easter | - 2027-03-28
        en | start of June at the very latest | - 2026-06-10
        fr | le contrat tombe le 30/09 | - 2026-09-30
        en | must be in by EOQ | - 2026-06-30
        en | EOY | - 2026-12-31
        en | year-end | - 2026-12-31
        fr | d'ici la fin de l'année | - 2026-12-31
        fr | fin d'année | - 2026-12-31
        fr | dans l'année | - 2026-12-31
        en | by the end of next quarter | - 2026-09-30
        fr | d'ici 2027 | - 2026-12-31
        fr | d'ici fin 2027 | - 2027-12-31
        fr | d'ici deux mois | - 2026-07-12
        fr | sous quinzaine | - 2026-05-27
        fr | sous 3 semaines | - 2026-06-02
        en | within two weeks | - 2026-05-26
        en | within 5 working days | - 2026-05-19
        fr | dans les 15 jours | - 2026-05-27
        en | within the next three months | - 2026-08-12
        en | until the end of May | - 2026-05-31
        fr | jusqu'à fin octobre | - 2026-10-31
        en | by Friday | - 2026-05-15
        en | by the 27th | - 2026-05-27
        en | by close of business Friday | - 2026-05-15
        en | by year's end | - 2026-12-31
        en | before the year is out | - 2026-12-31
        en | by the time harvest starts in August | - 2026-08-31
        en | before our fiscal year end in June | - 2026-06-30
        fr | avant la mi-septembre | - 2026-09-15
        fr | avant les vacances d'été | - 2026-07-04
        fr | avant le pont de l'Ascension | - 2026-05-14
        en | running by 1/9 | - 2027-01-09
        fr | d'ici vendredi 19 | - 2026-05-19
        fr | pour le 1er septembre | - 2026-09-01
        en | in time for 1 September | - 2026-09-01
        fr | échéance : 31/08 | - 2026-08-31
        en | the deadline is 31 August | - 2026-08-31
    """),
)
def test_a_deadline_has_no_first_day(language: str, text: str, expected: str) -> None:
    assert window(text, language) == expected
    assert only(text, language).kind == "deadline"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    cases("""
        en | nothing before October | 2026-10-01 -
        en | not before October | 2026-10-01 -
        en | no sooner than April | 2027-04-01 -
        fr | rien avant octobre | 2026-10-01 -
        fr | pas avant le 15 septembre | 2026-09-15 -
        fr | on ne fera rien avant janvier | 2027-01-01 -
        en | we can't start until Q4 | 2026-10-01 -
        fr | après la Toussaint | 2026-11-02 -
        en | after tax season | 2027-04-16 -
        en | after Thanksgiving | 2026-11-27 -
        fr | à partir du 1er juillet | 2026-07-01 -
        fr | à partir de septembre | 2026-09-01 -
        fr | dès septembre | 2026-09-01 -
        en | from 1 October | 2026-10-01 -
        en | starting in January | 2027-01-01 -
        fr | pas avant six mois | 2026-11-12 -
        fr | pas avant l'an prochain | 2027-01-01 -
        en | from June onwards | 2026-06-01 -
        en | July 1 at the earliest | 2026-07-01 -
        en | after the summer | 2026-09-21 -
        fr | après le 14 juillet | 2026-07-15 -
        fr | après les fêtes | 2027-01-02 -
    """),
)
def test_not_before_has_no_last_day(language: str, text: str, expected: str) -> None:
    assert window(text, language) == expected
    assert only(text, language).kind == "not_before"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    cases("""
        en | in six weeks | 2026-06-23
        fr | dans 3 semaines | 2026-06-02
        fr | dans un mois | 2026-06-12
        en | six weeks from now | 2026-06-23
        en | in a couple of weeks | 2026-05-26
        fr | dans dix-huit mois | 2027-11-12
        en | tomorrow | 2026-05-13
        en | the first Monday of September | 2026-09-07
        fr | le trente et un décembre | 2026-12-31
        fr | après-demain | 2026-05-14
        fr | rdv vendredi | 2026-05-15
        en | on Monday | 2026-05-18
        fr | mardi prochain | 2026-05-19
        fr | le 28/05 | 2026-05-28
        fr | lundi 19/10 | 2026-10-19
        fr | le 14/04/26 | 2026-04-14
        fr | 14.04.2027 | 2027-04-14
        en | 2026-09-15 | 2026-09-15
        fr | au 1er janvier | 2027-01-01
        fr | au premier janvier | 2027-01-01
        fr | le vingt-quatre juin | 2026-06-24
        en | the 24th of June | 2026-06-24
        en | the fifth of June | 2026-06-05
        en | June 24 | 2026-06-24
        en | August 22nd | 2026-08-22
        en | Tuesday, the 2nd of June | 2026-06-02
        en | Wednesday 29 April 2026 | 2026-04-29
        en | 19 Oct 2026 | 2026-10-19
        en | the 18th | 2026-05-18
        en | the 11th | 2026-06-11
        fr | le 14, à l'ouverture | 2026-05-14
        fr | le 5 du mois prochain | 2026-06-05
        en | 7/21/2026 | 2026-07-21
        en | on 21/7/2026 | 2026-07-21
        en | £40k by contract date 11/06/26 | 2026-06-11
        en | $40k, signed 11/06/26 | 2026-11-06
    """),
)
def test_a_single_day_is_both_ends(language: str, text: str, expected: str) -> None:
    when = only(text, language)
    assert str(when.to) == expected
    assert when.kind == "deadline" or when.from_ == when.to


@pytest.mark.parametrize(
    "text", said("since May | last month | last November | depuis janvier | l'an dernier | en mars dernier")
)
def test_what_lies_behind_the_call_is_not_resolved(text: str) -> None:
    when = only(text)
    assert (when.kind, when.from_, when.to) == ("past", None, None)


@pytest.mark.parametrize(
    "text",
    said(
        """
        it may be that they march on | a été refusé | il y a sept commerciaux | 3 days a month | 2 jours par
        semaine | par an et par utilisateur | open 24/7 | one half of it | version 6.2 | at 14:30 | à 9 h 10
        | 12 lignes | the second one | le premier jour | call me on 01 42 33 44 55 | 42 % of calls | 1,900
        unread emails | a score of 3/4 | le 4e étage | ticket #48213 | the fourth floor | we fall short |
        spring for lunch | the year was good | within 30 days of signature | two weeks after go-live | it
        took over two years | vingt-sept lots | le mois est long | 25 000 euros | £2,027 a month | il est
        dix heures | le four neuf
        """
    ),
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_and_figures_that_are_no_dates_are_left_alone(text: str, language: str) -> None:
    assert find_dates(text, language, CALL) == ()  # type: ignore[arg-type]


def test_a_bare_day_takes_the_month_the_note_gave_it() -> None:
    found = find_dates("The board meets on the 24th of June. So before the 24th.", "en", CALL)
    assert [when.to for when in found] == [date(2026, 6, 24)] * 2
    found = find_dates("La commission est le 22 septembre. Donc le 24, si ça va.", "fr", CALL)
    assert found[1].to == date(2026, 9, 24)


def test_a_slip_is_two_dates_and_no_window() -> None:
    first, second = find_dates("the decision moved from March to June", "en", CALL)
    assert (second.from_, second.to) == (date(2026, 6, 1), date(2026, 6, 30))
    assert first.to != second.to


def test_a_known_fiscal_year_moves_the_quarters() -> None:
    assert window("Q1", fiscal=4) == "2026-04-01 2026-06-30"
    assert window("next quarter", fiscal=4) == "2026-07-01 2026-09-30"
    assert window("H1", fiscal=4) == "2026-04-01 2026-09-30"
    assert window("FY27", fiscal=4) == "2026-04-01 2027-03-31"
    assert window("Q2 2027", fiscal=4) == "2026-07-01 2026-09-30"
    assert window("third fiscal quarter", fiscal=4) == "2026-10-01 2026-12-31"
    assert window("Q2 of FY2027", fiscal=4) == "2026-07-01 2026-09-30"


def test_a_quarter_of_the_calendar_is_none_of_the_fiscal_year() -> None:
    assert window("calendar Q3", fiscal=4) == "2026-07-01 2026-09-30"
    assert window("T1 calendaire", "fr", fiscal=4) == "2027-01-01 2027-03-31"


def test_without_a_call_date_only_what_names_its_year_is_resolved() -> None:
    assert window("Q1 2027", call=None) == "2027-01-01 2027-03-31"
    assert window("by 30 June 2026", call=None) == "- 2026-06-30"
    for text in (
        "in six weeks",
        "next quarter",
        "by June",
        "the 11th",
        "by Friday",
        "EOQ",
        "after Thanksgiving",
    ):
        assert window(text, call=None) == "- -"
