"""Budget: what the buyer has, asks for, spends today or would give. Prices, fines and turnovers are not it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.models.bant import Budget, Status

from .amounts import Amount
from .bare import bare_sum, in_thousands
from .mood import agrees_at_once, corrected, denies_at_once, disputed, doubted, two_voices
from .quotes import quoted, widened
from .scene import Finding, Scene
from .segments import Sentence

_ONCE = re.compile(
    r"\b(?:one[- ]?(?:shot|off|time)|single (?:payment|sum)|one payment|lump sum|en une fois|une (?:seule )?fois|ponctuel\w*|paiement unique)\b"
)
_YEARLY = re.compile(
    r"\b(?:a year|per year|per annum|p\.?a\.?|annual(?:ly)?|yearly|for the year|par an|annuel(?:le)?s?|a l'annee|chaque annee|each year|first year|year one|la premiere annee|sur l'annee|pour l'annee)\b|/ ?(?:an|yr|year)\b"
)
_MONTHLY = re.compile(
    r"\b(?:a month|per month|monthly|pm|pcm|par mois|mensuel(?:le)?s?|chaque mois)\b|/ ?(?:mois|month|mo)\b"
)
_BEFORE_TAX = re.compile(
    r"\b(?:ht|hors taxes?|excl(?:uding|\.)?(?: of)? (?:vat|tax)|ex[- ]?vat|before (?:vat|tax)|plus vat|\+ ?vat|net of vat)\b"
)
_WITH_TAX = re.compile(r"\b(?:ttc|toutes taxes|incl(?:uding|\.)? (?:vat|tax)|inc\.? vat|with vat)\b")
_THERE_IS = re.compile(r"il y a|y a|there is|there's|il reste|reste\b")
_CURRENCY = re.compile(r"\b(?:dollars?|bucks|pounds|quid|euros?)\b")
_WHETHER = re.compile(r"\b(?:if|whether|s'il|s'ils|si)\b")
_NO_MORE = re.compile(
    r"\b(?:tops|max|maxi|maximum|grand max|not a (?:penny|cent) more|pas un (?:centime|euro|sou|rond) de plus|that's the limit)\b"
)
_MORE = re.compile(r"\b(?:more|higher|stretch|go up|davantage|plus haut|rallonge)\b")
_YOURS = re.compile(
    r"\b(?:vous etiez|vous etes a|votre (?:prix|devis|tarif|offre)|your (?:price|quote|offer|list)|you quoted|you're at|you said|you were at)\b"
)
_VENDOR_AFTER = re.compile(
    r"[^.\n]{0,20}?\s(?:with|to|at|on|for|à|a|chez|pour|avec|sur|dans)\s+(?:un |une |a |an |the |le |la )?[A-ZÀ-Þ]"
)
_VENDOR_BEFORE = re.compile(
    r"(?:pays?|paying|paie|paye|payent|paient|payons|verse)\s+(?:à |a )?[A-ZÀ-Þ][\w-]+\s*$"
)


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
    if (added := _added(scene, kept[0], amount)) is not None and len(spans) < 3:
        spans.append(added)
        quotes, places = quoted(scene, spans)
    words = " ".join(scene.folded[start:end] for start, end in spans)
    least = None if _NO_MORE.search(words) and amount.min == amount.max else amount.min
    return Budget(
        status=status,
        amount_min=least,
        amount_max=amount.max,
        currency=amount.currency or _currency(words) or scene.currency,
        period=amount.period or _period(words),
        tax=amount.tax or _tax(words),
        quotes=quotes,
        spans=places,
    )


def _added(scene: Scene, finding: Finding, amount: Amount) -> tuple[int, int] | None:
    """A short sentence of the buyer's soon after that says what was left open: "Per year." "Dollars.", "one time"."""
    if amount.period is not None and amount.currency is not None:
        return None
    number = next((s.number for s in scene.sentences if s.start <= finding.at < s.end), None)
    if number is None:
        return None
    for s in scene.sentences[number + 1 : number + 8]:
        if s.side == "buyer" and s.end - s.start < 60 and not scene.within(scene.amounts, s.start, s.end):
            said = scene.said(s)
            if (amount.period is None and _period(said)) or (amount.currency is None and _CURRENCY.search(said)):
                return s.start, s.end
    return None


