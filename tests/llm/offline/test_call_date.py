"""What a note says of its own calendar: the day of the call, the buyer's fiscal year."""

from __future__ import annotations

from datetime import date

import pytest

from agent.llm.offline.dates import find_call_date, find_dates, find_fiscal_start, fiscal_start


@pytest.mark.parametrize(
    ("language", "note", "expected"),
    [
        ("en", "# Notes\nDate: October 22, 2026. On the call: me", date(2026, 10, 22)),
        ("fr", "CR appel du 12/05/2026, Mme Roux\nDécision avant le 30 juin 2026", date(2026, 5, 12)),
        ("en", "Granite / Ashdown, intro. Recorded 7/21/2026. $", date(2026, 7, 21)),
        ("en", "From: D\nDate: 14 January 2026 16:20\n\nsee you before 1 March 2026", date(2026, 1, 14)),
        ("fr", "suite appel Bastide ce 17/02/26\nbudget acté", date(2026, 2, 17)),
        ("en", "Summary, Monday 6 July 2026", date(2026, 7, 6)),
        ("fr", "contrat jusqu'au 31 août 2027, à revoir", None),
        ("en", "Go-live in June. Nothing else.", None),
        ("en", "", None),
        ("en", "Priya wants to go live on 1 June 2026, board decides 3 May 2026", None),
        ("fr", "Ils basculent le 1er janvier 2027 ; contrat signé le 12 mars 2024", None),
        ("en", "3-way w/ Teesgate -- 11/06/26 -- Colm, Ffion\nnotice -> ~£28k", date(2026, 6, 11)),
        ("en", "Inbound chat 3/3/26. Visitor: due apr 24, i have no $$", date(2026, 3, 3)),
        ("en", "TRANSCRIPT\nKestrel / Rosterwise\nWednesday 29 April 2026, 15:30 BST\n", date(2026, 4, 29)),
        ("fr", "Objet : module qualité\nAppel 12 mars 2026, Nadège", date(2026, 3, 12)),
        ("fr", "Transcription générée le 15/06/2026 à 14:02", date(2026, 6, 15)),
        ("fr", "Leur contrat court depuis le 1er janvier 2024.\nAppel du 03/02/2026.", date(2026, 2, 3)),
        ("en", "Call w/ Ana\ncontract ends 30/11/2026\nrecorded 2026-02-01", date(2026, 2, 1)),
    ],
)
def test_the_call_date_is_the_date_in_the_head_of_the_note(
    language: str, note: str, expected: date | None
) -> None:
    assert find_call_date(note, language) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Our fiscal year starts in July, so Q1 it is", 7),
        ("the financial year ends on 31 March", 4),
        ("leur exercice se clôt au 30 juin", 7),
        ("exercice décalé au 1er octobre", 10),
        ("fiscal year runs from October to September", 10),
        ("fiscal year end is December 31", 1),
        ("FY27 starts Oct 1, he'd revisit then", 10),
        ("year-end is 31 March", 4),
        ("exercice juillet-juin chez eux", 7),
        ("their FY (Apr-Mar)", 4),
        ("on verra l'exercice prochain, en mars", None),
        ("we start in July", None),
    ],
)
def test_the_month_a_fiscal_year_begins_is_known_only_where_the_note_says_it(
    text: str, month: int | None
) -> None:
    assert find_fiscal_start(text) == month


@pytest.mark.parametrize(
    ("text", "given", "month"),
    [("the fiscal year ends in June", 4, 7), ("Q2 FY27", 4, 4), ("Q2", None, 1)],
)
def test_the_notes_own_fiscal_year_counts_before_the_setting(
    text: str, given: int | None, month: int
) -> None:
    assert fiscal_start(text, given) == month


def test_a_quarter_of_a_fiscal_year_the_note_explains_is_counted_from_its_start() -> None:
    note = "Our fiscal year starts in July. We would decide in Q1."
    found = find_dates(note, "en", date(2026, 5, 12), fiscal_start(note, None))
    assert (found[-1].from_, found[-1].to) == (date(2026, 7, 1), date(2026, 9, 30))
