"""The exception tree. Each leaf has one catcher.

LeadsiftError                     told to the person in one sentence; exit 2 unless said otherwise
├── BadInput                      a file, option or setting cannot be used; names file, line, column, remedy
├── Conflict                      somebody decided first; names who and when
├── NotFound                      no such lead, proposal or prompt
├── StoreError                    the database cannot be opened, read or written
├── BudgetExhausted               the next call could pass the budget; the run stops with exit 3
└── ModelError                    one model call failed; the lead is recorded as failed, the others go on
    ├── Refused                   the model declined
    ├── Truncated                 the answer met the token limit
    ├── Malformed                 the answer is not the JSON that was asked for
    ├── Unanswerable              the request is wrong: a bad parameter, a text that is too long
    │   └── Unusable              no request would be right: bad key, unknown model
    └── Unavailable               no answer after every retry: rate, server, connection, time
        └── QuotaExhausted        the account has no credit left; never retried
"""

from __future__ import annotations

from pathlib import Path


class LeadsiftError(Exception):
    """The root. `str(error)` is one plain sentence without personal data, fit for a log."""

    exit_code = 2


class BadInput(LeadsiftError):
    """Something the person gave cannot be used. Caught by the command line: exit 2, nothing imported."""

    def __init__(
        self,
        reason: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        column: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.reason, self.file, self.line, self.column, self.remedy = reason, file, line, column, remedy
        place = ":".join(str(part) for part in (file, line) if part is not None)
        where = ", ".join(part for part in (place, f"column {column}" if column else "") if part)
        text = f"{where}: {reason}" if where else reason
        super().__init__(f"{text}. {remedy}" if remedy else text)


class Conflict(LeadsiftError):
    """The lead's version is not the one the decision was made on. Caught by the desk and by `decide`."""


class NotFound(LeadsiftError):
    """Nothing goes by that name. Caught by the command line: exit 2."""


class StoreError(LeadsiftError):
    """The database cannot be opened, read or written. Caught by the command line: exit 2."""


class BudgetExhausted(LeadsiftError):
    """The worst case of the next call passes what is left of the budget. Caught by the run: exit 3."""

    exit_code = 3


class ModelError(LeadsiftError):
    """One call failed. Caught where a lead's outcome is recorded; carries no text of the lead."""


class Refused(ModelError):
    """The model declined to answer."""


class Truncated(ModelError):
    """The answer stopped at the token limit."""


class Malformed(ModelError):
    """The answer is not JSON, or not the JSON that was asked for, after the re-asks."""


class Unanswerable(ModelError):
    """The endpoint says the request itself is wrong; asking again cannot help."""


class Unusable(Unanswerable):
    """The endpoint takes no request of this key for this model."""


class Unavailable(ModelError):
    """No answer after every retry."""


class QuotaExhausted(Unavailable):
    """The endpoint's account is out of credit; retrying cannot help."""


HOPELESS = (Unusable, QuotaExhausted)
"""What every further call of a run would meet as well."""