def _period(words: str) -> str | None:
    for pattern, period in ((_ONCE, "one_off"), (_MONTHLY, "month"), (_YEARLY, "year")):
        if pattern.search(words):
            return period
    return None


def _currency(words: str) -> str | None:
    named = _CURRENCY.search(words)
    return {"d": "USD", "b": "USD", "p": "GBP", "q": "GBP", "e": "EUR"}[named[0][0]] if named else None


def _tax(words: str) -> str | None:
    if _BEFORE_TAX.search(words):
        return "excluded"
    return "included" if _WITH_TAX.search(words) else None


def _findings(scene: Scene) -> Iterator[Finding]:
    for s in scene.heard:
        if s.topic in ("authority", "timing", "need") and not s.has("budget.noun", "budget.denied"):
            continue
        amounts = [a for a in scene.within(scene.amounts, s.start, s.end) if "threshold" not in a.flags]
        found = [f for a in amounts if (f := _of_amount(scene, s, a)) is not None]
        if not amounts and (bare := _bare(scene, s)) is not None:
            found = [bare]
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


def _finding(
    scene: Scene, s: Sentence, status: Status, value: Amount | None = None, *, rank: int = 1, kind: str = ""
) -> Finding:
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
    purpose = s.has("budget.purpose")
    if _something_else(scene, s, a, near, money or purpose):
        return None
    if any(c.start > a.start for c in s.of("budget.gone")) or (s.has("budget.gone") and not s.has("budget.approved")):
        return None
    if s.has("mood.conditional"):
        return _finding(scene, s, Status.INDICATED, a, kind="hypothetical") if money else None
    doubt = doubted(scene, s, a.start, "budget")
    firmly = Status.INDICATED if doubt else Status.CONFIRMED
    if _pending(scene, s):
        return _finding(scene, s, Status.INDICATED, a, rank=2)
    paid = s.has("budget.spend") and not s.has("budget.approved") and "budget.capacity" not in near
    if paid and _on_a_tool(scene, s, a, about):
        return _finding(scene, s, Status.INDICATED, a, kind="spend")
    if s.has("budget.approved") or (s.has("budget.agreed") and (money or purpose)):
        return _finding(scene, s, firmly, a, rank=3)
    if ("budget.has" in near and (money or purpose)) or s.topic == "budget":
        return _finding(scene, s, firmly, a, rank=2)
    if "budget.capacity" in near and (
        money or purpose or "derived" in a.flags or doubt or s.end - s.start < 60
    ):
        found = _finding(scene, s, firmly if about else Status.INDICATED, _in_kind(scene, s, a), rank=2)
        if "derived" in a.flags and (before := scene.before(s)):
            found.quotes = [(before[-1].start, s.end)]
        return found
    if money:
        return _finding(scene, s, Status.INDICATED if a.approximate else firmly, a, rank=2)
    if (doubt and "budget.has" in near) or (s.turn is not None and _owned(scene, s, start, end)):
        return _finding(scene, s, firmly, a)
    if s.has("budget.spend") and _on_a_tool(scene, s, a, about):
        return _finding(scene, s, Status.INDICATED, a, kind="spend")
    return None


def _bare(scene: Scene, s: Sentence) -> Finding | None:
    """A figure without its thousands, where only the budget can be meant."""
    now = s.has("budget.now") and any(
        f.has("budget.noun", "budget.approved") for f in scene.heard[: s.number]
    )
    answers = "budget" in s.asked or s.has("budget.approved", "budget.noun") or s.topic == "budget"
    if not (now or answers) or s.asks or s.has("authority.sign", "authority.self"):
        return None
    amount = bare_sum(scene, s)
    if amount is None or not in_thousands(scene, amount):
        return None
    doubt = doubted(scene, s, amount.start, "budget") or _pending(scene, s)
    found = _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, amount, rank=3)
    found.corrects = found.corrects or now
    return found


