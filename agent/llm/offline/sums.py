"""What a sum in a buyer's sentence is: theirs for this purchase, hoped for, spent today, or none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from agent.models.bant import Status

from .amounts import Amount
from .mood import doubted
from .ours import our_price
from .scene import Scene
from .sentence import Sentence

_THERE_IS = re.compile(r"il y a|y a|there is|there's|il reste|reste\b")
_FILLER = re.compile(
    r"\W*(?:(?:about|around|roughly|some|like|only|just|still|now|got|a|an|the|up to|environ|dans les|encore|que|"
    r"les|des|aujourd'hui|maintenant|une enveloppe de|a peu pres)\W+)*"
)
_YOURS = re.compile(
    r"\b(?:vous etiez|vous etes a|votre (?:prix|devis|tarif|offre)|your (?:price|quote|offer|list)|"
    r"you quoted|"
    r"you're at|you said|you were at)\b"
)
_WOULD_GIVE = re.compile(
    r"(?:\b(?:would|could|might|can|may|willing to|ready to|happy to)|'d)\W{1,3}(?:\w+\W+)?"
    r"(?:pay|spend|give|put|go|stretch|find)\b"
    r"|\b(?:pourr\w+|peut|peux|peuvent|pouvons|pret\w* a|veut bien|voudr\w+)\W{1,3}(?:\w+\W+)?"
    r"(?:payer|mettre|sortir|lacher|investir|aligner|aller|monter|debourser)\b"
)
"""What a buyer would give, in and out of quotation marks: he'd "pay a hundred"."""
_PER_HEAD = re.compile(r"(?:per|par|a) ")
_VENDOR_AFTER = re.compile(
    r"[^.\n]{0,20}?\s(?:with|w/|to|at|on|for|à|a|chez|pour|avec|sur|dans)\s+(?:un |une |a |an |the |le |"
    r"la )?[A-ZÀ-Þ]"
)
_VENDOR = re.compile(r"\b(?:chez|with|w/|at|on|avec|sur|to|à)\s(?:un |une |the |le |la )?[A-ZÀ-Þ]\w")
_VENDOR_BEFORE = re.compile(
    r"(?:pays?|paying|paie|paye|payent|paient|payons|verse)\s+(?:à |a )?[A-ZÀ-Þ][\w-]+\s*$"
)


_PAYS = re.compile(
    r"\b(?:pay(?:s|ing)?|paid|pai(?:e|es|ent|ons|t)|paye(?:s|nt|e|es)?|payons|lach(?:e|es|ent|ons)|"
    r"donn(?:e|es|ent|ons)|spend(?:s|ing)|spent|"
    r"depens(?:e|es|ent|ons)"
    r"|(?:charges?|bills?|costs?|costing) (?:us|them|him|her|me)|(?:nous|leur|lui|me) (?:coute|revient|"
    r"facture)\w*"
    r"|abonne\w*|subscri\w+|met(?:s|tent|tons)?\b(?=[^.;]*\bchez\b))\b"
)


LEAST, A_YEARS = 20, 1_000_000
"""Sums below the first are prices of a piece; what recurs above the second is a turnover."""


_PAID = re.compile(
    r"\b(?:just |already |deja )?(?:dropped|blew|sank|raised?|lost|paid out|forked out|leve|levee|"
    r"vient de lever|perdu|depense)\b"
    r"\W(?:\w+\W){0,2}$"
)
"""What was paid or raised once."""
_LAST = re.compile(
    r"\b(?:last year|the year before|l'an (?:dernier|passe)|l'annee (?:derniere|passee)|il y a \w+ ans)\b"
)
_APART = re.compile(
    r"\b(?:(?:autre|une autre) (?:enveloppe|ligne|budget)|(?:other|another|separate|different) (?:budget|"
    r"pot|line|envelope)|"
    r"already spent|deja (?:depens|consomm|engag)\w+)\b|\b[a-z]+ only\b(?=\W*$)"
)
"""A purse that is not for this."""
_TODAY = re.compile(
    r"\b(?:today|nowadays|currently|at present|right now|these days|aujourd'hui|actuellement|en ce moment|deja)\b"
)


class Weighed(NamedTuple):
    """A sum that is about the budget."""

    status: Status
    amount: Amount
    rank: int
    """How surely it is the budget for this purchase."""
    kind: str = ""
    """"spend" for what is paid today, "hypothetical" for "if we had"."""


