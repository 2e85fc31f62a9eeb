"""Rivals are named by frames, not by capitals alone."""

import pytest

from agent.intake.notes import note_from_text
from agent.llm.offline.reader import read


def rivals_of(text: str) -> tuple[str, ...]:
    return read(note_from_text(text, "n", ".txt")).competitors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Other vendors: Klarento, Bindwise", ("Klarento", "Bindwise")),
        ("Concurrence : Klarento (sortant), Bindwise.", ("Klarento", "Bindwise")),
        ("They trialled Klarento and hated it.", ("Klarento",)),
        ("We're up against Klarento and Bindwise Pro.", ("Klarento", "Bindwise Pro")),
        ("Klarento came in last month.", ("Klarento",)),
        ("L'outil actuel est Klarento.", ("Klarento",)),
        ("Klarento and Bindwise both pitched.", ("Klarento", "Bindwise")),
        ("Their current tool (Klarento) loses orders.", ("Klarento",)),
        ("Rival: Klarento", ("Klarento",)),
        ("Vus : Klarento, « trop cher »", ("Klarento",)),
        ("Sondes actuelles : Klarento", ("Klarento",)),
        ("Chez eux il y a déjà Klarento en démo.", ("Klarento",)),
        ("They lost kegs with the previous tracker, Klarento.", ("Klarento",)),
        ("We were quoted 95 by Klarento.", ("Klarento",)),
        ("They pay 11 pounds a month, StockHive it is.", ("StockHive",)),
        ("Rep: who else are you looking at?\nJo: Klarento. Nice suit, no API.\nRep: ok", ("Klarento",)),
    ],
)
def test_a_label_or_a_verb_beside_a_name_makes_it_a_rival(text: str, names: tuple[str, ...]) -> None:
    assert rivals_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Using it in March now.",
        "They trialled Excel.",
        "Anna came in last month.",
        "Brightmoor Dental, call notes\nUp against Brightmoor Dental's own habits.",
    ],
)
def test_months_people_common_tools_and_the_account_are_no_rivals(text: str) -> None:
    assert rivals_of(text) == ()
