"""E-mail as notes: who writes, what is history, what is left out."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.intake.notes import join_notes, note_from_bytes, read_notes
from agent.models.lead import Lead
from agent.models.note import Note

TORI, MARIE = "Tori Blake <tori@ourside.example>", "Marie Dupré <marie@halvard.example>"
OURS = ("ourside.example",)
BELOW = f"Le lun. 9 mars 2026 à 10:02, {TORI} a écrit :\n> Bonjour Marie,\n> Nous proposons 90 000 €.\n"


def message(
    text: str = "Nous avons 40 000 €.", *, sender: str = MARIE, to: str = TORI, subject: str = "Re: Offre"
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = "Thu, 12 Mar 2026 23:30:00 -0500"
    made.set_content(text)
    return made


def read(mail: EmailMessage | bytes, *seller: str) -> Note:
    return note_from_bytes(
        mail if isinstance(mail, bytes) else mail.as_bytes(), "mail", ".eml", seller=seller
    )


def spoken(note: Note) -> list[tuple[str | None, str | None, str]]:
    return [(turn.speaker, turn.side, note.text[turn.start : turn.end].strip()) for turn in note.turns]


def test_the_writer_speaks_and_the_history_below_is_its_own_author_s() -> None:
    note = read(message(f"Bonjour,\nNous avons 40 000 €.\n\n{BELOW}"), *OURS)
    assert spoken(note) == [
        ("Marie Dupré", "buyer", "Marie Dupré: Bonjour,\nNous avons 40 000 €."),
        ("Tori Blake", "seller", "> Bonjour Marie,\n> Nous proposons 90 000 €."),
    ]
    assert BELOW.strip() in note.text


def test_answers_between_quoted_lines_go_to_who_wrote_them() -> None:
    below = f"On Mon, Mar 9, 2026 at 10:02 AM {TORI} wrote:\n> Any budget?\n"
    body = f"{below}\nYes, 40k.\n\n> By when?\n\nJune.\n"
    note = read(message(body), *OURS)
    assert [(side, words) for _, side, words in spoken(note)] == [
        ("seller", "> Any budget?"), ("buyer", "Yes, 40k."), ("seller", "> By when?"), ("buyer", "June."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        f"-----Original Message-----\nFrom: {TORI}\nSent: Monday\nTo: Marie\nSubject: Offre\n",
        "________________________________\nDe : Tori Blake <tori@ourside.example>\nEnvoyé : lundi 9 mars\nÀ : Marie\n",
        "Begin forwarded message:\n\nFrom: Tori Blake <tori@ourside.example>\nDate: 9 March\n",
        "Le lun. 9 mars 2026 à 10:02, Tori Blake <tori@ourside.example>\na écrit :\n",
    ],
)
def test_every_client_s_way_to_open_the_history_is_known(head: str) -> None:
    note = read(message(f"Nous avons 40 000 €.\n\n{head}\nNous proposons 90 000 €.\n"), *OURS)
    assert [(speaker, side) for speaker, side, _ in spoken(note)] == [
        ("Marie Dupré", "buyer"),
        ("Tori Blake", "seller"),
    ]
    assert spoken(note)[1][2] == "Nous proposons 90 000 €."


def test_what_our_side_writes_to_the_buyer_is_the_seller_s() -> None:
    note = read(message("Votre budget est de 90 000 €.", sender=TORI, to=MARIE), "Tori Blake")
    assert [(speaker, side) for speaker, side, _ in spoken(note)] == [("Tori Blake", "seller")]
    assert note.addresses == ("marie@halvard.example",)


def test_where_nobody_is_known_to_be_ours_no_side_is_made_up() -> None:
    assert [side for _, side, _ in spoken(read(message()))] == [None]


@pytest.mark.parametrize("to", ["Sam <sam@ourside.example>", TORI])
def test_a_mail_within_one_company_is_a_typed_note(to: str) -> None:
    note = read(message("RDV avec Marie.\nBudget ok 40k", sender=TORI, to=to, subject="Appel Halvard"))
    assert note.turns == ()
    assert note.text == "Appel Halvard\n\nRDV avec Marie.\nBudget ok 40k"


def test_history_forwarded_within_our_company_still_has_its_speakers() -> None:
    body = f"Pour info.\n\n-----Original Message-----\nFrom: {MARIE}\nSent: Monday\n\nNous avons 40 000 €.\n"
    note = read(message(body, sender=TORI, to="sam@ourside.example"))
    assert spoken(note) == [("Marie Dupré", "buyer", "Nous avons 40 000 €.")]
    assert note.text.startswith("Pour info.")


def test_the_subject_of_a_reply_is_not_the_writer_s_words() -> None:
    assert "Offre" not in read(message()).text
    assert read(message()).title == "Re: Offre"
    assert read(message(subject="Budget validé")).text.startswith("Marie Dupré: Budget validé\n\n")


def test_the_day_is_the_writer_s_unless_a_better_one_is_given() -> None:
    assert read(message()).call_date == date(2026, 3, 12)
    assert note_from_bytes(message().as_bytes(), "m", ".eml", date(2026, 1, 2)).call_date == date(2026, 1, 2)


def test_attachments_are_left_out_and_said() -> None:
    mail = message()
    mail.add_attachment("budget: 90 000 €", filename="offre.txt")
    note = read(mail)
    assert "90" not in note.text
    assert note.remarks == ("attachments are left out: offre.txt",)


def test_a_page_is_read_as_its_reader_saw_it() -> None:
    mail = message("")
    mail.clear_content()
    mail.set_content(
        "<html><head><title>t</title><style>p{}</style></head><body><p>Bonjour,&nbsp;Tori</p>"
        "<script>alert(90000)</script>"
        "<div style='display:none'>budget 90k</div><p>Nous avons <b>40&nbsp;000</b> €.<br>Signé</p>"
        "<div>Le 9 mars 2026, Tori Blake &lt;tori@ourside.example&gt; a écrit :</div>"
        "<blockquote><p>Nous proposons 90 000 €.</p></blockquote></body></html>",
        subtype="html",
    )
    note = read(mail, *OURS)
    assert "Nous avons 40 000 €.\nSigné" in note.text
    assert not any(hidden in note.text for hidden in ("alert", "90k", "p{}"))
    assert [(side, words) for _, side, words in spoken(note)][-1] == ("seller", "> Nous proposons 90 000 €.")


def test_the_plain_part_is_preferred_to_the_page() -> None:
    mail = message("Nous avons 40 000 €.")
    mail.add_alternative("<p>autre chose</p>", subtype="html")
    note = read(mail)
    assert "autre" not in note.text
    assert note.remarks == ()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "no-such-charset"])
def test_every_encoding_of_a_body_is_read(charset: str) -> None:
    encoding = "utf-8" if charset.startswith("no") else charset
    raw = (
        b"From: =?iso-8859-1?Q?Marie_Dupr=E9?= <marie@halvard.example>\r\nTo: tori@ourside.example\r\n"
        b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "Validé : 40 000 €".encode(encoding)
    )  # fmt: skip
    assert read(raw).text == "Marie Dupré: Validé : 40 000 €"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"Budget ok 40k\n\nDAF decide\n", "not a mail"),
        (b"From: a@b.example\n\n", "empty"),
        (b"From: a@b.example\nX: " + b"a" * 300_000, "head of this length"),
    ],
)
def test_what_is_no_mail_is_told_in_plain_words(raw: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read(raw)


def test_a_mail_finds_the_lead_that_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(f"Nous avons 40 000 €.\n\n{BELOW}").as_bytes())
    notes, problems = read_notes([tmp_path], seller=OURS)
    lead = Lead(id="L1", account_id="A1", company="Halvard", email="marie@halvard.example")
    assert not problems
    assert list(join_notes(notes, [lead]).by_lead) == ["L1"]


def test_the_lead_itself_speaking_is_the_buyer(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(f"Nous avons 40 000 €.\n\n{BELOW}").as_bytes())
    lead = Lead(
        id="L1",
        account_id="A1",
        company="Halvard",
        email="marie@halvard.example",
        first_name="Marie",
        last_name="Dupré",
    )
    (note,) = join_notes(read_notes([tmp_path])[0], [lead]).by_lead["L1"]
    assert [(turn.speaker, turn.side) for turn in note.turns] == [
        ("Marie Dupré", "buyer"),
        ("Tori Blake", "seller"),
    ]
