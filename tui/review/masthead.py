"""The line above the panes: what is shown, where in it we are, who decides."""

from __future__ import annotations

from textual.content import Content

from agent.store.queue import QueueFilter
from tui.words import Words

from .desk import LeadView
from .theme import QUIET, STRONG
from .typeset import ends, say, spread


def draw(
    view: LeadView | None,
    shown: QueueFilter,
    place: tuple[int, int],
    fresh: int,
    actor: str,
    words: Words,
    width: int,
) -> Content:
    """`place`: which lead of how many, from 1; `fresh`: how many more came in since."""
    filters = (
        words("filter.active_undecided") if shown.undecided_only else "",
        words(f"stage.{shown.stage}") if shown.stage else "",
        f"/{shown.text}" if shown.text else "",
    )
    here, total = place
    offline = view is not None and view.proposal is not None and view.proposal.mode == "offline"
    flush = (
        say(words("desk.fresh", n=words.number(fresh)), "bold $warning") if fresh else "",
        words("desk.place", here=words.number(here), n=words.count("desk.leads", total)),
        say(words("desk.offline"), "$warning") if offline else "",
        say(actor, QUIET),
    )
    left = spread([say(words("desk.title"), STRONG), *(say(what, "$primary") for what in filters if what)])
    return ends(left, spread(flush), width)
