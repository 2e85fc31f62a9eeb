"""Who has which part, in words other than "decides" and "signs"; and two who claim the same."""

from __future__ import annotations

from time import process_time

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.reader import read
from agent.models.bant import Authority, Status


def authority(text: str) -> Authority:
    return read(note_from_text(text, "n")).authority


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("boss = Hugh Arkle MD, he decides, full stop", "Hugh Arkle", "decides"),
        ("Appel de Luc Mercier.\n- la décision : je suis le gérant, c'est vu.", "Luc Mercier", "decides"),
        ("Contact: Ann Lee. Whatever Karen picks, we use.", "Karen", "decides"),
        ("Nadine Fur is admin. She says it's hers to pick.", "Nadine Fur", "decides"),
        ("Me: who decides?\nRaj: Jane Roe, our CHRO. I can hold up the paper.", "Raj", "blocks"),
        ("La présidente, Anne Vuil, choisit. Son frère Luc (finance) est contre tout.", "Luc", "blocks"),
        ("Interlocutrice : Anne Roux, DAF. Le directeur a lu l'offre. Elle signe.", "Anne Roux", "signs"),
    ],
)
def test_other_words_than_to_decide_give_a_part(text: str, name: str, part: str) -> None:
    assert (name, part) in [(p.name, p.part) for p in authority(text).people]


@pytest.mark.parametrize(
    "text",
    [
        "Moi : qui décide ?\nLudo : moi je choisis rien du tout",
        "Moi : qui décide ?\nLudo : je n'ai pas voix au chapitre. Qui décide, mystère",
    ],
)
def test_who_has_no_say_and_knows_nobody_denies(text: str) -> None:
    assert authority(text).status is Status.DENIED
    assert authority(text).people == ()


def test_a_guess_in_the_form_of_a_question_indicates() -> None:
    found = authority("Me: who decides?\nAnn: The partners, I think?")
    assert found.status is Status.INDICATED
    assert [p.role for p in found.people] == ["partners"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ida says the purchase is hers to make. Abel says nobody buys without him.", {"Ida", "Abel"}),
        ("Jean dit « c'est moi qui décide », Paul dit « c'est moi qui tranche ».", {"Jean", "Paul"}),
        (
            "Me: who decides?\nJean: I decide.\nPaul: no, my call.\nMe: ok\nJean: hm.\nPaul: so.",
            {"Jean", "Paul"},
        ),
    ],
)
def test_two_who_each_claim_the_decision_contradict(text: str, names: set[str]) -> None:
    found = authority(text)
    assert found.status is Status.CONTRADICTORY
    assert {p.name for p in found.people} == names


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("An evaluation panel scores it.", "evaluation panel"),
        ("The volunteers get to choose, at their monthly meeting.", "volunteers"),
        ("Les trois associés doivent être d'accord.", "associés"),
    ],
)
def test_bodies_decide_like_people(text: str, role: str) -> None:
    found = authority(f"Call with Ann Lee. {text}")
    assert found.status is Status.CONFIRMED
    assert role in [p.role for p in found.people]


def test_one_who_gives_way_settles_it() -> None:
    note = "Jean says it's his call. Paul says it's his call too. Then Jean conceded."
    assert authority(note).status is Status.CONFIRMED


def test_a_name_ends_where_the_report_of_it_begins() -> None:
    found = authority('Contact: Ann Lee\nAuthority: "Daddy says it\'s his call"')
    assert [p.name or p.role for p in found.people] == ["Daddy"]


@pytest.mark.parametrize(
    "text",
    [
        'Présents : Jo (resp. achats), Max (DAF). Jo : "je choisis". Max : "je signe".',
        "Moi : qui décide ?\nDana : c'est moi, et Rick signe\nRick : oui c'est moi qui signe",
        "Me: who decides?\nDana: I decide with Rick.\nRick: yes I decide with her.",
    ],
)
def test_one_who_decides_beside_one_who_signs_is_no_contradiction(text: str) -> None:
    assert authority(text).status is Status.CONFIRMED


def test_a_long_line_of_reports_is_read_in_time_linear_in_its_length() -> None:
    authority("Jean decides.")  # the lexicons are loaded once
    start = process_time()
    authority("Jean says " * 3000)
    assert process_time() - start < 2


@pytest.mark.parametrize(
    "text",
    [
        "Rep: Who signs?\nBen: I have no idea, it's not my area.",
        "Rep: Is it your call?\nSam: No. And I couldn't say whose it is.",
        '"They never consult us, it comes down from above."',
        "Commercial : Qui décide ?\nLuc Petit : Aucune idée, ça se passe au-dessus de moi.",
        "« Je n'ai pas voix au chapitre, et je ne sais pas à qui ça revient. »",
    ],
)
def test_the_buyer_who_cannot_tell_denies(text: str) -> None:
    found = authority(text)
    assert (found.status, found.people) == (Status.DENIED, ())


@pytest.mark.parametrize(
    "text",
    [
        "No idea who signs, must ask next time.",
        "I asked twice who approves spending; he talked about the weather.",
        "Je ne sais pas qui décide, à demander.",
        "The board approved 40k for this in March.",
        "Le conseil a validé 12 000 € en mars.",
        "Signature possible en décembre.",
        "They choose on 12 June.",
        "Ann: You said the marketing team usually decides, I leave that to you.",
        "(my manager Rudi decides on the discount)",
    ],
)
def test_what_the_rep_wonders_sums_approved_and_dates_tell_of_nobody(text: str) -> None:
    assert authority(text).status is Status.NOT_RAISED


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rep: Who signs?\nBen: It's mine, I run my own show.", "Ben"),
        ("Commercial : Qui décide ?\nLuc Petit : Moi-même, je suis seul aux commandes.", "Luc Petit"),
        ('Call with Ann Lee, owner.\nDecision. Verbatim: "I pick the tools."', "Ann Lee"),
        ("Speaker 1: Hi, who decides at your place?\nSpeaker 2: I'm Ruth Lowe, and I decide.", "Ruth Lowe"),
    ],
)
def test_the_one_who_speaks_decides_under_his_own_name(text: str, name: str) -> None:
    found = authority(text)
    assert found.status is Status.CONFIRMED
    assert name in [p.name for p in found.people]


def test_who_does_not_decide_alone_decides_with_others() -> None:
    found = authority("Je ne décide pas seule : c'est le CODIR.")
    assert found.status is Status.CONFIRMED
    assert [p.role for p in found.people] == ["CODIR"]


def test_a_conditional_in_french_is_a_hint() -> None:
    assert authority("La décision remonterait au DG.").status is Status.INDICATED


def test_a_name_called_out_has_no_part() -> None:
    text = "Rep: Who decides?\nBen: Hold on, Maude. My other phone is ringing."
    assert "Maude" not in [p.name for p in authority(text).people]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rep: Is that your call?\nBen: Yes, it is.", Status.CONFIRMED),
        ("Rep: Is it your call?\nBen: No.", Status.DENIED),
        ("Commercial : C'est vous qui décidez ?\nLuc Petit : Oui.", Status.CONFIRMED),
        ("Rep: In most firms the CFO signs, right?\nBen: Yes. Send the deck.", Status.NOT_RAISED),
    ],
)
def test_a_yes_and_a_no_to_whether_it_is_you_count(text: str, status: Status) -> None:
    assert authority(text).status is status
