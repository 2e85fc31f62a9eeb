"""Sums of money as notes write and say them, and the figures that are none."""

from __future__ import annotations

import pytest
from llm.offline.tables import cases, said

from agent.llm.offline.amounts import Amount, context_currency, find_amounts


def only(text: str, language: str = "en") -> Amount:
    found = find_amounts(text, language)  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


def shown(amount: Amount) -> str:
    """ "30000-40000 EUR year excluded": open ends as dashes of their own, what is not said left out."""
    ends = "-".join("" if end is None else f"{end:.12g}" for end in (amount.min, amount.max))
    if amount.min == amount.max:
        ends = f"{amount.min:.12g}"
    about = "~" if amount.approximate else ""
    return " ".join(
        part
        for part in (about + ends, amount.currency, amount.period, amount.tax, *sorted(amount.flags))
        if part
    )


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    cases("""
        fr | 30-40k€ HT/an | 30000-40000 EUR year excluded
        fr | 60–80k€ | 60000-80000 EUR
        fr | entre 20 et 25 k€ | 20000-25000 EUR
        fr | de 15 à 20 000 euros | 15000-20000 EUR
        fr | 20/25 k€ | 20000-25000 EUR
        fr | env. 25 K dans la révision | ~25000
        fr | une pénalité de 15 ke | 15000 EUR
        fr | 5 000 € | 5000 EUR
        fr | 1.200,50 € | 1200.5 EUR
        fr | 1,2 M€ sur trois ans | 1200000 EUR
        fr | vingt-cinq mille euros | 25000 EUR
        fr | quarante mille euros | 40000 EUR
        fr | trente quarante mille euros | 30000-40000 EUR
        fr | quatre-vingt-dix-sept mille cinq cents euros | 97500 EUR
        fr | une vingtaine de milliers d'euros | 20000 EUR
        fr | un demi-million d'euros | 500000 EUR
        fr | trente k | 30000
        fr | 12 000 F CFA | 12000 XOF
        fr | 40 000 $ par année | 40000 CAD year
        fr | 60 euros par commercial et par mois | 60 EUR user_month
        fr | 45 € HT par utilisateur et par mois | 45 EUR user_month excluded
        fr | 9 600 € / an à Qualidoc | 9600 EUR year
        fr | 180€/mois ds un logiciel | 180 EUR month
        fr | budget annuel : 40 k€ | 40000 EUR year
        fr | 52 000 € HT pour la refonte, one shot | 52000 EUR one_off excluded
        fr | 25 000 à 30 000 € par an TTC | 25000-30000 EUR year included
        fr | 35k max, HT | -35000 excluded cap
        en | £15k | 15000 GBP
        en | between 20 and 25k | 20000-25000
        en | €15,000-25,000/an | 15000-25000 EUR year
        en | USD 1.2M | 1200000 USD
        en | $1.4 million | 1400000 USD
        en | twenty-two thousand pounds | 22000 GBP
        en | a hundred and twenty thousand dollars | 120000 USD
        en | half a million | 500000 plain
        en | a grand | 1000
        en | 18-20 grand | 18000-20000
        en | 30k-40k | 30000-40000
        en | ten to fifteen thousand pounds | 10000-15000 GBP
        en | four bucks an hour | 4 USD unit
        en | $95 a permit | 95 USD unit
        en | $30 per seat per month | 30 USD user_month
        en | £8 per user pm | 8 GBP user_month
        en | £260 pm with a rival | 260 GBP month
        en | £27,500 for the year | 27500 GBP year
        en | £11 per guard a month | 11 GBP user_month
        fr | 24 000 € TTC, pour la première année | 24000 EUR year included
        en | €35,000 excl. VAT for this, one payment | 35000 EUR one_off excluded
        en | £40k +VAT | 40000 GBP excluded
        en | $50k-ish | ~50000 USD
        en | roughly 20k all in | ~20000
        en | thirty thousand pounds, one shot, hors taxes | 30000 GBP one_off excluded
        en | Twenty-seven five, excluding VAT, per year | 27500 year excluded plain
        en | C$40k | 40000 CAD
        en | £5k-£10k pa ex VAT | 5000-10000 GBP year excluded
        en | between five and ten thousand pounds | 5000-10000 GBP
        en | two and a half thousand a month | 2500 month plain
        en | a quarter of a million over three years | 250000 plain
        en | a couple of thousand dollars | 2000 USD
        en | he said 50, 60 thousand maybe | 50000-60000 plain
        fr | trente, quarante mille euros | 30000-40000 EUR
        fr | vingt-et-un mille euros | 21000 EUR
        en | EUR 30 000 to EUR 40 000 | 30000-40000 EUR
        en | £1-2m | 1000000-2000000 GBP
        en | five-to-ten grand | 5000-10000
        en | £20k (+VAT) pa | 20000 GBP year excluded
        en | CAD$80k | 80000 CAD
        fr | 2k5 € | 2500 EUR
        fr | trois mille cinq, pas plus | 3500 plain
        fr | on a 8000 de budget | 8000 plain
        fr | 15 k€ht/an | 15000 EUR year excluded
        fr | 15 000 €HT | 15000 EUR excluded
    """),
)
def test_an_amount_reads_as_written_or_said(language: str, text: str, expected: str) -> None:
    assert shown(only(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    cases("""
        en | up to 50k | -50000 cap
        en | governors approved up to £15k for this, one off | -15000 GBP one_off cap
        en | no more than about $50,000 | -50000 USD cap
        en | 50k tops | -50000 cap
        en | not a penny more than 20k | -20000 cap
        fr | jusqu'à 50k | -50000 cap
        fr | 50 k€ maxi | -50000 EUR cap
        fr | plafond 35k | -35000 cap
        fr | 3 000 euros, pas un centime de plus | -3000 EUR cap
        fr | moins de 10 000 € | -10000 EUR cap
        en | at least 60,000 a year | 60000- year floor plain
        en | 50k+ | 50000- floor
        en | north of £100k | 100000- GBP floor
        fr | au moins 50k | 50000- floor
        fr | minimum 30 k€ | 30000- EUR floor
        fr | 30 k€ minimum | 30000- EUR floor
    """),
)
def test_a_cap_has_no_least_and_a_floor_no_most(language: str, text: str, expected: str) -> None:
    assert shown(only(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "le DAF signe tout ce qui dépasse 10k"),
        ("fr", "au-dessus de 10k€ c'est le codir"),
        ("en", "under ten grand I can sign myself"),
        ("en", "anything above $25k goes to the board"),
        ("en", "I sign for everything over a grand"),
        ("en", "his sign-off is up to £5k"),
        ("fr", "au-delà de 20 k€ c'est lui qui signe tout ce qui dépasse 20 k€"),
    ],
)
def test_the_limit_of_a_say_is_marked_as_one(language: str, text: str) -> None:
    assert "threshold" in find_amounts(text, language)[-1].flags  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    said(
        """
        no-shows at 17% | 4,2 % d'écarts | ten per cent | 1,900 unread emails | 34 practices | ~210 sal.,
        Oyonnax | 1 200 lignes | quarante-deux mille meules | 10k employees | fifteen hundred customers | 140
        portes à sortir | le 24/04/2026 | 7/21/2026 | 2026-03-15 | in 2026 | 2025-2026 | à 14 h 06 | [09:58]
        joined | 00:12:34,000 --> 00:12:39,780 | 06 12 34 56 78 | +33 6 12 34 56 78 | 01.42.33.44.55 | 020 7946
        0958 | 555-123-4567 | 15 jours | three weeks | 2 h par série | Ticket #48213 | version 6.2 | SIREN 552
        100 554 | n° 12345 | 45 minutes | 10 km | 5 m de haut | page 120 | un sur quatre | half of it | a
        hundred | 2e étage | score mkt 62 | nineteen thousand jurisdictions
        """
    ),
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_shares_counts_dates_times_and_telephones_are_no_money(text: str, language: str) -> None:
    assert find_amounts(text, language) == ()  # type: ignore[arg-type]


