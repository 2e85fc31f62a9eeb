"""How gates read: a name for each, and why it holds, fails or is still open, in French and English.

Values stand in braces. They are inserted as they are, and never read as a pattern themselves.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from agent.models.score import Stage

from .criteria import Language, Named
from .rubric import Rubric

_VALUE = re.compile(r"\{(\w+)\}")


class Wording(NamedTuple):
    """One gate's name and its phrases."""

    name: Named
    phrases: dict[str, Named]


def _gate(en: str, fr: str, **phrases: tuple[str, str]) -> Wording:
    return Wording(Named(en=en, fr=fr), {id: Named(en=e, fr=f) for id, (e, f) in phrases.items()})


_TOO_FEW = (
    "{count} of the {needed} confirmed answers needed",
    "{count} sur les {needed} réponses confirmées requises",
)

GATES: dict[str, Wording] = {
    "no_disqualifier": _gate(
        "Not ruled out", "Pas d'exclusion", passed=("nothing rules it out", "rien ne l'exclut")
    ),
    "said_in_call": _gate(
        "Remark from the call",
        "Remarque de l'appel",
        open=("said in the call: {said}", "dit en appel : {said}"),
    ),
    "company_known": _gate(
        "Company known",
        "Entreprise connue",
        passed=("the company is known", "l'entreprise est connue"),
        failed=("no company is known", "aucune entreprise connue"),
    ),
    "source_examined": _gate(
        "Source examined",
        "Source examinée",
        passed=("not a bought list, or a trace of their own", "pas une liste achetée, ou une trace propre"),
        failed=("a bought list, and no trace of their own yet", "liste achetée, sans trace propre à ce jour"),
    ),
    "fit_threshold": _gate(
        "Fit threshold",
        "Seuil d'adéquation",
        passed=("fit {points}, {needed} needed", "adéquation {points}, {needed} requis"),
        failed=("fit {points} of the {needed} needed", "adéquation {points} sur les {needed} requis"),
    ),
    "intent_threshold": _gate(
        "Intent threshold",
        "Seuil d'intention",
        passed=("intent {points}, {needed} needed", "intention {points}, {needed} requis"),
        failed=("intent {points} of the {needed} needed", "intention {points} sur les {needed} requis"),
        call=(
            "intent {points} of the {needed} needed, but the call established a need",
            "intention {points} sur les {needed} requis, mais l'appel a établi un besoin",
        ),
    ),
    "partner_source": _gate(
        "Partner source",
        "Source partenaire",
        passed=(
            "partner, tier and referral date on record",
            "partenaire, niveau et date de recommandation connus",
        ),
        failed=("partner source without {missing}", "source partenaire sans {missing}"),
    ),
    "ecosystem_signal": _gate(
        "Ecosystem signal",
        "Signal de l'écosystème",
        passed=("{signal}", "{signal}"),
        failed=("{signal}", "{signal}"),
        open=(
            "no referral by a certified partner on record yet",
            "pas encore de recommandation attestée d'un partenaire certifié",
        ),
    ),
    "triggers": _gate(
        "Triggers",
        "Déclencheurs",
        passed=("{count} triggers, {needed} needed", "{count} déclencheurs, {needed} requis"),
        failed=(
            "{count} of the {needed} triggers needed",
            "{count} sur les {needed} déclencheurs requis",
        ),
    ),
    "buying_signal": _gate(
        "Buying signal",
        "Signal d'achat",
        passed=("buying signal: {signals}", "signal d'achat : {signals}"),
        failed=(
            "no demo request, confirmed budget or clear use case",
            "ni demande de démo, ni budget confirmé, ni cas d'usage clair",
        ),
    ),
    "eql_threshold": _gate(
        "EQL threshold",
        "Seuil EQL",
        passed=(
            "fit, intent and ecosystem {points}, {needed} needed",
            "adéquation, intention et écosystème {points}, {needed} requis",
        ),
        failed=(
            "fit, intent and ecosystem {points} of the {needed} needed",
            "adéquation, intention et écosystème {points} sur les {needed} requis",
        ),
    ),
    "both_sides": _gate(
        "Both sides",
        "Validation des deux côtés",
        passed=("confirmed by sales and partner", "confirmé par la vente et le partenaire"),
        open=("for sales and partner to confirm", "à confirmer par la vente et le partenaire"),
        us=(
            "confirmed by sales, for the partner to confirm",
            "confirmé par la vente, à confirmer par le partenaire",
        ),
        partner=(
            "confirmed by the partner, for sales to confirm",
            "confirmé par le partenaire, à confirmer par la vente",
        ),
    ),
    **{
        f"{slot}_verified": _gate(
            en, fr, passed=("{status}",) * 2, failed=("{status}",) * 2, open=("{status}",) * 2
        )
        for slot, en, fr in (
            ("need", "Need verified", "Besoin vérifié"),
            ("budget", "Budget verified", "Budget vérifié"),
            ("authority", "Authority verified", "Autorité vérifiée"),
            ("timing", "Timing verified", "Échéance vérifiée"),
        )
    },
    "enough_confirmed": _gate(
        "Enough confirmed",
        "Assez de points confirmés",
        passed=(
            "{count} answers confirmed, {needed} needed",
            "{count} réponses confirmées, {needed} requises",
        ),
        failed=_TOO_FEW,
        open=_TOO_FEW,
    ),
}

WORDS: dict[str, Named] = {
    "partner": Named(en="partner", fr="partenaire"),
    "tier": Named(en="tier", fr="niveau"),
    "referral date": Named(en="referral date", fr="date de recommandation"),
    "refused": Named(en="refused", fr="refusé"),
}

STAGES: dict[Stage, Named] = {
    Stage.LEAD: Named(en="lead", fr="lead"),
    Stage.MQL: Named(en="MQL", fr="MQL"),
    Stage.EQL: Named(en="EQL", fr="EQL"),
    Stage.SQL: Named(en="SQL", fr="SQL"),
    Stage.OPPORTUNITY: Named(en="opportunity", fr="opportunité"),
    Stage.CUSTOMER: Named(en="customer", fr="client"),
    Stage.NURTURING: Named(en="nurturing", fr="nurturing"),
    Stage.DISQUALIFIED: Named(en="disqualified", fr="disqualifié"),
    Stage.RECYCLED: Named(en="recycled", fr="recyclé"),
}


def phrase(gate: str, outcome: str, language: Language, values: dict[str, object]) -> str:
    """Why a gate stands as it does, its values put in place."""
    text = GATES[gate].phrases[outcome].name(language)
    if "{" not in text:
        return text
    return _VALUE.sub(lambda found: str(values[found[1]]), text)


def gate_name(gate: str, rubric: Rubric, language: Language) -> str:
    """What a gate is called. Disqualifiers are called what the rubric calls them."""
    named = rubric.disqualifiers.get(gate) or (GATES[gate].name if gate in GATES else None)
    return named.name(language) if named else gate
