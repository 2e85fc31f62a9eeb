"""One currency: amounts at the rates the settings name. What has no rate has no amount; who sums up counts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

Exchange = Callable[[Decimal, str], Decimal | None]
"""An amount and its currency → the amount in one currency; None where no rate is known."""


def convert(amount: Decimal, currency: str, rates: Mapping[str, float], to: str) -> Decimal | None:
    """The amount in the currency `to`; None where no rate says what its own is worth, which is not 1 to 1.

    `rates`: currency → what one unit of it is worth, in units of `to` where `to` itself is not among them.
    """
    if currency == to:
        return amount
    if currency not in rates:
        return None
    return amount * _exact(rates[currency]) / _exact(rates.get(to, 1))


def exchange(rates: Mapping[str, float], to: str) -> Exchange:
    """`convert` into that currency at these rates."""
    return lambda amount, currency: convert(amount, currency, rates, to)


def _exact(rate: float) -> Decimal:
    """As it was written: 0.92 is 92 hundredths, not the nearest binary fraction."""
    return Decimal(str(rate))
