"""Workers: their keys, the processes that are there, the jobs they do, and what set checks found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_MS = sa.BigInteger


def upgrade() -> None:
    op.create_table(
        "worker_keys",
        sa.Column("key_id", _ID, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(128), nullable=False),
        sa.Column("added_at_ms", _MS, nullable=False),
        sa.Column("expires_ms", _MS, nullable=False),
        sa.UniqueConstraint("name", name="worker_keys_name"),
        sa.UniqueConstraint("digest", name="worker_keys_digest"),
    )
    op.create_table(
        "workers",
        sa.Column("worker_id", _ID, primary_key=True),
        sa.Column("key_id", _ID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("server_id", _ID, nullable=False),
        sa.Column("connection_no", sa.BigInteger, nullable=False),
        sa.Column("since_ms", _MS, nullable=False),
        sa.Column("seen_ms", _MS, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("load", sa.Float, nullable=False),
        sa.Column("rss_bytes", sa.BigInteger, nullable=False),
        sa.Column("running", sa.Integer, nullable=False),
        sa.Column("jobs_done", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "jobs",
        sa.Column("job_id", _ID, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("client_id", _ID, nullable=False),
        sa.Column("args", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("worker_id", _ID, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("queued_at_ms", _MS, nullable=False),
        sa.Column("taken_at_ms", _MS, nullable=False),
        sa.Column("ended_at_ms", _MS, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
    )
    still_open = sa.text("state IN ('queued', 'offered', 'taken')")
    op.create_index("jobs_of_call", "jobs", ["call_id"])
    op.create_index("jobs_ended", "jobs", ["ended_at_ms"])
    op.create_index(
        "jobs_open", "jobs", ["queued_at_ms"], sqlite_where=still_open, postgresql_where=still_open
    )
    op.create_table(
        "set_checks",
        sa.Column("check_id", _ID, primary_key=True),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("associate_id", _ID, nullable=False),
        sa.Column("at_ms", _MS, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("verdicts", sa.Text, nullable=False),
    )
    op.create_index("set_checks_of_store", "set_checks", ["store_id", "at_ms"])


def downgrade() -> None:
    for table in ("set_checks", "jobs", "workers", "worker_keys"):
        op.drop_table(table)
