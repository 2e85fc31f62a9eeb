"""The `leadsift` command: one function a subcommand, each thin. Heavy rooms are opened inside."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.companies import companies
from tui.duplicates import duplicates
from tui.imports import imports
from tui.options import everywhere, say, spoken, stop
from tui.owners import owners
from tui.partner import outbox, partner
from tui.recycle import recycle
from tui.report import report
from tui.rubric import rubric
from tui.sla import contacted, handoff, sla
from tui.sources import enrich, sources
from tui.utm import utm

if TYPE_CHECKING:
    from agent.export import Form
    from agent.settings import Settings

FILE = click.Path(path_type=Path)
ACTIONS = ("accept", "override", "reject", "recycle", "reopen", "advance", "disqualify", "undo")
SECTIONS = {
    "Qualify": ("run", "review", "decide", "explain", "note", "export"),
    "Enrich": ("sources", "enrich", "correct", "companies"),
    "Sell": ("owners", "handoff", "sla", "contacted", "recycle", "partner", "outbox"),
    "Keep in order": ("import", "duplicates", "utm"),
    "Measure": ("report", "rubric", "eval"),
}
"""What a person is about to do, and the commands for it."""


class _Sections(click.Group):
    """The commands by what a person is about to do."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """A section of the help for each."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                room = formatter.width - 6 - max(map(len, self.commands))
                formatter.write_dl([(name, self.commands[name].get_short_help_str(room)) for name in names])


@click.group(
    cls=_Sections, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="leadsift")
def main() -> None:
    """Decide which leads deserve a call: every fact with its proof, every score with its arithmetic.

    Exit codes: 0 done, 1 some leads failed, 2 bad input or usage, 3 stopped by the budget.
    """


@main.command()
@click.argument("leads", nargs=-1, required=True, type=FILE)
@click.option("--notes", type=FILE, help="A folder of call notes, or one note.")
@click.option("--touchpoints", type=FILE, multiple=True, help="Interactions: CSV or JSONL.")
@click.option("--partners", type=FILE, multiple=True, help="The partner programme: CSV or JSONL.")
@click.option("--companies", type=FILE, multiple=True, help="Company directories: CSV, JSONL or Parquet.")
@click.option("--map", "mapping", type=FILE, help="A saved mapping of column names: TOML or JSON.")
@click.option("--encoding", help="Of the lead files, where the guess is wrong.")
@click.option("--delimiter", help="Of the lead files, where the guess is wrong.")
@click.option(
    "--rejects", type=FILE, help="Where rejected records go. Default: beside you, named after the list."
)
@click.option("--seller", "sellers", multiple=True, metavar="NAME", help="One of ours, as notes name them.")
@click.option(
    "--seller-domain", "domains", multiple=True, metavar="DOMAIN", help="Ours, in addresses of speakers."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Score as of this day. Default: today.")
@click.option("--budget", type=float, help="The most this run may spend.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and what it could cost; do nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON summary on stdout.")
@everywhere
def run(
    *, settings: Settings, offline: bool, sellers: tuple[str, ...], domains: tuple[str, ...], **what: Any
) -> None:
    """Lead lists and call notes in, proposals out."""
    from tui.run import run_job

    sys.exit(run_job(settings, offline=offline, sellers=(*sellers, *domains), **what))


@main.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--call-date", type=click.DateTime(["%Y-%m-%d"]), help="Of these notes; wins over what they say."
)
@click.option("--jsonl", "form", flag_value="jsonl", help="One JSON object a note.")
@click.option("--md", "form", flag_value="md", help="Markdown for the CRM.")
@click.option("--out", type=FILE, help="Write there instead of stdout.")
@click.option("--frame", type=click.Choice(["meddicc"]), help="Read in this deeper frame as well.")
@click.option(
    "--seller", "sellers", multiple=True, metavar="NAME", help="One of ours, as the note names them."
)
@click.option(
    "--seller-domain", "domains", multiple=True, metavar="DOMAIN", help="Ours, where speakers have addresses."
)
@click.option("--show-request", is_flag=True, help="Print what a model would be asked, as sent; ask nothing.")
@click.option("--answer", type=FILE, help="Take the model's answer from this file: JSON, or JSONL with ids.")
@everywhere
def note(
    *, settings: Settings, offline: bool, sellers: tuple[str, ...], domains: tuple[str, ...], **what: Any
) -> None:
    """Read call notes alone: BANT with quotes, and a summary. `-` reads stdin."""
    from tui.note import read_files

    sys.exit(read_files(settings, offline=offline, sellers=(*sellers, *domains), **what))


