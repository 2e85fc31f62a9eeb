"""Timing: when the buyer decides, else when they need it, else what ends or begins then. A meeting is never it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.models.bant import Status, Timing

from .at_odds import at_odds, opposed, voice_of
from .cues import Cue
from .dates import When
from .due import DECISION, FORCE, LIVE, MENTION, NOT_SOONER, due, sharper
from .mood import corrected, denies_at_once, disputed, two_voices
from .quotes import quoted, widened
from .scene import Finding, Scene
from .sentence import LONGEST, Sentence
from .voices import differ

_BY_THEN = re.compile(
    r"\b(?:by then|before then|before that|by that date|d'ici la|a cette date|avant cette date|"
    r"pour cette date|or it goes|or we lose|or it lapses|at the (?:very )?latest|latest|grand max|"
    r"au plus tard|dernier delai|pour ce jour-?\s?la|for that(?: day| date)?(?=\W*(?:$|[.,;]))|"
    r"by that(?: day| date)"
    r"|(?:avant|before) (?:cett?e?|this|that) \w+)\b|\b(?<!pas )(?<!not )(?<!rien )(?<!nothing )(?:avant|"
    r"before)\s*(?:[.,;:)\"]|$)"
)
_NONE = re.compile(
    r"\b(?:n'y en a (?:pas|aucun\w*)|y en a pas|there(?:'s| is) none|there isn't(?: one| any)|pas du tout)\b"
)
_DATE = re.compile(r"\b(?:dates?|delais?|echeances?|deadlines?|timelines?|calendrier|timing)\b")
_SO = re.compile(r"\b(?:donc|so|hence|soit|that means|ce qui fait)\b")
_BEFORE_WHICH = re.compile(
    r"\b(?:before|avant|by|d'ici)\b[^.;(),\d]{3,50}[,(:]\s*(?:(?:so|soit|donc|le|on|the)\s)*$"
)
"""What an apposed date is of: "avant l'ouverture, le 12 décembre"."""
_INSTEAD = re.compile(
    r"\b(?:now|now it's|it's now|actually|sorry|no,? wait|wait,? no|hang on|make that|scratch that|rather|"
    r"in the end|finally|attendez|pardon|en fait|finalement|plutot|desormais|maintenant|n'est plus|"
    r"est plus|donc si|je corrige|ou plutot)\b"
)
_NO_MORE = re.compile(
    r"\b(?:plus|pas|not|no longer|isn't|rather than|plutot que|instead of|au lieu de|"
    r"scratch|forget|strike|drop|oublie[sz]?)(?: (?:en|in|le|de|d'))?\s*$"
)
NEARBY = 140


def read_timing(scene: Scene) -> Timing:
    """The timing the note establishes."""
    findings = [_corrected(scene, f) for f in _findings(scene)]
    if not findings:
        return Timing()
    status, kept = _settle(scene, findings)
    quotes, places = quoted(scene, widened(scene, kept))
    if status not in (Status.CONFIRMED, Status.INDICATED):
        return Timing(status=status, quotes=quotes, spans=places)
    when: When | None = next((f.value for f in kept if f.value is not None), None)
    from_, to = (when.from_, when.to) if when else (None, None)
    if when and from_ and (from_ == to or _so_before(scene, when)) and _by_then(scene, when, kept[0]):
        from_, to = None, from_
    elif (
        when
        and NOT_SOONER.search(scene.folded, *kept[0].quotes[0])
        and from_
        and when.kind in ("day", "window")
    ):
        to = None
    return Timing(
        status=status,
        from_=from_,
        to=to,
        event=_event(scene, findings, kept[0]),
        quotes=quotes,
        spans=places,
    )


def _by_then(scene: Scene, when: When, finding: Finding) -> bool:
    """Whether the words around a day make it the last one."""
    start, end = finding.quotes[0]
    if _BY_THEN.search(scene.folded, when.end, end) or _so_before(scene, when):
        return True
    return _BEFORE_WHICH.search(scene.folded, min(start, when.start), when.start) is not None


def _so_before(scene: Scene, when: When) -> bool:
    """Whether the next sentence of the same line or turn makes it the last day: "Before that, or there's no point"."""
    at = scene.sentences[bisect_right(scene.sentences, when.start, key=lambda s: s.start) - 1]
    return any(
        _BY_THEN.search(scene.folded, s.start, s.end) and not scene.within(scene.dates, s.start, s.end)
        for s in scene.after(at)
    )


def _corrected(scene: Scene, finding: Finding) -> Finding:
    """The finding with the date that the same voice puts in the place of its own: "June; no wait, October"."""
    said = finding.value
    if said is None:
        return finding
    for when in scene.within(scene.dates, said.end, said.end + NEARBY):
        if _NO_MORE.search(scene.folded, said.end, when.start) and when.kind == "window":
            continue
        between = scene.folded[said.end : when.start]
        at = next((s for s in scene.sentences if s.start <= when.start < s.end), None)
        if at is None or at.speaker != finding.speaker or not _INSTEAD.search(between):
            return finding
        if when.kind == "past" or (when.from_, when.to) == (said.from_, said.to):
            return finding
        start, end = finding.quotes[0]
        quotes = [(start, max(end, at.end)) if at.end - start <= LONGEST else (at.start, at.end)]
        return replace(finding, value=when, quotes=quotes, corrects=True)
    return finding


def _findings(scene: Scene) -> Iterator[Finding]:
    for s in scene.heard:
        stated = s.has("timing.live", "timing.decide", "timing.denied") or DECISION.match(
            scene.folded, s.start, s.body
        )
        if s.topic in ("budget", "authority", "need") and not stated:
            continue
        about = s.about("timing")
        if (
            s.has("mood.unasked", "mood.unknown")
            and not s.has("timing.denied")
            and not scene.within(scene.dates, s.start, s.end)
        ):
            continue
        found = [
            _finding(scene, s, is_due.status, when, is_due.rank)
            for when in _meant(scene, s)
            if (is_due := due(scene, s, when)) is not None
        ]
        if _denied(scene, s, about, found):
            yield _finding(scene, s, Status.DENIED, None, LIVE)
        elif found and not s.asks:
            yield from found
        elif about and not s.asks and not found and s.has("timing.asap", "timing.force"):
            yield _finding(scene, s, Status.INDICATED, None, MENTION)


def _meant(scene: Scene, s: Sentence) -> list[When]:
    """The sentence's dates, without those it names only to say that another holds: "not March any more, April"."""
    dates = scene.within(scene.dates, s.start, s.end)
    named = [w for w in dates if w.kind != "window" or not _NO_MORE.search(scene.folded, s.start, w.start)]
    return named or dates


