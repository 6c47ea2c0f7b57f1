"""Rehearsals and canary runs. An associate has at most one open rehearsal, an account one open run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_MS = sa.BigInteger


def upgrade() -> None:
    still_open = sa.text("ended_at_ms = 0")
    op.create_table(
        "rehearsals",
        sa.Column("rehearsal_id", _ID, primary_key=True),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("associate_id", _ID, nullable=False),
        sa.Column("story", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("started_at_ms", _MS, nullable=False),
        sa.Column("shopper_id", _ID, nullable=False),
        sa.Column("ended_at_ms", _MS, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
    )
    op.create_index("rehearsals_of_store", "rehearsals", ["store_id", "started_at_ms"])
    op.create_table(
        "canary_runs",
        sa.Column("run_id", _ID, primary_key=True),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("associate_id", _ID, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("started_at_ms", _MS, nullable=False),
        sa.Column("shopper_id", _ID, nullable=False),
        sa.Column("ended_at_ms", _MS, nullable=False),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("failed_step", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
    )
    op.create_index("canary_runs_of_store", "canary_runs", ["store_id", "started_at_ms"])
    for table in ("rehearsals", "canary_runs"):
        op.create_index(
            f"{table}_open",
            table,
            ["associate_id"],
            unique=True,
            sqlite_where=still_open,
            postgresql_where=still_open,
        )


def downgrade() -> None:
    for table in ("canary_runs", "rehearsals"):
        op.drop_table(table)
