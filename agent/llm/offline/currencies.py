"""The signs, codes and words that name a currency."""

from __future__ import annotations

_NAMELESS = "XAF AED NOK SGD HKD CZK HUF RON TRY MXN CNY DZD MUR SAR QAR"
"""Currencies that notes call by their code."""
_CANADIAN = (
    "dollars canadiens",
    "canadian dollars",
    "dollars canadian",
    *("piasse", "piasses", "piastre", "piastres"),
)
SIGNS = {
    "EUR": ("€", "eur", "euro", "euros", "balles"),
    "GBP": (
        "£",
        "gbp",
        "pound",
        "pounds",
        "quid",
        "sterling",
        "pounds sterling",
        "livres",
        "livres sterling",
    ),
    "USD": ("$", "us$", "$us", "$ us", "usd", "dollar", "dollars", "buck", "bucks", "us dollars"),
    "CAD": ("c$", "cad$", "ca$", "$ca", "$ ca", "cad", "$ cad", *_CANADIAN),
    "CHF": ("chf", "fr.", "sfr", "francs", "francs suisses", ".-"),
    "XPF": ("xpf", "cfp", "f cfp", "fcfp", "francs cfp", "francs pacifique"),
    "XOF": ("fcfa", "f cfa", "xof", "cfa", "francs cfa"),
    "MAD": ("mad", "dirham", "dirhams", "dh", "dhs"),
    "INR": ("inr", "₹", "rs", "rs.", "rupees", "roupies"),
    "TND": ("tnd", "dt", "dinar", "dinars"),
    "AUD": ("a$", "aud", "au$"),
    "NZD": ("nz$", "nzd"),
    "ZAR": ("zar", "rand", "rands", "r"),
    "NGN": ("ngn", "₦", "naira", "nairas"),
    "KES": ("kes", "ksh", "kshs"),
    "GHS": ("ghs", "cedi", "cedis"),
    "JPY": ("jpy", "yen", "yens", "¥"),
    "PLN": ("pln", "zloty", "zlotys"),
    "SEK": ("sek", "kronor"),
    "DKK": ("dkk", "kroner"),
    "BRL": ("brl", "r$", "reais"),
    "ILS": ("ils", "₪", "shekels"),
    **{code: (code.lower(),) for code in _NAMELESS.split()},
}
CODE = {sign: code for code, signs in SIGNS.items() for sign in signs} | {"e": "EUR"}  # "15 ke"
SYMBOLS = {sign for sign in CODE if not sign[-1].isalpha()}
WORDS_TOO = frozenset(("ils", "try", "mad", "cad", "dt", "ron"))
"""Codes that are words of their own in lower case: "2 ils"."""
LED = ("r", "rs", "rs.")
"""Short signs that stand before a number."""