def _takes_back(scene: Scene, s: Sentence) -> bool:
    """Whether the sentence names a date only to say that another holds."""
    return 0 < len(_meant(scene, s)) < len(scene.within(scene.dates, s.start, s.end))


def _finding(scene: Scene, s: Sentence, status: Status, when: When | None, rank: int) -> Finding:
    quotes = [(s.start, s.end)]
    if s.question and "timing" in s.asked and s.end - s.start < 50:
        quotes.append(s.question)
    anew = corrected(scene, s) or (when is not None and _takes_back(scene, s))
    return Finding(status, when.start if when else s.start, quotes, s.speaker, when, rank, anew)


def _dateless(scene: Scene, s: Sentence) -> list[Cue]:
    """The words for "no date"; beside money "not this year" is the money's."""
    money = s.topic == "budget" or s.has("budget.noun")
    said = s.of("timing.denied")
    return [c for c in said if not (money and scene.folded[c.start : c.end].endswith(("year", "annee")))]


def _denied(scene: Scene, s: Sentence, about: bool, found: list[Finding]) -> bool:
    """Whether the sentence says there is no date; one that it takes back is struck from those found."""
    if denials := _dateless(scene, s):
        taken_back = found and s.has("mood.correct") and found[-1].at < denials[0].start
        if taken_back and not s.has("mood.dispute"):
            found.clear()
        return not any(f.rank >= LIVE for f in found)
    if (
        (about or _DATE.search(scene.folded, s.start, s.end))
        and not found
        and _NONE.search(scene.folded, s.body or s.start, s.end)
    ):
        return True
    if s.has("timing.none") and (about or any(b.about("timing") for b in scene.before(s, 2))):
        return not found
    return about and denies_at_once(scene, s) and not found


