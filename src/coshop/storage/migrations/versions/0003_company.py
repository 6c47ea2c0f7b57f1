"""Calls have a kind, which a shopper's token says, and guests; a store says whether listening is told and calls may be recorded.

A server of the version before writes none of these columns, so each has a default in the database.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ADDED: dict[str, tuple[sa.Column[Any], ...]] = {
    "stores": (
        sa.Column("tell_listening", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("recording", sa.String(8), nullable=False, server_default="off"),
    ),
    "calls": (sa.Column("kind", sa.String(16), nullable=False, server_default="customer"),),
    "keys": (
        sa.Column("call_kind", sa.String(16), nullable=False, server_default="customer"),
        sa.Column("reserved_for", sa.String(64), nullable=False, server_default=sa.text("''")),
    ),
}


def upgrade() -> None:
    for table, columns in _ADDED.items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "call_guests",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("guest_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "guest_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("call_guests_of_person", "call_guests", ["person_id"])


def downgrade() -> None:
    op.drop_table("call_guests")
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
