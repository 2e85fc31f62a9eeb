"""The desk on a terminal: what the keys do, what is said, and that Escape always backs out."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_leads import CLAIRE, CLAIRE_PARTS, OTHERS, lead_of, plain_parts, proposal_of, put
from sitting import NARROW, sitting
from textual.widgets import Input

from agent.models.score import Stage
from agent.store import Store, proposals
from tui.review import clipboard
from tui.review.dialogs import AcceptOverGap, Filter, Override, Reject, UndoAnother
from tui.review.keys import Help

HALDEN = lead_of("Halden Shipping A/S", "Ingrid Sørby")
NORTHGATE = lead_of("Northgate Robotics", "Tom Okafor")


async def test_it_opens_on_the_lead_to_call_first(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        assert at.lead == "Ateliers Brévent"
        text = at.text()
        for part in ("Directrice des opérations", "€35,000–€40,000", "1 of 8 leads", "offline", "a Accept"):
            assert part in text


async def test_letters_and_arrows_move_the_cursor_and_the_panes_follow(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j")
        assert at.lead == "Halden Shipping A/S"
        await at.press("down")
        assert at.lead == "Northgate Robotics"
        await at.press("k", "up")
        assert at.lead == "Ateliers Brévent"
        await at.press("G")
        assert at.lead == "Université de l'Estuaire"
        await at.press("j")
        assert at.lead == "Université de l'Estuaire"
        await at.press("g")
        assert at.lead == "Ateliers Brévent"


async def test_accepting_stores_the_decision_and_goes_on_to_the_next_lead(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j", "a")
        decision = at.desk().view(HALDEN.id).standing
        assert decision is not None
        assert (decision.stage, decision.actor) == (Stage.EQL, "Ana")
        assert at.lead == "Northgate Robotics"
        assert "Ingrid Sørby accepted as EQL. u undoes it." in at.text()
        assert "✓ 71 EQL" in at.text()


async def test_undo_takes_the_decision_back_and_the_cursor_with_it(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j", "a", "a", "j", "u")
        assert at.lead == "Northgate Robotics"
        assert at.desk().view(NORTHGATE.id).standing is None
        await at.press("u")
        assert at.lead == "Halden Shipping A/S"
        assert at.desk().view(HALDEN.id).standing is None
        assert "Undone: Ingrid Sørby is undecided again." in at.text()
        await at.press("u")
        assert "Nothing to undo here." in at.text()


async def test_undo_finds_a_lead_the_queue_no_longer_shows(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j", "a", "r")
        assert len(at.panes.queue.seqs) == 7
        await at.press("u")
        assert at.lead == "Halden Shipping A/S"
        assert len(at.panes.queue.seqs) == 8


async def test_accepting_over_a_gap_asks_why(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("a")
        assert isinstance(at.pilot.app.screen, AcceptOverGap)
        assert "timing indicated, not confirmed" in at.text()
        await at.press("escape")
        assert at.desk().view(CLAIRE.id).log == ()
        await at.press("a", "tab", "enter")
        assert "A reason is needed." in at.text()
        await at.type("june it is")
        await at.press("enter")
        standing = at.desk().view(CLAIRE.id).standing
        assert standing is not None
        assert (standing.stage, standing.reason) == (Stage.SQL, "june it is")


async def test_an_override_takes_a_stage_and_a_common_reason(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("o")
        assert isinstance(at.pilot.app.screen, Override)
        await at.press("j", "enter", "j", "j", "enter", "enter")
        standing = at.desk().view(CLAIRE.id).standing
        assert standing is not None
        assert (standing.stage, standing.reason) == (Stage.MQL, "No budget this year")
        assert at.lead == "Halden Shipping A/S"


async def test_the_proposed_stage_is_no_override(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("o")
        stages = at.pilot.app.screen.query_one("#stages")
        assert "sql" not in [option.id for option in stages.options]  # type: ignore[attr-defined]


async def test_a_rejection_takes_a_reason_of_the_list_and_words_if_there_are_any(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("x")
        assert isinstance(at.pilot.app.screen, Reject)
        await at.press("escape")
        assert at.desk().view(CLAIRE.id).log == ()
        await at.press("x", "j", "enter", "enter")
        standing = at.desk().view(CLAIRE.id).standing
        assert standing is not None
        assert (standing.stage, standing.reason_code) == (Stage.NURTURING, "no_budget")
        assert "Claire Dumont rejected, back to Nurturing. u undoes it." in at.text()
        await at.press("u")
        assert at.desk().view(CLAIRE.id).standing is None
        await at.press("x", "enter")
        await at.type("none at all")
        await at.press("enter", "k")
        assert "“No need: none at all”" in at.text()
        await at.press("x")
        assert at.pilot.app.screen is at.screen
        assert "rejecting is not possible while it is nurturing" in at.text()


async def test_who_comes_second_is_told_and_shown_how_it_stands(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j")
        ben = at.desk("Ben")
        ben.override(ben.view(HALDEN.id), Stage.NURTURING, "on leave until June")
        await at.press("a")
        assert "Ben decided first (Nurturing, 12 May 2026 09:30)." in at.text()
        assert "on leave until June" in at.text()
        assert at.lead == "Halden Shipping A/S"
        assert [one.actor for one in at.desk().view(HALDEN.id).log] == ["Ben"]


async def test_undo_does_not_take_back_what_somebody_else_decided_since(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j", "a")
        ben = at.desk("Ben")
        ben.override(ben.view(HALDEN.id), Stage.NURTURING, "on leave until June")
        await at.press("u")
        assert "Ben decided first" in at.text()
        assert at.desk().view(HALDEN.id).version == 2


async def test_undoing_another_persons_decision_asks_first(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        ben = at.desk("Ben")
        ben.accept(ben.view(HALDEN.id))
        await at.press("j", "u")
        assert isinstance(at.pilot.app.screen, UndoAnother)
        assert "Undo Ben's decision on Ingrid Sørby?" in at.text()
        await at.press("escape")
        assert at.desk().view(HALDEN.id).version == 1
        await at.press("u", "enter")
        assert at.desk().view(HALDEN.id).standing is None


async def test_a_proposal_that_changed_while_reading_is_not_accepted_unseen(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j")
        with at.store.write() as tx:
            proposals.add(tx, proposal_of(HALDEN, Stage.LEAD, plain_parts(12), "Colder than it looked."))
        await at.press("a")
        assert "The proposal changed while you were reading." in at.text()
        assert "Colder than it looked." in at.text()
        assert at.desk().view(HALDEN.id).log == ()


async def test_a_decision_on_an_older_proposal_is_marked(tmp_path: Path) -> None:
    def decided_before(store: Store) -> None:
        put(store, CLAIRE, proposal_of(CLAIRE, Stage.SQL, CLAIRE_PARTS, "First reading."))

    async with sitting(tmp_path, having=decided_before) as at:
        await at.press("a")
        with at.store.write() as tx:
            proposals.add(tx, proposal_of(CLAIRE, Stage.NURTURING, CLAIRE_PARTS[:-1], "Second reading."))
        await at.press("f", "enter")
        assert "↻ 71 SQL" in at.text()
        assert "The proposal changed since" in at.text()


async def test_search_narrows_the_queue_while_typing_and_escape_shows_all_again(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("slash")
        await at.type("ingrid hal")
        assert at.lead == "Halden Shipping A/S"
        assert len(at.panes.queue.seqs) == 1
        await at.press("enter")
        assert at.panes.queue.has_focus
        assert "/ingrid hal" in at.text()
        await at.press("escape")
        assert len(at.panes.queue.seqs) == 8
        assert at.lead == "Halden Shipping A/S"


async def test_letters_typed_into_the_search_decide_nothing(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("slash")
        await at.type("aou quj?")
        assert at.pilot.app.screen.query_one("#search", Input).value == "aou quj?"
        assert "No lead matches." in at.text()
        await at.press("escape", "escape")
        assert all(row.decided_stage is None for row in at.panes.queue._fetch(at.panes.queue.seqs))


async def test_the_filter_shows_one_stage_or_what_is_decided_too(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("f")
        assert isinstance(at.pilot.app.screen, Filter)
        await at.press("down", "down", "down", "down", "enter")
        assert [row.company for row in at.panes.queue._fetch(at.panes.queue.seqs)] == [
            "Northgate Robotics",
            "Meunier & Fils",
        ]
        await at.press("a", "r")
        assert len(at.panes.queue.seqs) == 1
        await at.press("f", "enter")
        assert len(at.panes.queue.seqs) == 2
        await at.press("escape")
        assert len(at.panes.queue.seqs) == 7


async def test_quotes_are_reached_by_key_one_after_the_other(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("n")
        assert "Quote 1 of 5 · Need" in at.text()
        assert "▐N▌les relances" in at.text()
        await at.press("n", "n", "n", "n")
        assert "Quote 5 of 5 · Timing" in at.text()
        await at.press("n")
        assert "Quote 1 of 5 · Need" in at.text()
        await at.press("p")
        assert "Quote 5 of 5 · Timing" in at.text()
        await at.press("escape", "j", "n")
        assert "No quote to jump to." in at.text()


async def test_a_click_on_a_quote_chooses_it(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        rows = at.text().split("\n")
        y = next(y for y, row in enumerate(rows) if "▐N▌les relances" in row)
        x = rows[y].index("▐N▌les relances") + 6
        await at.pilot.click(offset=(x, y))
        await at.rest()
        assert at.panes.quote == 0
        assert "Quote 1 of 5 · Need" in at.text()


async def test_a_click_chooses_a_lead_and_a_key_at_the_foot(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.pilot.click(offset=(10, 4))
        await at.rest()
        assert at.lead == "Northgate Robotics"
        foot = at.text().split("\n")[-1]
        await at.pilot.click(offset=(foot.index("Override"), 39))
        await at.rest()
        assert isinstance(at.pilot.app.screen, Override)


async def test_on_a_narrow_terminal_each_pane_has_the_screen_to_itself(tmp_path: Path) -> None:
    async with sitting(tmp_path, size=NARROW) as at:
        assert "Halden Shipping" in at.text()
        await at.press("tab")
        assert "claire.dumont@" in at.text()
        assert "Halden Shipping" not in at.text()
        await at.press("3")
        assert "Company size" in at.text()
        await at.press("n")
        assert at.panes.active == "note"
        await at.press("tab")
        assert at.panes.active == "queue"
        await at.press("shift+tab", "escape")
        assert at.panes.active == "queue"


async def test_a_resized_terminal_keeps_the_lead_and_the_pane(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j", "2")
        await at.pilot.resize_terminal(*NARROW)
        await at.rest()
        assert "Ingrid Sørby" in at.text()
        await at.pilot.resize_terminal(170, 40)
        await at.rest()
        assert at.panes.query_one("#lead").has_focus
        assert "Tom Okafor" in at.text()


async def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    async with sitting(tmp_path, having=lambda _: None) as at:
        await at.press("f", "enter")
        assert "No leads yet." in at.text()
        assert "leadsift run leads.csv" in at.text()
        await at.press("a", "o", "u", "n", "c", "j", "G", "pagedown")
        assert at.lead == ""


async def test_new_leads_are_announced_and_wait_for_the_person(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j")
        late = lead_of("Latecomer SARL", "Zoé Tard")
        put(at.store, late, proposal_of(late, Stage.MQL, plain_parts(99), "Late, and first."))
        await at.screen._watch()
        await at.rest()
        assert "1 new — r to refresh" in at.text()
        assert len(at.panes.queue.seqs) == 8
        await at.press("r")
        assert "Latecomer SARL" in at.text()
        assert at.lead == "Halden Shipping A/S"


async def test_help_opens_with_both_keys_and_escape_closes_it(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        for key in ("question_mark", "f1"):
            await at.press(key)
            assert isinstance(at.pilot.app.screen, Help)
            assert "Copy a summary of the lead" in at.text()
            await at.press("escape")
            assert at.pilot.app.screen is at.screen


async def test_the_command_palette_knows_what_the_keys_do(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("j", "ctrl+p")
        await at.type("accept")
        await at.pilot.pause(0.3)
        await at.press("enter")
        await at.pilot.pause(0.3)
        assert at.desk().view(HALDEN.id).standing is not None


async def test_without_colour_shapes_and_letters_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sitting(tmp_path) as at:
        assert at.pilot.app.no_color
        await at.press("j", "a")
        text = at.text()
        assert "┏━ Queue ━" in text
        assert "▸  64 MQL" in text
        assert "✓ 71 EQL" in text


async def test_enter_opens_the_lead(tmp_path: Path) -> None:
    async with sitting(tmp_path, size=NARROW) as at:
        await at.press("j", "enter")
        assert at.panes.active == "lead"
        assert "COO at Halden Shipping A/S" in at.text()


async def test_light_and_dark_are_one_key_apart(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        assert at.pilot.app.current_theme.dark
        await at.press("t")
        assert not at.pilot.app.current_theme.dark
        await at.press("t")
        assert at.pilot.app.current_theme.dark


async def test_any_theme_of_textual_works(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        for theme in at.pilot.app.available_themes:
            at.pilot.app.theme = theme
            await at.press("j", "o", "escape")
        assert at.lead == "Université de l'Estuaire"


async def test_a_copy_says_how_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(tmp_path) as at:
        monkeypatch.setattr(clipboard, "copy", lambda text: "xclip" if "Claire Dumont" in text else None)
        await at.press("c")
        assert "Copied with xclip." in at.text()
        await at.press("j", "c")
        assert "OSC 52" in at.text()
        assert at.pilot.app.clipboard.startswith("Ingrid Sørby, COO, Halden Shipping A/S")


async def test_an_ambiguous_company_is_shown_as_a_question(tmp_path: Path) -> None:
    async with sitting(tmp_path, size=NARROW) as at:
        await at.press("slash")
        await at.type("kestrel")
        await at.press("enter", "2", "end")
        assert "Which company is it?" in at.text()
        assert "78%" in at.text()
        assert "Kestrel Analytics Inc." in at.text()


async def test_the_desk_speaks_french(tmp_path: Path) -> None:
    async with sitting(tmp_path, language="fr") as at:
        await at.press("j", "a")
        text = at.text()
        assert "Ingrid Sørby : EQL accepté. u pour annuler." in text
        assert "3 sur 8 leads" in text
        assert "hors ligne" in text


async def test_every_lead_can_be_decided_from_the_keyboard_alone(tmp_path: Path) -> None:
    async with sitting(tmp_path) as at:
        await at.press("a", "enter", "enter")
        await at.press(*"a" * len(OTHERS))
        await at.press("r")
        assert "Nothing left to decide." in at.text()
