"""UTM rules: what a tagged link may say, and what it should have said (DOMAIN §6). Pure.

utm_source and utm_medium come from a list; a partner's link has the partner's name as source and `referral` as
medium; a citation by an AI has `ai_overview` as source. A value that breaks a rule is kept as it was found: the
mended one is proposed, for a person to put into the link.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, Field

from agent.identity import fold
from agent.models.touchpoint import Touchpoint

_SOURCE, _MEDIUM = "utm_source", "utm_medium"
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_AI = "ai_overview"


class Utm(BaseModel, extra="forbid"):
    """The settings' section `utm`."""

    sources: tuple[str, ...] = (
        "google", "bing", "linkedin", "facebook", "instagram", "youtube", "x", "newsletter", "email", "webinar",
        "event", "podcast", "blog", "hubspot", "salesforce", "mailchimp", "brevo", "capterra", "g2", _AI,
    )  # fmt: skip
    """Allowed besides the names of the programme's partners."""
    mediums: tuple[str, ...] = (
        "referral", "cpc", "email", "social", "paid_social", "organic", "display", "affiliate", "event", "webinar",
        "video", "content", "print", "qr", "sms",
    )  # fmt: skip
    partner_medium: str = "referral"
    """Of every link of a partner."""
    aliases: dict[str, str] = {
        "adwords": "google", "googleads": "google", "lnkd": "linkedin", "fb": "facebook", "ig": "instagram",
        "twitter": "x", "ppc": "cpc", "sea": "cpc", "mailing": "email", "mail": "email", "partner": "referral",
        "social media": "social", "banner": "display", "seo": "organic", "ref": "referral",
        "chatgpt.com": _AI, "chatgpt": _AI, "perplexity": _AI, "perplexity.ai": _AI, "gemini": _AI,
        "copilot": _AI, "sge": _AI,
    }  # fmt: skip
    """Other names of allowed values."""
    separator: str = Field("_", pattern=r"^[-_.]?$")
    """Between the words of a value: "Acme Cloud" is acme_cloud."""
    near: float = Field(82, ge=0, le=100)
    """From this likeness on (0 to 100), an unknown value is taken for a misspelt allowed one."""
    lower_case: tuple[str, ...] = (_SOURCE, _MEDIUM, "utm_campaign")
    """Parameters without spaces and capital letters: analytics tell Spring from spring."""


class Kind(StrEnum):
    """Which rule a link breaks."""

    CASE = "case"
    SPACES = "spaces"
    SPELLING = "spelling"
    ALIAS = "alias"
    DOUBLE = "double"
    UNKNOWN = "unknown"
    """Neither on the list nor like anything on it."""
    MISSING = "missing"
    PARTNER_SOURCE = "partner_source"
    PARTNER_MEDIUM = "partner_medium"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule that one parameter breaks."""

    kind: Kind
    parameter: str
    found: str
    """As it was; empty where the parameter is missing."""
    proposed: str
    """Empty where nobody can tell."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation, and where it was met."""

    violation: Violation
    places: tuple[str, ...]
    """`file:line` of each touchpoint; never empty."""


@dataclass(frozen=True, slots=True)
class Governance:
    """What the tagged links come to."""

    tagged: int
    """Touchpoints with UTM."""
    wrong: int
    """Those that break a rule."""
    findings: tuple[Finding, ...]
    """The most frequent first."""

    def by_kind(self) -> Mapping[Kind, int]:
        """Violations of each kind."""
        counts: Counter[Kind] = Counter()
        for finding in self.findings:
            counts[finding.violation.kind] += len(finding.places)
        return counts


