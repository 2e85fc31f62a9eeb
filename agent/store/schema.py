"""The tables, as they are now. How they came to be so is in `migrations`; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

VERSION = "0003"
"""The newest migration: what a database must say to be used without migrating it."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Words = Text().with_variant(Text(collation="C"), "postgresql")
"""Text compared byte by byte, so that keys, ranges and orders are the same on every database."""
Number = BigInteger().with_variant(Integer, "sqlite")
"""A row number: 64 bits, and on SQLite the row's own."""


def _refers(to: str) -> ForeignKey:
    """Checked when the transaction ends: inside one, the order of writing is free."""
    return ForeignKey(to, deferrable=True, initially="DEFERRED")


account = Table(
    "account",
    metadata,
    Column("id", Words, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("doc", Text, nullable=False),
)

lead = Table(
    "lead",
    metadata,
    Column("seq", Number, primary_key=True),  # the order of arrival
    Column("id", Words, nullable=False, unique=True),
    Column("account_id", Words, _refers("account.id"), nullable=False, index=True),
    Column("email", Words, index=True),
    Column("name", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("title", Text),
    Column("search", Words, nullable=False),  # company, name, e-mail and title without case or accents
    # where it stands: repeated here from the latest proposal and decision, so that the queue is one index
    Column("score", Integer),
    Column("floor", Integer),
    Column("ceiling", Integer),
    Column("stage", Words),
    Column("mode", Text),
    Column("proposal_id", Words),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("decided_stage", Words),
    Column("decided_proposal_id", Words),
    Column("doc", Text, nullable=False),
    # for reports, repeated from the document
    Column("source", Words),
    Column("partner", Words),
    Column("country", Words),
    Column("created_on", Words),
    Column(
        "merged_into", Words, index=True
    ),  # the lead it is part of; such a lead is in no queue and no report
)
Index("ix_lead_queue", lead.c.score.desc(), lead.c.seq, lead.c.stage, lead.c.decided_stage, lead.c.search)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Words, primary_key=True),
    Column("doc", Text, nullable=False),
)

fact = Table(  # what a lead file or a person says; what sources say stands in the enrichment
    "fact",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("key", Words, nullable=False, unique=True),  # account, field, source, proof and value
    Column("account_id", Words, _refers("account.id"), nullable=False, index=True),
    Column("doc", Text, nullable=False),
)

enrichment = Table(
    "enrichment",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("account_id", Words, _refers("account.id"), nullable=False),
    Column("doc", Text, nullable=False),
)
Index("ix_enrichment_latest", enrichment.c.account_id, enrichment.c.seq)

touchpoint = Table(
    "touchpoint",
    metadata,
    Column("id", Words, primary_key=True),
    Column("email", Words, index=True),
    Column("domain", Words, index=True),  # only where no e-mail says whose it is
    Column("doc", Text, nullable=False),
    # for reports, repeated from the document; moments in UTC, so that their order is that of time
    Column("at", Words, index=True),
    Column("kind", Words),
    Column("channel", Words),
    Column("campaign", Words),
    Column("partner", Words),
)

partner = Table(
    "partner",
    metadata,
    Column("name", Words, primary_key=True),  # without case or accents
    Column("doc", Text, nullable=False),
)

note = Table(
    "note",
    metadata,
    Column("id", Words, primary_key=True),
    Column("lead_id", Words, _refers("lead.id"), index=True),
    Column("doc", Text, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Words, nullable=False),
    Column("note_id", Words, _refers("note.id"), nullable=False),
    Column("doc", Text, nullable=False),
)
Index("ix_reading_latest", reading.c.note_id, reading.c.seq)

proposal = Table(
    "proposal",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Words, nullable=False),
    Column("lead_id", Words, _refers("lead.id"), nullable=False),
    Column("doc", Text, nullable=False),
    Column("stage", Words),
    Column("at", Words),
)
Index("ix_proposal_latest", proposal.c.lead_id, proposal.c.seq)

decision = Table(
    "decision",
    metadata,
    Column("lead_id", Words, _refers("lead.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("doc", Text, nullable=False),
    Column("action", Words),
    Column("stage", Words),
    Column("at", Words),
)

answer = Table(
    "answer",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("key", Words, nullable=False, index=True),
    Column("model", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("prompt_digest", Text, nullable=False),
    Column("answer_json", Text, nullable=False),
    Column("prompt_tokens", BigInteger, nullable=False),
    Column("completion_tokens", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    Column("run_id", Words, index=True),
    Column("at", Text, nullable=False),
)

source_answer = Table(
    "source_answer",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("key", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("question", Text, nullable=False),
    Column("found_json", Text, nullable=False),
    Column("cost", Float, nullable=False),
    Column("run_id", Words),
    Column("retrieved_at", Text, nullable=False),
)
Index("ix_source_answer_latest", source_answer.c.key, source_answer.c.seq)

run = Table(
    "run",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("command", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("state", Words, nullable=False),
    Column("summary", Text),
)

outcome = Table(
    "outcome",
    metadata,
    Column("run_id", Words, _refers("run.id"), primary_key=True),
    Column("lead_id", Words, primary_key=True),
    Column("status", Words, nullable=False),
    Column("reason", Text),
)

owner = Table(
    "owner",
    metadata,
    Column("id", Words, primary_key=True),
    Column("doc", Text, nullable=False),
)

handoff = Table(
    "handoff",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("lead_id", Words, _refers("lead.id"), nullable=False, index=True),
    Column("owner", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("due_at", Words, nullable=False),
    Column("doc", Text, nullable=False),
)
Index("ix_handoff_due", handoff.c.state, handoff.c.due_at)

merging = Table(
    "merging",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("keep", Words, _refers("lead.id"), nullable=False),
    Column("dropped", Words, _refers("lead.id"), nullable=False),
    Column("doc", Text, nullable=False),
)

opportunity = Table(
    "opportunity",
    metadata,
    Column("id", Words, primary_key=True),
    Column("lead_id", Words, _refers("lead.id"), index=True),
    Column("state", Words, nullable=False),
    Column("opened_on", Words),
    Column("closed_on", Words),
    Column("doc", Text, nullable=False),
)

spend = Table(
    "spend",
    metadata,
    Column("id", Words, primary_key=True),
    Column("doc", Text, nullable=False),
)

confirmation = Table(  # only ever added to
    "confirmation",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("lead_id", Words, _refers("lead.id"), nullable=False, index=True),
    Column("side", Words, nullable=False),
    Column("doc", Text, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("lead_id", Words, _refers("lead.id"), nullable=False),
    Column("state", Words, nullable=False, index=True),
    Column("doc", Text, nullable=False),
)
