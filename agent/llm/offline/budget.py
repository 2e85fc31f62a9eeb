"""Budget: what the buyer has, asks for, spends today or would give. Prices, fines and turnovers are not it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.models.bant import Budget, Status

from .amounts import Amount
from .bare import bare_sum, in_thousands
from .mood import agrees_at_once, corrected, disputed, doubted, two_voices
from .no_money import beside, no_money, retorted
from .quotes import quoted, widened
from .scene import Finding, Scene
from .sentence import Sentence
from .sums import approved, pending, weigh
from .terms_said import capped, currency_said, limits, period_said, tax_said

_SO = re.compile(r"\b(?:so|donc|soit|i\.?e\.?|call it|du coup|which makes|that makes|ca fait)\b|[=→]")
"""Before what a sum amounts to."""
_UNTOLD = re.compile(
    r"\b(?:has|have|had|did|would|wo)n'?t (?:\w+ )?(?:say|said|tell|told|mention\w*|shared?|give|given|"
    r"disclose\w*)\b|"
    r"\bpas (?:voulu |su )?(?:dit|dire|donner?|lacher?|preciser?) (?:de )?(?:combien|ce qu|leur budget)"
)
_WHETHER = re.compile(r"\b(?:if|whether|s'il|s'ils|si)\b")
SHORT = 60
"""Characters below which a sentence may need the question it answers to make sense."""


def read_budget(scene: Scene) -> Budget:
    """The budget the note establishes."""
    findings = list(_findings(scene))
    if not findings:
        return Budget()
    status, kept = _settle(scene, findings)
    spans = widened(scene, kept)
    amount: Amount | None = next((f.value for f in kept if f.value is not None), None)
    amount = amount and completed(scene, amount)
    if amount is None or status not in (Status.CONFIRMED, Status.INDICATED):
        quotes, places = quoted(scene, spans)
        return Budget(status=status, quotes=quotes, spans=places)
    if (added := said_after(scene, kept[0].at, amount)) is not None:
        spans = [*spans[:2], added]
    quotes, places = quoted(scene, spans)
    words = " ".join(scene.folded[start:end] for start, end in spans)
    return Budget(
        status=status,
        amount_min=None if amount.min == amount.max and capped(words) else amount.min,
        amount_max=amount.max,
        currency=amount.currency or currency_said(words) or scene.currency,
        period=amount.period or period_said(words),
        tax=amount.tax or tax_said(words),
        quotes=quotes,
        spans=places,
    )


def completed(scene: Scene, amount: Amount) -> Amount:
    """The sum with what is said of the same sum elsewhere: "54 000 $ par année", then "cinquante-quatre"."""
    for s in scene.sentences:
        for other in scene.within(scene.amounts, s.start, s.end):
            if amount.max == other.max is not None:
                amount = replace(
                    amount,
                    currency=amount.currency or other.currency,
                    period=amount.period or other.period,
                    tax=amount.tax or other.tax,
                )
    return amount


def said_after(scene: Scene, place: int, amount: Amount) -> tuple[int, int] | None:
    """What is said soon after of what was left open: "Per year." "Dollars.", or the seller's "a year?" and a yes."""
    at = next((s for s in scene.sentences if s.start <= place < s.end), None)
    if at is None:
        return None
    for s in scene.sentences[at.number + 1 : at.number + 8]:
        if scene.within(scene.amounts, s.start, s.end) or not _completes(scene.said(s), amount):
            continue
        if s.side == "seller" and s.end - s.start < SHORT and (yes := _nod(scene, s)):
            return s.start, yes.end
        beside = s.line == at.line and s.number <= at.number + 2 and s.topic == at.topic
        if beside or (s.side == "buyer" and s.end - s.start < SHORT):
            return s.start, s.end
    return None


def _completes(said: str, amount: Amount) -> bool:
    """Whether words say the period, the currency or the limit that the sum itself does not."""
    return (
        (amount.period is None and period_said(said) is not None)
        or (amount.currency is None and currency_said(said) is not None)
        or (amount.min == amount.max and limits(said))
    )


def _nod(scene: Scene, question: Sentence) -> Sentence | None:
    """The buyer's yes right after a seller's sentence."""
    following = scene.sentences[question.number + 1 : question.number + 2]
    return next((s for s in following if s.side == "buyer" and agrees_at_once(s)), None)


