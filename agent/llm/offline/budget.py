"""Budget: what the buyer has, asks for, spends today or would give. Prices, fines and turnovers are not it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.models.bant import Budget, Status

from .amounts import Amount
from .mood import agrees_at_once, corrected, denies_at_once, disputed, doubted
from .quotes import quoted, widened
from .scene import Finding, Scene
from .segments import Sentence

_ONCE = re.compile(r"\b(?:one[- ]?(?:shot|off|time)|single (?:payment|sum)|one payment|lump sum|en une fois|une (?:seule )?fois|ponctuel\w*|paiement unique)\b")
_YEARLY = re.compile(r"\b(?:a year|per year|per annum|p\.?a\.?|annual(?:ly)?|yearly|for the year|par an|annuel(?:le)?s?|a l'annee|chaque annee|each year)\b|/ ?(?:an|yr|year)\b")
_MONTHLY = re.compile(r"\b(?:a month|per month|monthly|pm|pcm|par mois|mensuel(?:le)?s?|chaque mois)\b|/ ?(?:mois|month|mo)\b")
_BEFORE_TAX = re.compile(r"\b(?:ht|hors taxes?|excl(?:uding|\.)?(?: of)? (?:vat|tax)|ex[- ]?vat|before (?:vat|tax)|plus vat|\+ ?vat|net of vat)\b")
_WITH_TAX = re.compile(r"\b(?:ttc|toutes taxes|incl(?:uding|\.)? (?:vat|tax)|inc\.? vat|with vat)\b")
_DOUBLE = ("derived",)


def read_budget(scene: Scene) -> Budget:
    """The budget the note establishes."""
    findings = list(_findings(scene))
    if not findings:
        return Budget()
    status, kept = _settle(scene, findings)
    spans = widened(scene, kept)
    quotes, places = quoted(scene, spans)
    if status not in (Status.CONFIRMED, Status.INDICATED):
        return Budget(status=status, quotes=quotes, spans=places)
    amount = next((f.value for f in kept if f.value is not None), None)
    if amount is None:
        return Budget(status=status, quotes=quotes, spans=places)
    words = " ".join(scene.folded[start:end] for start, end in spans)
    return Budget(
        status=status,
        amount_min=amount.min,
        amount_max=amount.max,
        currency=amount.currency or scene.currency,
        period=amount.period or _period(words),
        tax=amount.tax or _tax(words),
        quotes=quotes,
        spans=places,
    )


def _period(words: str) -> str | None:
    for pattern, period in ((_ONCE, "one_off"), (_MONTHLY, "month"), (_YEARLY, "year")):
        if pattern.search(words):
            return period
    return None


def _tax(words: str) -> str | None:
    if _BEFORE_TAX.search(words):
        return "excluded"
    return "included" if _WITH_TAX.search(words) else None


def _findings(scene: Scene) -> Iterator[Finding]:
    for s in scene.heard:
        if s.topic in ("authority", "timing", "need") and not s.has("budget.noun", "budget.denied"):
            continue
        amounts = [a for a in scene.within(scene.amounts, s.start, s.end) if a.flags.isdisjoint({"unit", "threshold"})]
        found = [f for a in amounts if (f := _of_amount(scene, s, a)) is not None]
        if s.asks and not found:
            continue
        denial = _denial(scene, s, bool(found))
        if denial is not None and not any(f.status is Status.CONFIRMED for f in found):
            yield denial
        yield from found
        if not found and denial is None:
            without = _without_amount(scene, s)
            if without is not None:
                yield without


def _finding(scene: Scene, s: Sentence, status: Status, value: Amount | None = None, *, rank: int = 1, kind: str = "") -> Finding:
    quotes = [(s.start, s.end)]
    if s.question and "budget" in s.asked and s.end - s.start < 60:
        quotes.append(s.question)
    return Finding(status, s.start, quotes, s.speaker, value, rank, corrected(scene, s), kind)


def _of_amount(scene: Scene, s: Sentence, a: Amount) -> Finding | None:
    """What a sum in a buyer's sentence is: theirs for this purchase, what they spend today, or none of it."""
    start, end = scene.clause(s, a.start)
    near = {cue.name for cue in s.cues if start <= cue.start < end}
    about = s.about("budget")
    money = about or "budget.noun" in near or (s.has("budget.noun") and not s.has("budget.other_money"))
    if "plain" in a.flags and not money and not _DOUBLE[0] in a.flags:
        return None
    if "budget.other_money" in near and not money:
        return None
    if _sellers(s, start, end):
        return None
    purpose = s.has("budget.purpose")
    if s.has("mood.conditional"):
        return _finding(scene, s, Status.INDICATED, a, kind="hypothetical") if money else None
    if s.has("budget.pending") and not _settled(s) and (money or purpose):
        return _finding(scene, s, Status.INDICATED, a, rank=2)
    if "budget.spend" in near and (s.has("budget.tool") or about or _vendor_after(scene, s, a)) and not s.has("budget.approved"):
        return _finding(scene, s, Status.INDICATED, a, kind="spend")
    doubt = doubted(scene, s, a.start, "budget")
    firm = "budget.approved" in near or (s.has("budget.approved") and (money or purpose or s.has("budget.has")))
    if firm or (s.has("budget.agreed") and (money or purpose)):
        return _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, a, rank=3)
    if ("budget.has" in near and (money or purpose)) or s.topic == "budget":
        return _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, a, rank=2)
    if "budget.capacity" in near and (money or purpose or _DOUBLE[0] in a.flags or doubt):
        return _finding(scene, s, Status.INDICATED, a, rank=2)
    if money:
        return _finding(scene, s, Status.INDICATED if doubt or a.approximate else Status.CONFIRMED, a, rank=2)
    return None


