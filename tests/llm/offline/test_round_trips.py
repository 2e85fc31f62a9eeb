"""Whatever a formatter can write in French or English, the parsers read back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from agent.llm.offline.amounts import Amount, find_amounts
from agent.llm.offline.dates import When, find_dates


def amount_of(text: str, language: str = "en") -> Amount:
    (found,) = find_amounts(text, language)  # type: ignore[arg-type]
    return found


def when_of(text: str, language: str = "en", call: date | None = None) -> When:
    (found,) = find_dates(text, language, call)  # type: ignore[arg-type]
    return found


SMALL_FRENCH = """
zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
dix-neuf
"""
SMALL_ENGLISH = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
FRENCH, ENGLISH = SMALL_FRENCH.split(), SMALL_ENGLISH.split()
DIZAINES = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_french(number: int) -> str:
    if number >= 1000:
        head = "mille" if number < 2000 else in_french(number // 1000) + " mille"
        return head + (f" {in_french(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        head = "cent" if number < 200 else FRENCH[number // 100] + " cent"
        return head + (f" {in_french(number % 100)}" if number % 100 else "s" if number >= 200 else "")
    if number < 20:
        return FRENCH[number]
    tens, rest = divmod(number, 10)
    if number >= 80:
        return "quatre-vingt" + (f"-{FRENCH[number - 80]}" if number > 80 else "s")
    if number >= 70:
        return "soixante et onze" if number == 71 else f"soixante-{FRENCH[number - 60]}"
    return DIZAINES[tens] + (" et un" if rest == 1 else f"-{FRENCH[rest]}" if rest else "")


def in_english(number: int) -> str:
    if number >= 1000:
        rest = number % 1000
        joint = " and " if 0 < rest < 100 else " "
        return in_english(number // 1000) + " thousand" + (joint + in_english(rest) if rest else "")
    if number >= 100:
        return (
            ENGLISH[number // 100] + " hundred" + (f" and {in_english(number % 100)}" if number % 100 else "")
        )
    return (
        ENGLISH[number]
        if number < 20
        else TENS[number // 10] + (f"-{ENGLISH[number % 10]}" if number % 10 else "")
    )


@given(st.integers(1, 999_999), st.booleans())
def test_every_number_in_words_reads_back(number: int, hyphens: bool) -> None:
    french, english = in_french(number), in_english(number)
    if not hyphens:  # as speech recognition writes it
        french, english = french.replace("-", " "), english.replace("-", " ")
    assert amount_of(f"{french} euros", "fr").max == number
    assert amount_of(f"{english} pounds").max == number


figures = st.integers(1, 9_999_999)


@given(
    figures,
    st.sampled_from(["€", " €", " euros", " EUR", "€ HT"]),
    st.sampled_from([" ", "\u202f", "\xa0", "."]),
)
def test_every_french_way_of_writing_a_sum_reads_back(number: int, currency: str, gap: str) -> None:
    amount = amount_of(f"budget : {number:,}".replace(",", gap) + currency, "fr")
    assert (amount.min, amount.max, amount.currency) == (number, number, "EUR")


@given(figures, st.sampled_from(["£{:,}", "GBP {:,}", "{:,} pounds", "£{}", "£{:,}.00", "{:,} GBP"]))
def test_every_english_way_of_writing_a_sum_reads_back(number: int, form: str) -> None:
    amount = amount_of("approved: " + form.format(number))
    assert (amount.min, amount.max, amount.currency) == (number, number, "GBP")


@given(
    st.integers(1, 900),
    st.integers(2, 950),
    st.sampled_from(
        [
            "{}-{}k€",
            "{}–{} k€",
            "entre {} et {} k€",
            "{}k€ à {}k€",
            "de {} à {} k€",
            "{} ou {} k€",
            "{}k-{}k€",
        ]
    ),
    st.sampled_from(["", "/an", " par mois", " HT par an"]),
)
def test_every_range_reads_back_with_its_period(low: int, high: int, form: str, period: str) -> None:
    assume(low < high <= 100 * low)
    amount = amount_of(form.format(low, high) + period, "fr")
    assert (amount.min, amount.max) == (low * 1000, high * 1000)
    assert amount.period == {"": None, "/an": "year", " par mois": "month", " HT par an": "year"}[period]


MONTH_NAMES = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
MONTHS = {language: names.split() for language, names in MONTH_NAMES.items()}
days = st.dates(date(2020, 1, 1), date(2039, 12, 31))


@given(days, st.sampled_from(["fr", "en"]), st.integers(0, 5))
def test_every_way_of_writing_a_full_date_reads_back(day: date, language: str, form: int) -> None:
    month = MONTHS[language][day.month - 1]
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    forms = [
        f"{first} {month} {day.year}",
        f"le {first} {month} {day.year}" if language == "fr" else f"{month} {day.day}, {day.year}",
        day.isoformat(),
        f"{day:%d/%m/%Y}" if language == "fr" else f"{day:%m/%d/%Y}",
        f"{day:%d.%m.%Y}" if language == "fr" else f"the {day.day} of {month} {day.year}",
        f"{first} {month.upper()} {day.year}",
    ]
    when = when_of(f"signature : {forms[form]}.", language, None)
    assert (when.from_, when.to) == (day, day)


@given(days, st.integers(1, 12), st.sampled_from(["fr", "en"]))
def test_a_month_without_a_year_is_the_next_one_from_the_call(call: date, month: int, language: str) -> None:
    text = ("en " if language == "fr" else "in ") + MONTHS[language][month - 1]
    when = when_of(text, language, call)
    assert when.from_ is not None
    assert when.to is not None
    assert (when.from_.month, when.from_.day) == (month, 1)
    assert when.to.day == monthrange(when.to.year, month)[1]
    assert call <= when.to < call + timedelta(days=400)


@given(days, st.integers(1, 40), st.sampled_from([("weeks", "semaines", 7), ("days", "jours", 1)]))
def test_so_long_from_the_call_is_that_day(call: date, count: int, unit: tuple[str, str, int]) -> None:
    expected = call + timedelta(days=count * unit[2])
    assert when_of(f"in {count} {unit[0]}", "en", call).to == expected
    assert when_of(f"dans {count} {unit[1]}", "fr", call).from_ == expected
