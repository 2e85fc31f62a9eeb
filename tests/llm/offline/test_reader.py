"""The offline reader, rule by rule: what a sentence establishes, and what it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.intake.notes import note_from_text
from agent.llm.offline.cues import Cue, find_cues, labels
from agent.llm.offline.fold import fold
from agent.llm.offline.reader import read
from agent.llm.offline.scene import language_of, lay_out
from agent.llm.offline.speakers import with_sides
from agent.models.bant import Bant
from agent.models.note import Turn

DAY = date(2026, 3, 2)


def reads(text: str, day: date | None = DAY) -> Bant:
    return read(note_from_text(text, "x", ".txt", day))


def asked(question: str, answer: str) -> Bant:
    """A short call: the seller asks, the buyer answers."""
    return reads(
        f"Rep: Thanks for making the time today, Jo. {question}\nJo: {answer}\nRep: Right, thank you for that."
    )


@pytest.mark.parametrize(
    ("text", "status", "least", "most"),
    [
        ("budget ok 40k€, DAF décide", "confirmed", 40000, 40000),
        ("Bdgt : ligne votée, 30-40k€ HT/an", "confirmed", 30000, 40000),
        ("The board has approved up to £15k for this, one off.", "confirmed", None, 15000),
        ("She said they've set aside 20k for it.", "confirmed", 20000, 20000),
        ("il a demandé 25 k€, pas encore validé", "indicated", 25000, 25000),
        ("aujourd'hui ils payent 9 600 € / an à Qualidoc", "indicated", 9600, 9600),
        ("Spend now: £260 pm with HireHub.", "indicated", 260, 260),
        ("je pense qu'ils ont dans les 40-50k€ de budget", "indicated", 40000, 50000),
        ("budget: none this year", "denied", None, None),
        ("Pas de budget, point.", "denied", None, None),
        ("Everything's frozen, there's no budget for tools.", "denied", None, None),
        ("budget pas évoqué", "not_raised", None, None),
        ("They turn over 4 million euros a year.", "not_raised", None, None),
        ("They lost £38,000 last year to late claims.", "not_raised", None, None),
        ("I quoted them £12,000 and our list price is £14,000.", "not_raised", None, None),
    ],
)
def test_a_budget_is_what_the_buyer_has_asks_or_spends(
    text: str, status: str, least: float | None, most: float | None
) -> None:
    found = reads(f"Notes on a first call\n{text}\nThat was all we had time for.").budget
    assert (found.status, found.amount_min, found.amount_max) == (status, least, most)


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        ("Is there any budget set aside?", "No, nothing.", "denied"),
        ("Is there a budget?", "Yes, forty thousand pounds, it's approved.", "confirmed"),
        ("Vous avez un budget ?", "Aucun, non.", "denied"),
        ("Do you have a budget in mind?", "You'd have to ask somebody else.", "not_raised"),
        ("Most firms your size spend sixty thousand. Sound right?", "Hm.", "not_raised"),
    ],
)
def test_an_answer_takes_its_subject_from_the_question(question: str, answer: str, status: str) -> None:
    assert asked(question, answer).budget.status == status


def test_a_bare_figure_means_thousands_between_people_who_talk_in_thousands() -> None:
    call = asked(
        "Our bundle is 52,000 dollars. What budget have you got?", "It's approved, sixty for the year."
    )
    assert (call.budget.amount_max, call.budget.currency, call.budget.period) == (60000, "USD", "year")


def test_a_plain_correction_settles_what_was_denied_before() -> None:
    text = "Rep: Any budget?\nJo: No, there's no budget. \nRep: I see, that is a pity.\n"
    text += "Jo: Correction, I was just told we do have 22,000 pounds approved for it.\nRep: Great."
    found = reads(text).budget
    assert (found.status, found.amount_max, found.currency) == ("confirmed", 22000, "GBP")


def test_two_contacts_who_disagree_and_are_left_at_it_contradict() -> None:
    text = 'Notes\nColm: "we\'ve 20k for it in the plan". Ffion: "that 20k was pulled, there\'s no budget". Left open.'
    found = reads(text).budget
    assert found.status == "contradictory"
    assert found.amount_max is None
    said = " ".join(found.quotes)
    assert "we've 20k" in said
    assert "pulled" in said


@pytest.mark.parametrize(
    ("text", "status", "people"),
    [
        ("c'est Claire Dumont, la DAF, qui signe", "confirmed", ["Claire Dumont"]),
        ("She recommends, her CFO (Rob Tanaka) signs.", "confirmed", ["Rob Tanaka"]),
        ("Décision = AG des coopérateurs, le 21 mars.", "confirmed", ["AG"]),
        ("Il doit en parler à son associé.", "indicated", ["associé"]),
        ("I think the CFO decides.", "indicated", ["CFO"]),
        ("She has no say and couldn't name anyone.", "denied", []),
        ("Elle n'a pas son mot à dire et ne sait pas qui tranche.", "denied", []),
        ("Who decides: not asked", "not_raised", []),
        ("Met Jane Roe, the CFO, at the booth.", "not_raised", []),
        ("À signaler à Odile (notre directrice), c'est elle qui décide.", "not_raised", []),
    ],
)
def test_authority_is_who_decides_or_signs_on_the_buyers_side(
    text: str, status: str, people: list[str]
) -> None:
    found = reads(f"Notes, first call with Acme\n{text}\nNothing more.").authority
    assert found.status == status
    said = " ".join(f"{p.name} {p.role}" for p in found.people)
    assert all(name in said for name in people)
    assert bool(found.people) == bool(people)


def test_i_sign_means_the_one_who_speaks() -> None:
    call = asked("And who signs?", "I do. I sign everything myself.")
    assert [(p.name, p.part) for p in call.authority.people] == [("Jo", "signs")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Invoices are re-keyed by hand, two days a month, three were paid twice.", "confirmed"),
        ("bulletins repris à la main, 3 j/mois de corrections, 6 800 € de majorations", "confirmed"),
        ("They'd like something a bit smarter than the signing-in book.", "indicated"),
        ("Elle voudrait que les parents signent en ligne.", "indicated"),
        ("We're happy with what we have, no need.", "denied"),
        ("Ça tourne très bien, aucun besoin.", "denied"),
        ("need: not discussed", "not_raised"),
        ("Our audit shows 38% errors but she hasn't read it.", "not_raised"),
    ],
)
def test_a_need_is_a_problem_with_its_consequence_or_a_wish(text: str, status: str) -> None:
    assert reads(f"Notes, first call with Acme\n{text}\nNothing more.").need.status == status


def test_a_sellers_problem_counts_once_the_buyer_agrees() -> None:
    text = "Rep: So somebody retypes it all on Friday and customers wait six days and go elsewhere?\n"
    agreed = reads(text + "Jo: That's exactly it. We lose one in four.\nRep: One in four.")
    assert agreed.need.status == "confirmed"
    assert any("exactly" in quote for quote in agreed.need.quotes)
    ducked = reads(text + "Jo: Have you any references?\nRep: Two.")
    assert ducked.need.status == "not_raised"


@pytest.mark.parametrize(
    ("text", "status", "start", "end"),
    [
        ("délai : choix arrêté d'ici fin T2, bascule au 1er janvier", "confirmed", None, date(2026, 6, 30)),
        ("We need it live by 1 September.", "confirmed", None, date(2026, 9, 1)),
        ("quand : plutôt à la rentrée si tout va bien", "indicated", date(2026, 9, 1), date(2026, 9, 30)),
        ("Hoping for Q3, go-live maybe.", "indicated", date(2026, 7, 1), date(2026, 9, 30)),
        ("Renewal is 30 June, so it has to be working by then.", "confirmed", None, date(2026, 6, 30)),
        ("timing: no rush", "denied", None, None),
        ("Rien ne presse, aucune date.", "denied", None, None),
        ("Demo booked for 28 May at ten.", "not_raised", None, None),
        ("We send the contract by Friday.", "not_raised", None, None),
        ("They were fined in March 2025.", "not_raised", None, None),
    ],
)
def test_timing_is_a_decision_or_a_need_by_and_never_a_meeting(
    text: str, status: str, start: date | None, end: date | None
) -> None:
    found = reads(f"Notes, first call with Acme\n{text}\nNothing more.").timing
    assert (found.status, found.from_, found.to) == (status, start, end)


def test_without_a_call_date_the_status_stays_and_the_days_do_not() -> None:
    found = reads("Notes\nveut que ce soit en route d'ici trois semaines, le chantier démarre", None).timing
    assert (found.status, found.from_, found.to) == ("confirmed", None, None)


def test_a_hedge_reaches_only_what_it_stands_by() -> None:
    found = reads(
        "Notes, first call with Acme\nbudget ok 40k€, le DAF signe, sans doute en mars 2027 pour démarrer"
    )
    assert (found.budget.status, found.authority.status, found.timing.status) == (
        "confirmed",
        "confirmed",
        "indicated",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ticket #48213 ouvert par Laure\nSupport : nous reproduisons, correctif vendredi.\nTicket clos.",
        "[10:00] Host: hi, can you hear me?\n[10:06] Host: hello?\nRecording ended.",
        "bon je vais être honnête, je suis chez un concurrent direct. Avant ça il avait 80k de budget validé.",
        "",
        "\ufffd\ufffd",
    ],
)
def test_what_is_no_discovery_call_establishes_nothing(text: str) -> None:
    found = read(note_from_text(text or "-", "x"))
    assert {slot.status for slot in found.slots().values()} == {"not_raised"}


def test_a_student_is_a_reason_to_stop() -> None:
    assert reads("Zoe is a student, writing her thesis, no budget.").disqualifiers == ("student",)


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing_and_quoted_verbatim(text: str) -> None:
    note = note_from_text("x" + text, "x")
    for slot in read(note).slots().values():
        assert all(
            note.text[s.start : s.end] == quote for quote, s in zip(slot.quotes, slot.spans, strict=True)
        )
        assert all(0 < len(quote) <= 300 for quote in slot.quotes)


JUMBLE = """
budget no 40k approved decides CFO by June maybe we lost orders Rep: Jo: ? . , « » c'est validé pas 12 % -> 31/12
"""
WORDS = st.sampled_from([*JUMBLE.split(), "\n"])


@given(st.lists(WORDS, max_size=80).map(" ".join))
def test_any_jumble_of_sales_words_is_read_without_failing(text: str) -> None:
    note = note_from_text("x " + text, "x", ".txt", DAY)
    for slot in read(note).slots().values():
        assert (slot.status == "not_raised") == (not slot.quotes)


def test_cues_are_found_at_words_only() -> None:
    names = [cue.name for cue in find_cues(fold("There's no budget, Nobudgeting."))]
    assert "budget.denied" in names
    assert find_cues(fold("xno nobudget")) == ()
    assert Cue(0, 9, "budget.denied") in find_cues("no budget")


def test_the_lexicons_speak_plain_folded_words() -> None:
    assert labels()["bdgt"] == "budget"
    assert all(heading == fold(heading) for heading in labels())


def test_the_language_is_what_most_of_the_note_is_in() -> None:
    assert language_of(fold("le budget est validé par la direction, she said")) == "fr"
    assert language_of(fold("the client switches, c'est validé, but it is for them")) == "en"


def test_the_one_who_asks_and_offers_is_the_seller() -> None:
    text = (
        "Ann: What happens today?\nBob: We've got spreadsheets, it's a mess.\n"
        "Ann: Can I show you? I'll send a deck.\nBob: OK."
    )
    note = note_from_text(text, "x")
    assert {t.speaker: t.side for t in with_sides(note.turns, note.text)} == {"Ann": "seller", "Bob": "buyer"}
    assert with_sides((Turn(start=0, end=2, speaker="A"),), "A: x")[0].side is None


def test_a_mail_that_quotes_the_seller_keeps_the_sellers_prices_out() -> None:
    text = (
        "From: Dimitri <d@pallas.example>\nI have €35,000 for this, approved by our shareholders.\n\n"
        "> On 13 January Philippa wrote:\n> Our pack comes to EUR 41,800, and most plants like yours start in March?\n"
    )
    scene = lay_out(note_from_text(text, "x"))
    assert any(s.side == "seller" for s in scene.sentences)
    assert reads(text).budget.amount_max == 35000


def test_a_long_transcript_is_read_in_a_second(shared: Path) -> None:
    body = (shared / "notes-dev" / "notes" / "en-033.txt").read_text(encoding="utf-8")
    long = body + body.split("\n", 4)[4] * (20_000 // len(body.split()) + 1)
    note = note_from_text(long, "x", ".txt", DAY)
    assert len(long.split()) > 20_000
    began = process_time()
    read(note)
    assert process_time() - began < 1.0


def test_a_next_step_and_the_summary_keep_none_of_markdowns_marks() -> None:
    text = "- **Pain**: 3 days a month lost on **manual** invoices\n\n**Next steps:**\n- **Us**: send the proposal\n"
    found = read(note_from_text(text, "n", ".md"))
    assert [step.what for step in found.next_steps] == ["send the proposal"]
    assert "*" not in found.summary


def test_a_french_step_does_not_begin_with_whose_it_is() -> None:
    found = read(note_from_text("Suite : elle envoie le cahier ; nous : on envoie le devis.", "n", ".txt"))
    assert found.next_steps[-1].what == "on envoie le devis."


def test_a_pain_is_told_without_the_heading_it_stands_under() -> None:
    text = "# Call\n**Why now?** Month-end close takes them nine days, two people full time on it.\n**Money.** none\n"
    pains = read(note_from_text(text, "n", ".md")).need.pains
    assert pains == ("Month-end close takes them nine days, two people full time on it",)
