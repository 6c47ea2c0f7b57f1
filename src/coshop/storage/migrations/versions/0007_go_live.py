"""A store's list to tick off before going live, and how far each associate is with it.

A server of the version before writes no list, so none stands for the usual one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stores", sa.Column("go_live", sa.Text))
    op.create_table(
        "go_lives",
        sa.Column("associate_id", sa.String(64), primary_key=True),
        sa.Column("ticked", sa.Text, nullable=False),
        sa.Column("ticked_at_ms", sa.BigInteger, nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("go_lives")
    op.drop_column("stores", "go_live")
