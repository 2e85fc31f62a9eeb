"""Rival and incumbent vendors, by the frames in which a note names them: a label, a verb before, a verb after.

A name is a run of capitals. The account's own name, months, people and everybody's tools are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .fold import fold
from .names import first_names
from .scene import Scene
from .sentence import Sentence

_NAME = r"[A-ZÀ-Þ][\w&'’-]*(?:[ ](?:&[ ])?[A-ZÀ-Þ][\w&'’-]*){0,2}"
_BRACKETS = r"(?:[ ]?\([^)\n]{0,60}\))?"
_NAMES = rf"(?P<names>{_NAME}{_BRACKETS}(?:(?:,?[ ](?:and|et|or|ou|&)|,|[ ]?/)[ ]?(?:the )?{_NAME}{_BRACKETS}){{0,4}})"
_ARTICLE = r"(?:the |a |an |le |la |l['’]|un |une |agence |logiciel )?"
_PRODUCT = (
    r"(?:tool|system|software|platform|vendor|supplier|provider|app|outil|logiciel|appli|système|solution|"
    r"prestataire|fournisseur|éditeur|crm|erp|mis|pms|sirh|ats|gmao|lms|wms|tms)"
)
_PLAIN = re.compile(
    r"(?<!\w)(?i:up against|using|tri(?:all)?ed(?: out)?|piloted|evaluat(?:ed|ing)|contract with|quotes? from|"
    r"proposals? from|also (?:looking at|talking to|seen|saw|seeing|demoing|spoke(?:n)? (?:to|with)|"
    r"considering|in the mix)|demo(?:ed|ing)?(?: by| from| of)|they saw|comparing (?:us )?(?:to|with)|"
    r"switch(?:ing)? from|moving off|moved off|incumbent(?: is)?|competitors?|(?:pays|paying)|"
    r"(?:spend|spending|month|year|week) (?:on|to|with)|had a bad time with|"
    r"(?:test|essay)(?:é|e|ent|ons)|compar\w+ (?:aussi )?(?:à|avec)|face à|en lice(?: avec)?|"
    r"concurrents?(?: en lice| vu| aussi)?|(?:ont |a |avons )?(?:aussi )?(?:reçu|rencontré|vu) aussi|"
    r"contrat(?: avec| chez)?|propale de|devis de|démo de|remplacer|rivals?|quoted (?:\S+ )?by|"
    r"(?:trial|demo) (?:from|of|with)|promised (?:it )?to|"
    r"(?:signed|went) with|signé (?:avec|chez)|licen[cs]e|comparatif (?:avec|de)|fourni\w* par|"
    r"also uses?|"
    r"(?:ont|avons|utilisons|utilisent) (?:déjà )?(?:vu )?|chez eux il y a (?:déjà )?|already (?:have|got)|"
    r"(?:previous|old|current|existing|former|present) [\w-]+(?: is|:|,)?|"
    r"(?:ancien(?:ne)?|vieille|vieux) [\w-]+|[\w-]+ actuel(?:le)?s?(?: est| c['’]est| :| fourni\w* par)?)"
    rf"\s*[,:=]?[ ]{_ARTICLE}{_NAMES}"
)
_GATED = re.compile(
    r"(?<!\w)(?i:already (?:use|using|have)|currently (?:use|using|on|with)|(?:we|they) (?:use|run)|running on|"
    r"versus|vs\.?|replac(?:e|ing)|(?:tool|app) called|a reçu|ont reçu|on a vu|a vu|ont vu|regarde(?:nt)? aussi|"
    r"équipés? (?:de|avec)|utilise(?:nt|z)?|on a|sur|chez|sous)"
    rf"\s*[:=]?[ ]{_ARTICLE}{_NAMES}"
)
_WITHIN = re.compile(r"(?<=[\s'’(])(?!I )[A-ZÀ-Þ]")
"""A capital that is not the sentence's first: all frames but `_THEN` want one."""
_THEN = re.compile(
    rf"(?<![\w’'-]){_NAMES}[ ](?i:(?:both |also |has |have |had )*(?:came in|come in|pitched|demoed|"
    r"quoted (?:them|us|him|her)|(?:is|are) the other|in the (?:mix|running)|in last (?:week|month))|"
    r"(?:les |l['’]|nous |vous )a (?:déjà )?(?:démarch|relanc|contact)|"
    r"(?:(?:est |sont |aussi |déjà )+(?:passée?s?|venue?s?)|"
    r"(?:est |sont |aussi )*en lice)\b|"
    r"(?:déjà )?en (?:démo|essai|place|test)\b|(?:déjà )?chez eux|a fait une? (?:démo|offre|poc|essai)|"
    r"(?:rang|called|visited|contacted|pitched to|quoted|keeps?) (?:them|us|him|her|dropping|calling|ringing)|"
    r"(?:since|depuis) (?:19|20)\d\d|(?:,? (?:they|il|ils|elle))? ?(?:are|is) quoting)"
)
_COINED = re.compile(
    r"(?<![\w@./-])(?!Ma?c[A-Z]|De[A-Z]|Le[A-Z]|La[A-Z]|Fitz)[A-Z][a-zà-ÿ]+[A-Z][\w]*(?![\w@])"
)
"""A capital within a word: nobody is called so but a product or its maker."""
_WHICH = re.compile(
    r"\b(?:compet|concurren|fournisseur|supplier|vendor|provider|editeur|prestataire|other (?:tool|option|offer)|"
    r"who else|anyone else|anybody else|looking at|evaluat|comparing|d'autres|travaillez avec|utilisez|equip|use today|"
    r"work with)"
)
"""What a seller asks to hear of rivals."""
_HAD_IN = re.compile(rf"(?i:\bhad )(?:the )?{_NAMES} in\b")
_CALLED = re.compile(rf"(?i:{_PRODUCT})\b(?: de [\w]+| d['’]\w+)?[ ]\((?P<names>{_NAME})\)")
_PAID = re.compile(rf"(?:€|£|\$|k|\d)[^.\n]{{0,25}}?\s(?:with|to|at|à|chez|avec)\s+(?P<names>{_NAME})")
_LISTED = re.compile(
    rf"[\s*:_.=-]*(?:(?i:oui|yes|on a|we use|chez|sur)[, ]+)?{_ARTICLE}{_NAMES}(?=\s*(?:[.;,(–-]|$|depuis|since|for))"
)
_BETWEEN = re.compile(r",? (?:and|et|or|ou) (?:the )?|,|/")
_GATE = re.compile(
    r"\b(?:compet|concurren|rival|incumbent|also|aussi|vs|versus|en lice|propale|demo|outil|logiciel|software|"
    r"ils sont chez|elle est chez|il est chez|on est chez|benchmark)"
)
_ACCOUNT = re.compile(
    r"^\W*(?i:company|account|compte|société|client|prospect|entreprise)\W*:\W*(?P<name>.+)$", re.MULTILINE
)
_NOT_VENDOR_WORDS = """
excel word sharepoint whatsapp youtube outlook teams zoom google microsoft office powerpoint slack gmail linkedin
internet intranet q1 q2 q3 q4 t1 t2 t3 t4 i je il elle on nous they we he she it the le la les un une site paris
london lyon lille also aussi who what that this nobody none someone somebody everyone people customers clients us vous
ils elles january february march april may june july august september october november december jan feb mar apr jun
jul aug sept sep oct nov dec janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche christmas
easter noel paques m mme mr mrs ms dr eur usd gbp rh daf dsi dg ceo cfo coo cto capex opex dad mum mom no non not oui
yes ok well so but and et mais alors
"""
_NOT_VENDORS = frozenset(_NOT_VENDOR_WORDS.split())
MOST = 6