def test_a_figure_without_a_currency_is_offered_as_plain_where_it_counts_nothing() -> None:
    first, second = find_amounts("So it's 22,000. I do have 22,000 for it.", "en")
    assert first.flags == second.flags == {"plain"}
    assert first.currency is None


def test_two_sums_in_one_sentence_keep_their_own_terms() -> None:
    licence, service = find_amounts("EUR 41,800 plus EUR 390 a month for the service", "en")
    assert (licence.max, licence.period) == (41_800, None)
    assert (service.max, service.period) == (390, "month")


def test_sums_joined_by_and_are_two_unless_between_stands_before_them() -> None:
    assert [a.max for a in find_amounts("20k and 25k", "en")] == [20_000, 25_000]
    assert only("between 20k and 25k").min == 20_000


def test_double_that_is_worked_out_from_the_amount_before() -> None:
    spent, wanted = find_amounts("about five hundred a month on an app. I'd maybe go to double that.", "en")
    assert (spent.max, wanted.max, wanted.period) == (500, 1000, "month")
    assert "derived" in wanted.flags


def test_a_dollar_is_of_the_country_the_note_is_about() -> None:
    assert only("$40k for the Toronto office").currency == "CAD"
    assert only("$40k for the Denver office").currency == "USD"


def test_a_figure_without_a_currency_is_in_the_note_s_own() -> None:
    assert context_currency(find_amounts("60,000 a year, at $290 an hour", "en"), "en") == "USD"
    assert context_currency(find_amounts("dans les 40-50k", "fr"), "fr") == "EUR"
    assert context_currency(find_amounts("around 40k", "en"), "en") is None
