"""What the two reports on the partner programme share: which leads are EQLs, and what deals are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from agent.models.journey import Journey
from agent.models.opportunity import DealState, Opportunity
from agent.models.score import Stage
from agent.money import Exchange

from .report import Count, Phrase, Text


def eqls(journeys: Iterable[Journey]) -> list[str]:
    """The leads that were proposed or decided to be EQL at some time."""
    return [one.lead_id for one in journeys if Stage.EQL in one.proposed or Stage.EQL in one.decided]


class Worth(NamedTuple):
    """What a deal brings, in the report's currency."""

    pipeline: Decimal = Decimal(0)
    """Open or won; what is lost is worth nothing."""
    revenue: Decimal = Decimal(0)
    """Won."""
    recurring: Decimal = Decimal(0)
    """Of the revenue, what comes back each year (ARR)."""


NOTHING = Worth()


class Purse:
    """Adds up what deals are worth, and counts those it cannot."""

    def __init__(self, to: Exchange) -> None:
        self._to = to
        self._left: Counter[str | None] = Counter()

    def worth(self, deal: Opportunity) -> Worth:
        """Of one deal; nothing where no amount is known, or no rate for its currency."""
        if deal.state is DealState.LOST:
            return NOTHING
        amount = self._priced(deal.amount, deal.currency)
        if amount is None:
            self._left[deal.currency if deal.amount is not None else None] += 1
        pipeline, won = amount or Decimal(0), deal.state is DealState.WON
        recurring = self._priced(deal.recurring, deal.currency) if won else None
        return Worth(pipeline, pipeline if won else Decimal(0), recurring or Decimal(0))

    def remarks(self) -> Iterator[Phrase]:
        """What the sums leave out."""
        for currency, n in sorted(self._left.items(), key=lambda item: item[0] or ""):
            if currency is None:
                yield Phrase("partners.no_amount", {"n": Count(n)})
            else:
                yield Phrase("partners.no_rate", {"n": Count(n), "currency": Text(currency)})

    def _priced(self, amount: Decimal | None, currency: str | None) -> Decimal | None:
        return None if amount is None or currency is None else self._to(amount, currency)
