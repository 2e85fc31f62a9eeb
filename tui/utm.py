"""`leadsift utm`: which tagged links break a rule, and what they should say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tui.options import everywhere, say, spoken

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.utm import Finding, Governance
    from tui.words import Words


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, with every place.")
@everywhere
def utm(*, settings: Settings, as_json: bool) -> None:
    """Report the links whose UTM break a rule, with the mended value proposed. Nothing stored is changed."""
    from agent.store import open_store, partners, touchpoints
    from agent.utm import Rules, governance
    from tui.show import out, table
    from tui.words import Words

    words = Words(spoken(settings))
    with open_store(settings.store_url, create=False) as store, store.read() as tx:
        rules = Rules(settings.utm, [partner.name for partner in partners.all(tx)])
        found = governance(touchpoints.tagged(tx), rules)
    if as_json:
        sys.stdout.write(json.dumps(_told(found), ensure_ascii=False) + "\n")
        return
    tagged = words.number(found.tagged)
    if not found.findings:
        say(words("utm.sound", tagged=tagged))
        return
    say(words.count("utm.summary", found.wrong, tagged=tagged))
    by_kind = sorted(found.by_kind().items(), key=lambda item: -item[1])
    counts = ((words(f"utm_kind.{kind}"), words.number(count)) for kind, count in by_kind)
    out().print(table((words("utm.kind"), words("utm.count")), counts))
    out().print()
    head = (words(f"utm.{name}") for name in ("parameter", "found", "proposed", "kind", "count", "where"))
    out().print(table(head, _rows(found.findings, words)))


def _rows(findings: tuple[Finding, ...], words: Words) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        violation, (first, *more) = finding.violation, finding.places
        yield (
            violation.parameter,
            violation.found,
            violation.proposed or words("utm.nothing"),
            words(f"utm_kind.{violation.kind}"),
            words.number(len(finding.places)),
            words("utm.more", place=first, n=words.number(len(more))) if more else first,
        )


def _told(found: Governance) -> dict[str, object]:
    return {
        "tagged": found.tagged,
        "wrong": found.wrong,
        "by_kind": found.by_kind(),
        "violations": [
            {
                "kind": finding.violation.kind,
                "parameter": finding.violation.parameter,
                "found": finding.violation.found,
                "proposed": finding.violation.proposed or None,
                "places": finding.places,
            }
            for finding in found.findings
        ],
    }
