"""Recordings whose time is over are found by an index: by their store's days, and by what their people were told.

A server of the version before does not fill in `told_until_ms`: null in an ended recording says that nobody has counted.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

DAY_MS = 86_400_000
AT_ONCE = 500


def upgrade() -> None:
    op.add_column("recordings", sa.Column("told_until_ms", sa.BigInteger))
    op.create_index("recordings_of_store", "recordings", ["store_id", "ended_at_ms"])
    op.create_index("recordings_told_until", "recordings", ["told_until_ms"])
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT recording_id, consents, ended_at_ms FROM recordings WHERE ended_at_ms > 0")
    ).all()
    counted = [
        {"recording_id": row.recording_id, "told": told_until(row.consents, row.ended_at_ms)} for row in rows
    ]
    fill = sa.text("UPDATE recordings SET told_until_ms = :told WHERE recording_id = :recording_id")
    for at in range(0, len(counted), AT_ONCE):
        connection.execute(fill, counted[at : at + AT_ONCE])


def downgrade() -> None:
    op.drop_index("recordings_told_until", "recordings")
    op.drop_index("recordings_of_store", "recordings")
    op.drop_column("recordings", "told_until_ms")


def told_until(consents: str, ended_at_ms: int) -> int:
    """Until when those who agreed were told that it is kept, by texts such as `2026-11/30`; 0 where they were not."""
    versions = [str(each.get("text_version", "")) for each in json.loads(consents) if each.get("agreed")]
    days = [after for _, slash, after in (version.partition("/") for version in versions) if slash]
    told = [int(each) for each in days if each.isascii() and each.isdigit()]
    return ended_at_ms + min(told) * DAY_MS if told else 0
