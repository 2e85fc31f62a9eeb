"""The one owner of retries: when a failed request is made again, and how long everybody waits first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
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

LONGEST_PAUSE = 120.0
"""Seconds everybody waits at most because one request was told to."""

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
        """It refused because requests come too fast: something for the `Gate` to know."""


@dataclass(frozen=True)
class Clock:
    """Time, as tests replace it."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Gate:
    """What all callers of an endpoint pass with each request: so many at once, none while it wants a pause.

    A refusal is the business of one request, two without an answer between them are everybody's: the gate
    shuts for as long as the endpoint asks. Each such pause narrows it by the share of requests refused before
    and a little more, each answer widens it again: the callers settle at the rate the endpoint admits.
    """

    def __init__(self, width: int, clock: Clock) -> None:
        self._widest = width
        self._width = float(width)
        self._places = asyncio.Semaphore(width)
        self._surplus = 0  # places to take away as they are given back
        self._clock = clock
        self._shut_until = 0.0
        self._shut = self._in_a_row = False
        self._answered = self._refused = 0

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Holds a place while a request is under way; those who come first go first."""
        await self._places.acquire()
        try:
            while (pause := self._shut_until - self._clock.now()) > 0:
                await self._clock.sleep(pause + uniform(0, 0.1))
            if self._shut:
                self._narrow()
            yield
        finally:
            self._surplus -= 1
            self._fill()

    def refused(self, refusal: Again) -> None:
        """The endpoint says that requests come too fast. Takes the wait over when it is everybody's."""
        self._refused += 1
        if self._in_a_row and refusal.wait is not None and refusal.wait <= LONGEST_PAUSE:
            self._shut = True
            self._shut_until = max(self._shut_until, self._clock.now() + refusal.wait)
            refusal.wait = 0.0
        self._in_a_row = True

    def answered(self) -> None:
        """A request got through."""
        self._in_a_row = False
        self._answered += 1
        self._resize(self._width + 1 / self._width)

    def _narrow(self) -> None:
        share = self._answered / (self._answered + self._refused)
        self._shut = False
        self._answered = self._refused = 0
        self._resize(self._width * max(0.8 * share, 0.5))

    def _resize(self, width: float) -> None:
        before, self._width = int(self._width), min(max(width, 1.0), self._widest)
        self._surplus -= int(self._width) - before
        self._fill()

    def _fill(self) -> None:
        while self._surplus < 0:
            self._surplus += 1
            self._places.release()


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
    return _BACK_OFF(state) if asked is None else asked + uniform(0, 0.05 + asked / 10)
