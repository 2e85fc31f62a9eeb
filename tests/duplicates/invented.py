"""An invented list of leads, a share of them there twice: spelt otherwise, or with a slip of the finger."""

from __future__ import annotations

import random
from collections.abc import Iterator

from agent.identity import company_domain
from agent.models.lead import Lead, Origin
from agent.models.noun import fingerprint

NOON = "2026-03-12T12:00:00Z"
_SYLLABLES = [first + last for first in "bdfgklmnpr" for last in "aeio"]
_CITIES = [
    "Paris",
    "Lyon",
    "Lille",
    "Nantes",
    "London",
    "Leeds",
    "Bristol",
    "Berlin",
    "Madrid",
    "Torino",
    "Gent",
]


def leads(count: int, share: float = 0.1, seed: int = 7) -> Iterator[tuple[Lead, int]]:
    """So many leads with the number of whom each is; two leads of one number are one."""
    dice = random.Random(seed)
    people = max(1, round(count * (1 - share)))
    firsts = [_name(dice, 2) for _ in range(400)]
    lasts = [_name(dice, 3) for _ in range(5000)]
    companies = [_name(dice, 3) + " " + _name(dice, 2) for _ in range(max(1, people // 8))]
    for number in range(count):
        who = number if number < people else dice.randrange(people)
        own = random.Random(f"{seed} {who}")
        first, last, company = (own.choice(names) for names in (firsts, lasts, companies))
        domain = company.replace(" ", "-").lower() + ".example"
        told = {
            "first_name": first,
            "last_name": last,
            "company": company,
            "email": f"{first}.{last}@{domain}".lower(),
            "phone": f"+33{own.randrange(10**8, 10**9)}",
            "city": own.choice(_CITIES),
        }
        yield _lead(number, told if number < people else _again(dice, told)), who


def _again(dice: random.Random, told: dict[str, str]) -> dict[str, str]:
    """The same lead as another list has it: two fields missing or spoilt."""
    for field in dice.sample([*told], 2):
        match field, dice.random() < 0.5:
            case "company", _:
                told["company"] += " SAS"
            case "first_name", True:
                told["first_name"] = told["first_name"][0] + "."
            case "last_name" | "first_name", _:
                told[field] = _slip(dice, told[field])
            case "email", False:
                told["email"] = (
                    _slip(dice, told["email"].partition("@")[0]) + "@" + told["email"].partition("@")[2]
                )
            case _:
                told[field] = ""
    return told


def _lead(number: int, told: dict[str, str]) -> Lead:
    known = {field: text for field, text in told.items() if text}
    return Lead.model_validate(
        known
        | {
            "id": "L" + fingerprint(str(number)),
            "account_id": "A",
            "domain": company_domain(told["email"]) if told["email"] else None,
            "origins": (Origin(file="list.csv", line=number + 2, imported_at=NOON),),
        }
    )


def _slip(dice: random.Random, text: str) -> str:
    """One letter dropped, doubled or swapped with the next."""
    at = dice.randrange(len(text) - 1)
    return dice.choice(
        (
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def _name(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choices(_SYLLABLES, k=syllables)).title()