@main.command()
@click.option("--plain", is_flag=True, help="Line by line, for a screen reader or a dumb terminal.")
@click.option("--actor", help="Who decides. Default: your user name.")
@everywhere
def review(*, settings: Settings, plain: bool, actor: str | None) -> None:
    """Open the review desk: accept or override each proposal."""
    from tui.review import run_review
    from tui.review.plain import plain_review

    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        stop("the review desk needs a terminal. Try --plain, or leadsift decide", 2)
    open_desk = plain_review if plain else run_review
    who, language = actor or whoami(), spoken(settings)
    open_desk(
        settings.store_url, actor=who, language=language, rubric=settings.rubric, policy=settings.lifecycle
    )


@main.command()
@click.argument("lead")
@click.argument("action", type=click.Choice(ACTIONS))
@click.option("--stage", help="The stage to set, for an override.")
@click.option(
    "--reason",
    help="Needed for an override, over a gap, and to reject: one of the list, or `code: a few words`.",
)
@click.option("--actor", help="Who decides. Default: your user name.")
@everywhere
def decide(*, settings: Settings, actor: str | None, **what: Any) -> None:
    """Decide one LEAD (id or e-mail) without the desk."""
    from tui.lead import decide_lead

    say(decide_lead(settings, actor=actor or whoami(), **what))


@main.command()
@click.argument("lead")
@click.option("--field", help="Every value known of this field of the company, who says it, and where.")
@everywhere
def explain(*, settings: Settings, lead: str, field: str | None) -> None:
    """Print a LEAD's arithmetic, its quotes and the source of every fact."""
    if field:
        from tui.chain import explain_field

        explain_field(settings, lead, field)
    else:
        from tui.lead import explain_lead

        explain_lead(settings, lead)


@main.command()
@click.argument("lead")
@click.argument("field")
@click.argument("value")
@click.option("--actor", help="Who says so. Default: your user name.")
@everywhere
def correct(*, settings: Settings, lead: str, field: str, value: str, actor: str | None) -> None:
    """Set a FIELD of a LEAD's company to a VALUE you know: no source overwrites it. Run enrich to score it."""
    from tui.chain import correct_lead

    say(correct_lead(settings, lead, field, value, actor=actor or whoami()))


@main.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "xlsx", "parquet"]), default="jsonl")
@click.option("--out", type=FILE, help="Write there instead of stdout; needed for xlsx and parquet.")
@everywhere
def export(*, settings: Settings, form: Form, out: Path | None) -> None:
    """Write every lead with its account, BANT, proposal and decision."""
    from agent.export import export_leads
    from agent.store import open_store

    with open_store(settings.store_url, create=False) as store:
        count = export_leads(store, form, out)
    say(f"{count} leads written" + (f" to {out}" if out else ""))


@main.command("eval")
@click.argument("notes", type=FILE)
@click.argument("labels", type=FILE)
@click.option(
    "--model", "models", multiple=True, metavar="NAME", help="To try; `offline`, the default, is the rules."
)
@click.option("--prompt", "prompts", multiple=True, type=FILE, help="To try in place of the built-in one.")
@click.option("--call-dates", type=FILE, help="JSON of note ids and days, where notes do not say theirs.")
@click.option("--baseline", type=FILE, help="Saved figures to compare with.")
@click.option("--save", is_flag=True, help="Save these figures as the baseline.")
@click.option("--gate", is_flag=True, help="Exit with 1 when a measure fell by more than its tolerance.")
@click.option("--json", "as_json", is_flag=True, help="Figures and misses as JSON on stdout.")
@click.option("--html", type=FILE, help="A report: the figures, and each miss in its note.")
@click.option("--budget", type=float, help="The most all models together may spend.")
@everywhere
def evaluate(*, settings: Settings, offline: bool, **what: Any) -> None:
    """Measure how well NOTES are read, against the LABELS people gave them."""
    from tui.eval import evaluate as measured

    sys.exit(measured(settings, offline=offline, **what))


for command in (
    sources, enrich, companies, owners, handoff, sla, contacted, recycle, partner, outbox,
    imports, duplicates, utm, report, rubric,
):  # fmt: skip
    main.add_command(command)


def whoami() -> str:
    """The user's login name; "unknown" where the platform does not tell."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


if __name__ == "__main__":
    main()
