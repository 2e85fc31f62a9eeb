"""Whether two spellings are one name."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agent.sources.names import Likeness, alike, compare, likest, own_domain, spelling, spellings

names = st.text(alphabet="abcdefghijklmnop", min_size=9, max_size=20)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("brightloom inc.", "BrightLoom"),
        ("Tap To Learn", "TapToLearn"),
        ("Société Générée SAS", "SOCIETE GENEREE"),
        ("L’Atelier", "l'atelier"),
        ("Métropole de l'Est", "METROPOLE DE L'EST (MDE)"),
        ("MDE", "METROPOLE DE L'EST (MDE)"),
        ("Installio", "Opticly/Installio"),
        ("brightloom.com", "Brightloom"),
        ("The Lending Yard", "Lending Yard"),
        ("Dupont et Fils", "Dupont & Fils"),
    ],
)
def test_two_ways_to_write_a_name_are_the_same(written: str, known: str) -> None:
    assert likest(written, [known]) is Likeness.SAME


@pytest.mark.parametrize(
    ("written", "known", "likeness"),
    [
        ("Brghtloom", "Brightloom", Likeness.SLIP),  # dropped
        ("Brightlooom", "Brightloom", Likeness.SLIP),  # doubled
        ("Birghtloom", "Brightloom", Likeness.SLIP),  # swapped
        ("rBightloom", "Brightloom", Likeness.SLIP),
        ("Brightlooms", "Brightloom", Likeness.CLOSE),
        ("Bridhtloom", "Brightloom", Likeness.CLOSE),
        ("Brihtlom Robotics", "Brightloom Robotics", Likeness.NEAR),
        ("Brihtlom", "Brightloom", Likeness.FAINT),  # Matterport is not Mattermost
        ("Frightloom", "Brightloom", Likeness.FAINT),  # nobody gets the first letter wrong
        ("Merlin", "Emerlin", Likeness.FAINT),
        ("Epsilon", "Epsilon3", Likeness.FAINT),  # no finger leaves a number out
        ("Able Health", "Axle Health", Likeness.FAINT),  # "Health" tells nobody apart
        ("Pave Robotics", "Weave Robotics", Likeness.AKIN),
        ("Clover", "Clever", Likeness.FAINT),  # short names are each other's neighbours
        ("Brx", "Brex", Likeness.SHORT_SLIP),
        ("Brightloom Robotics", "Brightloom", Likeness.PART),
        ("Bright Looms of York", "Bright Yarns of York", Likeness.AKIN),
        ("Kestrel", "Brightloom", Likeness.STRANGE),
    ],
)
def test_how_like_two_names_are(written: str, known: str, likeness: Likeness) -> None:
    assert likest(written, [known]) is likeness


def test_a_slip_is_the_writers_a_longer_name_of_record_may_be_meant_but_not_a_shorter() -> None:
    assert compare("brightloom", "brightlooms") is Likeness.SLIP
    assert compare("brightlooms", "brightloom") is Likeness.CLOSE


def test_the_likest_of_several_names_counts() -> None:
    assert likest("Zenroll", ["Gustavo", "Zenroll", "Zenrol"]) is Likeness.SAME
    assert likest("Zenroll", []) is Likeness.STRANGE
    assert likest("", ["Zenroll"]) is Likeness.STRANGE


@given(names, st.integers(0, 30))
def test_a_dropped_letter_in_a_long_name_is_a_slip_unless_it_is_the_first(name: str, place: int) -> None:
    place = 1 + place % (len(name) - 1)
    assert compare(name[:place] + name[place + 1 :], name) is Likeness.SLIP


@given(names, names)
def test_only_equal_spellings_are_the_same(one: str, other: str) -> None:
    assert (compare(one, other) is Likeness.SAME) == (one == other)


@given(st.text(max_size=40))
def test_any_text_has_spellings_and_the_whole_comes_first(name: str) -> None:
    assert spellings(name)[0] == spelling(name) or not name.strip()


@given(st.lists(names, max_size=8), names)
def test_a_first_look_at_many_spellings_loses_none_that_is_like(known: list[str], written: str) -> None:
    assume(written not in known)
    near = written[:-1]
    numbered = list(enumerate([*known, written, near]))
    found = alike(written, numbered)
    assert found[0] == len(known)
    assert len(known) + 1 in found
    assert {number for number, other in numbered if compare(written, other) >= Likeness.PART} == set(found)


def test_a_page_on_somebody_elses_site_is_no_domain_of_the_company() -> None:
    assert own_domain("https://www.brightloom.example/about?x=1", "Brightloom") == "brightloom.example"
    assert own_domain("https://www.linkedin.com/company/brightloom", "Brightloom") is None
    assert own_domain("https://www.producthunt.com/posts/brightloom-7", "Brightloom") is None
    assert own_domain("https://www.producthunt.com", "Product Hunt") == "producthunt.com"
    assert own_domain("gmail.com", "Brightloom") is None
    assert own_domain("", "Brightloom") is None
