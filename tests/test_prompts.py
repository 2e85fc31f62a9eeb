"""Prompts are files, filled with trusted values only."""

from importlib.resources import files

import pytest

from prompts import Prompt, load


def test_every_prompt_file_loads_under_its_own_name() -> None:
    names = [
        path.name.removesuffix(".md") for path in files("prompts").iterdir() if path.name.endswith(".md")
    ]
    assert names
    for name in names:
        assert load(name).name == name


def test_filling_wants_exactly_the_placeholders() -> None:
    prompt = Prompt("p", 1, "Bant", "at most {{lines}} lines")
    assert prompt.fill(lines=5).text == "at most 5 lines"
    with pytest.raises(KeyError, match="lines"):
        prompt.fill()
    with pytest.raises(KeyError, match="surplus"):
        prompt.fill(lines=5, surplus=1)


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert Prompt("p", 1, "Bant", "{{a}} {{b}}").fill(a="{{b}}", b="x").text == "{{b}} x"


def test_another_text_is_another_digest() -> None:
    assert Prompt("p", 1, "Bant", "a").digest != Prompt("p", 1, "Bant", "b").digest
