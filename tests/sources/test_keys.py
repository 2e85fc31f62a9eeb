"""What is indexed and what is looked up meet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.sources.keys import exact_keys, rough_keys, rough_probes

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
names = st.text(alphabet=ALPHABET, min_size=6, max_size=24)
places = st.integers(0, 100)


def meets(written: str, known: str) -> bool:
    return bool({key for key, _ in rough_keys([known])} & set(rough_probes(written)))


def dropped(name: str, place: int) -> str:
    place %= len(name)
    return name[:place] + name[place + 1 :]


def added(name: str, place: int, letter: str) -> str:
    place %= len(name) + 1
    return name[:place] + letter + name[place:]


@given(names, places)
def test_a_name_with_a_letter_dropped_is_looked_up(name: str, place: int) -> None:
    assert meets(dropped(name, place), name)


@given(names, places, st.sampled_from(ALPHABET))
def test_a_name_with_a_letter_added_is_looked_up(name: str, place: int, letter: str) -> None:
    assert meets(added(name, place, letter), name)


@given(names, places, st.sampled_from(ALPHABET))
def test_a_name_with_a_letter_changed_is_looked_up(name: str, place: int, letter: str) -> None:
    place %= len(name)
    assert meets(name[:place] + letter + name[place + 1 :], name)


@given(names, places)
def test_a_name_with_two_letters_swapped_is_looked_up(name: str, place: int) -> None:
    place %= len(name) - 1
    assert meets(name[:place] + name[place + 1] + name[place] + name[place + 2 :], name)


@given(st.text(alphabet=ALPHABET, min_size=10, max_size=24), places, places, st.sampled_from(ALPHABET))
def test_a_long_name_with_two_mistakes_is_looked_up(name: str, one: int, other: int, letter: str) -> None:
    assert meets(dropped(dropped(name, one), other), name)
    assert meets(added(dropped(name, one), other, letter), name)
    assert meets(added(added(name, one, letter), other, letter), name)


def test_a_longer_form_of_a_name_is_looked_up_by_its_first_word() -> None:
    assert meets("Brightloom", "Brightloom Robotics Holding")
    assert meets("Brightloom Europe", "Brightloom Robotics")


def test_domains_numbers_and_spellings_have_keys_of_their_own() -> None:
    keys = exact_keys(["Acme"], ["acme.com"], {"siren": "732829320"})
    assert len(set(keys)) == 3
    assert set(exact_keys(["ACME, Inc."], [], {})) < set(keys)
    assert not {*exact_keys(["acme.com"], [], {})} & {*exact_keys([], ["acme.com"], {})}


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=20), max_size=2))
def test_keys_fit_a_signed_column_of_64_bits(names: list[str], domains: list[str]) -> None:
    rough = [key for key, _ in rough_keys(names)]
    assert all(0 <= key < 1 << 63 for key in [*exact_keys(names, domains, {}), *rough])