def _settled(s: Sentence) -> bool:
    """Whether an approval in the sentence is more than part of a refusal ("pas encore validé")."""
    pending = s.of("budget.pending")
    return any(not any(p.start <= c.start < p.end for p in pending) for c in s.of("budget.approved"))


def _sellers(s: Sentence, start: int, end: int) -> bool:
    return any(start - 40 <= cue.start < end for cue in s.of("seller.pitch")) and s.side is None


def _vendor_after(scene: Scene, s: Sentence, a: Amount) -> bool:
    """A name right after the sum: "£260 pm with HireHub", "9 600 € / an à Qualidoc"."""
    return re.match(r"[^.\n]{0,20}?\s(?:with|to|at|on|for|à|a|chez|pour|avec|sur|dans)\s+(?:un |une |a |an |the |le |la )?[A-ZÀ-Þ]",
                    scene.text[a.end : min(s.end, a.end + 40)]) is not None


def _denial(scene: Scene, s: Sentence, has_amount: bool) -> Finding | None:
    about = s.about("budget")
    if s.has("mood.unasked") and not s.has("budget.denied"):
        return None
    if s.has("budget.denied") and not s.has("mood.conditional"):
        return _finding(scene, s, Status.DENIED, rank=3)
    noun = s.has("budget.noun")
    if s.has("budget.gone") and (about or noun or has_amount or any(b.has("budget.noun") for b in scene.before(s, 2))):
        return _finding(scene, s, Status.DENIED, rank=2)
    if about and denies_at_once(scene, s) and not has_amount and not s.has("budget.has", "budget.approved"):
        return _finding(scene, s, Status.DENIED, rank=2)
    return None


def _without_amount(scene: Scene, s: Sentence) -> Finding | None:
    """An approval, a request or a yes that names no sum; the next sentence may."""
    if s.has("mood.unasked"):
        return None
    money = s.has("budget.noun") or s.about("budget")
    if not money:
        return None
    value = _sum_nearby(scene, s)
    if s.has("budget.pending") and not _settled(s):
        return _finding(scene, s, Status.INDICATED, value, rank=1)
    if s.has("budget.approved") or (s.about("budget") and s.has("budget.agreed")):
        doubt = doubted(scene, s, s.of("budget.approved", "budget.agreed")[0].start, "budget")
        return _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, value, rank=2)
    if s.about("budget") and agrees_at_once(scene, s):
        return _finding(scene, s, Status.CONFIRMED, value, rank=1)
    return None


def _sum_nearby(scene: Scene, s: Sentence) -> Amount | None:
    for following in scene.after(s, 2):
        for a in scene.within(scene.amounts, following.start, following.end):
            if a.flags.isdisjoint({"unit", "threshold", "plain"}) and not following.has("budget.other_money"):
                return a
    return None


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    """One status out of many, and the findings it rests on, the leading one first."""
    denials = [f for f in findings if f.status is Status.DENIED]
    firm = [f for f in findings if f.status is Status.CONFIRMED]
    hints = [f for f in findings if f.status is Status.INDICATED]
    if denials and firm:
        last = max(denials + firm, key=lambda f: f.at)
        against = firm if last.status is Status.DENIED else denials
        if disputed(scene, denials + firm):
            return Status.CONTRADICTORY, [firm[0], denials[-1]]
        if last.corrects:
            same = [f for f in findings if f.status is last.status and f.at >= min(f.at for f in against)]
            return last.status, _leading(same)
        if any(f.speaker != last.speaker for f in against) or len({f.speaker for f in findings}) == 1:
            return Status.CONTRADICTORY, [firm[0], denials[-1]]
        return last.status, _leading([f for f in findings if f.status is last.status])
    if denials:
        later = [f for f in hints if f.at > denials[-1].at and f.corrects and f.kind not in ("hypothetical", "spend")]
        return (Status.INDICATED, _leading(later)) if later else (Status.DENIED, denials[-2:][::-1])
    if firm:
        return Status.CONFIRMED, _leading(firm)
    real = [f for f in hints if f.kind not in ("spend", "hypothetical")] or hints
    return Status.INDICATED, _leading(real)


def _leading(findings: Sequence[Finding]) -> list[Finding]:
    """The finding that counts first: after a correction the latest, else the most about it, with a sum before without."""
    corrections = [f for f in findings if f.corrects and f.value is not None]
    if corrections:
        return [corrections[-1]]
    best = max(findings, key=lambda f: (f.value is not None, f.rank, f.at))
    return [best, *(f for f in findings if f is not best and f.rank >= 2 and f.value is None)][:2]
