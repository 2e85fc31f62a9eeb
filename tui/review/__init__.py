"""The review desk: where a rep reads what leadsift proposes, and decides.

desk       the queue, everything about a lead, and deciding: without a screen; `leadsift decide` uses it too
app        the terminal application over it: screen, panes, dialogs
plain      the same, line by line, for screen readers and pipes
"""

from __future__ import annotations

from pathlib import Path

from agent.lifecycle import Policy
from agent.settings import Language


def run_review(
    store_url: str,
    *,
    actor: str,
    language: Language,
    rubric: Path | None = None,
    policy: Policy | None = None,
) -> None:
    """Open the desk on a store until the person quits. `rubric` names criteria; None is the built-in one.

    Raises `StoreError` when the store cannot be opened, `BadInput` for a rubric that cannot be read.
    """
    from functools import partial

    from agent.rubric import load_rubric
    from agent.store import open_store
    from tui.words import Words

    from .app import ReviewApp
    from .desk import Desk

    label = partial(load_rubric(rubric).label, language=language)
    with open_store(store_url, create=False) as store:
        desk = Desk(store, actor=actor, policy=policy, language=language)
        ReviewApp(desk, Words(language), label).run()
