"""Partner files."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.intake.partners import read_partners
from agent.models.partner import Partner


def test_partners_are_read_in_either_language(tmp_path: Path) -> None:
    (tmp_path / "fr.csv").write_text(
        "Partenaire;Niveau;Certifié;Site web;Produits\nOpenlink;Gold;oui;https://www.openlink.example;A, B\n",
        "utf-8",
    )
    (tmp_path / "en.jsonl").write_text(
        '{"name": "Hooli", "certified": false, "domain": "hooli.example"}\n', "utf-8"
    )
    assert read_partners(tmp_path / "fr.csv").partners == (
        Partner(
            name="Openlink",
            tier="Gold",
            certified=True,
            domain="openlink.example",
            products=("A", "B"),
            origin="fr.csv:2",
        ),
    )
    assert read_partners(tmp_path / "en.jsonl").partners == (
        Partner(name="Hooli", certified=False, domain="hooli.example", origin="en.jsonl:1"),
    )


def test_of_two_rows_of_one_partner_the_later_counts_and_no_row_is_lost(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name,tier\nOpenlink,silver\nOPENLINK,gold\n,gold\n\n", "utf-8")
    batch = read_partners(tmp_path / "p.csv")
    assert [(partner.name, partner.tier) for partner in batch.partners] == [("OPENLINK", "gold")]
    assert (batch.accepted, [(r.line, r.reason) for r in batch.rejected], batch.ignored) == (
        2,
        [(4, "no name")],
        1,
    )


def test_a_file_without_a_name_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("tier,certified\ngold,yes\n", "utf-8")
    with pytest.raises(BadInput, match="partner's name"):
        read_partners(tmp_path / "p.csv")


@pytest.mark.parametrize(
    ("cell", "contacts"),
    [
        ("Lea@Openlink.example; max@openlink.example", ("lea@openlink.example", "max@openlink.example")),
        ("Léa Martin, Max", ("Léa Martin", "Max")),
        ("", ()),
    ],
)
def test_the_contacts_of_a_partner_are_read(cell: str, contacts: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(f'Partenaire;Interlocuteurs\nOpenlink;"{cell}"\n', "utf-8")
    (partner,) = read_partners(tmp_path / "p.csv").partners
    assert partner.contacts == contacts
