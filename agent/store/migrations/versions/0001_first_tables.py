"""The first tables, and the triggers that keep the decision log as it was written."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _companies()
    _people()
    _notes()
    _proposals_and_decisions()
    _runs()
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def _companies() -> None:
    _table(
        "account", _key("id"), _words("key"), _text("doc"), sa.UniqueConstraint("key", name="uq_account_key")
    )
    _table("evidence", _key("id"), _text("doc"))
    _table(
        "fact",
        _seq(),
        _words("key"),
        _words("account_id"),
        _text("doc"),
        sa.UniqueConstraint("key", name="uq_fact_key"),
        _refers("fact", "account_id", "account.id"),
    )
    op.create_index("ix_fact_account_id", "fact", ["account_id"])
    _table(
        "enrichment",
        _seq(),
        _words("account_id"),
        _text("doc"),
        _refers("enrichment", "account_id", "account.id"),
    )
    op.create_index("ix_enrichment_latest", "enrichment", ["account_id", "seq"])
    _table("partner", _key("name"), _text("doc"))


def _people() -> None:
    _table(
        "lead",
        _seq(),
        _words("id"),
        _words("account_id"),
        _words("email", nullable=True),
        _text("name"),
        _text("company"),
        _text("title", nullable=True),
        _words("search"),
        sa.Column("score", sa.Integer),
        sa.Column("floor", sa.Integer),
        sa.Column("ceiling", sa.Integer),
        _words("stage", nullable=True),
        _text("mode", nullable=True),
        _words("proposal_id", nullable=True),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
        _words("decided_stage", nullable=True),
        _words("decided_proposal_id", nullable=True),
        _text("doc"),
        sa.UniqueConstraint("id", name="uq_lead_id"),
        _refers("lead", "account_id", "account.id"),
    )
    op.create_index("ix_lead_account_id", "lead", ["account_id"])
    op.create_index("ix_lead_email", "lead", ["email"])
    queue: list[Any] = [sa.text("score DESC"), "seq", "stage", "decided_stage", "search"]
    op.create_index("ix_lead_queue", "lead", queue)
    _table(
        "touchpoint",
        _key("id"),
        _words("email", nullable=True),
        _words("domain", nullable=True),
        _text("doc"),
    )
    op.create_index("ix_touchpoint_email", "touchpoint", ["email"])
    op.create_index("ix_touchpoint_domain", "touchpoint", ["domain"])


def _notes() -> None:
    _table(
        "note",
        _key("id"),
        _words("lead_id", nullable=True),
        _text("doc"),
        _refers("note", "lead_id", "lead.id"),
    )
    op.create_index("ix_note_lead_id", "note", ["lead_id"])
    _table(
        "reading",
        _seq(),
        _words("id"),
        _words("note_id"),
        _text("doc"),
        _refers("reading", "note_id", "note.id"),
    )
    op.create_index("ix_reading_latest", "reading", ["note_id", "seq"])


def _proposals_and_decisions() -> None:
    _table(
        "proposal",
        _seq(),
        _words("id"),
        _words("lead_id"),
        _text("doc"),
        _refers("proposal", "lead_id", "lead.id"),
    )
    op.create_index("ix_proposal_latest", "proposal", ["lead_id", "seq"])
    _table(
        "decision",
        _key("lead_id"),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        _text("doc"),
        _refers("decision", "lead_id", "lead.id"),
    )


def _runs() -> None:
    _table(
        "answer",
        _seq(),
        _words("key"),
        _text("model"),
        _text("prompt"),
        _text("prompt_digest"),
        _text("answer_json"),
        sa.Column("prompt_tokens", sa.BigInteger, nullable=False),
        sa.Column("completion_tokens", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        _words("run_id", nullable=True),
        _text("at"),
    )
    op.create_index("ix_answer_key", "answer", ["key"])
    op.create_index("ix_answer_run_id", "answer", ["run_id"])
    _table(
        "run",
        _seq(),
        _words("id"),
        _text("command"),
        _text("started_at"),
        _text("options"),
        _words("state"),
        _text("summary", nullable=True),
        sa.UniqueConstraint("id", name="uq_run_id"),
    )
    _table(
        "outcome",
        _key("run_id"),
        _key("lead_id"),
        _words("status"),
        _text("reason", nullable=True),
        _refers("outcome", "run_id", "run.id"),
    )


def _table(name: str, *parts: Any) -> None:
    key = [part.name for part in parts if isinstance(part, sa.Column) and part.primary_key]
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _seq() -> sa.Column[int]:
    return sa.Column("seq", NUMBER, primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, primary_key=True)


def _words(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=nullable)


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [to], name=name, deferrable=True, initially="DEFERRED")


_SQLITE = [
    f"CREATE TRIGGER decision_no_{verb.lower()} BEFORE {verb} ON decision "
    "BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    "CREATE FUNCTION decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'decisions are only ever added'; END $$",
    "CREATE TRIGGER decision_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON decision "
    "FOR EACH STATEMENT EXECUTE FUNCTION decision_is_kept()",
]
