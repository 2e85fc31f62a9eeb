"""What sources answered, so that no question is asked twice while its answer is fresh."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "source_answer",
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("found_json", sa.Text, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        sa.Column("run_id", WORDS),
        sa.Column("retrieved_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_source_answer"),
    )
    op.create_index("ix_source_answer_latest", "source_answer", ["key", "seq"])
