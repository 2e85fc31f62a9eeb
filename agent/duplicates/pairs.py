"""Matches to pairs: of the leads that are one, which stays, and which become part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from agent.models.account import Match
from agent.models.merging import Pair

BY_WAY = "by way of another"
"""The reason of a pair whose two are like a third rather than like each other."""


class Likeness(NamedTuple):
    """Two leads that are like each other."""

    one: str
    other: str
    match: Match
    sure: bool


def pairs(likenesses: Iterable[Likeness], rank: Callable[[str], Any], decided: frozenset[str]) -> list[Pair]:
    """One pair for each lead that would become part of another; no lead is dropped twice, none dropped is kept.

    Of the leads that are one, the lowest `rank` stays. A pair of two that a person has decided on is never sure: a
    person says which decision holds.
    """
    tree = _strongest(likenesses)
    found: list[Pair] = []
    met: set[str] = set()
    for keep in sorted(tree, key=rank):
        if keep in met:
            continue
        for drop, match, sure in _from(keep, tree):
            both = keep in decided and drop in decided
            found.append(Pair(keep=keep, drop=drop, match=match, sure=sure and not both))
            met.add(drop)
    return sorted(
        found, key=lambda pair: (not pair.sure, -pair.match.quality, rank(pair.keep), rank(pair.drop))
    )


_Tree = dict[str, list[Likeness]]


def _strongest(likenesses: Iterable[Likeness]) -> _Tree:
    """The likenesses that join leads that nothing stronger joins already: a tree for each cluster (Kruskal)."""
    root: dict[str, str] = {}

    def top(lead: str) -> str:
        while (above := root.get(lead, lead)) != lead:
            root[lead] = lead = root.get(above, above)
        return lead

    tree: _Tree = defaultdict(list)
    for link in sorted(
        likenesses, key=lambda link: (not link.sure, -link.match.quality, link.one, link.other)
    ):
        one, other = top(link.one), top(link.other)
        if one != other:
            root[other] = one
            tree[link.one].append(link)
            tree[link.other].append(link)
    return tree


def _from(keep: str, tree: _Tree) -> Iterable[tuple[str, Match, bool]]:
    """Every lead of the tree but `keep`, with the weakest likeness on the way to it."""
    way: list[tuple[str, Match | None, bool]] = [(keep, None, True)]
    met = {keep}
    for here, match, sure in way:
        for link in tree[here]:
            there = link.other if link.one == here else link.one
            if there in met:
                continue
            met.add(there)
            way.append(
                (there, link.match if match is None else _weaker(match, link.match), sure and link.sure)
            )
    return [(lead, match, sure) for lead, match, sure in way if match is not None]


def _weaker(one: Match, other: Match) -> Match:
    weak = min(one, other, key=lambda match: match.quality)
    reasons = (*(reason for reason in weak.reasons if reason != BY_WAY), BY_WAY)
    return Match(quality=weak.quality, reasons=reasons)