def _findings(scene: Scene) -> Iterator[Finding]:
    for s in scene.heard:
        if s.topic in ("authority", "timing", "need") and not s.has("budget.denied"):
            continue
        found = _sums(scene, s)
        if s.asks and not found:
            continue
        none = no_money(scene, s, bool(found))
        denial = none and _finding(scene, s, Status.DENIED, rank=none)
        if denial and (retorted(scene, s) or all(f.status is not Status.CONFIRMED for f in found)):
            yield denial
        yield from found
        if not found and not denial and (without := _without_amount(scene, s)) is not None:
            yield without


def _finding(
    scene: Scene, s: Sentence, status: Status, value: Amount | None = None, *, rank: int = 1, kind: str = ""
) -> Finding:
    quotes = [(s.start, s.end)]
    if s.question and "budget" in s.asked and s.end - s.start < SHORT:
        quotes.append(s.question)
    if value is not None and "derived" in value.flags and (before := scene.before(s)):
        quotes = [(before[-1].start, s.end)]
    return Finding(status, s.start, quotes, s.speaker, value, rank, corrected(scene, s), kind)


def _sums(scene: Scene, s: Sentence) -> list[Finding]:
    """The sums of a sentence that are about the budget; without any, a bare figure that can be nothing else."""
    amounts = [a for a in scene.within(scene.amounts, s.start, s.end) if not _limits_a_say(s, a)]
    if not amounts:
        bare = _bare(scene, s)
        return [bare] if bare else []
    given = _given_instead(scene, s, amounts[-1])
    if given is not None:
        return [_finding(scene, s, Status.CONFIRMED, given, rank=3)]
    weighed = [w for a in amounts if (w := weigh(scene, s, a)) is not None]
    if len(weighed) > 1 and _SO.search(scene.folded, weighed[0].amount.end, weighed[-1].amount.start):
        weighed = weighed[-1:]
    return [_finding(scene, s, w.status, w.amount, rank=w.rank, kind=w.kind) for w in weighed]


def _limits_a_say(s: Sentence, a: Amount) -> bool:
    """Whether a sum is what somebody may sign or decide: "au-delà de 50 000 c'est moi qui attribue"."""
    over = "floor" in a.flags and s.has("authority.sign", "authority.decide", "authority.self")
    return "threshold" in a.flags or (over and not s.has("budget.noun", "budget.approved"))


def _given_instead(scene: Scene, s: Sentence, asked: Amount) -> Amount | None:
    """ "We put in for eighty thousand and the board approved seventy-five": what was given, not what was asked."""
    grants = [c for c in s.of("budget.approved") if c.start > asked.end]
    if not grants or not any(c.start < asked.start for c in s.of("budget.pending")):
        return None
    given = bare_sum(scene, s, grants[0].end)
    return replace(given, currency=asked.currency, period=asked.period) if given else None


def _bare(scene: Scene, s: Sentence) -> Finding | None:
    """A figure without its thousands, where only the budget can be meant."""
    earlier = any(f.has("budget.noun", "budget.approved") for f in scene.heard[: s.number])
    now = s.has("budget.now", "budget.agreed") and earlier
    answers = "budget" in s.asked or s.has("budget.approved", "budget.noun") or s.topic == "budget"
    if not (now or answers) or s.asks or s.has("authority.sign", "authority.self"):
        return None
    amount = bare_sum(scene, s)
    if amount is None or not in_thousands(scene, amount):
        return None
    doubt = doubted(scene, s, amount.start, "budget") or pending(scene, s)
    found = _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, amount, rank=3)
    found.corrects = found.corrects or (now and s.has("budget.now"))
    return found