def rivals(scene: Scene) -> tuple[str, ...]:
    """Vendors named as rival, incumbent or paid today, in the note's order."""
    own = _account(scene)
    people = {word for m in scene.people if m.name for word in (fold(m.name), *fold(m.name).split())}
    found: dict[str, None] = {}
    for s in scene.sentences:
        if s.side != "seller":
            for name in _named(scene, s):
                key = fold(name)
                if key not in people and key not in own and not _no_vendor(key):
                    found.setdefault(name)
    return tuple(found)[:MOST]


def _named(scene: Scene, s: Sentence) -> Iterator[str]:
    """The names in a sentence's frames."""
    text = scene.text
    patterns = [_THEN]
    if _WITHIN.search(text, s.start + 1, s.end):
        patterns = [_PLAIN, _THEN, _HAD_IN, _CALLED, _PAID]
        named = s.has("budget.tool", "budget.spend", "need.denied", "disqualifier.competitor")
        if s.topic == "rivals" or named or _GATE.search(scene.said(s)):
            patterns.append(_GATED)
    runs = [m["names"] for pattern in patterns for m in pattern.finditer(text, s.start, s.end)]
    runs += [m[0] for m in _COINED.finditer(text, s.start, s.end)]
    if (s.topic == "rivals" or _asked(scene, s)) and (
        listed := _LISTED.match(text, s.body or s.start, s.end)
    ):
        runs.append(listed["names"])
    for run in runs:
        for name in _BETWEEN.split(re.sub(r"\([^)]*\)", "", run)):
            yield re.sub(r"['’]s?$", "", name.strip(" .'’-"))


def _asked(scene: Scene, s: Sentence) -> bool:
    """Whether a sentence opens the answer to a seller's question about whom else they see or use."""
    before = scene.sentences[s.number - 1] if s.number else None
    asks = before is not None and before.side == "seller" and before.asks and s.side == "buyer"
    return asks and _WHICH.search(scene.said(scene.sentences[s.number - 1])) is not None


def _no_vendor(key: str) -> bool:
    first, *more = key.removeprefix("l'").split() or [""]
    return (
        len(key) < 3
        or key.startswith(("l'", "d'"))
        or first in _NOT_VENDORS
        or (not more and first in first_names())
    )


def _account(scene: Scene) -> frozenset[str]:
    """The account's own name, as its label or the note's title has it, and our side's: whole, and each word of it."""
    named = [m["name"] for m in _ACCOUNT.finditer(scene.text)]
    title = scene.sentences[0] if scene.sentences else None
    typed = title and title.turn is None and title.topic in (None, "other")
    if title and typed and scene.sentences[-1].line > title.line and title.end - title.start < 120:
        named.append(scene.text[title.start : title.end])
    for seller in {s.speaker for s in scene.sentences if s.side == "seller" and s.speaker}:
        named += re.findall(rf"{re.escape(seller)} ?\(([^)\n]+)\)", scene.text)
    runs = [run for name in named for run in re.findall(_NAME, name)]
    return frozenset(fold(part) for run in runs for part in (run, *run.split()))
