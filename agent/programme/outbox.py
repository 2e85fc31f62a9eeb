"""The outbox: what partners are to be told is written when their leads reach a stage, and sent only when asked to.

    with store.write() as tx:
        decisions.record(tx, decision)
        outbox.write(tx, now, language, told, [decision.lead_id])   # or later, for every lead
    await outbox.send(store, carrier, now)

A message that could not be delivered is kept with the reason, and tried again with the next `send`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from agent.errors import LeadsiftError
from agent.identity import fold
from agent.models.partner import Partner
from agent.models.programme import KeyStage, Message, MessageState
from agent.programme.updates import reached, updates
from agent.store import Store, Tx, messages, partners

if TYPE_CHECKING:
    from agent.settings import Language

UNDONE = "what it tells was taken back"
"""Why a message failed that nobody has to mend: it comes back should the stage be reached again."""


class Carrier(Protocol):
    """Takes a message to a partner."""

    async def __call__(self, message: Message, partner: Partner | None) -> None:
        """Delivers it. Raises `LeadsiftError` or OSError with the reason it could not."""


def write(
    tx: Tx,
    now: datetime,
    language: Language,
    told: Sequence[KeyStage],
    lead_ids: Iterable[str] | None = None,
) -> int:
    """Writes what partners have still to be told of these leads, of all where none are named. How many are new.

    A message that waits though its stage was taken back is withdrawn; one that comes true again waits again.
    """
    ids = None if lead_ids is None else tuple(lead_ids)
    true: dict[str, Message] = {}
    for lead, history, deals in messages.histories(tx, ids):
        keys = [(key, stage) for key, stage in reached(history, deals) if key in told]
        true |= {one.id: one for one in updates(lead, keys, now, language)}
    for one in messages.all(tx, MessageState.WAITING, MessageState.FAILED):
        if ids is not None and one.lead_id not in ids:
            continue
        if one.id not in true and one.why != UNDONE:
            messages.settle(tx, _settled(one, MessageState.FAILED, now, UNDONE))
        elif one.id in true and one.why == UNDONE:
            messages.settle(tx, _settled(one, MessageState.WAITING, None, None))
    return messages.add(tx, tuple(true.values()))


async def send(
    store: Store, carrier: Carrier, now: Callable[[], datetime]
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Hands every message that waits, or failed before, to the carrier: those sent, those that failed.

    Each is settled before the next is tried, so that a stop between two loses and repeats none.
    """
    with store.read() as tx:
        due = [
            one for one in messages.all(tx, MessageState.WAITING, MessageState.FAILED) if one.why != UNDONE
        ]
        programme = {fold(partner.name): partner for partner in partners.all(tx)}
    settled = []
    for one in due:
        try:
            await carrier(one, programme.get(fold(one.partner)))
            done = _settled(one, MessageState.SENT, now(), None)
        except (LeadsiftError, OSError) as error:
            done = _settled(one, MessageState.FAILED, now(), _reason(error))
        with store.write() as tx:
            messages.settle(tx, done)
        settled.append(done)
    sent = tuple(one for one in settled if one.state is MessageState.SENT)
    return sent, tuple(one for one in settled if one.state is not MessageState.SENT)


def _settled(one: Message, state: MessageState, at: datetime | None, why: str | None) -> Message:
    return one.model_copy(update={"state": state, "settled_at": at, "why": why})


def _reason(error: LeadsiftError | OSError) -> str:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return said or type(error).__name__
