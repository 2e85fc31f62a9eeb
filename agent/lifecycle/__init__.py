"""Where a lead stands, and who may take it where: one table of transitions, pure.

transitions.toml   the table: action, by whom, from, to, guards, whether a reason is needed
table     the table as nouns; `moves` from a state
check     whether a move is allowed in a situation: a `Refusal`, or None; `outcome` is where it leads
refusal   why not, in French and English; its words stand in refusals.toml
history   a log of decisions → the state it replays to
policy    the settings of it: the reasons to reject, the days until a lead is recycled
"""

from .check import Asked, Situation, check, open_gates, outcome
from .history import held, state_of
from .policy import Policy
from .refusal import Refusal
from .table import Move, State, moves, settable

__all__ = [
    "Asked",
    "Move",
    "Policy",
    "Refusal",
    "Situation",
    "State",
    "check",
    "held",
    "moves",
    "open_gates",
    "outcome",
    "settable",
    "state_of",
]