def _without_amount(scene: Scene, s: Sentence) -> Finding | None:
    """An approval, a request or a yes that names no sum; the next sentence may."""
    about, nouns = s.about("budget"), s.of("budget.noun")
    if not (about or nouns) or _not_told(scene, s):
        return None
    at = nouns[0].start if nouns else s.start
    doubt = doubted(scene, s, at, "budget")
    value = _sum_nearby(scene, s)
    if s.has("budget.pending") and not approved(s):
        return _finding(scene, s, Status.INDICATED, value)
    nothing = s.has("mood.deny")
    if s.has("budget.approved") or (about and s.has("budget.agreed") and not nothing):
        return _finding(scene, s, Status.INDICATED if doubt else Status.CONFIRMED, value, rank=2)
    if about and agrees_at_once(s) and not nothing:
        return _finding(scene, s, Status.CONFIRMED, value or _sum_asked(scene, s))
    there_is = bool(nouns) and s.has("budget.has")
    hinted = doubt and not s.has("mood.conditional") and (there_is or "budget" in s.asked)
    if hinted or (there_is and not nothing and not s.has("mood.conditional")):
        return _finding(scene, s, Status.INDICATED, value)
    return None


def _not_told(scene: Scene, s: Sentence) -> bool:
    """Whether the sentence says that the budget was not asked for, or that it is not known whether there is one."""
    nouns = s.of("budget.noun")
    if _UNTOLD.search(scene.folded, s.start, s.end):
        return True
    if s.has("mood.unknown"):
        there_is = bool(nouns) and s.has("budget.has")
        return not there_is or _WHETHER.search(scene.folded, s.start, s.end) is not None
    if not s.has("mood.unasked"):
        return False
    return s.about("budget") or not doubted(scene, s, nouns[0].start, "budget")


def _sum_asked(scene: Scene, s: Sentence) -> Amount | None:
    """The one sum of the question that a yes answers."""
    named = scene.within(scene.amounts, *s.question) if s.question else []
    return named[0] if len(named) == 1 else None


def _sum_nearby(scene: Scene, s: Sentence) -> Amount | None:
    """The sum one of the next two sentences names, where it is no cost."""
    for following in scene.after(s, 2):
        stated = following.has("budget.has", "budget.now")
        for a in scene.within(scene.amounts, following.start, following.end):
            money = "plain" not in a.flags or (stated and (a.max or 0) >= 1000)
            if (
                money
                and a.flags.isdisjoint({"unit", "threshold"})
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
        return _clash(scene, findings, denials, firm)
    if len(firm) == 1 and not denials and disputed(scene, firm, "budget") and two_voices(scene, firm[0]):
        return Status.CONTRADICTORY, firm
    if denials:
        later = [f for f in hints if f.at > denials[-1].at and f.corrects and not f.kind]
        return (Status.INDICATED, _leading(later)) if later else (Status.DENIED, denials[-2:][::-1])
    if firm:
        return Status.CONFIRMED, _leading(firm)
    real = [f for f in hints if not f.kind]
    if not any(f.value for f in real):
        real = [*real, *(f for f in hints if f.kind == "spend")] or hints
    return Status.INDICATED, _leading(real)


def _clash(
    scene: Scene, findings: Sequence[Finding], denials: list[Finding], firm: list[Finding]
) -> tuple[Status, list[Finding]]:
    """Both a budget and none: a correction settles it, nothing else does."""
    firm = [f for f in firm if not beside(scene, f, denials)]
    if not firm:
        return Status.DENIED, denials[-2:][::-1]
    last = max(denials + firm, key=lambda f: f.at)
    against = firm if last.status is Status.DENIED else denials
    if last.corrects and not disputed(scene, denials + firm, "budget"):
        return last.status, _leading(
            [f for f in findings if f.status is last.status and f.at >= against[0].at]
        )
    return Status.CONTRADICTORY, [firm[0], denials[-1]]


def _named_as_money(finding: Finding) -> bool:
    """Whether the sum has a currency or a k: beside it a bare figure may be a page or a line."""
    return finding.value is not None and "plain" not in finding.value.flags


def _leading(findings: Sequence[Finding]) -> list[Finding]:
    """The finding that counts first: after a correction the latest, else the most about it, with a sum if any has."""
    corrections = [f for f in findings if f.corrects and f.value is not None]
    if corrections:
        return [corrections[-1]]
    best = max(findings, key=lambda f: (f.value is not None, f.rank, f.at))
    best = next((f for f in findings if f.quotes == best.quotes and _named_as_money(f)), best)
    return [best, *(f for f in findings if f is not best and f.rank >= 2 and f.value is None)][:2]
