"""Prompts are files: one Markdown file each, with a front matter of name, version and answer.

    ---
    name: read_note
    version: 3
    answer: Bant
    ---
    The text, with {{max_lines}} where a trusted value goes.

The text is constant but for its placeholders, which only ever take trusted values (a number, a language). Notes,
records and pages never pass through here: they travel beside the prompt, as data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<text>.*)\Z", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Prompt:
    """One prompt, filled or not."""

    name: str
    version: int
    answer: str
    """The name of the noun the model answers with, or "tool calls"."""
    text: str

    @property
    def digest(self) -> str:
        """Of the text as sent: a changed word is a changed question."""
        return sha256(self.text.encode()).hexdigest()[:16]

    def fill(self, **values: str | int) -> Prompt:
        """The prompt with every placeholder replaced. Raises KeyError for a missing or a surplus value."""
        names = set(_PLACEHOLDER.findall(self.text))
        if names != values.keys():
            raise KeyError(f"prompt {self.name}: placeholders {sorted(names)}, values {sorted(values)}")
        filled = _PLACEHOLDER.sub(lambda found: str(values[found[1]]), self.text)
        return Prompt(self.name, self.version, self.answer, filled)


@cache
def load(name: str) -> Prompt:
    """The prompt in `prompts/<name>.md`. Raises FileNotFoundError or ValueError for a file not of the form."""
    found = _FRONT.match(files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"prompts/{name}.md has no front matter")
    front = dict(re.split(r":\s*", line, maxsplit=1) for line in found["front"].splitlines())
    if front.keys() != {"name", "version", "answer"} or front["name"] != name:
        raise ValueError(f"prompts/{name}.md: its front matter wants name: {name}, version and answer")
    return Prompt(name, int(front["version"]), front["answer"], found["text"].strip())