def _owned(scene: Scene, s: Sentence, start: int, end: int) -> bool:
    """Whether somebody has the sum, rather than there being so much of something."""
    cues = [c for c in s.of("budget.has") if start <= c.start < end]
    return any(not _THERE_IS.match(scene.folded, c.start) for c in cues)


def _something_else(scene: Scene, s: Sentence, a: Amount, near: set[str], money: bool) -> bool:
    """A price of ours, a bare count, a price a piece, or the cost of a problem."""
    start, end = scene.clause(s, a.start)
    if any(start - 40 <= c.start < end for c in scene.narrated(s, "seller.pitch")) or _YOURS.search(
        scene.folded, max(s.start, a.start - 40), a.start
    ):
        return True
    if "unit" in a.flags and a.period not in ("user_month", "user_year"):
        return True
    said = (
        money
        or "derived" in a.flags
        or s.has("budget.approved")
        or ("budget.has" in near and s.has("budget.purpose"))
    )
    said = said or ("budget.capacity" in near and _paid_before(scene, s, a) is not None)
    said = (
        said
        or ("budget.has" in near and (a.min or 0) >= 1000)
        or ("budget.capacity" in near and a.period is not None)
    )
    if "plain" in a.flags and not said:
        return True
    return not money and ("budget.other_money" in near or ("need.pain" in near and not s.has("budget.spend")))


def _pending(scene: Scene, s: Sentence) -> bool:
    """Asked for and not yet given: said in the sentence, or right after it."""
    if s.has("budget.pending") and not _settled(s):
        return True
    return any(_refused(t) for t in scene.after(s, 1) if t.speaker == s.speaker)


def _in_kind(scene: Scene, s: Sentence, a: Amount) -> Amount:
    """A sum without a period is by the month where the spend it is compared with is."""
    before = _paid_before(scene, s, a) if a.period is None else None
    return replace(a, period=before.period, currency=a.currency or before.currency) if before else a


def _paid_before(scene: Scene, s: Sentence, a: Amount) -> Amount | None:
    """The sum just named before this one, which says what a bare "could stretch to 300" is counted in."""
    low = (
        scene.sentences[s.number - 1].start
        if s.number and scene.sentences[s.number - 1].line == s.line
        else s.start
    )
    before = [x for x in scene.within(scene.amounts, low, a.start) if "plain" not in x.flags]
    return before[-1] if before else None


def _refused(s: Sentence) -> bool:
    return s.has("budget.unready")


def _on_a_tool(scene: Scene, s: Sentence, a: Amount, about: bool) -> bool:
    """Whether a spend is on a tool or with a vendor: "£260 pm with HireHub", "pays Patrolio £11"."""
    if about or s.has("budget.tool"):
        return True
    before = scene.text[max(s.start, a.start - 30) : a.start]
    after = scene.text[a.end : min(s.end, a.end + 40)]
    return bool(_VENDOR_BEFORE.search(before) or _VENDOR_AFTER.match(after))


def _settled(s: Sentence) -> bool:
    """Whether an approval in the sentence is more than part of a refusal ("pas encore validé")."""
    pending = s.of("budget.pending")
    return any(not any(p.start <= c.start < p.end for p in pending) for c in s.of("budget.approved"))


