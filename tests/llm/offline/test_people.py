"""People in a note: names however they are written, roles with and without a name."""

from __future__ import annotations

import pytest
from llm.offline.tables import said

from agent.llm.offline.people import find_people


def people(text: str, language: str = "en") -> list[tuple[str | None, str | None]]:
    return [(mention.name, mention.role) for mention in find_people(text, language)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("c'est Claire Dumont, la DAF, qui signe", "Claire Dumont", "DAF"),
        ("Claire Dumont (DAF) signe", "Claire Dumont", "DAF"),
        ("le DAF (Hervé Castaing) signe tout", "Hervé Castaing", "DAF"),
        ("Mme Brunet, resp. RH", "Mme Brunet", "resp. RH"),
        (
            "Contact : Sandrine Kouyaté, responsable achats groupe",
            "Sandrine Kouyaté",
            "responsable achats groupe",
        ),
        ("Directrice des opérations : Sophie Marchal", "Sophie Marchal", "Directrice des opérations"),
        (
            "la directrice générale des services (Mme Lefort)",
            "Mme Lefort",
            "directrice générale des services",
        ),
        ("M. Pruvost (dir. systèmes d'information)", "M. Pruvost", "dir. systèmes d'information"),
        ("Karim, resp supply\n", "Karim", "resp supply"),
        ("Patron = Gaël Puymirol", "Gaël Puymirol", "Patron"),
        ("madame la maire, Jacqueline Fontvieille, tranche", "Jacqueline Fontvieille", "maire"),
        ("la directrice de l'agence de Lyon, Inès Belkacem", "Inès Belkacem", "directrice de l'agence"),
        ("Jean-Baptiste de La Roche, gérant", "Jean-Baptiste de La Roche", "gérant"),
        ("N+1 : Valérie Huet", "Valérie Huet", "N+1"),
        ("the CFO, Jane Roe, signs", "Jane Roe", "CFO"),
        ("our CFO Jane Roe signs", "Jane Roe", "CFO"),
        ("Jane Roe is the CFO", "Jane Roe", "CFO"),
        ("Curt, he's like, the fractional CFO guy", "Curt", "fractional CFO"),
        ("Dr. Renata Villalobos-Quist (founder)", "Dr. Renata Villalobos-Quist", "founder"),
        ("our works manager, Siobhán de Búrca", "Siobhán de Búrca", "works manager"),
        ("Philippa Sorensen, who's our director of quality", "Philippa Sorensen", "director of quality"),
        ("Then our chief executive, Tunde Bakare-Lloyd, signs", "Tunde Bakare-Lloyd", "chief executive"),
        (
            "she reports to Olu Adeyemi, head of people and culture",
            "Olu Adeyemi",
            "head of people and culture",
        ),
        ("VP of Engineering Dana Whitfield", "Dana Whitfield", "VP of Engineering"),
        ("Marcus (GM) said so", "Marcus", "GM"),
        ("Colm (yard) was there", "Colm", "yard"),
        ("Tom from finance would block it", "Tom", "finance"),
        ("my manager Stephanie", "Stephanie", "my manager"),
        ("the COO, Xiadani Wroblinska-Thwaite", "Xiadani Wroblinska-Thwaite", "COO"),
    ],
)
def test_a_name_and_the_role_beside_it_are_one_person(text: str, name: str, role: str) -> None:
    assert people(text) == [(name, role)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("RSSI et DSI donnent un avis, le PDG signe", ["RSSI", "DSI", "PDG"]),
        ("it goes to my boss", ["my boss"]),
        ("Founder decides. Board approves it.", ["Founder", "Board"]),
        ("mon associé et moi", ["mon associé"]),
        ("ça passe en comité d'investissement", ["comité d'investissement"]),
        ("le CODIR valide", ["CODIR"]),
        ("the governors approve, then the bursar signs", ["governors", "bursar"]),
        ("il faut l'accord du siège et de la maison mère", ["siège", "maison mère"]),
        ("the board of trustees meets in June", ["board of trustees"]),
        ("procurement runs the tender", ["procurement"]),
        ("her brother-in-law gets to have an opinion", ["her brother-in-law"]),
        ("plant manager and maintenance lead", ["plant manager", "maintenance lead"]),
        ("the regional director of nursing", ["regional director of nursing"]),
        ("le directeur d'usine valide", ["directeur d'usine"]),
        ("Head of IT said no", ["Head of IT"]),
        ("sur proposition de la commission scolaire.", ["commission scolaire"]),
        ("sa femme tient les comptes", ["sa femme"]),
        ("the investment committee has a veto", ["investment committee"]),
        ("c'est le CA qui vote, pas moi", ["CA"]),
        ("le maître d'ouvrage tranche", ["maître d'ouvrage"]),
        ("her two directors both have to say yes", ["directors"]),
        ("le père a le dernier mot", ["le père"]),
    ],
)
def test_a_role_without_a_name_is_a_person_too(text: str, roles: list[str]) -> None:
    assert people(text) == [(None, role) for role in roles]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("M. Oyarzun et Mme Aït-Saïd", ["M. Oyarzun", "Mme Aït-Saïd"]),
        ("bonjour madame leroux je vous appelle", ["madame leroux"]),
        ("Bonjour Laure Engelmann", ["Laure Engelmann"]),
        ("Réponse de Mme Colombani (hôtel)", ["Mme Colombani"]),
        ("Craig and Dean were on speaker", ["Craig", "Dean"]),
        ("Zyx: hello\nAbc: hi\nZyx: so\nAbc: yes", ["Zyx", "Abc", "Zyx", "Abc"]),
        ("met Qwist Ardley yesterday", ["Qwist Ardley"]),
        ("It's Qwist Ardley, he decides", ["Qwist Ardley"]),
        ("et madame Hamidi aussi", ["madame Hamidi"]),
    ],
)
def test_a_name_needs_no_role(text: str, names: list[str]) -> None:
    assert people(text) == [(name, None) for name in names]


@pytest.mark.parametrize(
    "text",
    said(
        """
        Cobalt Ridge Dental Group and Pallas Doors | chez Salvia RH et Groupe Ambrelle | Kestrel Lane /
        Rosterwise, April 2026 | they use Smilequeue and HubSpot | Will do. May I? June it is. | CA 12 M€ |
        le CA de 2025 | a capstone on procurement software | Budget approved for Q1 | rue Victor Hugo | we
        saw Sprayline in Hannover | Said three times | Ateliers Vauquelin SAS | the tiny chair | Le 14
        octobre, à Bayonne | Oui. Non. Voilà.
        """
    ),
)
def test_companies_products_places_and_months_are_no_people(text: str) -> None:
    assert people(text) == []


def test_a_seller_s_and_a_buyer_s_people_are_both_found() -> None:
    """Sides are the reader's business."""
    assert people("Hugo (Cantinéo), Mme Aït-Saïd (dir. éducation)", "fr") == [
        ("Hugo", None),
        ("Mme Aït-Saïd", "dir. éducation"),
    ]
