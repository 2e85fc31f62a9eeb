"""Why a lead has its score: a text that a model words and code vouches for.

The model sees a brief and answers sentences with what they cite. One number, name, link or stage that the
brief does not carry, and the offline writer's text takes their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from agent.clean import clean_field
from agent.errors import Malformed, Refused, Truncated
from agent.llm import Model, Question
from agent.llm.offline.writer import MONTHS, write
from agent.models.rationale import Brief, Rationale
from agent.models.score import Gate, Score, Stage
from agent.rubric.case import Case
from agent.rubric.criteria import Language
from agent.rubric.rubric import Rubric
from agent.rubric.wording import STAGES, gate_name
from agent.rubric.words import fold
from prompts import load

LONGEST = 400
"""Characters of one sentence."""

_THOUSANDS = re.compile(r"(?<=\d)[\s,.'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?:|www\.|@|\b\w+\.[^\W\d_]{2,}")
_MARKUP = re.compile(r"[<>`{}]|\]\(|\*\*")
_STAGES = re.compile(r"\b(mql|eql|sql|nurtur|disqualif|recycl|opportunit)")
_TRADE = {"bant", "icp", "crm"} | {fold(month) for month in MONTHS["en"]}
"""Words with a capital that are no names."""


async def explain(
    case: Case,
    score: Score,
    stage: Stage,
    gates: tuple[Gate, ...],
    rubric: Rubric,
    language: Language,
    model: Model,
) -> str:
    """The rationale, three sentences at most. `gates` read best in the same language.

    Raises `ModelError` where asking again later may help; a refused, cut-off or wrong answer is replaced.
    """
    brief = brief_of(case, score, stage, gates, rubric, language)
    question = Question(load("write_rationale"), brief, Rationale, check=lambda answer: faults(answer, brief))
    try:
        rationale = (await model.extract(question)).value
    except (Refused, Truncated, Malformed):
        rationale = write(brief)
    if faults(rationale, brief):
        rationale = write(brief)
    return " ".join(clean_field(sentence.text) for sentence in rationale.sentences)


def brief_of(
    case: Case, score: Score, stage: Stage, gates: tuple[Gate, ...], rubric: Rubric, language: Language
) -> Brief:
    """All that a rationale may use. It names no person."""
    name = case.facts["name"].value if "name" in case.facts else None
    labels = {gate.name: gate_name(gate.name, rubric, language) for gate in gates}
    for c in score.contributions:
        labels[c.criterion] = rubric.label(c.criterion, None, language)
        labels[f"{c.criterion}.{c.level}"] = rubric.label(c.criterion, c.level, language)
    return Brief(
        language=language,
        company=case.lead.company or (name if isinstance(name, str) else "") or case.lead.domain or "",
        stage=stage,
        total=score.total,
        floor=score.floor,
        ceiling=score.ceiling,
        contributions=score.contributions,
        gates=gates,
        labels=labels | {stage.value: STAGES[stage].name(language)},
    )


def faults(rationale: Rationale, brief: Brief) -> Sequence[str]:
    """What is wrong with a rationale, in words for a re-ask; empty when nothing is."""
    if not 1 <= len(rationale.sentences) <= 3:
        return ["write one to three sentences"]
    known = {c.criterion for c in brief.contributions} | {gate.name for gate in brief.gates}
    given = tuple(_given(brief))
    numbers = set(_numbers("; ".join(given)))
    words = _TRADE.union(fold("; ".join(given)).split())
    found: list[str] = []
    for place, sentence in enumerate(rationale.sentences, start=1):
        wrong = [*_bad_form(sentence.text), *_foreign(sentence.text, brief.stage, given, words)]
        if not numbers.issuperset(_numbers(sentence.text)):
            wrong.append("a number is not in the brief")
        if not sentence.cites or not known.issuperset(sentence.cites):
            wrong.append("cite criteria or gates of the brief")
        found += (f"sentence {place}: {fault}" for fault in wrong)
    return found


def _bad_form(text: str) -> Iterator[str]:
    if not text.strip():
        yield "it is empty"
    if len(text) > LONGEST:
        yield f"it has more than {LONGEST} characters"


def _foreign(text: str, stage: Stage, given: tuple[str, ...], words: Set[str]) -> list[str]:
    """What the brief does not carry. Only a text that looks wrong is worth taking its repetitions out of."""
    return list(_suspects(text, stage, words)) and list(_suspects(_without(given, text), stage, words))


def _suspects(text: str, stage: Stage, words: Set[str]) -> Iterator[str]:
    if _LINK.search(text) or _MARKUP.search(text):
        yield "no links, no markup"
    if any(not stage.value.startswith(found[1]) for found in _STAGES.finditer(fold(text))):
        yield "only the proposed stage may be named"
    if any(fold(name) not in words for name in _names(text)):
        yield "a name is not in the brief"


def _given(brief: Brief) -> Iterator[str]:
    """Everything that a rationale may repeat."""
    yield brief.company
    yield from brief.labels.values()
    yield from (gate.why for gate in brief.gates)
    families: dict[str, int] = {}
    for c in brief.contributions:
        families[c.family] = families.get(c.family, 0) + c.points
        yield c.because
        yield f"{c.points} / {c.low} / {c.high}"
    yield " / ".join(str(points) for points in families.values())
    yield f"{brief.total} / {brief.floor} / {brief.ceiling}"


def _numbers(text: str) -> Iterator[float]:
    return (float(number.replace(",", ".")) for number in _NUMBER.findall(_THOUSANDS.sub("", text)))


def _without(given: Sequence[str], text: str) -> str:
    """The text less what it repeats word for word; what is left are the writer's own words."""
    longest_first = sorted({words for words in given if words}, key=len, reverse=True)
    repeated = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return re.sub(repeated, " ", text, flags=re.IGNORECASE)


def _names(text: str) -> Iterator[str]:
    """Words with a capital, but for the one that begins the sentence."""
    start = len(text) - len(text.lstrip())
    return (found[0] for found in _WORD.finditer(text) if found.start() > start and found[0][0].isupper())
