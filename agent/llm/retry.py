"""The one owner of retries: when a failed request is made again, and how long everybody waits first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import uniform
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from agent.errors import ModelError, Unavailable

T = TypeVar("T")

_BACK_OFF = wait_random_exponential(multiplier=0.5, max=20)


class Again(Exception):
    """This attempt failed; another may not. When there is none, it becomes `error`."""

    def __init__(
        self,
        reason: str,
        error: type[ModelError] = Unavailable,
        *,
        wait: float | None = None,
        slow_down: bool = False,
    ) -> None:
        super().__init__(reason)
        self.error = error
        self.wait = wait
        """Seconds the endpoint asked us to wait; None when it did not say."""
        self.slow_down = slow_down
        """It refused for our rate, which is everybody's business and not of this request alone."""


@dataclass(frozen=True)
class Clock:
    """Time, as tests replace it."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Gate:
    """What all callers of one endpoint pass before each request: shut while it has asked for a pause.

    A refusal for the rate also puts space between the requests that follow, so that callers do not come back
    together; each answer narrows it again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shut_until = 0.0
        self._next = 0.0
        self._space = 0.0
        self._spaced_at = 0.0

    async def passed(self) -> float:
        """Waits for this caller's turn; the time it came."""
        while True:
            now = self._clock.now()
            turn = max(now, self._next, self._shut_until)
            self._next = turn + self._space
            if turn > now:
                await self._clock.sleep(turn - now)
            if turn >= self._shut_until:
                return turn

    def refused(self, sent: float, wait: float) -> None:
        """Shuts the gate for `wait` seconds. Requests sent before the last widening tell nothing new."""
        now = self._clock.now()
        self._shut_until = max(self._shut_until, now + wait)
        if sent >= self._spaced_at:
            self._space = min(max(0.005, 2 * self._space), 2.0)
            self._spaced_at = now

    def answered(self) -> None:
        """One request got through."""
        self._space = self._space * 0.98 if self._space > 0.001 else 0.0


async def persist(attempt: Callable[[], Awaitable[T]], *, attempts: int, deadline: float, clock: Clock) -> T:
    """The result of the first attempt that does not raise `Again`.

    At most `attempts` are made, and none that would start more than `deadline` seconds after the first.
    Raises the last one's own kind of `ModelError`, and at once whatever else an attempt raises.
    """
    tries = AsyncRetrying(
        sleep=clock.sleep,
        stop=stop_after_attempt(attempts) | stop_before_delay(deadline),
        wait=_wait,
        retry=retry_if_exception_type(Again),
        reraise=True,
    )
    try:
        return await tries(attempt)
    except Again as last:
        made = tries.statistics.get("attempt_number", 1)
        raise last.error(f"{last}; {made} {'try' if made == 1 else 'tries'}") from last


def _wait(state: RetryCallState) -> float:
    """What the endpoint asked for and a little more, other for each caller; else exponential back-off."""
    failure = state.outcome.exception() if state.outcome else None
    asked = failure.wait if isinstance(failure, Again) else None
    return _BACK_OFF(state) if asked is None else asked + uniform(0, 0.25 + asked / 10)