class Rules:
    """The settings with the programme's partners, ready to be asked."""

    def __init__(self, settings: Utm, partners: Iterable[str] = ()) -> None:
        """`partners`: their names as people write them."""
        self._settings = settings
        self._partners = frozenset(name for name in map(self.name, partners) if name)
        self._allowed = {
            _SOURCE: _by_key((*settings.sources, *sorted(self._partners))),
            _MEDIUM: _by_key((*settings.mediums, settings.partner_medium)),
        }
        self._aliases = _by_key(settings.aliases)
        # Few links are written often: a million touchpoints share some hundred.
        self._found = lru_cache(1 << 14)(self._violations)

    def name(self, text: str) -> str:
        """A name as it stands in a link: "Passerelle Énergie" → passerelle_energie."""
        return self._settings.separator.join(part for part in _BETWEEN_WORDS.split(fold(text)) if part)

    def check(self, touchpoint: Touchpoint) -> tuple[Violation, ...]:
        """What the touchpoint's link breaks; nothing where it has no UTM at all."""
        if not touchpoint.utm:
            return ()
        return self._found(tuple(touchpoint.utm.items()), touchpoint.doubles, touchpoint.partner or "")

    def mended(self, parameter: str, value: str) -> str:
        """The allowed value that is meant; empty where none can be told. Any is, of a parameter without a list."""
        allowed = self._allowed.get(parameter)
        if allowed is None:
            return self._tidy(value)
        key = _key(value)
        if key in allowed:
            return allowed[key]
        if alias := self._aliases.get(key):
            meant = self._settings.aliases[alias]
            return meant if meant in allowed.values() else ""
        return self._nearest(key, allowed)

    def _violations(
        self, utm: tuple[tuple[str, str], ...], doubles: tuple[str, ...], partner: str
    ) -> tuple[Violation, ...]:
        values = dict(utm)
        whose = self._whose(values.get(_SOURCE, ""), partner)
        wanted = {_SOURCE: whose, _MEDIUM: self._settings.partner_medium if whose else ""}
        checked = dict.fromkeys((_SOURCE, _MEDIUM, *self._settings.lower_case))
        found = [
            one for name in checked for one in self._of(name, values.get(name, ""), wanted.get(name, ""))
        ]
        if self.mended(_SOURCE, values.get(_SOURCE, "")) == _AI and _MEDIUM not in values:
            found = [one for one in found if one.parameter != _MEDIUM]  # who cites gives its own name alone
        return (*found, *self._twice(values, doubles))

    def _whose(self, source: str, partner: str) -> str:
        """The partner's name as its link should say it; empty for a link of nobody's."""
        if partner:
            return self.name(partner)
        meant = self.mended(_SOURCE, source) if source else ""
        return meant if meant in self._partners else ""

    def _of(self, parameter: str, value: str, wanted: str) -> Iterator[Violation]:
        """What is wrong with one value. `wanted`: the only one that will do, for a partner's link."""
        if not value:
            if parameter in self._allowed:
                yield Violation(Kind.MISSING, parameter, "", wanted)
            return
        meant = self.mended(parameter, value)
        if wanted and meant != wanted:
            if not self._is_like(value, wanted):
                kind = Kind.PARTNER_SOURCE if parameter == _SOURCE else Kind.PARTNER_MEDIUM
                yield Violation(kind, parameter, value, wanted)
                return
            meant = wanted
        for kind in self._wrong(value, meant):
            yield Violation(kind, parameter, value, meant)

    def _wrong(self, value: str, meant: str) -> Iterator[Kind]:
        """In which ways a value is not the one meant."""
        if value == meant:
            return
        if not meant:
            yield Kind.UNKNOWN
            return
        if any(letter.isspace() for letter in value):
            yield Kind.SPACES
        if value != value.lower():
            yield Kind.CASE
        if self._tidy(value) != meant:
            yield Kind.ALIAS if _key(value) in self._aliases else Kind.SPELLING

    def _twice(self, values: Mapping[str, str], doubles: tuple[str, ...]) -> Iterator[Violation]:
        more: dict[str, list[str]] = defaultdict(list)
        for double in doubles:
            name, _, value = double.partition("=")
            more[name].append(value)
        for name, others in more.items():
            first = values.get(name, "")
            yield Violation(Kind.DOUBLE, name, ", ".join((first, *others)), self.mended(name, first))

    def _tidy(self, value: str) -> str:
        return self._settings.separator.join(value.split()).lower()

    def _is_like(self, value: str, wanted: str) -> bool:
        return bool(self._nearest(_key(value), {_key(wanted): wanted}))

    def _nearest(self, key: str, allowed: Mapping[str, str]) -> str:
        from rapidfuzz import fuzz, process  # 20 ms that most commands do without

        best = process.extractOne(key, allowed.keys(), scorer=fuzz.ratio, score_cutoff=self._settings.near)
        return allowed[best[0]] if best and key else ""


def governance(touchpoints: Iterable[Touchpoint], rules: Rules) -> Governance:
    """Every violation of these touchpoints' links, with its places."""
    tagged = wrong = 0
    places: dict[Violation, list[str]] = defaultdict(list)
    for touchpoint in touchpoints:
        tagged += bool(touchpoint.utm)
        found = rules.check(touchpoint)
        wrong += bool(found)
        for violation in found:
            places[violation].append(touchpoint.origin)
    ordered = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    return Governance(tagged, wrong, tuple(Finding(violation, tuple(at)) for violation, at in ordered))


def _key(text: str) -> str:
    """What spellings of one value have in common: letters and digits, without case and accents."""
    return _BETWEEN_WORDS.sub("", fold(text))


def _by_key(values: Iterable[str]) -> dict[str, str]:
    return {_key(value): value for value in values}
