"""Who is ours: as the person says, as the file marks it, and as the leads tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.intake.notes import join_notes, note_from_text, read_notes
from agent.intake.parties import Ours, Party, sides_of, with_addresses
from agent.models.lead import Lead

CALL = "Tori: Any budget?\nZoé: 40k.\nTori: By when?\nZoé: June."
TORI, ZOE = Party("Tori Blake", "tori@ourside.example"), Party("Zoé", "zoe@acme.example")


def sides(text: str, *seller: str) -> dict[str | None, str | None]:
    return {turn.speaker: turn.side for turn in note_from_text(text, "x", seller=seller).turns}


@pytest.mark.parametrize("seller", ["Tori", "tori blake", "TORI"])
def test_a_name_given_settles_a_transcript(seller: str) -> None:
    assert sides(CALL, seller) == {"Tori": "seller", "Zoé": "buyer"}


def test_a_domain_given_finds_our_people_by_the_addresses_beside_their_names() -> None:
    head = "Participants: Tori Blake <tori@ourside.example>, Zoé Alix (zoe@acme.example)\n\n"
    assert sides(head + CALL, "ourside.example") == {"Tori": "seller", "Zoé": "buyer"}
    assert sides(head + CALL) == {"Tori": None, "Zoé": None}


@pytest.mark.parametrize(
    ("seller", "is_ours"),
    [
        ("ourside.example", True),
        ("@ourside.example", True),
        ("tori@ourside.example", True),
        ("Tori", True),
        ("side.example", False),
        ("acme.example", False),
        ("Torid", False),
        ("", False),
    ],
)
def test_ours_by_name_address_or_domain(seller: str, is_ours: bool) -> None:
    assert Ours.of([seller]).has(TORI) is is_ours


def test_a_line_that_names_our_people_is_told_from_what_one_of_them_says() -> None:
    assert note_from_text("Rep: Tori Blake, Sam\n\nBudget ok", "x").seller == ("Tori Blake", "Sam")
    assert note_from_text("Rep: Hello, is this a good moment?\nZoé: Yes.", "x").seller == ()


def test_a_subdomain_of_ours_is_ours() -> None:
    assert Ours.of(["ourside.example"]).has(Party("Al", "al@eu.ourside.example"))


def test_what_is_ours_and_not_in_the_note_stays_out_of_the_question() -> None:
    note = note_from_text(CALL, "x", seller=["Tori Blake", "Sam Reed", "ourside.example"])
    assert note.seller == ("Tori Blake",)


def test_a_free_mail_host_makes_no_seller_of_everybody_there() -> None:
    host, guest = Party("Tori", "tori@gmail.com", host=True), Party("Zoé", "zoe@gmail.com")
    assert sides_of({"Tori": host, "Zoé": guest}, [], Ours()) == {"Tori": "seller", "Zoé": "buyer"}
    assert sides_of({"Zoé": guest}, [host], Ours()) == {}


def test_a_silent_colleague_of_ours_makes_the_speakers_theirs() -> None:
    assert sides_of({"Zoé": ZOE}, [TORI], Ours.of(["Tori Blake"])) == {"Zoé": "buyer"}


def test_an_address_is_given_to_the_one_speaker_it_fits() -> None:
    speakers = {"Marie Dupré": Party("Marie Dupré"), "Al": Party("Al")}
    found = with_addresses(speakers, ["mdupre@acme.example", "info@acme.example"])
    assert {name: party.address for name, party in found.items()} == {
        "Marie Dupré": "mdupre@acme.example",
        "Al": "",
    }


def test_a_lead_who_speaks_is_the_buyer_and_the_other_the_seller(tmp_path: Path) -> None:
    (tmp_path / "acme.txt").write_text(CALL)
    lead = Lead(id="L1", account_id="A1", company="Acme", first_name="Zoé")
    (note,) = join_notes(read_notes([tmp_path])[0], [lead]).by_lead["L1"]
    assert {turn.speaker: turn.side for turn in note.turns} == {"Zoé": "buyer", "Tori": "seller"}
