"""The score as a waterfall: each criterion begins where the others ended, the last ends at the total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from agent.models.score import Contribution, Score
from tui.words import Label, Words

from .desk import LeadView
from .phrases import signed
from .theme import FAMILY_STYLES, QUIET, STRONG
from .typeset import fit, hang, right, say, spread, stack

POINTS = 4
"""Cells of the points column."""
NAMES = 15
"""Cells of the criteria's names under the bars."""


@dataclass(frozen=True, slots=True)
class Step:
    """One contribution in its place: from where the others end to where it ends, and where it could end."""

    of: Contribution
    start: int
    end: int
    low: int
    high: int


def steps(score: Score) -> Iterator[Step]:
    """The contributions in their order; the last one ends at the total."""
    at = 0
    for part in score.contributions:
        yield Step(part, at, at + part.points, at + part.low, at + part.high)
        at += part.points


@dataclass(frozen=True, slots=True)
class Scale:
    """Points to half cells of a bar."""

    least: int
    most: int
    cells: int

    @classmethod
    def of(cls, score: Score, cells: int) -> Scale:
        """One that holds every step, the floor and the ceiling."""
        ends = [point for step in steps(score) for point in (step.end, step.low, step.high)]
        return cls(min(0, score.floor, *ends), max(1, score.ceiling, *ends), cells)

    def at(self, points: int) -> int:
        """Half cells from the left edge."""
        return round((points - self.least) * self.cells * 2 / (self.most - self.least))

    def bar(self, start: int, end: int) -> str:
        """A line between two points, half cells at its ends; however short it is seen; no points, no line."""
        if start == end:
            return " " * self.cells
        a, b = sorted((self.at(start), self.at(end)))
        if a == b:
            a, b = (a - 1, b) if a else (a, b + 1)
        marks = {(True, True): "━", (True, False): "╸", (False, True): "╺", (False, False): " "}
        return "".join(marks[a <= 2 * x < b, a <= 2 * x + 1 < b] for x in range(self.cells))

    def dotted(self, step: Step, bar: Content) -> Content:
        """The bar with a dotted line where the step could still begin or end."""
        dots = self.bar(min(step.start, step.low), max(step.start, step.high))
        cells = (
            bar[x : x + 1] if solid != " " else say("╌", QUIET) if dot != " " else Content(" ")
            for x, (solid, dot) in enumerate(zip(bar.plain, dots, strict=True))
        )
        return Content("").join(cells)


def draw(view: LeadView, label: Label, words: Words, width: int) -> Content:
    """The whole score pane for one lead."""
    if view.proposal is None:
        return say(words("score.none"), QUIET)
    score = view.proposal.score
    names = min(44, max(14, width * 56 // 100))
    scale = Scale.of(score, max(8, width - names - POINTS - 1))
    total = say(words("score.total"), STRONG)
    lines = [_line(total, say(str(score.total), STRONG), _ruler(score, scale), names), Content("")]
    for family, group in groupby(steps(score), key=lambda step: step.of.family):
        title = say(words(f"family.{family}"), f"bold {FAMILY_STYLES[family]}")
        lines.append(_line(title, say(str(getattr(score, family)), STRONG), Content(""), names))
        lines += [_row(step, scale, label, names) for step in group]
    return stack(*lines, _because(view, label, words, width))


def _line(name: Content, points: Content, bar: Content, names: int) -> Content:
    return fit(name, names) + right(points, POINTS) + Content(" ") + bar


def _row(step: Step, scale: Scale, label: Label, names: int) -> Content:
    part = step.of
    fact = part.because or label(part.criterion, part.level)
    name = Content("  ") + spread([label(part.criterion, None), say(fact, QUIET)], gap="  ")
    style = QUIET if not part.points else "$error" if part.points < 0 else FAMILY_STYLES[part.family]
    bar = say(scale.bar(step.start, step.end), style)
    if step.low != step.high:
        bar = scale.dotted(step, bar)
    return _line(name, say(signed(part.points), QUIET if not part.points else ""), bar, names)


def _ruler(score: Score, scale: Scale) -> Content:
    """Floor to ceiling as a line, with the total on it."""
    last = scale.cells - 1
    floor, total, ceiling = (min(last, scale.at(p) // 2) for p in (score.floor, score.total, score.ceiling))
    cells = [" "] * scale.cells
    cells[floor : ceiling + 1] = "─" * (ceiling + 1 - floor)
    cells[floor], cells[ceiling] = "├", "┤"
    cells[total] = "●"
    return Content("".join(cells)).stylize(QUIET).stylize(STRONG, total, total + 1)


def _because(view: LeadView, label: Label, words: Words, width: int) -> Content:
    """Under the bars, in full: each criterion with its fact and level, and where the proof stands."""
    assert view.proposal is not None
    score = view.proposal.score
    rubric = words("score.rubric", rubric=score.rubric.partition("#")[0])
    title = spread([say(rubric, "bold $quiet"), say(words("score.as_of", day=words.day(score.as_of)), QUIET)])
    lines = (
        hang(Content(label(part.criterion, None)), _reason(part, view, label), NAMES, width)
        for part in score.contributions
    )
    return stack(Content(""), title, *lines)


def _reason(part: Contribution, view: LeadView, label: Label) -> list[Content | str]:
    places = [view.evidence[proof].locator for proof in part.evidence if proof in view.evidence]
    level = say(label(part.criterion, part.level), QUIET)
    return [part.because, level, *(say(place, QUIET) for place in places[:2])]
