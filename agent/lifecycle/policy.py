"""What a team agrees on besides the table of transitions: its reasons to reject, and its patience."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agent.models.noun import Noun


class Reason(Noun):
    """A reason to reject, in both languages."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    def name(self, language: Literal["fr", "en"]) -> str:
        """How it reads in that language."""
        return self.fr if language == "fr" else self.en


class Policy(Noun):
    """The settings' section `lifecycle`."""

    recycle_after: int = Field(30, ge=1)
    """Days without a touchpoint or a decision before a lead is recycled (DOMAIN: inactive 30 days)."""
    reject_reasons: dict[str, Reason] = Field(
        {
            "no_need": Reason(en="No need", fr="Pas de besoin"),
            "no_budget": Reason(en="No budget this year", fr="Pas de budget cette année"),
            "not_now": Reason(en="Interested, but not now", fr="Intéressé, mais pas maintenant"),
            "wrong_person": Reason(en="Not the right person", fr="Pas le bon interlocuteur"),
            "no_answer": Reason(en="Does not answer", fr="Ne répond pas"),
            "chose_competitor": Reason(en="Chose a competitor", fr="A choisi un concurrent"),
            "wrong_data": Reason(en="Wrong or missing contact data", fr="Coordonnées fausses ou absentes"),
        },
        min_length=1,
    )
    """The closed list, by code. A list of yours replaces it whole."""

    def code_of(self, text: str | None) -> str | None:
        """The code a text gives: itself, or the name of its reason in either language; None when it gives none."""
        said = (text or "").strip().casefold()
        named = (
            code
            for code, reason in self.reject_reasons.items()
            if said in (code.casefold(), reason.en.casefold(), reason.fr.casefold())
        )
        return next(named, None)
