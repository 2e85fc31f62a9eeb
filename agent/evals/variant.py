"""What reads the labelled notes: the rules, or a model with a prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.clean import clean_document
from agent.errors import BadInput
from prompts import Prompt, load

OFFLINE = "offline"
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True)
class Variant:
    """One way to read notes."""

    model: str = OFFLINE
    prompt: Prompt | None = None
    """In place of `prompts/read_note.md`."""
    wording: str = ""
    """What the prompt is called: its file's stem."""

    @property
    def name(self) -> str:
        """What reports and baselines call it."""
        return f"{self.model}, {self.wording}" if self.wording else self.model


def variants(models: Sequence[str], prompts: Sequence[Path]) -> tuple[Variant, ...]:
    """Every model with every prompt; the rules, which have no prompt, once. Without models, the rules alone.

    Raises `BadInput` for a prompt that cannot be read, and for prompts without a model.
    """
    asked = [model for model in dict.fromkeys(models) if model != OFFLINE]
    if prompts and not asked:
        raise BadInput("rules have no prompt", remedy="Name the model that gets it: --model")
    if len({file.stem for file in prompts}) < len(prompts):
        raise BadInput("two prompts have the same name", remedy="Rename one of them")
    wordings: list[tuple[Prompt | None, str]] = [(_prompt(file), file.stem) for file in prompts]
    rules = [Variant()] if OFFLINE in models or not models else []
    return (*rules, *(Variant(model, *wording) for model in asked for wording in wordings or [(None, "")]))


def _prompt(file: Path) -> Prompt:
    """The prompt of a file; its front matter, if it has one, is not sent."""
    try:
        text = _FRONT.sub("", clean_document(file.read_text(encoding="utf-8"))).strip()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=file) from error
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8", file=file) from error
    if not text:
        raise BadInput("the prompt is empty", file=file)
    return replace(load("read_note"), text=text)
