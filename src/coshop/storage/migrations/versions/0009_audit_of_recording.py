"""Whether a recording was erased is found by an index: workers ask after each part and film, and the audit list only grows."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("audit_of_recording", "audit", ["recording_id"])


def downgrade() -> None:
    op.drop_index("audit_of_recording", "audit")
