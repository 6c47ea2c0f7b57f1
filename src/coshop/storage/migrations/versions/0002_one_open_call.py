"""A shopper has one open call, whatever servers they ask. Calls that broke this are ended in the journal first."""

from __future__ import annotations

import json
import time
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPEN = sa.text("phase <> 'ended'")
_INDEX = "calls_open_of_shopper"
_TOO_MANY = sa.text(
    "SELECT call_id, seq, state FROM (SELECT call_id, seq, state, row_number() OVER (PARTITION BY shopper_id ORDER BY"
    " CASE phase WHEN 'live' THEN 0 WHEN 'ringing' THEN 1 ELSE 2 END, requested_at_ms, call_id) AS place"
    " FROM calls WHERE phase <> 'ended') AS ranked WHERE place > 1"
)
_END = sa.text(
    "UPDATE calls SET phase = 'ended', seq = :seq, deadline_ms = NULL, state = :state WHERE call_id = :call_id"
)
_ENTRY = sa.text(
    'INSERT INTO entries (call_id, seq, at_ms, "by", command_id, type, event)'
    " VALUES (:call_id, :seq, :now_ms, 'server', '', 'call_ended', :event)"
)
_UNTIE = sa.text(
    "UPDATE presences SET state = wanted, call_id = '', since_ms = :now_ms WHERE call_id = :call_id"
)


def upgrade() -> None:
    now_ms = time.time_ns() // 1_000_000
    connection = op.get_bind()
    for call_id, seq, state in connection.execute(_TOO_MANY).all():
        row = {"call_id": call_id, "seq": seq + 1, "now_ms": now_ms}
        event = json.dumps({"type": "call_ended", "reason": "withdrawn"})
        connection.execute(_ENTRY, row | {"event": event})
        connection.execute(_END, row | {"state": _ended(json.loads(state), now_ms)})
        connection.execute(_UNTIE, row)
    op.drop_index(_INDEX, "calls")
    _make(unique=True)


def downgrade() -> None:
    op.drop_index(_INDEX, "calls")
    _make(unique=False)


def _make(*, unique: bool) -> None:
    op.create_index(
        _INDEX, "calls", ["shopper_id"], unique=unique, sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def _ended(call: dict[str, Any], now_ms: int) -> str:
    """The state of a call after `call_ended`, as this revision's coshop wrote it."""
    before = call["phase"]
    call["phase"] = {
        "phase": "ended",
        "reason": "withdrawn",
        "ended_at_ms": now_ms,
        "associate": before.get("associate"),
        "answered": before["phase"] == "live",
        "outcome": None,
        "note": "",
    }
    return json.dumps(call, ensure_ascii=False, separators=(",", ":"))
