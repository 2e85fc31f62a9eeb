"""Stretches of a note that speak to a machine instead of telling what was said.

They are no evidence of anything and are shown to the rep. A detector is never the promise (nothing a note says can
move a score by itself); it is what keeps a payload's own words out of the quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.models.evidence import Span
from agent.models.note import Turn

from .fold import fold

_SLOTS = r"(?:budgets?|authority|needs?|timing|timeline|autorite|besoins?|decideurs?|decision ?maker|echeance|calendrier|bant)"
_RESULT = r"(?:confirm\w*|100\b|max\w*|4/4|sql\b|sales.qualified|qualified|qualifie\w*|accepted|hot\b|immediat\w*)"

# What nobody says to a person: the rest of the paragraph is the payload's too.
_STRONG = re.compile(
    "|".join(
        (
            r"\b(?:ignore[rsz]?|ignorez|ignorieren|disregard|forget|override|overrule|oublie[rsz]?|abandon|vergiss|olvida|"
            r"bypass|ne (?:tiens|tenez) (?:pas|aucun) compte)\b[^.!?\n]{0,40}?\b(?:(?:previous|prior|earlier|above|all|your|"
            r"any|system|precedente?s?|tes|vos|toutes?|anterieure?s?)\s+)?(?:instructions?|rules?|prompts?|guidelines?|requests?|"
            r"commands?|directives?|consignes?|regles?|anweisungen|instrucciones|filters?|on t'a dit|you used to)\b",
            r"\[/?(?:system|inst|assistant|admin|developer)\]|</?(?:system|assistant|instructions?|information|note|"
            r"untrusted\w*|tool_call|interaction|request|command|rules?|prompt|user|data|admin)\b[^>\n]*>",
            r"<[a-z]+-?[a-z-]*config\b|<\|[a-z_]+\|>|(?:^|\n)\s*#{2,}\s*(?:system|instruction|consigne)",
            r"\b(?:new|nouvelles?|updated|important(?:es)?)\s+(?:important(?:es)?\s+)?(?:instructions?|consignes?|directives?|"
            r"orders|rules?)\b[^\n]{0,12}(?:\*|:|come to)|\*\*\*\s*[a-z ]*(?:instruction|consigne|imiyalelo|directive)",
            r"\bnew rules? from\b|\b(?:developer|maintenance|debug|admin|god|dan) mode\b|\bspecial case\s*:\s*if you",
            r"\b(?:system|initial|hidden) prompts?\b|\bconsignes (?:initiales|systeme)\b|\b(?:tes|your) (?:consignes|instructions)\b",
            r"\b(?:to|for|dear|hey|attention|note (?:to|for)|pour|cher|message (?:a|pour)|a) (?:the |you, |any |l'|les |all )?"
            r"(?:ai|ia|llms?|assistant|chatbot|language models?|automated (?:screening|systems?|readers?))\b(?! (?:de|of|du|rh|commercial))",
            r"\bai assistant\b|\bassistants? (?:reading|reviewing|processing|summari[sz]ing|qui li)|\bassistants?\s*[,:]\s*"
            r"(?:ignore|oublie|set|mark|marque|autorite|budget|note|you)",
            r"\b(?:when|if) (?:you(?:'re| are)) (?:told|asked|summari[sz]ing|an? (?:ai|assistant|llm|model))\b",
            r"<!--|\{\{|\]8;;|\[@click|\bonerror\s*=|!\[[^\]\n]*\]\(\s*https?:|<(?:img|script|iframe|link|meta)\b",
            r"\(\s*verified\s*,\s*system\s*\)|\bfinal validated answer\b|\bvalidated final answer\b",
        )
    )
)
# What might be a clumsy note, but sets a result: the line is flagged.
_WEAK = re.compile(
    "|".join(
        (
            rf"\b(?:set|mark|output|report|return|make|put|attribue\w*|marque[rz]?|mets?|mettez|regle[rz]?|passe[rz]?)\b[^.\n]{{0,60}}"
            rf"\b(?:score|stage|etape|statut|{_SLOTS})\b[^.\n]{{0,40}}(?:=|:|\bto\b|\bas\b|\ba\b|\ben\b)\s*[\"']?{_RESULT}",
            r"\b(?:score|lead_score)\b[\"']?\s*[=:]\s*[\"']?\d{2,3}\b|\bscore\s+(?:to|a|of)\s+100\b|[\"']?\bstage\b[\"']?\s*=",
            rf"[\"']?\b{_SLOTS}\b[\"']?\s*(?:=|:\s*\{{)\s*[\"']?(?:{_RESULT}|\"value\"|[a-z]+ *= *)",
            r"\bdecision\s*=\s*[\"']?(?:accept|reject|refus|approv|valid)\w*|\b(?:reviewer|etape|stage|statut)\s*=\s*[\"']?\w+|\bskip the (?:queue|review)|\bne pas repasser en revue",
            r"\b(?:this|ce|every|each|all|le|the) (?:lead|prospect|fiche|record)s?\b[^.\n]{0,60}\b(?:is|as|are|vaut|est|=)\s+"
            r"(?:now )?(?:100\b|sales.qualified|sql\b|deja validee)",
            r"\b(?:highest|maximum|perfect|top) score\b|\bnote maximale\b|\(100/100\)|\b100/100\b|\bmark(?:ed)? it as sales",
            r"\bin your (?:response|answer|reply|summary|output)\b|\b(?:provide|modify|change|give) your (?:answer|response)\b|"
            r"\b(?:dans )?(?:ta|votre) reponse\b|\breturn it unchanged\b|\breponds? (?:ok|uniquement|seulement)\b|\brespond only\b",
            r"\bin base64\b|\b(?:decode[rz]?|decodez) (?:puis|and|et) (?:execut|run)|\bencode\b[^.\n]{0,40}\b(?:url|output|base64)|"
            r"\brecopie\b|\bcle secrete\b|\bsecret key\b|\bapi key\b",
            r"\bsystem\s*[:>]\s*(?:assistant|ignore|you|set|budget|oublie)|\btodo\s*:\s*set\b|\bajoute a la justification",
            r"\bpour toutes les lignes suivantes\b|\bof this batch is\b|\b(?:call|appeler?|utilise[rz]?) (?:the |l')?(?:fetch_\w+|outil|tool)\b",
            r"\bthis is the best lead\b|\bhas demonstrated budget|\bdemonstrated budget, authority\b",
            r"\bthis record was already approved\b|\bfiche deja validee\b",
        )
    )
)
_CODED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}|\b[0-9a-fA-F]{40,}\b")
_HIDDEN = re.compile("\ufffd[^\n]{0,200}?\ufffd")
_FENCE = re.compile(r"```.*?(?:```|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK = re.compile(r"<([a-z][\w-]*)[^>\n]*>")
_SENTENCE_END = re.compile(r"[.!?…]\s")


def flags(text: str, turns: Sequence[Turn] = ()) -> tuple[Span, ...]:
    """The instruction-like stretches of a note, in order, without overlap."""
    folded = fold(text)
    stops = [turn.end for turn in turns]
    found: list[tuple[int, int]] = []
    for match in _STRONG.finditer(folded):
        found.append(_stretch(folded, match.start(), match.end(), stops, "\n\n"))
    for pattern, subject in ((_WEAK, folded), (_CODED, text), (_HIDDEN, text)):
        found += [_stretch(folded, m.start(), m.end(), stops, "\n") for m in pattern.finditer(subject)]
    return tuple(Span(start=start, end=end) for start, end in _joined(sorted(found)))


def _stretch(text: str, start: int, end: int, stops: Sequence[int], until: str) -> tuple[int, int]:
    """From the beginning of the sentence that speaks to the machine to the end of what it may have brought."""
    for fence in _FENCE.finditer(text):
        if fence.start() <= start < fence.end():
            start, end = fence.start(), fence.end()
    line = text.rfind("\n", 0, start) + 1
    before = [m.end() for m in _SENTENCE_END.finditer(text, line, start)]
    close = text.find(until, end)
    close = len(text) if close < 0 else close
    if opened := _BLOCK.match(text, start):
        shut = text.find(f"</{opened[1]}>", end)
        close = max(close, shut + len(opened[1]) + 3) if shut >= 0 else close
    close = min([close, *(stop for stop in stops if stop >= end)])
    return (before[-1] if before else line), close


def _joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
