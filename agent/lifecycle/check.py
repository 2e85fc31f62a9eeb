"""Whether a move is allowed, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.models.decision import Action, Decision
from agent.models.score import Gate, Proposal, Stage

from .history import before, held, prior, state_of
from .policy import Policy
from .refusal import Refusal, ways
from .table import By, Guard, Move, State, moves, table


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to do with a lead."""

    action: Action
    by: By = "person"
    stage: Stage | None = None
    """Of an override: the stage to set."""
    reason: str | None = None
    reason_code: str | None = None
    """Of a rejection: which of the policy's."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that counts when a move is judged."""

    state: State = None
    proposed: Stage | None = None
    gaps: tuple[str, ...] = ()
    """Why the conditions of the proposed stage that are open are so."""
    changed: bool = False
    """The proposal is another one than was decided on."""
    prior: State = None
    """Where it stood before it was set aside."""
    before: State = None
    """Where it stood before the decision that holds."""
    undoable: bool = False
    quiet_days: int | None = None
    """Whole days since the last touchpoint or decision; None where nobody knows."""

    @classmethod
    def of(
        cls, history: Sequence[Decision], proposal: Proposal | None, quiet_days: int | None = None
    ) -> Situation:
        """That of a lead with these decisions and this latest proposal."""
        pile = held(history)
        stage = proposal.stage if proposal else None
        return cls(
            state=state_of(history),
            proposed=stage,
            gaps=tuple(gate.why for gate in open_gates(proposal, stage)),
            changed=bool(pile and proposal and pile[-1].proposal_id != proposal.id),
            prior=prior(history),
            before=before(history),
            undoable=bool(pile),
            quiet_days=quiet_days,
        )


def open_gates(proposal: Proposal | None, stage: Stage | None) -> tuple[Gate, ...]:
    """The conditions of that stage that do not hold, or that nobody knows yet."""
    gates = proposal.gates if proposal else ()
    return tuple(gate for gate in gates if gate.stage == stage and gate.passed is not True)


def check(asked: Asked, now: Situation, policy: Policy | None = None) -> Refusal | None:
    """Why this cannot be done with a lead that stands so; None when it can."""
    policy = policy or Policy()
    move = _move(asked, now.state)
    if move is None:
        return _impossible(asked, now)
    if isinstance(move.to, tuple) and asked.stage not in move.to:
        stages = ", ".join(move.to)
        return _refuse("not_to" if asked.stage else "no_stage", asked, now, stage=asked.stage, stages=stages)
    for guard in move.guards:
        if refusal := _GUARDS[guard](asked, now, policy):
            return refusal
    return _refuse("reason", asked, now) if move.reason and not asked.reason else None


def outcome(asked: Asked, now: Situation) -> State:
    """Where it leads. Raises ValueError for what `check` refuses as impossible from there."""
    move = _move(asked, now.state)
    if move is None:
        raise ValueError(f"no move {asked.action} from {now.state}")
    match move.to:
        case Stage():
            return move.to
        case "proposed":
            return now.proposed
        case "prior":
            return now.prior
        case "before":
            return now.before
        case _:
            return asked.stage


def _move(asked: Asked, state: State) -> Move | None:
    return next((move for move in moves(state, asked.by) if move.action is asked.action), None)


def _impossible(asked: Asked, now: Situation) -> Refusal:
    """Nobody can do this from there, or only somebody else."""
    if any(move.action is asked.action and now.state in move.origins for move in table()):
        return _refuse("by_person", asked, now)
    return _refuse("not_from", asked, now)


def _refuse(code: str, asked: Asked, now: Situation, **values: object) -> Refusal:
    others = [move for move in moves(now.state, asked.by) if move.action is not asked.action]
    return Refusal(code, asked.action, now.state, {"ways": ways(others), **values})


def _proposal(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:  # noqa: ARG001
    return None if now.proposed else _refuse("no_proposal", asked, now)


def _differs(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:  # noqa: ARG001
    return _refuse("proposed", asked, now, stage=now.proposed) if asked.stage == now.proposed else None


def _news(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:  # noqa: ARG001
    there = now.state is not None and outcome(asked, now) is now.state
    return _refuse("already", asked, now, stage=now.state) if there and not now.changed else None


def _verified(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:  # noqa: ARG001
    if now.gaps and not asked.reason:
        return _refuse("unverified", asked, now, gaps="; ".join(now.gaps))
    return None


def _listed(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:
    codes = policy.reject_reasons
    return None if asked.reason_code in codes else _refuse("unlisted", asked, now, codes=", ".join(codes))


def _quiet(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:
    if now.changed:
        return None
    if now.quiet_days is None:
        return _refuse("unseen", asked, now)
    needed = policy.recycle_after
    return (
        _refuse("active", asked, now, days=now.quiet_days, needed=needed) if now.quiet_days < needed else None
    )


def _held(asked: Asked, now: Situation, policy: Policy) -> Refusal | None:  # noqa: ARG001
    return None if now.undoable else _refuse("nothing_held", asked, now)


_GUARDS: dict[Guard, Callable[[Asked, Situation, Policy], Refusal | None]] = {
    "proposal": _proposal,
    "differs": _differs,
    "news": _news,
    "verified": _verified,
    "listed": _listed,
    "quiet": _quiet,
    "held": _held,
}