@dataclass
class _Sum:
    """A sum and the words around it."""

    scene: Scene
    s: Sentence
    a: Amount

    def __post_init__(self) -> None:
        s, self.start, self.end = self.s, *self.scene.clause(self.s, self.a.start)
        self.near = {cue.name for cue in s.cues if self.start <= cue.start < self.end}
        self.about = s.about("budget")
        money = s.has("budget.noun") and not s.has("budget.other_money")
        if s.has("mood.correct", "budget.now"):  # "strike that, they've trimmed it to 45k"
            money = money or any(b.has("budget.noun", "budget.approved") for b in self.scene.before(s, 3))
        self.money = self.about or money or "budget.noun" in self.near
        self.purpose = s.has("budget.purpose")


def weigh(scene: Scene, s: Sentence, a: Amount) -> Weighed | None:
    """What the sum is, or None where it is something else."""
    one = _Sum(scene, s, a)
    if _ours(one) or _small(one) or _counted(one) or _cost(one) or _gone(one):
        return None
    if s.has("mood.conditional"):
        return Weighed(Status.INDICATED, a, 1, "hypothetical") if one.money else None
    if pending(scene, s):
        return Weighed(Status.INDICATED, a, 2)
    if _spent(one):
        return Weighed(Status.INDICATED, a, 1, "spend")
    return _promised(one, doubted(scene, s, a.start, "budget"))


def _promised(one: _Sum, doubt: bool) -> Weighed | None:
    """A sum approved, had, offered or simply called the budget."""
    s, a, near = one.s, one.a, one.near
    firmly = Status.INDICATED if doubt else Status.CONFIRMED
    meant = one.money or one.purpose
    if s.has("budget.approved") or (s.has("budget.agreed") and meant):
        return Weighed(firmly, a, 3)
    if ("budget.has" in near and meant) or s.topic == "budget":
        return Weighed(firmly, a, 2)
    able = "budget.capacity" in near or _WOULD_GIVE.search(one.scene.folded, one.start, a.start) is not None
    if able and (meant or doubt or "derived" in a.flags or s.end - s.start < 60):
        return Weighed(firmly if one.about else Status.INDICATED, _in_kind(one), 2)
    if one.money:
        return Weighed(Status.INDICATED if a.approximate else firmly, a, 2)
    if a.tax is not None:  # nobody gives the tax basis of a loss
        return Weighed(firmly, a, 2)
    if (doubt and "budget.has" in near) or _owned(one):
        return Weighed(firmly, a, 1)
    if (s.has("budget.spend") and _on_a_tool(one)) or _recurs(one):
        return Weighed(Status.INDICATED, a, 1, "spend")
    return None


def _recurs(one: _Sum) -> bool:
    """Whether a sum falls due again and again and nothing says for what else: a spend today."""
    recurring = one.a.period not in (None, "one_off") and (one.a.max or one.a.min or 0) <= A_YEARS
    heard = one.s.side == "buyer" or one.scene.folded.count('"', one.s.start, one.a.start) % 2 == 1
    if not heard and not _VENDOR.search(one.scene.text, one.s.start, one.s.end):
        return False
    return recurring and not one.s.asks and not one.s.has("need.pain", "budget.other_money")


def pending(scene: Scene, s: Sentence) -> bool:
    """Asked for and not yet given: said in the sentence, or right after it."""
    if approved(s):
        return any(t.has("budget.unready") for t in scene.after(s, 1) if t.speaker == s.speaker)
    if s.has("budget.pending"):
        return True
    if (
        "budget" in s.asked
        and s.question
        and any(_asks_for(q) for q in scene.within(scene.sentences, *s.question))
    ):
        return True
    return any(t.has("budget.unready") for t in scene.after(s, 1) if t.speaker == s.speaker)


def _asks_for(question: Sentence) -> bool:
    """ "Quel montant avez-vous soumis ?" is answered by what is asked for, not by what is had."""
    return question.has("budget.pending")


def approved(s: Sentence) -> bool:
    """Whether an approval in the sentence is more than part of a refusal ("pas encore validé")."""
    refusals = s.of("budget.pending")
    return any(not any(p.start <= c.start < p.end for p in refusals) for c in s.of("budget.approved"))


def _ours(one: _Sum) -> bool:
    """A price of the seller's, told by the rep or given back by the buyer."""
    pitched = one.scene.narrated(one.s, "seller.pitch")
    paid = _PAYS.search(one.scene.folded, one.start, one.end) or "budget.spend" in one.near
    if paid or one.near & {
        "budget.has",
        "budget.capacity",
        "budget.approved",
    }:  # "they can go to £25 per seat"
        pitched = [c for c in pitched if not _PER_HEAD.match(one.scene.folded, c.start)]
    told = any(one.start - 40 <= c.start < one.end for c in pitched)
    low = max(one.s.start, one.a.start - 40)
    if told or our_price(one.scene, one.s, one.a.start, one.a.end):
        return True
    return _YOURS.search(one.scene.folded, low, one.a.start) is not None


