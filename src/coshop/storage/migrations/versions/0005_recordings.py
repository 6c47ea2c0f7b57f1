"""Recordings, who did what with them, how long a store keeps them, and the ended calls of a store in order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_MS = sa.BigInteger
_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column(
        "stores", sa.Column("recording_days", sa.Integer, nullable=False, server_default=sa.text("30"))
    )
    op.create_index("calls_of_store", "calls", ["store_id", "requested_at_ms"])
    op.create_table(
        "recordings",
        sa.Column("recording_id", _ID, primary_key=True),
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("shopper_id", _ID, nullable=False),
        sa.Column("associate_id", _ID, nullable=False),
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started_at_ms", _MS, nullable=False),
        sa.Column("ended_at_ms", _MS, nullable=False),
        sa.Column("recorded", sa.Text, nullable=False),
        sa.Column("consents", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sa.UniqueConstraint("call_id", name="recordings_call"),
    )
    op.create_index("recordings_of_shopper", "recordings", ["shopper_id"])
    op.create_index("recordings_by_state", "recordings", ["state", "started_at_ms"])
    op.create_table(
        "audit",
        sa.Column("audit_id", _ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("at_ms", _MS, nullable=False),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("who_id", _ID, nullable=False),
        sa.Column("who_name", sa.String(80), nullable=False),
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("recording_id", _ID, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("address", _ID, nullable=False),
    )
    op.create_index("audit_of_store", "audit", ["store_id", "audit_id"])
    op.create_index("audit_of_person", "audit", ["who_id", "at_ms"])


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("recordings")
    op.drop_index("calls_of_store", "calls")
    op.drop_column("stores", "recording_days")
