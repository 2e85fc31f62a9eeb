"""A reading brought in line with the verdicts: slots emptied or filled, values chosen, quotes that carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from agent.llm.offline.quotes import quoted, widened
from agent.llm.offline.scene import Finding, Scene
from agent.llm.offline.sentence import Sentence
from agent.models.bant import Authority, Bant, Budget, Need, Slot, Status, Timing

from .candidates import Candidate, likelihood
from .dates import dates
from .evidence import KINDS, Evidence, Shares
from .people import people
from .sums import priced, sums
from .verdict import Verdict

S = TypeVar("S", bound=Slot)
V = TypeVar("V")

RAISED = (Status.CONFIRMED, Status.INDICATED)
CARRIES = 0.5
"""The share from which a sentence is quoted beside those that the rules quote."""
AT_LEAST = 0.12
"""The share from which a sentence is quoted where the rules quote none."""
VALUE = 0.2
"""How likely a value must be where the rules have none."""
AHEAD = 0.1
"""By how much one must be likelier than the rules' own to take its place."""
SOMEBODY, NOBODY = 0.3, 0.1
"""How likely a person must be to be added, and not to be left out."""
MOST_PEOPLE, MOST_QUOTES = 6, 3


def settled(scene: Scene, bant: Bant, evidence: Evidence, verdicts: Mapping[str, Verdict]) -> Bant:
    """The reading with every slot as its verdict says."""
    return bant.model_copy(
        update={
            "budget": _budget(scene, bant.budget, evidence["budget"], verdicts["budget"].status),
            "authority": _authority(
                scene, bant.authority, evidence["authority"], verdicts["authority"].status
            ),
            "need": _need(scene, bant.need, evidence["need"], verdicts["need"].status),
            "timing": _timing(scene, bant.timing, evidence["timing"], verdicts["timing"].status),
        }
    )


def _quoted(scene: Scene, slot: S, shares: Sequence[Shares], status: Status, *first: Sentence) -> S:
    """The slot with this status and its quotes: of the values' sentences, the rules', those that weigh most."""
    spans = [
        (s.start, s.end) for s in first if not any(q.start <= s.start and s.end <= q.end for q in slot.spans)
    ]
    spans = _free(spans, []) + _free([(q.start, q.end) for q in slot.spans], spans)
    kind = 1 + KINDS.index(status.value)
    worth = sorted(zip(scene.heard, shares, strict=True), key=lambda one: -(one[1][kind] + 1 - one[1][0]))
    for s, share in worth[:MOST_QUOTES]:
        if 1 - share[0] >= (CARRIES if spans else AT_LEAST) or not spans:
            spans += _free(widened(scene, [Finding(status, s.start, [(s.start, s.end)])]), spans)
    quotes, places = quoted(scene, spans[:MOST_QUOTES])
    return slot.model_copy(update={"status": status, "quotes": quotes, "spans": places})


def _free(spans: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap none taken."""
    return [(a, b) for a, b in spans if not any(a < d and c < b for c, d in taken)]


def _best(candidates: Sequence[Candidate[V]]) -> Candidate[V] | None:
    """The likeliest candidate, or None where the rules' own is to stand or none is likely."""
    weighed = [(likelihood(one), i, one) for i, one in enumerate(candidates)]
    if not weighed:
        return None
    top, _, best = max(weighed, key=lambda one: one[:2])
    own = max((chance for chance, _, one in weighed if one.by_rules), default=0.0)
    return best if top >= VALUE and not best.by_rules and top >= own + AHEAD else None


def _budget(scene: Scene, slot: Budget, shares: Sequence[Shares], status: Status) -> Budget:
    if status is Status.NOT_RAISED:
        return Budget()
    if status not in RAISED:
        return _quoted(scene, Budget(quotes=slot.quotes, spans=slot.spans), shares, status)
    best = _best(sums(scene, slot, shares))
    if best is None:
        return _quoted(scene, slot, shares, status)
    value = priced(scene, best.sentence, best.value)
    value = value.model_copy(update={"quotes": slot.quotes, "spans": slot.spans})
    return _quoted(scene, value, shares, status, best.sentence)


def _timing(scene: Scene, slot: Timing, shares: Sequence[Shares], status: Status) -> Timing:
    if status is Status.NOT_RAISED:
        return Timing()
    if status not in RAISED:
        return _quoted(scene, slot.model_copy(update={"from_": None, "to": None}), shares, status)
    best = _best(dates(scene, slot, shares))
    if best is None:
        return _quoted(scene, slot, shares, status)
    value = slot.model_copy(update={"from_": best.value.from_, "to": best.value.to})
    return _quoted(scene, value, shares, status, best.sentence)


def _need(scene: Scene, slot: Need, shares: Sequence[Shares], status: Status) -> Need:
    if status is Status.NOT_RAISED:
        return Need()
    found = _quoted(scene, slot, shares, status)
    if status not in RAISED or found.pains:
        return found
    return found.model_copy(update={"pains": found.quotes[:1]})


def _authority(scene: Scene, slot: Authority, shares: Sequence[Shares], status: Status) -> Authority:
    if status is Status.NOT_RAISED:
        return Authority()
    if status is Status.DENIED:
        return _quoted(scene, slot.model_copy(update={"people": ()}), shares, status)
    met = [(likelihood(one), one) for one in people(scene, slot, shares)]
    out = {one.value for chance, one in met if chance < NOBODY}
    kept = [p for p in slot.people if p not in out]
    added = [
        one for chance, one in sorted(met, key=lambda m: -m[0]) if chance >= SOMEBODY and not one.by_rules
    ]
    together = tuple(dict.fromkeys([*kept, *(one.value for one in added)]))[:MOST_PEOPLE]
    first = [one.sentence for one in added[:1]] if not kept else []
    return _quoted(scene, slot.model_copy(update={"people": together}), shares, status, *first)