def _small(one: _Sum) -> bool:
    """The price of a bushel, "not one dirham": too small for a budget unless it is due again and again."""
    return one.a.period is None and (one.a.max or one.a.min or 0) < LEAST


def _counted(one: _Sum) -> bool:
    """A price a piece, or a bare figure that nothing makes money."""
    s, a, near = one.s, one.a, one.near
    if "unit" in a.flags and a.period not in ("user_month", "user_year"):
        return True
    if "plain" not in a.flags or one.money or "derived" in a.flags or s.has("budget.approved"):
        return False
    if a.period is not None and (a.max or a.min or 0) >= LEAST:
        return False
    had = "budget.has" in near and (one.purpose or (a.min or 0) >= 1000)
    given = "budget.capacity" in near and (a.period is not None or _named_before(one) is not None)
    return not (had or given)


def _cost(one: _Sum) -> bool:
    """A fine, a turnover, the cost of a problem."""
    if one.money:
        theirs = ("budget.noun", "budget.approved", "budget.has", "budget.spend")
        return "budget.other_money" in one.near and not one.s.has(*theirs)
    if (
        one.a.period is not None
        and one.s.has("budget.tool")
        and _PAYS.search(one.scene.folded, one.start, one.end)
    ):
        return False  # "the old system, that's costing us 2,100 a month"
    problem = "need.pain" in one.near and not one.s.has("budget.spend", "budget.approved")
    return not one.purpose and ("budget.other_money" in one.near or problem)


def _gone(one: _Sum) -> bool:
    """A budget that was, and is no more; what was paid, raised or set apart for something else."""
    folded = one.scene.folded
    low, high = max(one.start, one.a.start - 40), min(one.s.end, one.a.end + 60)
    once = one.a.period is None and not one.s.has("budget.approved")
    if once and _LAST.search(folded, one.s.start, one.a.start):
        return True
    if one.a.period is None and (
        _PAID.search(folded, low, one.a.start) or _APART.search(folded, one.start, high)
    ):
        return True
    lost = one.s.of("budget.gone")
    return bool(lost) and (lost[-1].start > one.a.start or not one.s.has("budget.approved"))


def _spent(one: _Sum) -> bool:
    """What they pay today, to somebody or for something of the kind."""
    today = one.a.period not in (None, "one_off") and _TODAY.search(one.scene.folded, one.s.start, one.s.end)
    said = (
        today
        or one.s.has("budget.spend")
        or _PAYS.search(one.scene.folded, one.s.start, one.s.end) is not None
    )
    paid = said and not one.s.has("budget.approved")
    return paid and "budget.capacity" not in one.near and _on_a_tool(one)


def _on_a_tool(one: _Sum) -> bool:
    """Whether a spend is on a tool or with a vendor: "£260 pm with HireHub", "pays Patrolio £11"."""
    if one.about or one.s.has("budget.tool") or one.a.period is not None:
        return True
    before = one.scene.text[max(one.s.start, one.a.start - 30) : one.a.start]
    after = one.scene.text[one.a.end : min(one.s.end, one.a.end + 40)]
    return bool(_VENDOR_BEFORE.search(before) or _VENDOR_AFTER.match(after))


def _owned(one: _Sum) -> bool:
    """Whether somebody has the sum ("we have about 40k", "ils ont 30k€"), rather than paid it."""
    s, folded = one.s, one.scene.folded
    if s.turn is None and s.has("need.pain", "budget.other_money", "budget.spend"):
        return False
    held = [c for c in s.of("budget.has") if not _THERE_IS.match(folded, c.start) and c.end <= one.a.start]
    return any(_FILLER.fullmatch(folded, c.end, one.a.start) for c in held)


def _in_kind(one: _Sum) -> Amount:
    """A sum without a period is by the month where the spend it is compared with is."""
    before = _named_before(one) if one.a.period is None else None
    return (
        replace(one.a, period=before.period, currency=one.a.currency or before.currency) if before else one.a
    )


def _named_before(one: _Sum) -> Amount | None:
    """The sum just named before this one, which says what a bare "could stretch to 300" is counted in."""
    earlier = one.scene.before(one.s)
    low = earlier[-1].start if earlier else one.s.start
    before = [x for x in one.scene.within(one.scene.amounts, low, one.a.start) if "plain" not in x.flags]
    return before[-1] if before else None
