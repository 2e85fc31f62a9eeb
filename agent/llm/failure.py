"""What an endpoint's refusal means: wait and ask again, or a typed error, and for how long it asks to wait.

Nothing of an endpoint's own words gets into an error: they may quote the lead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any

from agent.errors import ModelError, QuotaExhausted, Refused, Unanswerable, Unavailable, Unusable
from agent.llm.retry import Again

_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached"}
_POLICY = {"content_filter", "content_policy_violation"}
_PASSING = {408, 409, 425, 429}
_WRONG = {
    "401": "the endpoint does not accept the key",
    "403": "the key may not use this endpoint or model",
    "404": "the endpoint knows no such model or path",
    "413": "the text is longer than the endpoint takes",
    "model_not_found": "the endpoint knows no such model",
    "context_length_exceeded": "the text is longer than the model can read",
}
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


class Declined(Unanswerable):
    """The endpoint objects to one parameter of the request, which may be one it can do without."""

    def __init__(self, text: str, parameter: str) -> None:
        super().__init__(text)
        self.parameter = parameter


def failure(status: int, headers: Mapping[str, str], body: bytes) -> Again | ModelError:
    """What an error response means. `headers` are looked up by lower-case name."""
    error = error_in(body) or {}
    code, kind, parameter = (_word(error.get(name)) for name in ("code", "type", "param"))
    words = {code, kind}
    said = " ".join(dict.fromkeys(part for part in (str(status), code or kind, parameter) if part))
    if status == 402 or words & _NO_CREDIT:
        return QuotaExhausted(f"the endpoint's account has no credit left ({said})")
    if words & _POLICY:
        return Refused(f"the endpoint declined the request ({said})")
    if status in _PASSING or status >= 500:
        return _passing(status, said, told_wait(headers, str(error.get("message"))), headers)
    reason = _WRONG.get(code) or _WRONG.get(str(status)) or "the endpoint does not take the request"
    if parameter and status in (400, 422):
        return Declined(f"{reason} ({said})", parameter)
    hopeless = status in (401, 403, 404) or code == "model_not_found"
    return (Unusable if hopeless else Unanswerable)(f"{reason} ({said})")


def error_in(body: bytes) -> dict[str, Any] | None:
    """The error object of a body in the forms endpoints give it; None when it holds none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list) and found:
        found = found[0]
    inner = found.get("error") if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {"message": inner} if inner else None


def told_wait(headers: Mapping[str, str], message: str) -> float | None:
    """Seconds the endpoint asks to wait: by header, in its message, or until an exhausted limit is reset."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (given := headers.get(name)) and (seconds := _seconds(given, unit)) is not None:
            return seconds
    if told := re.search(r"try again in ((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)", message):
        return duration(told[1])
    spent = [what for what in ("requests", "tokens") if headers.get(f"x-ratelimit-remaining-{what}") == "0"]
    resets = [duration(headers.get(f"x-ratelimit-reset-{what}", "")) for what in spent]
    return max((reset for reset in resets if reset is not None), default=None)


def duration(text: str) -> float | None:
    """Seconds of a duration as rate limits give it: "6ms", "1m6.779s"; None for any other text."""
    if not re.fullmatch(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h))+", text, re.ASCII):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"([\d.]+)(ms|s|m|h)", text))


def _passing(status: int, said: str, wait: float | None, headers: Mapping[str, str]) -> Again | Unavailable:
    slow_down = status == 429
    reason = f"the endpoint {'asks to slow down' if slow_down else 'is in trouble'} ({said})"
    if headers.get("x-should-retry") == "false":
        return Unavailable(reason)
    return Again(reason, wait=wait, slow_down=slow_down)


def _seconds(text: str, unit: float) -> float | None:
    try:
        seconds = float(text) * unit
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (at.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if isfinite(seconds) else None


def _word(value: Any) -> str:
    """A code or parameter, fit for a sentence; "" for what is no such word."""
    text = "" if value is None else str(value)
    return text if re.fullmatch(r"[\w.\-\[\]]{1,64}", text, re.ASCII) else ""