def _settle(scene: Scene, findings: Sequence[Finding]) -> tuple[Status, list[Finding]]:
    denials = [f for f in findings if f.status is Status.DENIED]
    dated = [f for f in findings if f.status is not Status.DENIED]
    strong = [f for f in dated if f.rank >= FORCE]
    if denials and not strong:
        return Status.DENIED, denials[-2:][::-1]
    if rivals := at_odds(scene, strong) or opposed(scene, dated):
        return Status.CONTRADICTORY, rivals
    if (
        len(strong) == 1
        and not denials
        and disputed(scene, strong, "timing")
        and (two_voices(scene, strong[0]) or _denied_beside(scene, strong[0]))
    ):
        return Status.CONTRADICTORY, strong
    if denials:
        last = max([*denials, *strong], key=lambda f: f.at)
        if disputed(scene, [*denials, *strong], "timing"):
            return Status.CONTRADICTORY, [strong[0], denials[-1]]
        if any(
            f.rank >= LIVE and differ(voice_of(scene, f), voice_of(scene, last)) for f in (*strong, *denials)
        ):
            return Status.CONTRADICTORY, [strong[0], denials[-1]]
        if last.status is Status.DENIED or not (last.corrects or last.rank >= LIVE):
            return Status.DENIED, denials[-1:]
    best = _best(dated, scene.folded)
    best = next((f for f in dated if f.at > best.at and f.rank >= FORCE and _by_that_day(f, best)), best)
    return best.status, [best]


def _by_that_day(finding: Finding, best: Finding) -> bool:
    """Whether a later finding makes the other's day a deadline: "starts on 1 June. So it must be in before 1 June"."""
    one, other = finding.value, best.value
    if not one or not other or one.kind != "deadline" or other.from_ is None or other.from_ != other.to:
        return False
    return one.to is not None and abs((one.to - other.to).days) <= 1


def _denied_beside(scene: Scene, finding: Finding) -> bool:
    """Whether the date's own sentence also says that there is none."""
    start, end = finding.quotes[0]
    return any(s.has("timing.denied") for s in scene.sentences if start <= s.start < end)


def _best(findings: Sequence[Finding], folded: str) -> Finding:
    top = max(f.rank for f in findings)
    corrections = [f for f in findings if f.corrects and f.rank >= max(FORCE, top - 1)]
    pool = corrections or findings
    top = max(f.rank for f in pool)
    leading = [f for f in pool if f.rank == top]
    firm = [f for f in leading if f.status is Status.CONFIRMED] or leading
    last = next(f for f in firm if f.quotes == firm[-1].quotes) if corrections else firm[0]
    beside = [f for f in findings if f.quotes == last.quotes and f.at >= last.at]
    if len(beside) > 1 and (so := _SO.search(folded, last.at, beside[-1].at)):
        return next(f for f in beside if f.at > so.start())
    together = [f for f in leading if f.quotes == last.quotes]
    dated = [f for f in together if f.value] if last.value else []
    return next((f for f in dated if sharper(f.value, last.value)), last)


def _event(scene: Scene, findings: Sequence[Finding], best: Finding) -> str | None:
    """What forces the date, in the note's words: the clause that says so."""
    for finding in (best, *findings):
        start, end = finding.quotes[0]
        at = next((s for s in scene.sentences if s.start <= start < s.end), None)
        for cue in at.of("timing.force") if at else ():
            low, high = scene.clause(at, cue.start) if at else (start, end)
            return scene.text[low:high].strip(' ,;.:"«»()-')[:200] or None
    return None