def _denial(scene: Scene, s: Sentence, has_amount: bool) -> Finding | None:
    about = s.about("budget")
    if s.has("mood.unasked", "mood.unknown") and not s.has("budget.denied"):
        return None
    if s.has("budget.denied") and not s.has("mood.conditional"):
        return _finding(scene, s, Status.DENIED, rank=3)
    before = scene.before(s, 2)
    noun = s.has("budget.noun") or any(b.has("budget.noun") for b in before)
    if s.has("budget.gone") and (about or noun or has_amount):
        return _finding(scene, s, Status.DENIED, rank=2)
    open_ = s.has("budget.has", "budget.approved", "budget.unready", "budget.pending")
    wants_more = s.question is not None and _MORE.search(scene.folded, *s.question) is not None
    if about and denies_at_once(scene, s) and not (has_amount or open_ or wants_more):
        return _finding(scene, s, Status.DENIED, rank=2)
    return None


def _without_amount(scene: Scene, s: Sentence) -> Finding | None:
    """An approval, a request or a yes that names no sum; the next sentence may."""
    about = s.about("budget")
    nouns = s.of("budget.noun")
    if not (about or nouns) or (s.has("mood.unknown") and not (nouns and s.has("budget.has"))):
        return None
    if s.has("mood.unknown") and _WHETHER.search(scene.folded, s.start, s.end):
        return None
    if s.has("mood.unasked") and (about or not doubted(scene, s, nouns[0].start, "budget")):
        return None
    value = _sum_nearby(scene, s)
    at = nouns[0].start if nouns else s.start
    if s.has("budget.pending") and not _settled(s):
        return _finding(scene, s, Status.INDICATED, value)
    if s.has("budget.approved") or (about and s.has("budget.agreed")):
        doubt = doubted(scene, s, at, "budget")
        return _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, value, rank=2)
    if about and agrees_at_once(scene, s):
        return _finding(scene, s, Status.CONFIRMED, value)
    if (
        doubted(scene, s, at, "budget")
        and ((nouns and s.has("budget.has")) or "budget" in s.asked)
        and not s.has("mood.conditional")
    ):
        return _finding(scene, s, Status.INDICATED, value)
    return None


def _sum_nearby(scene: Scene, s: Sentence) -> Amount | None:
    for following in scene.after(s, 2):
        for a in scene.within(scene.amounts, following.start, following.end):
            bare = "plain" in a.flags and not (
                (a.max or 0) >= 1000 and following.has("budget.has", "budget.now")
            )
            if (
                a.flags.isdisjoint({"unit", "threshold"})
                and not bare
                and not following.has("budget.other_money")
            ):
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
        if disputed(scene, denials + firm, "budget"):
            return Status.CONTRADICTORY, [firm[0], denials[-1]]
        if last.corrects:
            same = [f for f in findings if f.status is last.status and f.at >= min(f.at for f in against)]
            return last.status, _leading(same)
        if any(f.speaker != last.speaker for f in against) or len({f.speaker for f in findings}) == 1:
            return Status.CONTRADICTORY, [firm[0], denials[-1]]
        return last.status, _leading([f for f in findings if f.status is last.status])
    if len(firm) == 1 and not denials and disputed(scene, firm, "budget") and two_voices(scene, firm[0]):
        return Status.CONTRADICTORY, firm
    if denials:
        later = [
            f
            for f in hints
            if f.at > denials[-1].at and f.corrects and f.kind not in ("hypothetical", "spend")
        ]
        return (Status.INDICATED, _leading(later)) if later else (Status.DENIED, denials[-2:][::-1])
    if firm:
        return Status.CONFIRMED, _leading(firm)
    real = [f for f in hints if f.kind not in ("spend", "hypothetical")]
    if not any(f.value for f in real):
        real = [*real, *(f for f in hints if f.kind == "spend")] or hints
    return Status.INDICATED, _leading(real)


def _leading(findings: Sequence[Finding]) -> list[Finding]:
    """The finding that counts first: after a correction the latest, else the most about it, with a sum before without."""
    corrections = [f for f in findings if f.corrects and f.value is not None]
    if corrections:
        return [corrections[-1]]
    best = max(findings, key=lambda f: (f.value is not None, f.rank, f.at))
    return [best, *(f for f in findings if f is not best and f.rank >= 2 and f.value is None)][:2]
