"""Handoffs, deals, spend, the partner programme and merges; and the columns that reports add up."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_COLUMNS = {
    "lead": ("source", "partner", "country", "created_on", "merged_into"),
    "touchpoint": ("at", "kind", "channel", "campaign", "partner"),
    "proposal": ("stage", "at"),
    "decision": ("action", "stage", "at"),
}
"""Table → the columns it gains; all words, all of them repeated from the row's document."""
_PLACES = {
    "lead": {"source": "source", "partner": "partner.partner", "country": "country", "created_on": "created_on"},
    "touchpoint": {
        "at": "at", "kind": "kind", "channel": "channel", "campaign": "utm.utm_campaign", "partner": "partner",
    },
    "proposal": {"stage": "stage", "at": "created_at"},
    "decision": {"action": "action", "stage": "stage", "at": "at"},
}  # fmt: skip
"""Where each stands in the document."""


def upgrade() -> None:
    for statement in _let_go():
        op.execute(statement)
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.add_column(table, sa.Column(column, WORDS))
        op.execute(f"UPDATE {table} SET {', '.join(_filled(table))}")
    for statement in _hold_again():
        op.execute(statement)
    op.create_index("ix_lead_merged_into", "lead", ["merged_into"])
    op.create_index("ix_touchpoint_at", "touchpoint", ["at"])
    _handoffs()
    _money()
    _programme()


def _filled(table: str) -> list[str]:
    return [f"{column} = {_said(column, place)}" for column, place in _PLACES[table].items()]


def _said(column: str, place: str) -> str:
    """What the document says there; a moment in UTC."""
    if op.get_bind().dialect.name == "postgresql":
        found = f"(doc\\:\\:jsonb #>> '{{{place.replace('.', ',')}}}')"
        utc = f"to_char({found}\\:\\:timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24\\:MI\\:SS')"
    else:
        found = f"json_extract(doc, '$.{place}')"
        utc = f"strftime('%Y-%m-%dT%H\\:%M\\:%S', {found})"
    return f"{utc} || '+00\\:00'" if column == "at" else found


def _handoffs() -> None:
    _table("owner", _key("id"), _text("doc"))
    _table(
        "handoff",
        _seq(),
        _words("id"),
        _words("lead_id"),
        _words("owner"),
        _words("state"),
        _words("due_at"),
        _text("doc"),
        sa.UniqueConstraint("id", name="uq_handoff_id"),
        _refers("handoff", "lead_id", "lead.id"),
    )
    op.create_index("ix_handoff_lead_id", "handoff", ["lead_id"])
    op.create_index("ix_handoff_due", "handoff", ["state", "due_at"])
    _table(
        "merging",
        _seq(),
        _words("id"),
        _words("keep"),
        _words("dropped"),
        _text("doc"),
        sa.UniqueConstraint("id", name="uq_merging_id"),
        _refers("merging", "keep", "lead.id"),
        _refers("merging", "dropped", "lead.id"),
    )


def _money() -> None:
    _table(
        "opportunity",
        _key("id"),
        _words("lead_id", nullable=True),
        _words("state"),
        _words("opened_on", nullable=True),
        _words("closed_on", nullable=True),
        _text("doc"),
        _refers("opportunity", "lead_id", "lead.id"),
    )
    op.create_index("ix_opportunity_lead_id", "opportunity", ["lead_id"])
    _table("spend", _key("id"), _text("doc"))


def _programme() -> None:
    _table(
        "confirmation",
        _seq(),
        _words("lead_id"),
        _words("side"),
        _text("doc"),
        _refers("confirmation", "lead_id", "lead.id"),
    )
    op.create_index("ix_confirmation_lead_id", "confirmation", ["lead_id"])
    _table(
        "message",
        _seq(),
        _words("id"),
        _words("lead_id"),
        _words("state"),
        _text("doc"),
        sa.UniqueConstraint("id", name="uq_message_id"),
        _refers("message", "lead_id", "lead.id"),
    )
    op.create_index("ix_message_state", "message", ["state"])


def _table(name: str, *parts: Any) -> None:
    key = [part.name for part in parts if isinstance(part, sa.Column) and part.primary_key]
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _seq() -> sa.Column[int]:
    return sa.Column("seq", NUMBER, primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, primary_key=True)


def _words(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [to], name=name, deferrable=True, initially="DEFERRED")


def _let_go() -> list[str]:
    """The decision log refuses every change; what is written here says nothing that was not in it."""
    if op.get_bind().dialect.name == "postgresql":
        return ["ALTER TABLE decision DISABLE TRIGGER decision_is_kept"]
    return ["DROP TRIGGER decision_no_update"]


def _hold_again() -> list[str]:
    if op.get_bind().dialect.name == "postgresql":
        return ["ALTER TABLE decision ENABLE TRIGGER decision_is_kept"]
    return [
        "CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision "
        "BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END"
    ]
