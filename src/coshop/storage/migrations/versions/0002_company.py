"""Calls have a kind: a shopper's token says what kind of call it may ask for and whose it is.

A server of the version before writes none of these columns, so each has a default in the database.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ADDED = {
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


def downgrade() -> None:
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
